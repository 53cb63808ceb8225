"""Decision order, steps 2 and 3: not excluded, the organisation takes part, the person is a member.

Before these comes that the person does not run the platform: administrators enter no room.
"""

from typing import Any

from sqlalchemy import Select, bindparam, select

from workspace.people.models import Duty
from workspace.permissions.policies import Action, declare
from workspace.permissions.rules import (
    Clause,
    Condition,
    Moment,
    Some,
    Who,
    all_of,
    any_of,
    clause,
    in_force,
    no,
    some,
)
from workspace.permissions.standing import has_duty, is_active, is_not_administrator
from workspace.rooms.models import (
    AccessRequest,
    Exclusion,
    ExclusionReason,
    Membership,
    Participation,
    Role,
    Room,
    lead_at,
)


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
    return lead_at(at) == who.organisation(at)


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


# Why somebody was excluded is for the auditors of whoever excluded them, and for nobody in the room.


@clause
def was_excluded_by_their_organisation(who: Who, at: Moment) -> Condition:
    """The person's organisation excluded them."""
    return ExclusionReason.organisation_id == who.organisation(at)


@no(Exclusion, in_force(Exclusion))
def is_not_excluded_from_that_room(who: Who, at: Moment) -> Condition:
    """The person is not excluded from that room themselves."""
    return (Exclusion.room_id == ExclusionReason.room_id) & (Exclusion.person_id == who.id)


declare(
    ExclusionReason,
    {
        Action.READ: all_of(
            "reads_exclusion_reason",
            "Auditors of the organisation that excluded somebody may read why",
            is_active,
            has_duty(Duty.AUDITOR),
            was_excluded_by_their_organisation,
            is_not_excluded_from_that_room,
        )
    },
    room=ExclusionReason.room_id,
    owner=ExclusionReason.organisation_id,
    adds="anyone",
)


# A request is read by whoever made it and by the leads who could answer it.


@clause
def is_own_request(who: Who, at: Moment) -> Condition:
    """The person made the request."""
    return AccessRequest.person_id == who.id


@clause
def is_by_a_colleague(who: Who, at: Moment) -> Condition:
    """It was made for the organisation they work for."""
    return AccessRequest.organisation_id == who.organisation(at)


@some(
    Room,
    enters_room,
    has_role(Role.LEAD),
    any_of("answers_for_them", "It is theirs to answer", works_for_lead, is_by_a_colleague),
)
def leads_the_room_asked_for(who: Who, at: Moment) -> Condition:
    """The person is a lead of the room, of the agency that leads it or of the one that asks."""
    return Room.id == AccessRequest.room_id


declare(
    AccessRequest,
    {
        Action.READ: all_of(
            "reads_access_request",
            "Whoever asked for access, and the leads who can answer, may read a request",
            is_active,
            any_of("is_concerned", "It concerns them", is_own_request, leads_the_room_asked_for),
        ),
        Action.MANAGE: all_of(
            "may_answer_access_request",
            "Leads may answer a request for access while it waits",
            is_active,
            leads_the_room_asked_for,
            in_force(AccessRequest),
        ),
    },
    # No room, and the agency that was asked: an auditor who asks could read from their own refusal to answer
    # that there is such a room.
    owner=AccessRequest.lead_id,
    adds="self",
)
