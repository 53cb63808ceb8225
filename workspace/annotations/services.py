"""Writing annotations: adding, replying, resolving, opening again, withdrawing.

Each holds the room and asks again before it writes, so that nobody writes after they were removed.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from workspace.annotations.concerned import concerned, organisations_seeing
from workspace.annotations.models import Annotation, Audience, Resolution
from workspace.audit.services import record
from workspace.database import audience_session, ending, transaction
from workspace.documents.models import Document, Version
from workspace.errors import Conflict, Invalid, NotFound
from workspace.people.queries import organisation_of
from workspace.permissions.policies import Action
from workspace.permissions.questions import NOW, fetch
from workspace.realtime.outbox import tell
from workspace.rooms import locks

MOST_VERSIONS = 1_000_000


def add(
    by: int,
    document_id: int,
    number: int,
    *,
    body: str,
    audience: Audience,
    organisations: list[int],
    target: dict[str, Any] | None,
    request_id: UUID,
) -> int:
    """Add an annotation to a version of a document and return its id.

    ``organisations`` are those it is for besides the author's own, when ``audience`` is AGENCIES; they
    must be able to see the document. Trying again with the same ``request_id`` gives the same id and
    changes nothing. Raises `Invalid`.
    """
    with transaction() as db:
        document = fetch(db, by, Action.ANNOTATE, Document, document_id)
        locks.hold(db, document.room_id)
        document = fetch(db, by, Action.ANNOTATE, Document, document_id)
        version = _version(db, document_id, number)
        own = _own(by)
        chosen = _chosen(document_id, audience, organisations, own)
        annotation = Annotation(
            document_id=document_id,
            room_id=document.room_id,
            version_id=version,
            by_id=by,
            organisation_id=own,
            audience=audience,
            organisations=chosen,
            body=body,
            target=target,
            request_id=request_id,
        )
        if not _insert(db, annotation):
            return _earlier(db, annotation)
        _record(db, "annotation.added", annotation, document)
        return annotation.id


def reply(by: int, thread_id: int, *, body: str, request_id: UUID) -> int:
    """Add a reply to a thread, for exactly those the thread is for, and return its id."""
    with transaction() as db:
        thread, document = _held(db, by, Action.REPLY, thread_id)
        annotation = Annotation(
            document_id=thread.document_id,
            room_id=thread.room_id,
            version_id=thread.version_id,
            by_id=by,
            organisation_id=_own(by),
            audience=thread.audience,
            organisations=list(thread.organisations),
            body=body,
            thread_id=thread.id,
            begun_at=thread.created_at,
            request_id=request_id,
        )
        if not _insert(db, annotation):
            return _earlier(db, annotation)
        _record(db, "annotation.replied", annotation, document)
        return annotation.id


def resolve(by: int, thread_id: int) -> None:
    """Say that a thread is settled. Doing it twice is doing it once."""
    with transaction() as db:
        thread, document = _held(db, by, Action.RESOLVE, thread_id)
        if not _is_resolved(db, thread):
            db.add(Resolution(thread_id=thread.id, by_id=by))
            _record(db, "annotation.resolved", thread, document)


def reopen(by: int, thread_id: int) -> None:
    """Open a settled thread again."""
    with transaction() as db:
        thread, document = _held(db, by, Action.RESOLVE, thread_id)
        if _is_resolved(db, thread):
            stands = (Resolution.thread_id == thread.id) & Resolution.during.contains(NOW)
            db.execute(update(Resolution).where(stands).values(during=ending(Resolution)))
            _record(db, "annotation.reopened", thread, document)


def withdraw(by: int, annotation_id: int) -> None:
    """Take back an annotation of one's own; with a thread its replies go too."""
    with transaction() as db:
        annotation, document = _held(db, by, Action.WITHDRAW, annotation_id, alone=True)
        theirs = (Annotation.id == annotation.id) | (Annotation.thread_id == annotation.id)
        stands = theirs & Annotation.during.contains(NOW)
        db.execute(
            update(Annotation).where(stands).values(during=ending(Annotation)),
            execution_options={"synchronize_session": False},
        )
        _record(db, "annotation.withdrawn", annotation, document)


def _held(
    db: Session, by: int, action: Action, annotation_id: int, alone: bool = False
) -> tuple[Annotation, Document]:
    """The annotation and its document, the room being held and the annotation changed by nobody else."""
    annotation = fetch(db, by, action, Annotation, annotation_id)
    document = fetch(db, by, Action.READ, Document, annotation.document_id)
    (locks.hold_alone if alone else locks.hold)(db, document.room_id)
    db.execute(select(Annotation.id).where(Annotation.id == annotation_id).with_for_update())
    return fetch(db, by, action, Annotation, annotation_id), document


def _version(db: Session, document_id: int, number: int) -> int:
    asked = select(Version.id).where(Version.document_id == document_id, Version.number == number)
    found = db.scalar(asked) if 0 < number < MOST_VERSIONS else None
    if found is None:
        raise NotFound("There is no such version.")
    return found


def _own(by: int) -> int:
    own = organisation_of(by)
    if own is None:
        raise NotFound("The person works for nobody.")
    return own.id


def _chosen(document_id: int, audience: Audience, organisations: list[int], own: int) -> list[int]:
    if audience != Audience.AGENCIES:
        return []
    seeing = organisations_seeing(document_id)
    others = set(organisations) - {own}
    if not others:
        raise Invalid("Choose at least one agency.", "organisations")
    if not others <= set(seeing):
        raise Invalid("Choose among the agencies that can see this document.", "organisations")
    return sorted({own, *others})


def _insert(db: Session, annotation: Annotation) -> bool:
    """Add the row unless the same request has added one; waits for an attempt that is under way."""
    names = [column.key for column in Annotation.__mapper__.column_attrs]
    values = {name: getattr(annotation, name) for name in names}
    given = {name: value for name, value in values.items() if value is not None}
    added = insert(Annotation).values(given)
    once = added.on_conflict_do_nothing(index_elements=["by_id", "request_id"])
    return db.scalar(once.returning(Annotation.id)) is not None


def _earlier(db: Session, annotation: Annotation) -> int:
    """The id that an earlier attempt with the same name has got, even if it was withdrawn since."""
    wanted = select(Annotation.id, Annotation.document_id, Annotation.thread_id).where(
        Annotation.by_id == annotation.by_id, Annotation.request_id == annotation.request_id
    )
    with audience_session() as nobody:
        id, document_id, thread_id = nobody.execute(wanted).one()
    if (document_id, thread_id) != (annotation.document_id, annotation.thread_id):
        raise Conflict("This was sent before, for something else. Load the page again and send it once more.")
    return int(id)


def _is_resolved(db: Session, thread: Annotation) -> bool:
    stands = (Resolution.thread_id == thread.id) & Resolution.during.contains(NOW)
    return bool(db.scalar(select(select(Resolution.id).where(stands).exists())))


def _record(db: Session, action: str, annotation: Annotation, document: Document) -> None:
    """Write the audit entry and have it told. The entry concerns only organisations that can read it."""
    version = db.scalar(select(Version.number).where(Version.id == annotation.version_id))
    if annotation.audience == Audience.EVERYONE and action == "annotation.added":
        concerns = sorted({*organisations_seeing(document.id), annotation.organisation_id})
    else:
        concerns = concerned(annotation)
    record(
        action,
        thing_name="annotation",
        thing_id=annotation.id,
        room_id=document.room_id,
        material_of=concerns,
        facts={"document": document.id, "version": version, "audience": annotation.audience.name.lower()},
    )
    tell(action, room_id=document.room_id, document_id=document.id, annotation_id=annotation.id)
