"""Who is in a room, by agency, as its People page shows it."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, select

from workspace.database import Period, session
from workspace.people.models import Organisation
from workspace.people.queries import Named, organisation_of, organisations_named, people_named
from workspace.periods import SHORTEST, day_of, is_ahead, was_called_off
from workspace.rooms.models import Exclusion, Membership, Participation, Role, Room
from workspace.rooms.order import place
from workspace.rooms.queries.facts import able_members, not_over
from workspace.rooms.queries.mine import Chip, chip

SOON = timedelta(days=14)


@dataclass(frozen=True)
class Member:
    """Somebody in the room, now or from a later day."""

    person: Named
    role: Role
    during: Period
    is_managed: bool  # by whoever asks

    @property
    def is_ahead(self) -> bool:
        """Whether they are in the room only from a later day."""
        return is_ahead(self.during, datetime.now(UTC))


@dataclass
class Group:
    """An agency that takes part, with its people. ``during`` of None: it takes no part, its people remain."""

    organisation: Organisation | None
    chip: Chip | None
    leads: bool
    during: Period | None
    agreement_id: int | None
    people: list[Member] = field(default_factory=list)


@dataclass(frozen=True)
class Ending:
    """Somebody, or an agency, whose time in the room ends soon; ``at`` is the moment after it."""

    name: str
    organisation: Organisation | None
    at: datetime | None

    @property
    def last_day(self) -> date:
        """The last day they are in the room."""
        assert self.at is not None  # noqa: S101 - what has no end does not end soon
        return day_of(self.at - SHORTEST)


@dataclass(frozen=True)
class Past:
    """Somebody, or an agency, that was in the room."""

    name: str
    organisation: Organisation | None
    what: str
    during: Period

    @property
    def was_called_off(self) -> bool:
        """Whether it was ended before it began."""
        return was_called_off(self.during)


@dataclass(frozen=True)
class Excluded:
    """Somebody who never sees the room."""

    person: Named
    during: Period
    by: Named | None


@dataclass(frozen=True)
class Reach:
    """Whom a lead manages: from the organisation that leads the room, everybody; else, their own people."""

    own_id: int | None
    lead_id: int

    def over(self, organisation: Organisation | None) -> bool:
        """Whether the people of an organisation (None: of none any more) are among them."""
        everybody = self.own_id is not None and self.own_id == self.lead_id
        return everybody or (organisation is not None and organisation.id == self.own_id)


def reach_of(who: int, room: Room) -> Reach:
    """Whom ``who`` manages in a room, if they are a lead of it."""
    own = organisation_of(who)
    return Reach(own.id if own else None, room.lead_id)


def groups(room: Room, reach: Reach | None) -> list[Group]:
    """The agencies of a room in their order, the one that leads it first, each with its people.

    ``reach`` is for leads: whom they manage. Only to them are people shown who cannot enter; those
    whose agency takes no part come last.
    """
    taking = session().scalars(_of(Participation, room)).all()
    named = organisations_named(each.organisation_id for each in taking)
    by_id: dict[int, Group] = {}
    for each in taking:
        organisation = named[each.organisation_id]
        by_id[organisation.id] = Group(
            organisation=organisation,
            chip=chip(organisation, each.during),
            leads=organisation.id == room.lead_id,
            during=each.during,
            agreement_id=each.agreement_id,
        )
    others = Group(None, None, False, None, None)
    for member in _members(room, reach):
        organisation_ = member.person.organisation
        group = by_id.get(organisation_.id) if organisation_ else None
        (group or others).people.append(member)
    ordered = sorted(by_id.values(), key=_place)
    return [*ordered, others] if reach and others.people else ordered


def ending_soon(listed: list[Group]) -> list[Ending]:
    """The agencies and people among ``listed`` whose time ends within two weeks, the soonest first.

    People whose time ends with their agency's are not named again.
    """
    found = []
    for group in listed:
        ends = group.during.upper if group.during else None
        if group.organisation and _is_near(ends):
            found.append(Ending(group.organisation.name, group.organisation, ends))
        for member in group.people:
            upper = member.during.upper
            if _is_near(upper) and upper != ends:
                found.append(Ending(member.person.name, member.person.organisation, upper))
    return sorted(found, key=lambda each: (str(each.at), each.name))


def _is_near(end: datetime | None) -> bool:
    return end is not None and end <= datetime.now(UTC) + SOON


def past(room: Room, reach: Reach) -> list[Past]:
    """The participations and memberships of a room that are over, the latest first, within ``reach``."""
    left = session().scalars(_of(Membership, room, over=True)).all()
    gone = session().scalars(_of(Participation, room, over=True)).all()
    people = people_named(each.person_id for each in left)
    organisations = organisations_named(each.organisation_id for each in gone)
    found = []
    for member in left:
        person = people[member.person_id]
        found.append(Past(person.name, person.organisation, member.role.label, member.during))
    for each in gone:
        organisation = organisations[each.organisation_id]
        found.append(Past(organisation.name, organisation, "Took part", each.during))
    kept = [each for each in found if reach.over(each.organisation)]
    return sorted(kept, key=lambda each: str(each.during.upper), reverse=True)


def excluded(room: Room, reach: Reach) -> list[Excluded]:
    """Those who never see the room, within ``reach``, by name."""
    rows = session().scalars(_of(Exclusion, room)).all()
    named = people_named([each.person_id for each in rows] + [each.by_id for each in rows])
    found = [Excluded(named[each.person_id], each.during, named.get(each.by_id)) for each in rows]
    kept = [each for each in found if reach.over(each.person.organisation)]
    return sorted(kept, key=lambda each: each.person.name)


def _members(room: Room, reach: Reach | None) -> list[Member]:
    rows = session().scalars(_of(Membership, room)).all()
    named = people_named(each.person_id for each in rows)
    able = able_members(room.id)
    members = [
        Member(
            person=named[each.person_id],
            role=each.role,
            during=each.during,
            is_managed=reach is not None and reach.over(named[each.person_id].organisation),
        )
        for each in rows
    ]
    shown = [member for member in members if member.is_managed or member.person.id in able]
    return sorted(shown, key=lambda member: (-int(member.role), member.person.name))


def _of(model: Any, room: Room, *, over: bool = False) -> Select[Any]:
    """Select a room's rows of ``model`` that are in force or to come; with ``over``, those that are past."""
    return select(model).where(model.room_id == room.id, ~not_over(model) if over else not_over(model))


def _place(group: Group) -> tuple[bool, tuple[int, str, int]]:
    assert group.organisation is not None  # noqa: S101 - only those without participation have none
    return not group.leads, place(group.organisation)
