"""A case of which there can be more and more, and how many statements a page asks of the database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.engine import Engine

from tests.documents.house import House
from tests.factories import World, lasting
from workspace.documents.models import Document, Version
from workspace.people.models import Duty, Organisation, Person
from workspace.rooms.models import AccessRequest, ExclusionReason, Membership, Role, Room
from workspace.sharing.models import Agreement, ConsentRecord


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that are sent to the database inside the block, whichever role asks them."""
    statements: list[str] = []

    def note(_link: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        statements.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", note)


class Growing:
    """A room of the council's, with something of everything that a page lists; `grow` adds more of it all."""

    def __init__(self, world: World, sign_in: Callable[[int], FlaskClient]) -> None:
        self.world, self.house = world, House(world, sign_in)
        self.lead = self.house.priya
        self.sol = world.person(world.organisation("Platform"), "Sol Arden", Duty.ADMINISTRATOR)
        self.farah = world.person(self.house.council, "Farah Aziz", Duty.MANAGER, Duty.AUDITOR)
        self.people = [self.lead, self.farah, self.house.helen, self.sol]
        self.numbers = count(1)
        self.document = self._document()
        self.values: dict[str, Any] = {
            "room_id": self.house.room.id,
            "document_id": self.document.id,
            "number": 1,
            "organisation_id": self.house.council.id,
            "person_id": self.house.owen.id,
        }
        self.grow(1)

    def grow(self, times: int) -> None:
        """Add so many more agencies, and with each of everything else one more."""
        for _ in range(times):
            self._agency(next(self.numbers))

    def _agency(self, nth: int) -> None:
        world, room, lead = self.world, self.house.room, self.lead
        agency = world.organisation(f"Agency {nth}")
        clerk = world.person(agency, f"Clerk {nth}")
        for person in (clerk, world.person(agency, f"Colleague {nth}", Duty.MANAGER)):
            world.join(room, person, Role.CONTRIBUTOR, by=lead)
        world.bring_in(room, agency, by=lead)
        colleague = world.person(self.house.council, f"Reader {nth}")
        world.join(room, colleague, Role.LEAD, by=lead)
        agreement = world.agreement([self.house.council, agency], lead)
        unsigned = world.term(agreement, [], lead)
        self._past_and_excluded(nth, agency)
        self._consent(nth, agency)
        self._documents(nth, agency, clerk, agreement, colleague)
        self._another_room(nth, agency)
        self.values |= {"agreement_id": agreement.id, "term_id": unsigned.id, "joined": agency.id}

    def _document(self, title: str = "Family plan") -> Document:
        return self.world.document(self.house.room, self.lead, self.house.council, title)

    def _documents(
        self, nth: int, agency: Organisation, clerk: Person, agreement: Agreement, colleague: Person
    ) -> None:
        """One of each agency, released to the other, and more versions and remarks on the first one."""
        world, council = self.world, self.house.council
        theirs = world.document(self.house.room, clerk, agency, f"Letter {nth}")
        world.release(theirs, council, agreement, clerk, for_action=True)
        for document in (self.document, self._document(f"Plan {nth}")):
            world.release(document, agency, agreement, self.lead)
        version = Version(
            document_id=self.document.id,
            number=nth + 1,
            size=12,
            sha256=b"\0" * 32,
            media_type="text/plain",
            filename="plan.txt",
            reason="Corrected",
            key=f"versions/growing-{nth}",
            by_id=colleague.id,
            organisation_id=council.id,
        )
        world.add(colleague.id, version)
        for on in {version.id, self.values.setdefault("version_id", version.id)}:
            thread = world.annotation(self.document, on, clerk, agency)
            world.annotation(self.document, on, colleague, council, thread_id=thread.id)
            self.values["annotation_id"] = thread.id

    def _past_and_excluded(self, nth: int, agency: Organisation) -> None:
        world, room, lead = self.world, self.house.room, self.lead
        gone = world.person(agency, f"Gone {nth}")
        before = lasting(timedelta(-20), -timedelta(days=10))
        row = Membership(room_id=room.id, person_id=gone.id, role=Role.READER, by_id=lead.id, during=before)
        world.add(lead.id, row)
        kept_out = world.person(agency, f"Kept out {nth}")
        exclusion = world.exclude(room, kept_out, by=lead)
        reason = ExclusionReason(
            exclusion_id=exclusion.id,
            room_id=room.id,
            organisation_id=self.house.council.id,
            reason="They know the family",
        )
        world.add(lead.id, reason)
        self.values |= {"exclusion_reason_id": reason.id, "excluded": kept_out.id}
        asking = world.person(agency, f"Asking {nth}")
        wish = AccessRequest(
            person_id=asking.id,
            organisation_id=agency.id,
            lead_id=self.house.council.id,
            reference=room.reference,
            reason="I work with the family",
            room_id=room.id,
            during=lasting(end=timedelta(days=14)),
        )
        world.add(asking.id, wish)
        self.values["access_request_id"] = wish.id

    def _consent(self, nth: int, agency: Organisation) -> None:
        consent = self.world.consent(self.house.room, self.lead, self.house.council, agency)
        says = ConsentRecord(
            consent_id=consent.id,
            room_id=self.house.room.id,
            reference=f"C{nth}",
            subject="Dana Ashdown",
            wording="Help",
        )
        self.world.add(self.lead.id, says)
        self.values["consent_record_id"] = says.id

    def _another_room(self, nth: int, agency: Organisation) -> Room:
        room = self.world.room(self.lead, self.house.council, f"Room {nth}")
        self.world.bring_in(room, agency, by=self.lead)
        self.world.document(room, self.lead, self.house.council, f"Elsewhere {nth}")
        return room
