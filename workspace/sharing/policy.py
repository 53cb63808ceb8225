"""Who may read agreements, the wording of consents, and the purposes of releases."""

from workspace.permissions.policies import Action, declare
from workspace.permissions.rules import Condition, Moment, Who, all_of, any_of, inside, some
from workspace.permissions.standing import is_active, is_administrator
from workspace.rooms.models import Room
from workspace.rooms.policy import enters_room
from workspace.sharing.models import Agreement, ConsentRecord, Signature


@some(Signature)
def is_party(who: Who, at: Moment) -> Condition:
    """The person's organisation is, was or will be a party to the agreement."""
    return (Signature.agreement_id == Agreement.id) & (Signature.organisation_id == who.organisation(at))


@inside(Room, enters_room)
def may_enter_the_consents_room(who: Who, at: Moment) -> Condition:
    """The person may enter the room the consent is about."""
    return Room.id == ConsentRecord.room_id


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
declare(
    ConsentRecord,
    {
        Action.READ: all_of(
            "reads_consent", "Those in the room may read what was consented to", may_enter_the_consents_room
        )
    },
    room=ConsentRecord.room_id,
)
