"""Finding the versions of a document, and what pages say about them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from workspace.database import session
from workspace.documents.media import Shown, kind_name, shown
from workspace.documents.models import Document, Version
from workspace.documents.policy.marking import level_at
from workspace.errors import NotFound
from workspace.people.models import Organisation
from workspace.people.queries import Named, organisations_named, people_named
from workspace.permissions.questions import NOW
from workspace.rooms.models import Level


@dataclass(frozen=True)
class Line:
    """A version as pages show it. `sha256` is in hexadecimal, `organisation` the author's at that time,
    `kind_name` what pages call its type.
    """

    id: int
    number: int
    filename: str
    media_type: str
    size: int
    sha256: str
    reason: str
    key: str
    created_at: datetime
    author: Named
    organisation: Organisation
    is_current: bool
    kind_name: str

    @property
    def shown(self) -> Shown:
        """How it is shown in the page."""
        return shown(self.media_type)


def versions_of(document: Document) -> list[Line]:
    """All versions of a document that the person may read, newest first."""
    found = session().scalars(
        select(Version).where(Version.document_id == document.id).order_by(Version.number.desc())
    )
    versions = list(found)
    people = people_named(version.by_id for version in versions)
    organisations = organisations_named(version.organisation_id for version in versions)
    return [
        Line(
            id=version.id,
            number=version.number,
            filename=version.filename,
            media_type=version.media_type,
            size=version.size,
            sha256=version.sha256.hex(),
            reason=version.reason,
            key=version.key,
            created_at=version.created_at,
            author=people[version.by_id],
            organisation=organisations[version.organisation_id],
            is_current=version is versions[0],
            kind_name=kind_name(version.media_type, version.filename),
        )
        for version in versions
    ]


def stored_version(document: Document, number: int) -> Version:
    """One version of a document, for sending its bytes."""
    version = (
        session()
        .scalars(select(Version).where(Version.document_id == document.id, Version.number == number))
        .one_or_none()
    )
    if version is None:
        raise NotFound("There is no such version.")
    return version


def level_of(document: Document) -> Level:
    """The marking of a document now: later changes count, not only what it was added with."""
    return Level(session().scalars(select(level_at(NOW)).where(Document.id == document.id)).one())
