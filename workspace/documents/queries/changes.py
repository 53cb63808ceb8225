"""What others changed about who can see a document, since somebody looked."""

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime

from sqlalchemy import select

from workspace.database import session
from workspace.documents.models import Document
from workspace.documents.queries.members import members
from workspace.documents.queries.offers import released_in_words, unended
from workspace.people.queries import organisations_named, people_named
from workspace.rooms.order import in_order
from workspace.sharing.models import Release
from workspace.when import sentence, when


def changes_since(document: Document, seen: Collection[int]) -> list[str]:
    """Sentences about each agency whose release is another than the ones somebody has ``seen``."""
    now = {release.id: release for release in unended(document.id)}
    gone = _of(document, set(seen) - now.keys())
    new = [release for id, release in now.items() if id not in seen]
    agencies = organisations_named(release.organisation_id for release in [*gone, *new])
    people = people_named(release.by_id for release in new)
    names = {member.id: member.name for member in members(document.room_id)}
    told: list[str] = []
    for agency in in_order(agencies.values()):
        before = [release for release in gone if release.organisation_id == agency.id]
        after = [release for release in new if release.organisation_id == agency.id]
        by = {release.id: people[release.by_id].name for release in after if release.by_id in people}
        told += _told(agency.short_name, before, after, by, names)
    return told


def _told(
    agency: str, before: list[Release], after: list[Release], by: dict[int, str], names: dict[int, str]
) -> Iterator[str]:
    for release in after:
        who = by.get(release.id, "Somebody")
        did = f"changed what {agency} can see" if before else f"released it to {agency}"
        yield f"{_moment(release.during.lower)} {who} {did}: {released_in_words(release, names)}."
    if not after:
        for release in before:
            yield f"{_moment(release.during.upper)} it ended for {agency}: it was withdrawn, or had run out."


def _moment(moment: datetime | None) -> str:
    return sentence(when(moment or datetime.now(UTC)))


def _of(document: Document, ids: Iterable[int]) -> list[Release]:
    """Releases of a document that have ended."""
    asked = select(Release).where(Release.document_id == document.id, Release.id.in_(set(ids)))
    return list(session().scalars(asked.execution_options(populate_existing=True)))
