"""Saying what happened, in the transaction in which it happens."""

from sqlalchemy import func, select

from workspace.database import session
from workspace.realtime.models import OutboxEvent

CHANNEL = "workspace_events"
ACCESS_CHANNEL = "workspace_access"  # of its own, so that whoever is behind with the rest sees it at once
ACCESS_CHANGED = "access.changed"


def tell(
    name: str,
    *,
    room_id: int | None = None,
    document_id: int | None = None,
    annotation_id: int | None = None,
    person_id: int | None = None,
    number: int | None = None,
) -> None:
    """Have an event told after the current transaction commits, to those who may then know of it.

    Names ending in `access.changed` make every process ask again who may see what is open:
    ``room_id`` says where, or ``person_id`` of whom.
    """
    db = session()
    event = OutboxEvent(
        name=name,
        room_id=room_id,
        document_id=document_id,
        annotation_id=annotation_id,
        person_id=person_id,
        number=number,
    )
    db.add(event)
    db.flush()
    channel = ACCESS_CHANNEL if name.endswith(ACCESS_CHANGED) else CHANNEL
    db.execute(select(func.pg_notify(channel, str(event.id))))
