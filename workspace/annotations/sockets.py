"""What is told live about documents: they can be opened, and whoever may know of a change is told of it."""

from datetime import timedelta

from sqlalchemy import func, select

from workspace.annotations.models import Annotation
from workspace.database import audience_session
from workspace.documents.models import Document
from workspace.permissions.policies import Action
from workspace.permissions.questions import audience
from workspace.realtime import events
from workspace.realtime.events import News
from workspace.realtime.models import OutboxEvent

JUST_BEFORE = timedelta(microseconds=1)


def offer() -> None:
    """Let browsers open documents, and have those who may know told of annotations and versions."""
    events.openable("document", Document, room=lambda document: int(document.room_id))
    events.reacts("annotation.", annotations_changed)
    events.reacts("version.added", version_added)


def annotations_changed(event: OutboxEvent) -> News | None:
    """Say that annotations changed to those who may read the one that did, or could until now."""
    if event.annotation_id is None or event.document_id is None:
        return None
    if event.name != "annotation.withdrawn":
        return News("annotations.changed", set(audience(Action.READ, Annotation, event.annotation_id)))
    with audience_session() as nobody:
        ended = nobody.scalar(
            select(func.upper(Annotation.during)).where(Annotation.id == event.annotation_id)
        )
    if ended is None:
        return None
    before = audience(Action.READ, Annotation, event.annotation_id, at=ended - JUST_BEFORE)
    now = audience(Action.READ, Document, event.document_id)
    return News("annotations.changed", set(before) & set(now))


def version_added(event: OutboxEvent) -> News | None:
    """Say that there is a new version to those who may read the document."""
    if event.document_id is None:
        return None
    return News(
        "version.added",
        set(audience(Action.READ, Document, event.document_id)),
        {"number": event.number},
    )
