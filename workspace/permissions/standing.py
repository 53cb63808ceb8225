"""Decision order, step 1: the person and their organisation are active. And the duties people hold."""

from workspace.people.models import Appointment, Duty, Employment, Organisation, Person, Suspension
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


@some(Organisation, in_force(Organisation))
def organisation_is_active(who: Who, at: Moment) -> Condition:
    """The organisation is active."""
    return Organisation.id == Employment.organisation_id


@some(Employment, in_force(Employment), organisation_is_active)
def is_employed(who: Who, at: Moment) -> Condition:
    """The person works for an active organisation."""
    return Employment.person_id == who.id


@no(Suspension, in_force(Suspension))
def is_not_suspended(who: Who, at: Moment) -> Condition:
    """The person is not suspended."""
    return Suspension.person_id == who.id


is_active = all_of("is_active", "The person and their organisation are active", is_employed, is_not_suspended)


def has_duty(duty: Duty) -> Some:
    """The rule that a person holds ``duty`` for the organisation they work for."""
    held = Clause(
        "is_that_duty", f"The duty is {duty.label}", condition=lambda _w, _a: Appointment.duty == duty
    )
    return Some(
        f"is_{duty.name.lower()}",
        f"The person is an {duty.label}",
        (in_force(Appointment), held),
        model=Appointment,
        link=lambda who, at: (
            (Appointment.person_id == who.id) & (Appointment.organisation_id == who.organisation(at))
        ),
    )


is_administrator = all_of(
    "is_active_administrator",
    "The person is an active administrator",
    is_active,
    has_duty(Duty.ADMINISTRATOR),
)


# Agreements are signed by whoever answers for an organisation: its managers, and those who see to the
# governance of its information (a Caldicott guardian, say), who are its auditors.
answers_for_organisation = any_of(
    "answers_for_organisation",
    "The person is a manager or an auditor of the organisation they work for",
    has_duty(Duty.MANAGER),
    has_duty(Duty.AUDITOR),
)


@clause
def is_signed_in(who: Who, at: Moment) -> Condition:
    """The person is signed in."""
    return who.id.is_not(None)


@clause
def is_their_organisation(who: Who, at: Moment) -> Condition:
    """It is the organisation the person works for."""
    return Organisation.id == who.organisation(at)


@no(
    Appointment,
    in_force(Appointment),
    Clause(
        "is_administration",
        "The duty is administrator",
        condition=lambda _w, _a: Appointment.duty == Duty.ADMINISTRATOR,
    ),
)
def is_not_administrator(who: Who, at: Moment) -> Condition:
    """The person does not run the platform."""
    return Appointment.person_id == who.id


# Names of people and organisations are a directory for everyone who is signed in: one cannot bring a
# colleague into a room without finding them. Nothing about a family is in it.
declare(
    Organisation,
    {
        Action.READ: is_signed_in,
        Action.OPEN_ROOM: all_of(
            "may_open_room",
            "Anyone who works for an organisation, except administrators, may open a room that it leads",
            is_active,
            is_their_organisation,
            is_not_administrator,
        ),
        Action.MANAGE: any_of(
            "may_manage_organisation",
            "Managers of an organisation may manage its people, administrators those of every organisation",
            all_of(
                "manages_own",
                "The person is a manager of the organisation",
                is_active,
                is_their_organisation,
                has_duty(Duty.MANAGER),
            ),
            is_administrator,
        ),
        Action.SIGN: all_of(
            "may_register_agreements",
            "Those who answer for an organisation may register and sign its agreements",
            is_active,
            is_their_organisation,
            answers_for_organisation,
        ),
        Action.ADMINISTER: is_administrator,
        Action.AUDIT: all_of(
            "may_audit_organisation",
            "Auditors of an organisation may read what was done by its people and on its material",
            is_active,
            is_their_organisation,
            has_duty(Duty.AUDITOR),
        ),
    },
    owner=Organisation.id,
    adds="anyone",
)
declare(Person, {Action.READ: is_signed_in}, adds="anyone")
