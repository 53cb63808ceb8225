"""Finding what the family has consented to."""

from sqlalchemy import select

from workspace.database import session
from workspace.permissions.questions import NOW
from workspace.sharing.models import Asked, Consent, ConsentRecord


def standing_consents(room_id: int) -> list[ConsentRecord]:
    """What the family has consented to in a room, as far as it stands, by reference."""
    return list(
        session().scalars(
            select(ConsentRecord)
            .join(Consent, Consent.id == ConsentRecord.consent_id)
            .where(Consent.room_id == room_id, Consent.during.contains(NOW), Consent.outcome == Asked.GIVEN)
            .order_by(ConsentRecord.reference)
        )
    )
