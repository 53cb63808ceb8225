"""Who may read the audit: administrators all of it, auditors what concerns their organisation."""

from sqlalchemy import any_, or_

from workspace.audit.models import AuditEntry
from workspace.people.models import Duty
from workspace.permissions.policies import Action, declare
from workspace.permissions.rules import Condition, Moment, Who, all_of, any_of, clause
from workspace.permissions.standing import has_duty, is_active


@clause
def concerns_their_organisation(who: Who, at: Moment) -> Condition:
    """It was done by the organisation's people or on its material."""
    theirs = who.organisation(at)
    return or_(AuditEntry.organisation_id == theirs, theirs == any_(AuditEntry.material_of))


reads_audit = all_of(
    "reads_audit",
    "The person is an auditor or an administrator",
    is_active,
    any_of("answers_for_acts", "They answer for acts", has_duty(Duty.ADMINISTRATOR), has_duty(Duty.AUDITOR)),
)

declare(
    AuditEntry,
    {
        Action.READ: all_of(
            "reads_entry",
            "Auditors read what concerns their organisation, administrators everything",
            is_active,
            any_of(
                "is_theirs_to_audit",
                "It is theirs to audit",
                has_duty(Duty.ADMINISTRATOR),
                all_of(
                    "audits_own",
                    "The person is an auditor of an organisation it concerns",
                    has_duty(Duty.AUDITOR),
                    concerns_their_organisation,
                ),
            ),
        )
    },
    adds="self",
)
