"""Letting other organisations see a document, narrowing that, and ending it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session

from workspace.audit.services import record
from workspace.database import transaction
from workspace.documents.models import Document
from workspace.documents.queries.members import Participant, members, participants
from workspace.documents.queries.offers import best, unended
from workspace.errors import Conflict, Invalid, NotFound
from workspace.periods import SHORTEST, ended, spoken_day
from workspace.permissions.policies import Action
from workspace.permissions.questions import NOW, fetch
from workspace.realtime.outbox import tell
from workspace.rooms import locks
from workspace.sharing.models import Basis, Release, ReleasePurpose
from workspace.sharing.queries.consents import standing_consents
from workspace.sharing.queries.grounds import Ground, grounds

LONGEST_PURPOSE = 500
CHANGED = (
    "Somebody else changed who can see this document while you were choosing. Nothing of yours was saved. "
    "Look at the list again, then choose."
)


@dataclass(frozen=True)
class ReleaseChoice:
    """To whom a document is to be released, and how.

    ``people`` names the only ones of the organisation who may see it; empty: all its members in the
    room, also those who join later. What is None is as the agreement says; ``until`` None leaves the
    end to the agreement.
    """

    organisation_id: int
    people: tuple[int, ...] = ()
    purpose: str | None = None
    basis: Basis | None = None
    consent_id: int | None = None
    for_action: bool = False
    may_annotate: bool = True
    until: datetime | None = None


@dataclass(frozen=True)
class Decided:
    """A choice with the ground it rests on and what the agreement adds to it."""

    choice: ReleaseChoice
    ground: Ground
    basis: Basis
    purpose: str
    now: datetime


def add_releases(db: Session, by: int, document: Document, choices: Sequence[ReleaseChoice]) -> list[Release]:
    """Release a document as chosen, inside the caller's transaction and under its lock on the room.

    Raises `Invalid` with a sentence about the first choice that cannot be: nothing is then to be kept.
    """
    _refuse_twice(document, choices)
    return _release(db, by, document, choices)


def check_choices(db: Session, document: Document, choices: Sequence[ReleaseChoice]) -> list[Decided]:
    """On what ground each choice could be released now. Raises `Invalid` when one could not."""
    if not choices:
        return []
    taking_part = {one.organisation.id: one for one in participants(document.room_id)}
    agreed = grounds(document.owner_id, (choice.organisation_id for choice in choices))
    _refuse_strangers(document, choices, taking_part)
    consents = {consent.consent_id for consent in standing_consents(document.room_id)}
    now = db.scalars(select(NOW)).one()
    decided = []
    for choice in choices:
        receiver = taking_part[choice.organisation_id]
        ground = _ground(document, receiver, agreed.get(choice.organisation_id, []), choice)
        basis = choice.basis or ground.agreement.basis
        _refuse_ground(basis, choice.consent_id, consents)
        _refuse_end(choice.until, now, ground)
        purpose = _purpose(choice.purpose or ground.agreement.purpose)
        decided.append(Decided(choice, ground, basis, purpose, now))
    return decided


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


def _add(db: Session, by: int, document: Document, decided: Decided) -> Release:
    choice, ground = decided.choice, decided.ground
    release = Release(
        document_id=document.id,
        room_id=document.room_id,
        organisation_id=choice.organisation_id,
        agreement_id=ground.agreement.id,
        basis=decided.basis,
        by_id=by,
        consent_id=choice.consent_id,
        people=sorted(set(choice.people)) or None,
        may_annotate=choice.may_annotate,
        for_action=choice.for_action,
        during=Range(decided.now, _end_within(choice.until, ground)),
    )
    purpose = ReleasePurpose(release_id=release.id, document_id=document.id, purpose=decided.purpose)
    for row in (release, purpose):
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
        "for_action": release.for_action,
    }


def _told(document: Document) -> None:
    tell("document.access.changed", room_id=document.room_id, document_id=document.id)


def _purpose(words: str) -> str:
    purpose = words.strip()
    if not purpose or "\0" in purpose:
        raise Invalid("Say in words what the release is for.", "purpose")
    if len(purpose) > LONGEST_PURPOSE:
        raise Invalid(f"Say what it is for in {LONGEST_PURPOSE} characters or fewer.", "purpose")
    return purpose


def _refuse_twice(document: Document, choices: Iterable[ReleaseChoice]) -> None:
    """An agency that has a release gets it changed, not a second one beside it."""
    already = {release.organisation_id for release in unended(document.id)}
    for choice in choices:
        if choice.organisation_id in already:
            raise Invalid("One of these agencies can see it already. Change what it has instead.", "see")
        already.add(choice.organisation_id)


def _refuse_strangers(
    document: Document, choices: Iterable[ReleaseChoice], taking_part: dict[int, Participant]
) -> None:
    """Only those who take part in the room and are not the owner, and of their people only members."""
    of = {member.id: member.organisation_id for member in members(document.room_id)}
    for choice in choices:
        if choice.organisation_id == document.owner_id:
            raise Invalid("The owner can always see it, so it cannot be released to them.", "see")
        if choice.organisation_id not in taking_part:
            raise Invalid("One of these agencies takes no part in this room.", "see")
        if any(of.get(person) != choice.organisation_id for person in choice.people):
            name = taking_part[choice.organisation_id].organisation.short_name
            raise Invalid(f"Somebody you named is not in this room for {name}.", "see")


def _ground(document: Document, receiver: Participant, agreed: list[Ground], choice: ReleaseChoice) -> Ground:
    ground = best(agreed, document.category)
    if ground is None:
        name, category = receiver.organisation.short_name, document.category.label.lower()
        raise Invalid(f"No agreement in force with {name} covers {category}, so untick {name}.", "see")
    if choice.until and ground.until and choice.until >= ground.until + timedelta(days=1):
        last = spoken_day(ground.until - SHORTEST)
        raise Invalid(
            f"{ground.agreement.reference} ends on {last}: choose that day or an earlier one.", "until"
        )
    return ground


def _refuse_ground(basis: Basis, consent_id: int | None, consents: set[int]) -> None:
    if basis is Basis.CONSENT and consent_id is None:
        raise Invalid("Choose the consent that this rests on, or another basis.", "consent")
    if basis is not Basis.CONSENT and consent_id is not None:
        raise Invalid("A consent was chosen, but the basis is another. Choose one of the two.", "basis")
    if consent_id is not None and consent_id not in consents:
        raise Invalid("That consent does not belong to this room, or it has been withdrawn.", "consent")


def _refuse_end(until: datetime | None, now: datetime, ground: Ground) -> None:
    if until is not None and until <= max(now, ground.during.lower or now):
        raise Invalid("The last day has to be a day to come, after the release begins.", "until")
