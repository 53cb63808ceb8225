"""Letting other organisations see a document, narrowing that, and ending it."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import inspect, select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session

from workspace.audit.services import record
from workspace.database import session, transaction
from workspace.documents.models import Document
from workspace.documents.queries.offers import purpose_of, unended
from workspace.documents.queries.preview import Able, able
from workspace.documents.services.choosing import Decided, ReleaseChoice, check_choices
from workspace.errors import Conflict, Invalid, NotFound
from workspace.identifiers import new_id
from workspace.periods import ended
from workspace.permissions.policies import Action
from workspace.permissions.questions import NOW, fetch
from workspace.realtime.outbox import tell
from workspace.rooms import locks
from workspace.rooms.models import Role
from workspace.sharing.models import Release, ReleasePurpose
from workspace.sharing.queries.grounds import Ground

__all__ = (
    "ReleaseChoice",
    "add_releases",
    "change_release",
    "check_choices",
    "narrow_release",
    "share",
    "try_releases",
    "withdraw_release",
)

CHANGED = "Somebody else changed who can see this document while you were choosing. Nothing was saved."


def add_releases(db: Session, by: int, document: Document, choices: Sequence[ReleaseChoice]) -> list[Release]:
    """Release a document as chosen, inside the caller's transaction and under its lock on the room.

    Raises `Invalid` with a sentence about the first choice that cannot be: nothing is then to be kept.
    """
    _refuse_twice(document, choices)
    return _release(db, by, document, choices)


def try_releases(
    by: int,
    document: Document,
    choices: Sequence[ReleaseChoice],
    person_ids: Collection[int],
    *,
    instead_of: Release | None = None,
    at: datetime | None = None,
) -> Able:
    """What some people could do with a document that was released as chosen, perhaps ``instead_of`` another.

    It is released, the rules are asked, and all of it is undone: what they will get cannot differ. ``at``
    asks about a moment to come. Raises `Invalid` as saving would.
    """
    db = session()
    trial = db.begin_nested()
    try:
        if instead_of is None:
            _refuse_twice(document, choices)
        else:
            instead_of.during = ended(instead_of.during, db.scalars(select(NOW)).one())
        db.add_all([_row(by, document, decided) for decided in check_choices(db, document, choices)])
        db.flush()
        return able(db, document, person_ids, at)
    finally:
        trial.rollback()


def share(by: int, document_id: int, choices: Sequence[ReleaseChoice], seen: frozenset[int]) -> None:
    """Release a document to more organisations. ``seen`` are the releases the choice was made from."""
    if not choices:
        raise Invalid("Tick at least one agency, or cancel: nothing has changed.", "see")
    with transaction() as db:
        document = _alone(db, by, document_id, seen)
        add_releases(db, by, document, choices)
        _told(document)


def change_release(
    by: int, document_id: int, release_id: int, choice: ReleaseChoice, seen: frozenset[int]
) -> None:
    """Replace a release by another to the same organisation: wider, narrower or on another basis."""
    with transaction() as db:
        document = _alone(db, by, document_id, seen)
        release = _of(document, release_id)
        if choice.organisation_id != release.organisation_id:
            raise Invalid("A release can only be changed for the agency it was made to.", "see")
        _end(db, document, release)
        _release(db, by, document, [choice])
        _told(document)


def narrow_release(db: Session, by: int, document: Document, release: Release, role: Role) -> None:
    """Replace a release by one to ``role`` and more, not for downloading, and alike in all else.

    Inside the caller's transaction, with the room held alone. It begins now, or when the other would have.
    """
    was, now = release.during, db.scalars(select(NOW)).one()
    kept = {column.key: getattr(release, column.key) for column in inspect(Release).column_attrs}
    kept |= {"id": new_id(), "by_id": by, "minimum_role": role, "may_download": False}
    kept["during"] = Range(max(was.lower or now, now), was.upper)
    _end(db, document, release)
    _keep(db, document, Release(**kept), purpose_of(release.id))


def withdraw_release(by: int, document_id: int, release_id: int) -> None:
    """End a release now. The organisation's people stop seeing the document, wherever it is open."""
    with transaction() as db:
        document = _alone(db, by, document_id, None, Action.WITHDRAW)
        _end(db, document, _of(document, release_id))
        _told(document)


