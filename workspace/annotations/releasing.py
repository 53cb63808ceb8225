"""Showing an organisation that joined later what was said for everyone before it took part."""

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from workspace import html
from workspace.annotations.models import Annotation, AnnotationRelease
from workspace.audit.services import record
from workspace.database import session
from workspace.documents.remarks import Remark
from workspace.people.queries import people_named
from workspace.permissions.policies import Action
from workspace.permissions.questions import NOW, fetch, permitted
from workspace.permissions.rules import Condition
from workspace.realtime.outbox import tell
from workspace.rooms.models import Participation
from workspace.rooms.queries.facts import not_over

LONGEST_WORDS = 140  # characters of a remark that tell it from the others


def offered(by: int, room_id: int, organisation_id: int, document_ids: Collection[int]) -> list[Remark]:
    """The threads that ``by`` may release to an organisation, on some documents, the oldest first."""
    if not document_ids:
        return []
    asked = (
        permitted(by, Action.RELEASE, Annotation)
        .where(Annotation.room_id == room_id, Annotation.document_id.in_(document_ids))
        .where(~_was_there(organisation_id), ~_has_it(organisation_id))
        .order_by(Annotation.id)
    )
    threads = list(session().scalars(asked))
    names, replies = people_named(one.by_id for one in threads), _replies([one.id for one in threads])
    return [
        Remark(
            one.id,
            one.document_id,
            _words(one.body),
            names[one.by_id].name,
            one.created_at,
            replies.get(one.id, 0),
        )
        for one in threads
    ]


def release(db: Session, by: int, organisation_id: int, thread_id: int) -> int:
    """Release a thread to an organisation inside the caller's transaction and under its lock on the room.

    Doing it twice is doing it once. Gives the id of the document that the thread is on.
    """
    thread = fetch(db, by, Action.RELEASE, Annotation, thread_id)
    if db.scalar(select(Annotation.id).where(Annotation.id == thread_id, _has_it(organisation_id))):
        return thread.document_id
    db.add(AnnotationRelease(thread_id=thread_id, organisation_id=organisation_id, by_id=by))
    db.flush()
    record(
        "annotation.released",
        thread,
        room_id=thread.room_id,
        material_of=[thread.organisation_id],
        facts={"document": thread.document_id, "organisation": organisation_id},
    )
    tell(
        "annotation.released",
        room_id=thread.room_id,
        document_id=thread.document_id,
        annotation_id=thread_id,
    )
    return thread.document_id


def _was_there(organisation_id: int) -> Condition:
    """SQL for: the organisation took part in the room when the annotation was written."""
    theirs = (Participation.room_id == Annotation.room_id) & (
        Participation.organisation_id == organisation_id
    )
    return (
        select(Participation.id).where(theirs, Participation.during.contains(Annotation.created_at)).exists()
    )


def _has_it(organisation_id: int) -> Condition:
    """SQL for: the thread is released to the organisation."""
    theirs = (AnnotationRelease.thread_id == Annotation.id) & (
        AnnotationRelease.organisation_id == organisation_id
    )
    return select(AnnotationRelease.id).where(theirs, not_over(AnnotationRelease)).exists()


def _replies(thread_ids: Collection[int]) -> dict[int, int]:
    """How many replies whoever asks may read in each of some threads, by thread."""
    answer = aliased(Annotation)
    counted = session().execute(
        select(func.coalesce(answer.thread_id, 0), func.count())
        .where(answer.thread_id.in_(thread_ids), answer.during.contains(NOW))
        .group_by(answer.thread_id)
    )
    return {row[0]: row[1] for row in counted}


def _words(body: str) -> str:
    words = " ".join(html.from_annotation(body).striptags().split())
    return words if len(words) <= LONGEST_WORDS else f"{words[:LONGEST_WORDS].rstrip()}…"
