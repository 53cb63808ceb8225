"""Who leads a room, and who could: a room is never without somebody who does."""

from sqlalchemy import func, select

from workspace.database import session
from workspace.people.models import Employment
from workspace.people.queries import Named, people_named
from workspace.permissions.questions import NOW
from workspace.rooms.models import Membership, Participation, Role, Room
from workspace.rooms.queries.facts import able_members


def is_last_lead(room: Room, person_id: int) -> bool:
    """Whether a room would be without a lead for good if this person stopped being one."""
    led = select(Membership.id).where(
        Membership.room_id == room.id,
        Membership.person_id == person_id,
        Membership.role == Role.LEAD,
        Membership.during.contains(NOW),
        Employment.person_id == Membership.person_id,
        Employment.during.contains(NOW),
        Employment.organisation_id == room.lead_id,
    )
    return session().scalars(led).first() is not None and not other_leads(room, person_id)


def other_leads(room: Room, person_id: int) -> set[int]:
    """The leads of the leading organisation without ``person_id`` who can enter, and have no last day."""
    others = session().scalars(
        select(Membership.person_id)
        .where(Membership.room_id == room.id, Membership.role == Role.LEAD)
        .where(Membership.during.contains(NOW), func.upper_inf(Membership.during))
        .where(Membership.person_id != person_id)
        .where(Employment.person_id == Membership.person_id, Employment.during.contains(NOW))
        .where(Employment.organisation_id == room.lead_id)
    )
    return able_members(room.id).keys() & set(others)


def successors(room: Room, person_id: int) -> list[Named]:
    """Those of the leading organisation who are in a room and could lead it in place of ``person_id``."""
    return [
        each
        for each in _here(room, person_id)
        if each.organisation is not None and each.organisation.id == room.lead_id
    ]


def may_lead(room: Room, person_id: int) -> list[Named]:
    """Everybody to whom ``person_id`` could hand over a room: of organisations whose part has no end."""
    lasting = set(
        session().scalars(
            select(Participation.organisation_id).where(
                Participation.room_id == room.id,
                Participation.during.contains(NOW),
                func.upper_inf(Participation.during),
            )
        )
    )
    return [
        each
        for each in _here(room, person_id)
        if each.organisation is not None and each.organisation.id in lasting
    ]


def _here(room: Room, person_id: int) -> list[Named]:
    roles = {id: role for id, (role, here) in able_members(room.id).items() if here and id != person_id}
    named = people_named(roles).values()
    return sorted(named, key=lambda each: (-int(roles[each.id]), each.name))
