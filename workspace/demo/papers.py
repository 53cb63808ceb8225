"""The thirteen documents of the demonstration: their versions, releases and annotations."""

from datetime import datetime
from pathlib import Path
from uuid import uuid4

from workspace import storage
from workspace.annotations.models import Annotation, Resolution
from workspace.demo import records
from workspace.demo.records import Paper, Remark, To
from workspace.demo.story import Story
from workspace.documents.media import media_type_of
from workspace.documents.models import Document, Version
from workspace.identifiers import encode, new_id
from workspace.people.models import Person
from workspace.rooms.models import Level, Role, Room
from workspace.sharing.models import Basis, Release, ReleasePurpose

FILES = Path(__file__).parent / "files"


class Papers:
    """Writes the documents of the family's room, with what was said beside them."""

    def __init__(self, story: Story, room: Room) -> None:
        self.story = story
        self.room = room

    def write(self) -> None:
        """Write every document, its bytes first, then every annotation."""
        papers = {paper.number: self._document(paper) for paper in records.DOCUMENTS}
        for remark in records.REMARKS:
            document, versions = papers[remark.document]
            self._remark(document, versions[remark.version - 1], remark)

    def _document(self, paper: Paper) -> tuple[Document, list[Version]]:
        first = paper.versions[0]
        owner = self.story.organisations[paper.owner]
        with self.story.told_by(first.by) as author:
            document = Document(
                id=new_id(self.story.day(first.day)),
                room_id=self.room.id,
                owner_id=owner.id,
                category=paper.category,
                level=paper.level,
                title=paper.title,
                takes_annotations=paper.takes_annotations,
                by_id=author.id,
                created_at=self.story.day(first.day),
                during=self.story.lasting(first.day),
            )
            self.story.add(document)
        versions = []
        for number, made in enumerate(paper.versions, 1):
            with self.story.told_by(made.by) as author:
                versions.append(
                    self._version(document, paper, number, author, self.story.day(made.day), made.reason)
                )
        with self.story.told_by(first.by) as author:
            for to in paper.to:
                self._release(document, to, author, first.day)
        return document, versions

    def _version(
        self, document: Document, paper: Paper, number: int, by: Person, at: datetime, reason: str
    ) -> Version:
        path = FILES / f"{paper.number:02}-{paper.slug}-v{number}.{paper.extension}"
        id = new_id(at)
        key = f"versions/{encode(id)}"
        with path.open("rb") as file:
            stored = storage.store().put(key, file)
        version = Version(
            id=id,
            document_id=document.id,
            number=number,
            size=stored.size,
            sha256=bytes.fromhex(stored.sha256),
            media_type=media_type_of(path.read_bytes(), path.name),
            filename=f"{paper.title}.{paper.extension}",
            reason=reason,
            key=key,
            by_id=by.id,
            organisation_id=document.owner_id,
            created_at=at,
        )
        self.story.add(version)
        return version

    def _release(self, document: Document, to: To, by: Person, day: float) -> None:
        agreement = self.story.agreements[to.agreement]
        whole = document.level == Level.OFFICIAL_SENSITIVE and not to.people
        start = float(records.LANTERN_JOINS) if to.agency == "REF" else day
        release = Release(
            document_id=document.id,
            room_id=document.room_id,
            organisation_id=self.story.organisations[to.agency].id,
            agreement_id=agreement.id,
            basis=Basis.CONSENT if to.consent else Basis.PUBLIC_TASK,
            consent_id=self.story.consents[to.consent].id if to.consent else None,
            people=[self.story.people[key].id for key in to.people] or None,
            minimum_role=Role.COMMENTER if whole else None,
            may_annotate=to.annotate,
            may_download=document.level == Level.OFFICIAL,
            by_id=by.id,
            during=self.story.lasting(start),
        )
        purpose = ReleasePurpose(release_id=release.id, document_id=document.id, purpose=agreement.purpose)
        self.story.add(release, purpose)

    def _remark(self, document: Document, version: Version, remark: Remark) -> None:
        end = remark.start + len(remark.quote)
        page = {
            "type": "FragmentSelector",
            "conformsTo": "http://tools.ietf.org/rfc/rfc3778",
            "value": f"page={remark.page}",
            "refinedBy": [
                {"type": "TextPositionSelector", "start": remark.start, "end": end},
                {"type": "TextQuoteSelector", "exact": remark.quote},
            ],
        }
        target = {"selector": [page]}
        with self.story.told_by(remark.by):
            thread = self._annotation(document, version, remark, remark.by, remark.day, remark.body)
            thread.target = target
            self.story.add(thread)
        for key, day, body in remark.replies:
            with self.story.told_by(key):
                reply = self._annotation(document, version, remark, key, day, body)
                reply.thread_id, reply.begun_at = thread.id, thread.created_at
                self.story.add(reply)
        if remark.resolved:
            key, day = remark.resolved
            by_id = self.story.people[key].id
            self.story.add(Resolution(thread_id=thread.id, by_id=by_id, during=self.story.lasting(day)))

    def _annotation(
        self, document: Document, version: Version, remark: Remark, by: str, day: float, body: str
    ) -> Annotation:
        chosen = {
            self.story.employers[remark.by].id,
            *(self.story.organisations[code].id for code in remark.to),
        }
        return Annotation(
            id=new_id(self.story.day(day)),
            document_id=document.id,
            room_id=document.room_id,
            version_id=version.id,
            by_id=self.story.people[by].id,
            organisation_id=self.story.employers[by].id,
            audience=remark.audience,
            organisations=sorted(chosen) if remark.to else [],
            body=body,
            request_id=uuid4(),
            created_at=self.story.day(day),
            during=self.story.lasting(day),
        )
