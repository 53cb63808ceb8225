"""Who can see a document, and about whom somebody may ask why."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, union

from workspace.database import session
from workspace.documents.models import Document
from workspace.documents.queries.members import Member, members
from workspace.people.models import Organisation
from workspace.people.queries import Named, organisation_of, people_named
from workspace.permissions.policies import Action
from workspace.permissions.questions import abilities, audience
from workspace.rooms.models import Exclusion, Membership, Room
from workspace.rooms.order import place
from workspace.rooms.queries.people import reach_of

ABILITIES = {
    Action.READ: "read",
    Action.ANNOTATE: "annotate",
    Action.RELEASE: "share",
    Action.DOWNLOAD: "download",
}


@dataclass(frozen=True)
class Group:
    """People of one agency; None: they work for none any more."""

    organisation: Organisation | None
    people: tuple[tuple[Named, str], ...]

    @property
    def name(self) -> str:
        """The agency's short name."""
        return self.organisation.short_name if self.organisation else "No agency any more"


@dataclass(frozen=True)
class Sight:
    """Who can see a document, now or at a moment, as far as the person who asks may know.

    `outside` are those in the room who cannot; only the owner's people are told. `askable` are the ids
    of all about whom this person may ask, and `of_owner` says whether they work for the owner.
    """

    inside: tuple[Group, ...]
    outside: tuple[Group, ...]
    askable: frozenset[int]
    of_owner: bool

    @property
    def count(self) -> int:
        """How many can see it."""
        return sum(len(group.people) for group in self.inside)


def sight_of(document: Document, who: int, at: datetime | None) -> Sight:
    """Who can see ``document``, now or ``at`` a moment, as far as ``who``, who can see it now, may know.

    Of past days, those who work for another organisation than the owner learn only about those who can
    see it now: what was withdrawn from others is not theirs to know.
    """
    employer = organisation_of(who)
    of_owner = employer is not None and employer.id == document.owner_id
    acts = {action: frozenset(audience(action, Document, document.id, at)) for action in ABILITIES}
    readers = acts[Action.READ]
    if of_owner:
        ever = frozenset(_ever_in(document.room_id))
        outside = frozenset(audience(Action.READ, Room, document.room_id, at)) - readers
        askable = ever | readers
    else:
        now = readers if at is None else frozenset(audience(Action.READ, Document, document.id))
        readers, outside, askable = readers & (now | {who}), frozenset(), now | {who}
    named = people_named(readers | outside)
    words = {id: ", ".join(ABILITIES[one] for one in ABILITIES if id in acts[one]) for id in readers}
    return Sight(
        _grouped((named[id] for id in readers), words, document.owner_id),
        _grouped((named[id] for id in outside), {}, document.owner_id),
        askable,
        of_owner,
    )


def told_closely(document: Document, who: int, person: Named) -> bool:
    """Whether ``who`` manages a person's place in the room, and may know why they are not in it."""
    room = session().get(Room, document.room_id)
    if room is None or Action.MANAGE not in abilities(session(), who, room):
        return False
    reach = reach_of(who, room)
    return reach.own_id in (reach.lead_id, person.organisation.id if person.organisation else 0)


def placed_by(who: int, room: Room) -> list[Named]:
    """Those who are, were or are kept from being in a room and whose place there ``who``, a lead, manages."""
    ever = union(
        select(Membership.person_id).where(Membership.room_id == room.id),
        select(Exclusion.person_id).where(Exclusion.room_id == room.id),
    )
    reach = reach_of(who, room)
    named = people_named(session().scalars(ever)).values()
    return sorted((one for one in named if reach.over(one.organisation)), key=lambda one: one.name)


def in_the_room(document: Document) -> tuple[Member, ...]:
    """The people of a document's room now."""
    return tuple(members(document.room_id))


def _ever_in(room_id: int) -> Iterable[int]:
    return session().scalars(select(Membership.person_id).where(Membership.room_id == room_id)).all()


def _grouped(people: Iterable[Named], words: dict[int, str], owner_id: int) -> tuple[Group, ...]:
    by_agency: dict[int, list[Named]] = defaultdict(list)
    agencies: dict[int, Organisation | None] = {}
    for person in people:
        id = person.organisation.id if person.organisation else 0
        agencies[id] = person.organisation
        by_agency[id].append(person)

    def order(id: int) -> tuple[bool, bool, tuple[int, str, int]]:
        agency = agencies[id]
        return id != owner_id, agency is None, place(agency) if agency else (0, "", 0)

    return tuple(
        Group(
            agencies[id],
            tuple((one, words.get(one.id, "")) for one in sorted(by_agency[id], key=lambda one: one.name)),
        )
        for id in sorted(by_agency, key=order)
    )
