"""Changing how a document is marked, and what follows from that."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session

from workspace.audit.services import record
from workspace.database import session, transaction
from workspace.documents.models import Document, Marking
from workspace.documents.queries.offers import unended
from workspace.documents.queries.preview import Able, able
from workspace.documents.queries.versions import level_of
from workspace.documents.services.choosing import role_as_marked
from workspace.documents.services.releases import narrow_release
from workspace.errors import Conflict, Invalid
from workspace.periods import ended
from workspace.permissions.policies import Action
from workspace.permissions.questions import NOW, fetch
from workspace.realtime.outbox import tell
from workspace.rooms import locks
from workspace.rooms.models import Level, Room
from workspace.sharing.models import Release

CHANGED = (
    "Somebody else changed the marking of this document, or who can see it, while you were choosing. Nothing "
    "was saved. Look at what follows now, then save again."
)


def change_marking(
    by: int, document_id: int, level: Level, *, narrow: bool, seen_level: Level, seen: frozenset[int]
) -> None:
    """Mark a document ``level`` from now on. Who may no longer read or download it stops at once.

    With ``narrow``, releases that name neither people nor a role become releases to the role that the
    marking asks for; otherwise they stop counting. ``seen_level`` and ``seen`` are the marking and the
    releases from which it was decided: raises `Conflict` when they are others by now.
    """
    with transaction() as db:
        room_id = fetch(db, by, Action.RELEASE, Document, document_id).room_id
        locks.hold_alone(db, room_id)
        document = fetch(db, by, Action.RELEASE, Document, document_id)
        _refuse(document, level)
        before = level_of(document)
        if before is not seen_level or seen != {release.id for release in unended(document_id)}:
            raise Conflict(CHANGED)
        if before is level:
            raise Invalid(f"It is marked {level.label} already.", "level")
        _mark(db, by, document, level, narrow)
        record(
            "document.marking_changed",
            document,
            room_id=room_id,
            material_of=[document.owner_id],
            facts={"level": level.label, "from_level": before.label},
        )
        tell("document.access.changed", room_id=room_id, document_id=document_id)


def try_marking(
    by: int, document: Document, level: Level, person_ids: Collection[int], *, narrow: bool
) -> Able:
    """What some people could do with a document that was marked ``level``.

    It is marked so, the rules are asked, and all of it is undone: what follows cannot differ.
    """
    db = session()
    trial = db.begin_nested()
    try:
        _mark(db, by, document, level, narrow)
        return able(db, document, person_ids)
    finally:
        trial.rollback()


def too_wide(document: Document) -> Sequence[Release]:
    """The releases of a document that name neither people nor a role: what OFFICIAL-SENSITIVE refuses."""
    return [one for one in unended(document.id) if one.people is None and one.minimum_role is None]


def _refuse(document: Document, level: Level) -> None:
    room = session().get_one(Room, document.room_id)
    if level > room.level:
        raise Invalid(f"This room holds material up to {room.level.label}.", "level")


def _mark(db: Session, by: int, document: Document, level: Level, narrow: bool) -> None:
    now = db.scalars(select(NOW)).one()
    stands = select(Marking).where(Marking.document_id == document.id, Marking.during.contains(now))
    begins = now
    for marking in db.scalars(stands.execution_options(populate_existing=True)):
        marking.during = ended(marking.during, now)
        begins = marking.during.upper or now
        db.flush()
    db.add(Marking(document_id=document.id, level=level, by_id=by, during=Range(begins, None)))
    db.flush()
    role = role_as_marked(level)
    if narrow and role is not None:
        for release in too_wide(document):
            narrow_release(db, by, document, release, role)
