"""The rooms a person may enter, as Home lists them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select

from workspace.database import Period, session
from workspace.people.models import Organisation
from workspace.people.queries import organisation_of, organisations_named
from workspace.periods import is_ahead, spoken_day
from workspace.permissions.policies import Action
from workspace.permissions.questions import NOW, abilities, permitted
from workspace.rooms.models import Membership, Participation, Role, Room
from workspace.rooms.order import place
from workspace.rooms.queries.facts import not_over

Chip = tuple[Organisation, str, str]  # an organisation, how its chip looks, and a note on it


@dataclass(frozen=True)
class MyRoom:
    """A room on somebody's Home."""

    room: Room
    role: Role
    during: Period
    led_by: Organisation
    agencies: list[Chip]
    closed_at: datetime | None


def my_rooms(who: int) -> list[MyRoom]:
    """The rooms that ``who`` may enter, open ones first, each with the agencies that take part."""
    found = (
        session()
        .execute(
            permitted(who, Action.READ, Room)
            .join(
                Membership,
                (Membership.room_id == Room.id)
                & (Membership.person_id == who)
                & Membership.during.contains(NOW),
            )
            .add_columns(Membership.role, Membership.during)
            .order_by(Room.title, Room.id)
        )
        .all()
    )
    rooms = [row[0] for row in found]
    taking = agencies_of(room.id for room in rooms)
    leading = organisations_named(room.lead_id for room in rooms)
    now = datetime.now(UTC)
    listed = [
        MyRoom(room, role, during, leading[room.lead_id], taking.get(room.id, []), _closed(room, now))
        for room, role, during in found
    ]
    return sorted(listed, key=lambda each: each.closed_at is not None)


def agencies_of(room_ids: Iterable[int]) -> dict[int, list[Chip]]:
    """The agencies that take part in rooms or will, as chips in their order, by room."""
    found = session().execute(
        select(Participation.room_id, Participation.during, Organisation)
        .join(Organisation, Organisation.id == Participation.organisation_id)
        .where(Participation.room_id.in_(set(room_ids)), not_over(Participation))
    )
    chips: dict[int, list[Chip]] = defaultdict(list)
    for room_id, during, organisation in found:
        chips[room_id].append(chip(organisation, during))
    return {room_id: sorted(each, key=lambda one: place(one[0])) for room_id, each in chips.items()}


def chip(organisation: Organisation, during: Period) -> Chip:
    """An organisation as a chip: one that takes part from a later day says so."""
    if during.lower is not None and is_ahead(during, datetime.now(UTC)):
        return organisation, "later", f"from {spoken_day(during.lower)}"
    return organisation, "", ""


def may_open_room(who: int) -> bool:
    """Whether ``who`` may open a room that their organisation leads."""
    organisation = organisation_of(who)
    return organisation is not None and Action.OPEN_ROOM in abilities(session(), who, organisation)


def _closed(room: Room, now: datetime) -> datetime | None:
    upper = room.during.upper
    return upper if upper is not None and upper <= now else None