def _alone(
    db: Session, by: int, document_id: int, seen: frozenset[int] | None, action: Action = Action.RELEASE
) -> Document:
    """The document, with its room held alone, if ``by`` may release it and saw the releases as they are."""
    room_id = fetch(db, by, action, Document, document_id).room_id
    locks.hold_alone(db, room_id)
    document = fetch(db, by, action, Document, document_id)
    if seen is not None and seen != {release.id for release in unended(document_id)}:
        raise Conflict(CHANGED)
    return document


def _of(document: Document, release_id: int) -> Release:
    for release in unended(document.id):
        if release.id == release_id:
            return release
    raise NotFound("There is no such release, or it has ended already.")


def _end(db: Session, document: Document, release: Release) -> None:
    """End a release at this moment; one that has yet to begin is called off."""
    release.during = ended(release.during, db.scalars(select(NOW)).one())
    db.flush()
    record(
        "document.release_withdrawn",
        document,
        room_id=document.room_id,
        material_of=[document.owner_id],
        facts=_facts(release),
    )


def _release(db: Session, by: int, document: Document, choices: Sequence[ReleaseChoice]) -> list[Release]:
    return [_add(db, by, document, decided) for decided in check_choices(db, document, choices)]


def _row(by: int, document: Document, decided: Decided) -> Release:
    choice, ground = decided.choice, decided.ground
    return Release(
        document_id=document.id,
        room_id=document.room_id,
        organisation_id=choice.organisation_id,
        agreement_id=ground.agreement.id,
        basis=decided.basis,
        by_id=by,
        consent_id=choice.consent_id,
        people=sorted(set(choice.people)) or None,
        minimum_role=choice.minimum_role,
        may_annotate=choice.may_annotate,
        may_download=decided.may_download,
        for_action=choice.for_action,
        act_by=choice.act_by,
        during=Range(decided.now, _end_within(choice.until, ground)),
    )


def _add(db: Session, by: int, document: Document, decided: Decided) -> Release:
    return _keep(db, document, _row(by, document, decided), decided.purpose)


def _keep(db: Session, document: Document, release: Release, purpose: str) -> Release:
    said = ReleasePurpose(release_id=release.id, document_id=document.id, purpose=purpose)
    for row in (release, said):
        db.add(row)
        db.flush()
    record(
        "document.released",
        document,
        room_id=document.room_id,
        material_of=[document.owner_id],
        facts=_facts(release),
    )
    return release


def _end_within(until: datetime | None, ground: Ground) -> datetime | None:
    """The end of the day chosen, or earlier when the agreement ends in the course of that day."""
    return until if until is None or ground.until is None else min(until, ground.until)


def _facts(release: Release) -> dict[str, int | str | bool]:
    return {
        "release": release.id,
        "organisation": release.organisation_id,
        "agreement": release.agreement_id,
        "basis": release.basis.label,
        "people": len(release.people or ()),
        "minimum_role": release.minimum_role.label if release.minimum_role is not None else "",
        "download": release.may_download,
        "for_action": release.for_action,
    }


def _told(document: Document) -> None:
    tell("document.access.changed", room_id=document.room_id, document_id=document.id)


def _refuse_twice(document: Document, choices: Iterable[ReleaseChoice]) -> None:
    """An agency that has a release gets it changed, not a second one beside it."""
    already = {release.organisation_id for release in unended(document.id)}
    for choice in choices:
        if choice.organisation_id in already:
            raise Invalid("One of these agencies can see it already. Change what it has instead.", "see")
        already.add(choice.organisation_id)
