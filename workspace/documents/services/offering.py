"""Releasing an agency's own documents, and its remarks, to an agency that joined later: all or nothing."""

from collections.abc import Collection, Mapping

from workspace.database import transaction
from workspace.documents import remarks
from workspace.documents.models import Document
from workspace.documents.queries.newcomers import receivable
from workspace.documents.services.releases import ReleaseChoice, add_releases
from workspace.errors import Invalid, NotFound
from workspace.permissions.policies import Action
from workspace.permissions.questions import fetch
from workspace.realtime.outbox import tell
from workspace.rooms import locks
from workspace.rooms.models import Room


def offer(
    by: int,
    room_id: int,
    organisation_id: int,
    choices: Mapping[int, ReleaseChoice],
    thread_ids: Collection[int] = (),
) -> None:
    """Release documents of a room, by id, as chosen, and threads on what the organisation then sees.

    All of it or, when one cannot be, nothing. Raises `Invalid` with the document's title.
    """
    if not choices and not thread_ids:
        raise Invalid("Tick what they should see, or go back: nothing has changed.", "documents")
    with transaction() as db:
        locks.hold_alone(db, room_id)
        fetch(db, by, Action.CONTRIBUTE, Room, room_id)
        for document_id, choice in choices.items():
            document = fetch(db, by, Action.RELEASE, Document, document_id)
            if document.room_id != room_id or choice.organisation_id != organisation_id:
                raise NotFound("There is no such document in this room.")
            try:
                add_releases(db, by, document, [choice])
            except Invalid as refused:
                raise Invalid(f"{document.title}: {refused}", refused.field) from None
        seen = set(receivable(room_id, organisation_id))
        for thread_id in thread_ids:
            if remarks.release(db, by, organisation_id, thread_id) not in seen:
                raise Invalid("A remark can be shown only with the document that it is on.", "remarks")
        tell("document.access.changed", room_id=room_id)
