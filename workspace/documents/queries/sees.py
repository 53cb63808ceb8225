"""What one person of a room can see there, or could on a past day, as far as whoever asks may know."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from workspace.database import session
from workspace.documents.queries.lists import Listed, in_room
from workspace.documents.queries.preview import readers_of
from workspace.people.queries import Named, organisation_of, people_named
from workspace.rooms.models import Membership
from workspace.rooms.queries.facts import able_members

LOOKED_AT = 500  # a page of more would help nobody, and each is asked about


@dataclass(frozen=True)
class Reach:
    """Of the documents that whoever asks can see: what a person sees, and what of their own they do not.

    ``left_out`` says that there are more documents than are looked at, the `LOOKED_AT` newest.
    """

    person: Named
    seen: tuple[Listed, ...]
    unseen: tuple[Listed, ...]
    left_out: bool


def sees(room_id: int, person_id: int, who: int, at: datetime | None) -> Reach | None:
    """What ``person_id`` can see in a room, now or at the moment ``at``; None: nobody to be asked about.

    Only documents that ``who`` can see now are looked at. Of their own agency's they are told all; of
    another agency's only what that person still sees, or what they saw themselves: what was withdrawn
    from others is not theirs to know.
    """
    listed, _found = in_room(room_id, who, most=LOOKED_AT)
    employer = organisation_of(who)
    own = {one.document.id for one in listed if employer and one.document.owner_id == employer.id}
    if person_id not in _askable(room_id, bool(own)):
        return None
    ids = [one.document.id for one in listed]
    then = _read_by(person_id, ids, at)
    now = then if at is None or person_id == who else _read_by(person_id, ids, None)
    told = {id for id in then if id in own or id in now}
    return Reach(
        people_named([person_id])[person_id],
        tuple(one for one in listed if one.document.id in told),
        tuple(one for one in listed if one.document.id in own - told),
        len(listed) == LOOKED_AT,
    )


def _read_by(person_id: int, ids: Iterable[int], at: datetime | None) -> set[int]:
    return {id for id, readers in readers_of([*ids], [person_id], at).items() if person_id in readers}


def _askable(room_id: int, owns_something: bool) -> set[int]:
    """Those in the room now; for those who own something in it, everybody who ever was."""
    if not owns_something:
        return set(able_members(room_id))
    return set(session().scalars(select(Membership.person_id).where(Membership.room_id == room_id)))
