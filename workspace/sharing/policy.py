"""Who may read agreements. What a consent says is read with what rests on it: `documents/policy.py`."""

from workspace.permissions.policies import Action, declare
from workspace.permissions.rules import Condition, Moment, Who, all_of, any_of, some
from workspace.permissions.standing import is_active, is_administrator
from workspace.sharing.models import Agreement, Signature


@some(Signature)
def is_party(who: Who, at: Moment) -> Condition:
    """The person's organisation is, was or will be a party to the agreement."""
    return (Signature.agreement_id == Agreement.id) & (Signature.organisation_id == who.organisation(at))


declare(
    Agreement,
    {
        Action.READ: all_of(
            "reads_agreement",
            "The people of its parties may read an agreement",
            is_active,
            any_of("is_concerned", "It is an agreement of theirs", is_party, is_administrator),
        )
    },
    adds="anyone",
)
