"""The people of a room and the organisations that take part in it, for offering and explaining access."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select

from workspace.database import Period, session
from workspace.people.models import Employment, Organisation, Person
from workspace.permissions.policies import Action
from workspace.permissions.questions import NOW, abilities
from workspace.rooms.models import Exclusion, Membership, Participation, Role, Room
from workspace.rooms.order import place
from workspace.rooms.queries.people import reach_of
from workspace.sharing.queries.grounds import FROM_NOW_ON


@dataclass(frozen=True)
class Member:
    """A person of a room, with their role there and whom they work for."""

    id: int
    name: str
    job: str
    role: Role
    organisation_id: int


@dataclass(frozen=True)
class Participant:
    """An organisation that takes part in a room, now or from a later day."""

    organisation: Organisation
    during: Period

    @property
    def since(self) -> datetime | None:
        """The day from which it takes part, while that is still to come."""
        start = self.during.lower
        return start if start and start > datetime.now(UTC) else None


def participants(room_id: int) -> list[Participant]:
    """The organisations that take part in a room or will, in the order of all lists."""
    found = session().execute(
        select(Organisation, Participation.during)
        .join(Participation, Participation.organisation_id == Organisation.id)
        .where(Participation.room_id == room_id, ~func.isempty(Participation.during * FROM_NOW_ON))
        .order_by(func.lower(Participation.during).desc())
    )
    by_id = {organisation.id: Participant(organisation, during) for organisation, during in found}
    return sorted(by_id.values(), key=lambda one: place(one.organisation))


def members(room_id: int) -> list[Member]:
    """The people who are in a room or will be, by name, without those who may never see it."""
    excluded = (
        select(Exclusion.id)
        .where(
            Exclusion.room_id == room_id,
            Exclusion.person_id == Membership.person_id,
            Exclusion.during.contains(NOW),
        )
        .exists()
    )
    employed = (Employment.person_id == Person.id) & Employment.during.contains(NOW)
    found = session().execute(
        select(Person, Membership.role, Employment.organisation_id)
        .join(Membership, Membership.person_id == Person.id)
        .join(Employment, employed)
        .where(Membership.room_id == room_id, ~func.isempty(Membership.during * FROM_NOW_ON), ~excluded)
        .order_by(Person.name, func.lower(Membership.during).desc())
    )
    by_id = {
        person.id: Member(person.id, person.name, person.job_title, role, at) for person, role, at in found
    }
    return list(by_id.values())


def excluded_names(room: Room, who: int) -> dict[int, list[str]]:
    """The names of those who never see a room, by organisation, of those whom ``who``, a lead, manages."""
    if Action.MANAGE not in abilities(session(), who, room):
        return {}
    found = session().execute(
        select(Employment.organisation_id, Person.name)
        .join(Person, Person.id == Employment.person_id)
        .join(Exclusion, Exclusion.person_id == Person.id)
        .where(Exclusion.room_id == room.id, Exclusion.during.contains(NOW), Employment.during.contains(NOW))
        .order_by(Person.name)
    )
    names: dict[int, list[str]] = {}
    for organisation_id, name in found:
        names.setdefault(organisation_id, []).append(name)
    reach = reach_of(who, room)
    return {id: group for id, group in names.items() if reach.own_id in (reach.lead_id, id)}
