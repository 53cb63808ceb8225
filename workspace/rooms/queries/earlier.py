"""Who was in a room earlier, for an agency that comes back."""

from dataclasses import dataclass

from sqlalchemy import func, select

from workspace.database import Period, session
from workspace.people.models import Employment, Suspension
from workspace.people.queries import Named, people_named
from workspace.periods import was_called_off
from workspace.permissions.questions import NOW
from workspace.rooms.models import Exclusion, Membership, Participation, Role, Room
from workspace.rooms.queries.facts import not_over
from workspace.rooms.queries.people import Reach


@dataclass(frozen=True)
class Former:
    """Somebody who was in the room, as what and when last."""

    person: Named
    role: Role
    during: Period


def former_members(room: Room, organisation_id: int, reach: Reach) -> list[Former]:
    """Who was in a room, works for an organisation, and could be added again by a lead with ``reach``."""
    theirs = Membership.room_id == room.id
    back = select(Membership.person_id).where(theirs, not_over(Membership))
    barred = select(Exclusion.person_id).where(Exclusion.room_id == room.id, not_over(Exclusion))
    suspended = select(Suspension.person_id).where(Suspension.during.contains(NOW))
    rows = session().scalars(
        select(Membership)
        .join(Employment, Employment.person_id == Membership.person_id)
        .where(theirs, Employment.organisation_id == organisation_id, Employment.during.contains(NOW))
        .where(*(Membership.person_id.not_in(ids) for ids in (back, barred, suspended)))
        .order_by(func.upper(Membership.during))
    )
    last = {each.person_id: each for each in rows if not was_called_off(each.during)}
    named = people_named(last)
    found = [Former(named[each.person_id], each.role, each.during) for each in last.values()]
    kept = [each for each in found if reach.over(each.person.organisation)]
    return sorted(kept, key=lambda each: each.person.name)


def took_part(room: Room) -> dict[int, Period]:
    """The organisations that took part in a room earlier and do not now, each with its last period."""
    here = select(Participation.organisation_id).where(
        Participation.room_id == room.id, not_over(Participation)
    )
    rows = session().scalars(
        select(Participation)
        .where(Participation.room_id == room.id, Participation.organisation_id.not_in(here))
        .order_by(func.upper(Participation.during))
    )
    return {each.organisation_id: each.during for each in rows if not was_called_off(each.during)}
