"""The people of a room and the organisations that take part in it, for offering and explaining access."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from sqlalchemy import Select, bindparam, case, func, select

from workspace.database import Period, session
from workspace.people.models import Employment, Organisation, Person
from workspace.permissions.policies import Action
from workspace.permissions.questions import NOW, abilities
from workspace.permissions.rules import Who, probing
from workspace.permissions.standing import is_active, is_not_administrator
from workspace.rooms.models import Exclusion, Membership, Participation, Role, Room
from workspace.rooms.order import place
from workspace.rooms.policy import is_not_excluded
from workspace.rooms.queries.facts import not_over
from workspace.rooms.queries.people import reach_of
from workspace.sharing.queries.grounds import FROM_NOW_ON


@dataclass(frozen=True)
class Member:
    """A person of a room, with their role there, whom they work for, and from when, if that is to come."""

    id: int
    name: str
    job: str
    role: Role
    organisation_id: int
    since: datetime | None = None


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
    """The people who may enter a room or will, by name: nobody excluded, suspended or an administrator."""
    found = session().execute(_members(), {"rooms": [room_id]})
    by_id = {
        person.id: Member(person.id, person.name, person.job_title, role, employer_id, since)
        for person, role, employer_id, _room_id, since in found
    }
    return list(by_id.values())


def agencies_of_members(room_ids: Collection[int]) -> dict[tuple[int, int], int]:
    """For which organisation each of the people of some rooms is in it, by room and person."""
    found = session().execute(_members(), {"rooms": list(room_ids)}) if room_ids else ()
    return {(room_id, person.id): employer_id for person, _role, employer_id, room_id, _ in found}


@cache
def _members() -> Select[Person, Role, int, int, datetime]:
    who, begins = Who(Membership.person_id), func.lower(Membership.during)
    since = case((begins > NOW, begins))
    kept_in = (probing(rule)(who, NOW) for rule in (is_active, is_not_excluded, is_not_administrator))
    employed = (Employment.person_id == Person.id) & Employment.during.contains(NOW)
    return (
        select(Person, Membership.role, Employment.organisation_id, Membership.room_id, since)
        .join(Membership, Membership.person_id == Person.id)
        .join(Room, Room.id == Membership.room_id)
        .join(Employment, employed)
        .where(Membership.room_id.in_(bindparam("rooms", expanding=True)), not_over(Membership), *kept_in)
        .order_by(Person.name, func.lower(Membership.during).desc())
    )


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
