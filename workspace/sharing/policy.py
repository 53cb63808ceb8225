"""Who may read, sign and keep agreements. Consents are read with what rests on them: `documents/policy/`."""

from workspace.permissions.policies import Action, declare
from workspace.permissions.rules import Condition, Moment, Who, all_of, any_of, clause, in_force, some
from workspace.permissions.standing import answers_for_organisation, is_active, is_administrator
from workspace.sharing.models import Agreement, Party


@some(Party)
def was_ever_party(who: Who, at: Moment) -> Condition:
    """The person's organisation is, was or will be a party to the agreement."""
    return (Party.agreement_id == Agreement.id) & (Party.organisation_id == who.organisation(at))


@some(Party, in_force(Party))
def is_party(who: Who, at: Moment) -> Condition:
    """The person's organisation is a party to the agreement."""
    return (Party.agreement_id == Agreement.id) & (Party.organisation_id == who.organisation(at))


@clause
def is_kept_by_theirs(who: Who, at: Moment) -> Condition:
    """The person's organisation keeps the agreement."""
    return Agreement.organisation_id == who.organisation(at)


reads_agreement = all_of(
    "reads_agreement",
    "The people of its parties may read an agreement",
    is_active,
    any_of(
        "is_concerned", "It is an agreement of theirs", is_kept_by_theirs, was_ever_party, is_administrator
    ),
)

declare(
    Agreement,
    {
        Action.READ: reads_agreement,
        Action.SIGN: all_of(
            "may_sign_agreement",
            "Managers and auditors of a party may sign an agreement and withdraw that",
            reads_agreement,
            is_party,
            answers_for_organisation,
        ),
        Action.MANAGE: all_of(
            "may_keep_agreement",
            "Managers and auditors of the organisation that keeps an agreement may renew and end it",
            reads_agreement,
            is_kept_by_theirs,
            answers_for_organisation,
        ),
    },
    owner=Agreement.organisation_id,
    adds="anyone",
)
