"""Adding documents to a room: bytes first, rows second, news last."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from workspace.audit.services import record
from workspace.database import transaction
from workspace.documents.arriving import Arrival, Kept, keep, unless_settled
from workspace.documents.filenames import plain_line, stem_of
from workspace.documents.models import Document, Version
from workspace.documents.services.releases import ReleaseChoice, add_releases
from workspace.errors import Invalid, NotAllowed
from workspace.people.models import Organisation
from workspace.people.queries import organisation_of
from workspace.permissions.policies import Action
from workspace.permissions.questions import fetch
from workspace.realtime.outbox import tell
from workspace.rooms import locks
from workspace.rooms.models import Level, Room
from workspace.sharing.models import Category

LONGEST_TITLE = 200
LONGEST_REASON = 500
FIRST = "First version"


@dataclass(frozen=True)
class Details:
    """What is said about new documents. An empty title: each is called after its file."""

    category: Category
    level: Level
    title: str = ""
    reason: str = ""
    takes_annotations: bool = True


def add_documents(
    by: int,
    room_id: int,
    arrivals: Sequence[Arrival],
    details: Details,
    choices: Sequence[ReleaseChoice] = (),
) -> list[Document]:
    """Make each file that arrived a document of the person's organisation, released as chosen.

    All of them or none. Raises `Invalid`, `TooLarge` and `StoreUnavailable`, `NotFound` or `NotAllowed`;
    after any of them nothing is stored.
    """
    with unless_settled(arrivals):
        _refuse(arrivals, details)
        files = keep(arrivals)
        with transaction() as db:
            locks.hold(db, room_id)
            room = fetch(db, by, Action.CONTRIBUTE, Room, room_id)
            owner = organisation_of(by)
            if owner is None:
                raise NotAllowed("Only somebody who works for an organisation can add a document.")
            if details.level > room.level:
                raise Invalid(f"This room holds material up to {room.level.label}.", "level")
            made = [_add(db, by, room, owner, file, details) for file in files]
            for document in made:
                add_releases(db, by, document, choices)
                tell("document.added", room_id=room_id, document_id=document.id, number=1)
            for arrival in arrivals:
                arrival.settle()
    return made


def _refuse(arrivals: Sequence[Arrival], details: Details) -> None:
    if not arrivals:
        raise Invalid("Choose a document to upload.", "documents")
    if details.title and len(arrivals) > 1:
        raise Invalid("A title is for one document. Leave it empty to name each after its file.", "title")
    if len(plain_line(details.title)) > LONGEST_TITLE:
        raise Invalid(f"A title has no more than {LONGEST_TITLE} characters.", "title")
    if len(details.reason) > LONGEST_REASON:
        raise Invalid(f"Give the reason in no more than {LONGEST_REASON} characters.", "reason")


def _add(db: Session, by: int, room: Room, owner: Organisation, file: Kept, details: Details) -> Document:
    document = Document(
        room_id=room.id,
        owner_id=owner.id,
        category=details.category,
        level=details.level,
        title=plain_line(details.title) or stem_of(file.filename),
        by_id=by,
        takes_annotations=details.takes_annotations,
    )
    db.add(document)
    db.flush()
    db.add(version_of(document, file, 1, plain_line(details.reason) or FIRST, by, owner.id))
    db.flush()
    record(
        "document.added",
        document,
        room_id=room.id,
        material_of=[owner.id],
        facts={"number": 1, "category": details.category.label, "level": details.level.label},
    )
    return document


def version_of(
    document: Document, file: Kept, number: int, reason: str, by: int, organisation_id: int
) -> Version:
    """The row of a version whose bytes the store has."""
    return Version(
        id=file.id,
        document_id=document.id,
        number=number,
        size=file.size,
        sha256=file.sha256,
        media_type=file.media_type,
        filename=file.filename,
        reason=reason,
        key=file.key,
        by_id=by,
        organisation_id=organisation_id,
    )
