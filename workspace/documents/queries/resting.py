"""Which releases rest on a consent, and which stay open although it was withdrawn."""

from collections.abc import Iterable

from sqlalchemy import select

from workspace.database import session
from workspace.documents.models import Document
from workspace.documents.queries.visibility import standing
from workspace.people.queries import organisations_named
from workspace.permissions.questions import NOW
from workspace.rooms.order import place
from workspace.sharing.models import Asked, Basis, Consent, ConsentRecord, Release
from workspace.sharing.queries.consents import ended_in_words
from workspace.sharing.resting import Resting


def resting_on(room_id: int, consent_id: int) -> list[Resting]:
    """The releases in a room that name a consent and count, of documents that whoever asks may read."""
    found = session().execute(
        select(Document.id, Document.title)
        .join(Release, Release.document_id == Document.id)
        .where(Release.consent_id == consent_id, Release.room_id == room_id)
        .distinct()
    )
    titles = {row.id: row.title for row in found}
    releases = [
        one.release
        for ones in standing(titles).values()
        for one in ones
        if one.release.consent_id == consent_id
    ]
    named = organisations_named(release.organisation_id for release in releases)
    resting = [
        Resting(
            release.document_id, titles[release.document_id], named[release.organisation_id], release.basis
        )
        for release in releases
    ]
    return sorted(resting, key=lambda one: (not one.closes, one.title, place(one.receiver)))


def open_without_consent(document_ids: Iterable[int]) -> dict[int, list[str]]:
    """Of documents, what stays open on another basis although the consent beside it has ended, in sentences.

    By document; only for documents that whoever asks may read.
    """
    releases = [one.release for ones in standing(document_ids).values() for one in ones]
    beside = {one.consent_id for one in releases if one.consent_id is not None and one.basis != Basis.CONSENT}
    if not beside:
        return {}
    over = Consent.id.in_(beside) & (Consent.outcome == Asked.GIVEN) & ~Consent.during.contains(NOW)
    found = session().execute(
        select(Consent.id, Consent.during, ConsentRecord.reference, ConsentRecord.subject)
        .outerjoin(ConsentRecord, ConsentRecord.consent_id == Consent.id)
        .where(over)
    )
    ended = {id: (during, reference, subject) for id, during, reference, subject in found}
    named = organisations_named(one.organisation_id for one in releases if one.consent_id in ended)
    told: dict[int, list[str]] = {}
    for release in releases:
        if release.basis == Basis.CONSENT or release.consent_id not in ended:
            continue
        during, reference, subject = ended[release.consent_id]
        called = f"consent {reference} of {subject}" if reference else "consent of the family"
        told.setdefault(release.document_id, []).append(
            f"Stays open to {named[release.organisation_id].short_name} on {release.basis.label.lower()}, "
            f"although the {called} {ended_in_words(during)}."
        )
    return told
