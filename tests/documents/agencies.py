"""A case room with many agencies, and the ways in which its people decide who sees what."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.factories import World, lasting
from workspace import database
from workspace.audit.models import AuditEntry
from workspace.documents.models import Document
from workspace.identifiers import encode
from workspace.people.models import Duty, Organisation, Person
from workspace.realtime.models import OutboxEvent
from workspace.rooms.models import Role
from workspace.sharing.models import Category, Consent, ConsentRecord, Release

# What the form has chosen before anybody changes it, for what is OFFICIAL.
USUAL = {"may_annotate": "y", "may_download": "y", "role": "everybody", "do": "save"}


class Agencies:
    """Priya leads for the Council, and Owen contributes; all others can be shared with, or not.

    NHS: Samira contributes, Joy comments. School: Gwen contributes, Idris only reads. ISA-1 binds these
    three, for everything but finance. The Jobcentre's Nina has ISA-2: employment and finance only. The
    Police's Lena has no agreement. Lantern's Ada joins in three days under ISA-3. Paul of Eastbridge is
    in no room.
    """

    def __init__(self, world: World, sign_in: Callable[[int], FlaskClient]) -> None:
        self.world, self.sign_in = world, sign_in
        names = ("Council", "NHS", "School", "Jobcentre", "Police", "Lantern", "Eastbridge")
        self.council, self.nhs, self.school, self.jobcentre, self.police, self.lantern, self.eastbridge = (
            world.organisation(name, colour="other" if name == "Eastbridge" else name.lower())
            for name in names
        )
        self.priya = world.person(self.council, "Priya Nair")
        self.owen = world.person(self.council, "Owen Blyth")
        self.helen = world.person(self.council, "Helen Marsh", Duty.AUDITOR)
        self.samira = world.person(self.nhs, "Samira Haddad")
        self.joy = world.person(self.nhs, "Joy Okafor")
        self.gwen = world.person(self.school, "Gwen Lyle")
        self.idris = world.person(self.school, "Idris Cole")
        self.nina = world.person(self.jobcentre, "Nina Sorrell")
        self.lena = world.person(self.police, "Lena Fox")
        self.ada = world.person(self.lantern, "Ada Quill")
        self.paul = world.person(self.eastbridge, "Paul Tait")
        self.room = world.room(self.priya, self.council)
        for agency in (self.nhs, self.school, self.jobcentre, self.police):
            world.bring_in(self.room, agency, by=self.priya)
        self.joins = timedelta(days=3)
        world.bring_in(self.room, self.lantern, by=self.priya, during=lasting(self.joins))
        for person, role in (
            (self.owen, Role.CONTRIBUTOR),
            (self.samira, Role.CONTRIBUTOR),
            (self.joy, Role.COMMENTER),
            (self.gwen, Role.CONTRIBUTOR),
            (self.idris, Role.READER),
            (self.nina, Role.COMMENTER),
            (self.lena, Role.COMMENTER),
        ):
            world.join(self.room, person, role, by=self.priya)
        world.join(self.room, self.ada, Role.READER, by=self.priya, during=lasting(self.joins))
        everything = [category for category in Category if category is not Category.FINANCE]
        self.isa_1 = world.agreement([self.council, self.nhs, self.school], self.priya, *everything)
        self.isa_2 = world.agreement(
            [self.council, self.jobcentre], self.priya, Category.EMPLOYMENT, Category.FINANCE
        )
        self.isa_3 = world.agreement([self.council, self.lantern], self.priya, Category.PLAN)

    def document(self, title: str = "Family plan", **more: Any) -> Document:
        """A document of the Council that nobody else sees yet."""
        return self.world.document(self.room, self.priya, self.council, title, **more)

    def address(self, document: Document, page: str = "share") -> str:
        """The address of one of a document's pages."""
        return f"/documents/{encode(document.id)}/{page}"

    @property
    def room_address(self) -> str:
        """The address of the room."""
        return f"/rooms/{encode(self.room.id)}"

    def get(self, by: Person, address: str, **query: str) -> TestResponse:
        """Read a page."""
        return self.sign_in(by.id).get(address, query_string=query)

    def page(self, by: Person, address: str, **query: str) -> str:
        """The text of a page that must be there."""
        answer = self.get(by, address, **query)
        assert answer.status_code == 200, answer.text
        return answer.text

    def share(
        self,
        by: Person,
        document: Document,
        *agencies: Organisation,
        people: tuple[Person, ...] = (),
        seen: str | None = None,
        change: Release | None = None,
        **fields: str,
    ) -> TestResponse:
        """Send the form for sharing as it would be sent now, with agencies and people ticked."""
        if seen is None:
            seen = " ".join(encode(release.id) for release in self.releases(document) if _stands(release))
        sent: MultiDict[str, str] = MultiDict({**USUAL, **fields, "seen": seen})
        for agency in agencies:
            sent.add("see", encode(agency.id))
            sent.add("first", encode(agency.id))
        for person in people:
            sent.add("person", encode(person.id))
        address = self.address(document) + (f"?change={encode(change.id)}" if change else "")
        return self.sign_in(by.id).post(address, data=sent)

    def releases(self, document: Document) -> list[Release]:
        """The releases of a document, ended ones too, oldest first."""
        with database.acting_as(self.priya.id):
            found = select(Release).where(Release.document_id == document.id).order_by(Release.id)
            return list(database.session().scalars(found))

    def sees(self, person: Person, document: Document) -> bool:
        """Whether a person sees a document; its page and the room's list must agree."""
        status = self.get(person, f"/documents/{encode(document.id)}").status_code
        listed = document.title in self.page(person, self.room_address)
        assert listed is (status == 200), f"{status}, {listed}"
        return listed

    def consent(
        self, subject: str = "Dana Ashdown", by: Person | None = None, agency: Organisation | None = None
    ) -> Consent:
        """A consent of the room, recorded by the Council's Priya unless said."""
        by, agency = by or self.priya, agency or self.council
        made = self.world.consent(self.room, by, agency, self.school, self.nhs, self.police)
        record = ConsentRecord(
            consent_id=made.id,
            room_id=self.room.id,
            reference="C1",
            subject=subject,
            wording="Health information to the School",
            given_how="In person",
        )
        self.world.add(by.id, record)
        return made

    def entries(self, action: str) -> list[AuditEntry]:
        """The audit entries of an action that concern the Council, oldest first."""
        with database.acting_as(self.helen.id):
            found = select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.id)
            return list(database.session().scalars(found))

    def told(self) -> list[OutboxEvent]:
        """The events that were told, in order."""
        with database.acting_as(None):
            return list(database.session().scalars(select(OutboxEvent).order_by(OutboxEvent.id)))


def _stands(release: Release) -> bool:
    return release.during.upper is None or release.during.upper > datetime.now(UTC)
