"""Who may read what a consent says, and record that it was withdrawn. Leading a room does not do."""

from sqlalchemy import exists, func, select

from workspace.documents.models import Document
from workspace.documents.policy.document import reads_document
from workspace.permissions.policies import Action, declare
from workspace.permissions.rules import Condition, Moment, Who, all_of, any_of, inside, some
from workspace.rooms.models import Role, Room
from workspace.rooms.policy import enters_room, has_role
from workspace.sharing.models import Consent, ConsentRecord, Release


@inside(Room, enters_room)
def may_enter_the_consents_room(who: Who, at: Moment) -> Condition:
    """The person may enter the room the consent is about."""
    return Room.id == ConsentRecord.room_id


@some(Room, has_role(Role.CONTRIBUTOR))
def contributes_to_the_consents_room(who: Who, at: Moment) -> Condition:
    """The person is at least a contributor of the room, open or closed."""
    return Room.id == ConsentRecord.room_id


@some(Consent)
def their_organisation_recorded_it(who: Who, at: Moment) -> Condition:
    """The person's organisation recorded it."""
    return (Consent.id == ConsentRecord.consent_id) & (Consent.organisation_id == who.organisation(at))


@inside(Document, reads_document)
def may_read_what_rests_on_it(who: Who, at: Moment) -> Condition:
    """The person may read a document of which a release rests, or rested, on the consent."""
    rests = (Release.document_id == Document.id) & (Release.consent_id == ConsentRecord.consent_id)
    begun = func.lower(Release.during) <= at  # what is planned for later rests on nothing yet
    there_is = exists(Release.id).where(rests, begun).correlate_except(Release)
    return (Document.room_id == ConsentRecord.room_id) & there_is


declare(
    ConsentRecord,
    {
        Action.READ: all_of(
            "reads_consent",
            "The agency that recorded a consent, and those who may read what rests on it, may read it",
            may_enter_the_consents_room,
            any_of(
                "needs_it", "They need to know", their_organisation_recorded_it, may_read_what_rests_on_it
            ),
        ),
        Action.WITHDRAW: all_of(
            "may_withdraw_consent",
            "Contributors of the agency that recorded a consent may record that it was withdrawn",
            may_enter_the_consents_room,
            their_organisation_recorded_it,
            contributes_to_the_consents_room,
        ),
    },
    room=ConsentRecord.room_id,
    owner=select(Consent.organisation_id)
    .where(Consent.id == ConsentRecord.consent_id)
    .correlate_except(Consent)
    .scalar_subquery(),
)
