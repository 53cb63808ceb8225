"""Finding people by name or e-mail, for adding them to a room or keeping them out of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import and_, func, or_, select

from workspace.database import session
from workspace.people.models import Employment, Organisation, Person, Suspension
from workspace.people.queries import Named
from workspace.permissions.questions import NOW
from workspace.permissions.rules import Condition
from workspace.rooms.models import Exclusion, Membership, Participation, Room
from workspace.rooms.queries.facts import not_over
from workspace.rooms.queries.people import Reach

MOST = 20  # people shown at once
LONGEST = 100  # characters of what is searched for


@dataclass(frozen=True)
class Found:
    """Somebody who was found, and whether they are in the room, or excluded from it, already."""

    person: Named
    is_member: bool
    is_excluded: bool


def find_people(room: Room, reach: Reach, words: str, *, taking_part: bool) -> tuple[list[Found], bool]:
    """People whose name has all of ``words`` in it, or whose e-mail is one, within ``reach``; and if more.

    Without words: those who are not in the room yet. ``taking_part``: only people of agencies that take
    part in the room, or will. Only of one's own agency are those left out who are suspended: of another's
    it is not to be learned who is, and they are found as everybody is.
    """
    member = select(Membership.id).where(
        Membership.room_id == room.id, Membership.person_id == Person.id, not_over(Membership)
    )
    barred = select(Exclusion.id).where(
        Exclusion.room_id == room.id, Exclusion.person_id == Person.id, not_over(Exclusion)
    )
    suspended = select(Suspension.id).where(
        Suspension.person_id == Person.id, Suspension.during.contains(NOW)
    )
    ours = Organisation.id == (reach.own_id or 0)
    conditions = [_has(word) for word in cleaned(words).split()]
    if not conditions:
        conditions.append(~member.exists())
    if taking_part:
        conditions.append(Organisation.id.in_(_taking_part(room)))
    if reach.own_id != reach.lead_id:
        conditions.append(ours)
    rows = session().execute(
        select(Person, Organisation, member.exists(), barred.exists())
        .join(Employment, and_(Employment.person_id == Person.id, Employment.during.contains(NOW)))
        .join(Organisation, Organisation.id == Employment.organisation_id)
        .where(Organisation.during.contains(NOW), or_(~ours, ~suspended.exists()), *conditions)
        .order_by(member.exists(), barred.exists(), func.lower(Person.name), Person.id)
        .limit(MOST + 1)
    )
    found = [
        Found(Named(person.id, person.name, person.job_title, organisation), is_member, is_excluded)
        for person, organisation, is_member, is_excluded in rows
    ]
    return found[:MOST], len(found) > MOST


def cleaned(words: str) -> str:
    """What is searched for, as PostgreSQL can hold it and people would read it."""
    return " ".join(words.replace("\0", " ").split())[:LONGEST]


def _has(word: str) -> Condition:
    """A name that has a word in it, or a whole e-mail address: of a part, one could guess the rest."""
    part = "%" + "".join(f"\\{sign}" if sign in "%_\\" else sign for sign in word) + "%"
    return or_(Person.name.ilike(part, escape="\\"), func.lower(Person.email) == word.lower())


def _taking_part(room: Room) -> Iterable[int]:
    return (
        session()
        .scalars(
            select(Participation.organisation_id).where(
                Participation.room_id == room.id, not_over(Participation)
            )
        )
        .all()
    )
