"""The facts in the heading of a room, for each of its pages."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from sqlalchemy import Select, bindparam, func, or_, select

from workspace.database import Lasting, actor, session
from workspace.people.models import Organisation
from workspace.people.queries import Named, organisations_named, people_named
from workspace.permissions.policies import Action
from workspace.permissions.questions import NOW, abilities
from workspace.permissions.rules import Condition, Who, probing
from workspace.permissions.standing import is_active, is_not_administrator
from workspace.rooms.models import Membership, Participation, Role, Room
from workspace.rooms.policy import is_not_excluded


@dataclass(frozen=True)
class RoomFacts:
    """What the heading of a room says, to the person who asks."""

    led_by: Organisation
    leads: list[Named]
    people: int
    role: Role | None
    opened_at: datetime
    closed_at: datetime | None
    abilities: frozenset[Action]

    @property
    def is_closed(self) -> bool:
        """Whether the room was closed."""
        return self.closed_at is not None and self.closed_at <= datetime.now(UTC)

    def may(self, action: str) -> bool:
        """Whether the person who asks may take ``action`` ("contribute", "manage" ...) on the room."""
        return action in self.abilities


def room_facts(room: Room) -> RoomFacts:
    """The facts of a room that whoever asks may enter."""
    roles = able_members(room.id)
    leading = [person_id for person_id, (role, here) in roles.items() if role == Role.LEAD and here]
    named = people_named(leading)
    own = roles.get(actor() or 0)
    return RoomFacts(
        led_by=organisations_named([room.lead_id])[room.lead_id],
        leads=sorted((one for one in named.values() if _is_of(one, room.lead_id)), key=lambda one: one.name),
        people=len(roles),
        role=own[0] if own else None,
        opened_at=_lower(room),
        closed_at=room.during.upper,
        abilities=abilities(session(), actor(), room),
    )


def able_members(room_id: int) -> dict[int, tuple[Role, bool]]:
    """The role of everybody who may enter a room, and whether they may already.

    Members are missing who are excluded or suspended, who run the platform, or whose agency takes no
    part. Nobody can tell which of it is so, nor whether they were simply taken out.
    """
    members = session().execute(_able_members(), {"id": room_id})
    return {person_id: (role, here) for person_id, role, here in members}


@cache
def _able_members() -> Select[int, Role, bool]:
    who = Who(Membership.person_id)
    # Also a participation that begins later: both are then listed with their first day.
    takes_part = (
        select(Participation.id)
        .where(Participation.room_id == Membership.room_id, not_over(Participation))
        .where(Participation.organisation_id == who.organisation(NOW))
        .correlate_except(Participation)
        .exists()
    )
    kept_in = (probing(rule)(who, NOW) for rule in (is_active, is_not_excluded, is_not_administrator))
    return (
        select(Membership.person_id, Membership.role, Membership.during.contains(NOW))
        .join(Room, Room.id == Membership.room_id)
        .where(Room.id == bindparam("id"), not_over(Membership), takes_part, *kept_in)
    )


def not_over(model: type[Lasting]) -> Condition:
    """SQL for: the row is in force, or will be."""
    return or_(func.upper_inf(model.during), func.upper(model.during) > NOW)


def _is_of(person: Named, organisation_id: int) -> bool:
    return person.organisation is not None and person.organisation.id == organisation_id


def _lower(room: Room) -> datetime:
    assert room.during.lower is not None  # noqa: S101 - the table refuses a period without a beginning
    return room.during.lower
