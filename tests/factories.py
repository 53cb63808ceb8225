"""Makes the rows a test needs, as the people who would make them: under row-level security."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session

from workspace.annotations.models import Annotation, Audience
from workspace.database import Base, Period, acting_as, transaction
from workspace.documents.models import Document, Version
from workspace.identifiers import new_id
from workspace.people.models import Appointment, Duty, Employment, Organisation, Person
from workspace.rooms.models import Exclusion, Level, Membership, Participation, Role, Room
from workspace.sharing.models import (
    Agreement,
    Asked,
    Basis,
    Category,
    Consent,
    Party,
    Release,
    Signature,
    Term,
)

AGO = timedelta(days=30)


def lasting(start: timedelta = -AGO, end: timedelta | None = None) -> Period:
    """A period that began (by default) thirty days ago and ends, if at all, after ``end`` from now."""
    now = datetime.now(UTC)
    return Range(now + start, None if end is None else now + end)


class World:
    """Adds rows to this test's database. Everything it makes began thirty days ago unless said."""

    def __init__(self) -> None:
        self.founder = new_id()

    def add(self, by: int, *rows: Base) -> None:
        """Add rows as the person ``by``."""
        with acting_as(by), transaction() as db:
            self._add(db, rows)

    def _add(self, db: Session, rows: Iterable[Base]) -> None:
        for row in rows:
            db.add(row)
            db.flush()

    def organisation(self, short_name: str = "Council", **more: Any) -> Organisation:
        """An active organisation."""
        made = Organisation(name=f"{short_name} of Westmoor", short_name=short_name, during=lasting(), **more)
        self.add(self.founder, made)
        return made

    def person(self, organisation: Organisation, name: str = "Priya Nair", *duties: Duty) -> Person:
        """Somebody who works for ``organisation``, with duties."""
        made = Person(name=name, email=f"{uuid4().hex[:8]}@westmoor.example", job_title="worker")
        job = Employment(person_id=made.id, organisation_id=organisation.id, during=lasting())
        held = [
            Appointment(person_id=made.id, organisation_id=organisation.id, duty=duty, during=lasting())
            for duty in duties
        ]
        self.add(made.id, made, job, *held)
        return made

    def room(
        self, lead: Person, organisation: Organisation, title: str = "Ashdown-Reyes family", **more: Any
    ) -> Room:
        """An open room led by ``lead`` of ``organisation``."""
        values: dict[str, Any] = {
            "reference": f"FH/{uuid4().hex[:6].upper()}",
            "purpose": "Whole-family support",
            "level": Level.OFFICIAL_SENSITIVE,
            "during": lasting(),
            **more,
        }
        made = Room(title=title, first_lead_id=organisation.id, by_id=lead.id, **values)
        self.add(lead.id, made)
        self.bring_in(made, organisation, by=lead)
        self.join(made, lead, Role.LEAD, by=lead)
        return made

    def bring_in(self, room: Room, organisation: Organisation, *, by: Person, **more: Any) -> Participation:
        """``organisation`` takes part in ``room``."""
        values = {"during": lasting(), **more}
        made = Participation(room_id=room.id, organisation_id=organisation.id, by_id=by.id, **values)
        self.add(by.id, made)
        return made

    def join(self, room: Room, person: Person, role: Role, *, by: Person, **more: Any) -> Membership:
        """``person`` is a member of ``room``."""
        values = {"during": lasting(), **more}
        made = Membership(room_id=room.id, person_id=person.id, role=role, by_id=by.id, **values)
        self.add(by.id, made)
        return made

    def exclude(self, room: Room, person: Person, *, by: Person) -> Exclusion:
        """``person`` never sees ``room``."""
        made = Exclusion(room_id=room.id, person_id=person.id, by_id=by.id, during=lasting())
        self.add(by.id, made)
        return made

    def agreement(self, parties: Iterable[Organisation], by: Person, *categories: Category) -> Agreement:
        """An agreement in force, signed by ``parties``, that covers ``categories`` (without any: all)."""
        signing = list(parties)
        made = Agreement(
            organisation_id=signing[0].id,
            reference=f"ISA-{uuid4().hex[:4]}",
            title="Westmoor Family Help",
            purpose="Whole-family support",
            basis=Basis.PUBLIC_TASK,
        )
        named = [
            Party(agreement_id=made.id, organisation_id=party.id, by_id=by.id, during=lasting())
            for party in signing
        ]
        self.add(by.id, made, *named)
        self.term(made, signing, by, *categories)
        return made

    def term(
        self,
        agreement: Agreement,
        parties: Iterable[Organisation],
        by: Person,
        *categories: Category,
        **more: Any,
    ) -> Term:
        """A term of ``agreement``, signed by ``parties`` for as long as it runs."""
        during = more.pop("during", None) or lasting()
        made = Term(
            agreement_id=agreement.id,
            categories=[int(c) for c in categories or Category],
            review_on=(datetime.now(UTC) + timedelta(days=20)).date(),
            by_id=by.id,
            during=during,
        )
        signed = [
            Signature(term_id=made.id, organisation_id=party.id, by_id=by.id, during=during)
            for party in parties
        ]
        self.add(by.id, made, *signed)
        return made

    def consent(
        self, room: Room, by: Person, organisation: Organisation, *receivers: Organisation, **more: Any
    ) -> Consent:
        """A consent that ``organisation`` recorded, under which ``receivers`` may get things."""
        values: dict[str, Any] = {"outcome": Asked.GIVEN, "during": lasting(), **more}
        made = Consent(
            room_id=room.id,
            organisation_id=organisation.id,
            organisations=[each.id for each in receivers],
            by_id=by.id,
            **values,
        )
        self.add(by.id, made)
        return made

    def document(
        self, room: Room, by: Person, owner: Organisation, title: str = "Family plan", **more: Any
    ) -> Document:
        """A document of ``owner`` in ``room``, with one version whose bytes are nowhere."""
        values: dict[str, Any] = {
            "category": Category.PLAN,
            "level": Level.OFFICIAL,
            "during": lasting(),
            **more,
        }
        made = Document(room_id=room.id, owner_id=owner.id, title=title, by_id=by.id, **values)
        version = Version(
            document_id=made.id,
            number=1,
            size=12,
            sha256=b"\0" * 32,
            media_type="text/plain",
            filename="plan.txt",
            reason="First version",
            key=f"versions/{uuid4().hex}",
            by_id=by.id,
            organisation_id=owner.id,
        )
        self.add(by.id, made, version)
        return made

    def release(
        self, document: Document, to: Organisation, agreement: Agreement, by: Person, **more: Any
    ) -> Release:
        """``document`` is released to ``to`` under ``agreement``; what is sensitive, to commenters and up."""
        values: dict[str, Any] = {"basis": Basis.PUBLIC_TASK, "during": lasting(), **more}
        if document.level is Level.OFFICIAL_SENSITIVE and not values.get("people"):
            values.setdefault("minimum_role", Role.COMMENTER)
        made = Release(
            document_id=document.id,
            room_id=document.room_id,
            organisation_id=to.id,
            agreement_id=agreement.id,
            by_id=by.id,
            **values,
        )
        self.add(by.id, made)
        return made

    def annotation(
        self, document: Document, version_id: int, by: Person, organisation: Organisation, **more: Any
    ) -> Annotation:
        """A remark of ``by`` on ``document``, for everyone who can see it unless said."""
        values: dict[str, Any] = {
            "audience": Audience.EVERYONE,
            "body": "A remark",
            "during": lasting(),
            **more,
        }
        made = Annotation(
            document_id=document.id,
            room_id=document.room_id,
            version_id=version_id,
            by_id=by.id,
            organisation_id=organisation.id,
            request_id=uuid4(),
            **values,
        )
        self.add(by.id, made)
        return made
