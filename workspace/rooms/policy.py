"""Decision order, steps 2 and 3: not excluded, the organisation takes part, the person is a member.

Before these comes that the person does not run the platform: administrators enter no room.
"""

from typing import Any

from sqlalchemy import Select, bindparam, select

from workspace.permissions.policies import Action, declare
from workspace.permissions.rules import (
    Clause,
    Condition,
    Moment,
    Some,
    Who,
    all_of,
    clause,
    in_force,
    no,
    some,
)
from workspace.permissions.standing import is_active, is_not_administrator
from workspace.rooms.models import Exclusion, Membership, Participation, Role, Room


@no(Exclusion, in_force(Exclusion))
def is_not_excluded(who: Who, at: Moment) -> Condition:
    """The person is not excluded from the room."""
    return (Exclusion.room_id == Room.id) & (Exclusion.person_id == who.id)


@some(Participation, in_force(Participation))
def organisation_takes_part(who: Who, at: Moment) -> Condition:
    """Their organisation takes part in the room."""
    return (Participation.room_id == Room.id) & (Participation.organisation_id == who.organisation(at))


@some(Membership, in_force(Membership))
def is_member(who: Who, at: Moment) -> Condition:
    """The person is a member of the room."""
    return (Membership.room_id == Room.id) & (Membership.person_id == who.id)


enters_room = all_of(
    "enters_room",
    "The person may enter the room",
    is_active,
    is_not_administrator,
    is_not_excluded,
    organisation_takes_part,
    is_member,
)


@clause
def room_is_open(who: Who, at: Moment) -> Condition:
    """The room is open."""
    return Room.during.contains(at)


@clause
def works_for_lead(who: Who, at: Moment) -> Condition:
    """The person works for the organisation that leads the room."""
    return Room.lead_id == who.organisation(at)


def has_role(role: Role) -> Some:
    """The rule that a member of the room has at least ``role``."""
    enough = Clause("role_is_enough", f"The role is {role.label.lower()} or more", condition=_at_least(role))
    return Some(
        f"is_{role.name.lower()}",
        f"The person is at least a {role.label.lower()} of the room",
        (in_force(Membership), enough),
        model=Membership,
        link=lambda who, _at: (Membership.room_id == Room.id) & (Membership.person_id == who.id),
    )


def _at_least(role: Role) -> Any:
    return lambda _who, _at: Membership.role >= role


def ever_in(model: Any, room: Any) -> Select[int]:
    """Select everyone who was ever a member of the room of the ``model`` whose id is the parameter ``id``."""
    return (
        select(Membership.person_id)
        .distinct()
        .join(model, Membership.room_id == room)
        .where(model.id == bindparam("id"))
    )


declare(
    Room,
    {
        Action.READ: enters_room,
        Action.CONTRIBUTE: all_of(
            "may_add_documents",
            "Contributors and leads may add documents while the room is open",
            enters_room,
            room_is_open,
            has_role(Role.CONTRIBUTOR),
        ),
        Action.MANAGE: all_of(
            "may_manage_room",
            "Leads may manage who is in the room while it is open",
            enters_room,
            room_is_open,
            has_role(Role.LEAD),
        ),
        Action.ADMIT: all_of(
            "may_admit_organisations",
            "Leads from the organisation that leads the room may bring in organisations while it is open",
            enters_room,
            room_is_open,
            has_role(Role.LEAD),
            works_for_lead,
        ),
        Action.DISMISS: all_of(
            "may_end_access",
            "Leads may end what somebody may see and do in the room, also once it is closed",
            enters_room,
            has_role(Role.LEAD),
        ),
    },
    room=Room.id,
    owner=Room.lead_id,
    crowd=select(Membership.person_id).distinct().where(Membership.room_id == bindparam("id")),
    adds="anyone",
)
