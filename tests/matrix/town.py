"""The town of `cast`, as rows: with a canary in every text, and bytes in the store that hold one too."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

from sqlalchemy.dialects.postgresql import Range

from tests.factories import World, lasting
from tests.matrix.cast import (
    AGENCIES_OF,
    AGREEMENTS,
    BY_SLUG,
    CONSENTS,
    ENDED_AGENCY,
    PAPERS,
    PEOPLE,
    REMARKS,
    REQUESTS,
    ROOMS,
    Paper,
    Remark,
    Somebody,
    canary,
)
from workspace.annotations.models import Annotation, Audience
from workspace.database import acting_as, transaction
from workspace.documents.models import Document, Version
from workspace.identifiers import new_id
from workspace.people.models import Appointment, Duty, Employment, Organisation, Person, Suspension
from workspace.rooms.models import AccessRequest, ExclusionReason, Level, Membership, Role, Room
from workspace.sharing.models import (
    Agreement,
    Asked,
    Basis,
    Category,
    Consent,
    ConsentRecord,
    Party,
    Release,
    ReleasePurpose,
    Term,
)
from workspace.storage import store

OVER = lasting(timedelta(days=-30), timedelta(days=-1))
CATEGORY = Category.PLAN


class Town:
    """The rows, found by the slugs of the tables."""

    def __init__(self) -> None:
        self.world = World()
        self.agencies: dict[str, Organisation] = {}
        self.people: dict[str, Person] = {}
        self.rooms: dict[str, Room] = {}
        self.papers: dict[str, Document] = {}
        self.remarks: dict[str, Annotation] = {}
        self.releases: dict[tuple[str, str], Release] = {}
        self.agreements: dict[str, Agreement] = {}
        self.terms: dict[str, Term] = {}
        self.consents: dict[str, Consent] = {}
        self.records: dict[str, ConsentRecord] = {}
        self.reasons: dict[str, ExclusionReason] = {}
        self.requests: dict[str, AccessRequest] = {}
        self._agencies_and_people()
        self._rooms()
        self._agreements()
        self._consents()
        self._requests()
        for paper in PAPERS:
            self._paper(paper)
        for remark in REMARKS:
            self._remark(remark)
        self._what_keeps_them_out()

    def _agencies_and_people(self) -> None:
        for code, name in AGENCIES_OF.items():
            made = Organisation(name=name, short_name=code, during=lasting())
            self.world.add(self.world.founder, made)
            self.agencies[code] = made
        for each in PEOPLE:
            if each.agency:
                self.people[each.slug] = self._person(each)

    def _person(self, who: Somebody) -> Person:
        agency = self.agencies[who.agency].id
        made = Person(name=who.name, email=f"{canary('mail', who.slug).lower()}@westmoor.example")
        job = Employment(person_id=made.id, organisation_id=agency, during=lasting())
        duties = [Duty[who.duty.upper()]] if who.duty else []
        held = [Appointment(person_id=made.id, organisation_id=agency, duty=duty) for duty in duties]
        self.world.add(made.id, made, job, *held)
        return made

    def _rooms(self) -> None:
        for slug, (leading, taking_part, left, is_open) in ROOMS.items():
            by = next(self.people[each.slug] for each in PEOPLE if each.roles.get(slug) == Role.LEAD)
            room = Room(
                title=canary("title", slug),
                reference=canary("ref", slug).upper(),
                purpose=canary("purpose", slug),
                level=Level.OFFICIAL_SENSITIVE,
                first_lead_id=self.agencies[leading].id,
                by_id=by.id,
                during=lasting() if is_open else OVER,
            )
            self.world.add(by.id, room)
            self.rooms[slug] = room
            for code in (leading, *taking_part, *left):
                during = OVER if code in left else lasting()
                self.world.bring_in(room, self.agencies[code], by=by, during=during)
            for each in PEOPLE:
                if slug in each.roles:
                    self.world.join(room, self.people[each.slug], Role(each.roles[slug]), by=by)

    def _agreements(self) -> None:
        for slug, parties in AGREEMENTS.items():
            by = next(self.people[each.slug] for each in PEOPLE if each.agency == parties[0])
            signing = [self.agencies[code] for code in parties]
            made = Agreement(
                organisation_id=signing[0].id,
                reference=canary("isa", slug),
                title=canary("isatitle", slug),
                purpose=canary("isapurpose", slug),
                basis=Basis.PUBLIC_TASK,
            )
            ids: dict[str, Any] = {"agreement_id": made.id, "by_id": by.id, "during": lasting()}
            self.world.add(by.id, made, *(Party(organisation_id=each.id, **ids) for each in signing))
            self.terms[slug] = self.world.term(made, signing, by)
            self.agreements[slug] = made

    def _consents(self) -> None:
        for slug, (code, _paper) in CONSENTS.items():
            by = next(self.people[each.slug] for each in PEOPLE if each.agency == code and each.roles)
            outcome = Asked.GIVEN if slug == "given" else Asked.NOT_SOUGHT
            agency, room = self.agencies[code], self.rooms["main"]
            made = self.world.consent(room, by, agency, self.agencies["NHS"], outcome=outcome)
            words: dict[str, Any] = {
                kind: canary(f"consent{kind}", slug)
                for kind in ("reference", "subject", "wording", "given_how", "because")
            }
            record = ConsentRecord(consent_id=made.id, room_id=room.id, **words)
            self.world.add(by.id, record)
            self.consents[slug], self.records[slug] = made, record

    def _requests(self) -> None:
        for slug, room in REQUESTS.items():
            by = self.people[slug]
            asked = AccessRequest(
                person_id=by.id,
                organisation_id=self.agencies[BY_SLUG[slug].agency].id,
                lead_id=self.agencies["WCC"].id,
                reference=canary("asked", slug),
                reason=canary("askedbecause", slug),
                room_id=self.rooms[room].id if room else None,
                during=lasting(timedelta(days=-1), timedelta(days=10)),
            )
            self.world.add(by.id, asked)
            self.requests[slug] = asked

    def _paper(self, paper: Paper) -> None:
        by = self._author(paper)
        made = Document(
            room_id=self.rooms[paper.room].id,
            owner_id=self.agencies[paper.owner].id,
            category=CATEGORY,
            level=Level.OFFICIAL_SENSITIVE if paper.sensitive else Level.OFFICIAL,
            title=canary("paper", paper.slug),
            by_id=by.id,
            takes_annotations=paper.annotated,
            during=lasting(),
        )
        versions = [self.version(made, paper, number, by) for number in range(1, paper.versions + 1)]
        self.world.add(by.id, made, *versions)
        self.papers[paper.slug] = made
        for code, named in paper.released.items():
            consent = next((slug for slug, (_by, of) in CONSENTS.items() if of == paper.slug), None)
            self.release(
                paper.slug,
                code,
                named=named,
                minimum_role=Role(paper.least_role) if paper.least_role else None,
                may_download=paper.downloaded,
                consent_id=self.consents[consent].id if consent else None,
            )
        if paper.withdrawn_from:
            self.release(paper.slug, paper.withdrawn_from, during=OVER)

    def _author(self, paper: Paper) -> Person:
        able = (
            each
            for each in PEOPLE
            if each.agency == paper.owner and each.roles.get(paper.room, 0) >= Role.CONTRIBUTOR
        )
        return self.people[next(able).slug]

    def version(self, document: Document, paper: Paper, number: int, by: Person) -> Version:
        """A version whose bytes hold a canary, and are in the store."""
        text = canary("text", paper.slug).encode()
        data = b"%PDF-1.7\n%" + text if paper.media == "application/pdf" else text
        key = f"versions/{new_id()}"
        store().put(key, BytesIO(data))
        return Version(
            document_id=document.id,
            number=number,
            size=len(data),
            sha256=hashlib.sha256(data).digest(),
            media_type=paper.media,
            filename=f"{canary('file', paper.slug)}.txt",
            reason=canary("reason", paper.slug),
            key=key,
            by_id=by.id,
            organisation_id=document.owner_id,
        )

    def release(self, slug: str, code: str, *, named: tuple[str, ...] = (), **more: Any) -> Release:
        """Release a document to an agency, with a purpose that only its readers may know."""
        document = self.papers[slug]
        room = next(each.room for each in PAPERS if each.slug == slug)
        agreement = self.agreements["east" if room == "other" else "family"]
        made = Release(
            document_id=document.id,
            room_id=document.room_id,
            organisation_id=self.agencies[code].id,
            agreement_id=agreement.id,
            basis=Basis.PUBLIC_TASK,
            by_id=document.by_id,
            people=[self.people[each].id for each in named] or None,
            **{"during": lasting(), **more},
        )
        purpose = ReleasePurpose(
            release_id=made.id, document_id=document.id, purpose=canary("for", f"{slug}{code}")
        )
        self.world.add(document.by_id, made, purpose)
        self.releases[slug, code] = made
        return made

    def _remark(self, remark: Remark) -> None:
        by, document = self.people[remark.by], self.papers[remark.paper]
        with acting_as(by.id), transaction() as db:
            version = db.query(Version).filter_by(document_id=document.id, number=1).one()
        self.remarks[remark.slug] = self.world.annotation(
            document,
            version.id,
            by,
            self.agencies[next(each.agency for each in PEOPLE if each.slug == remark.by)],
            audience=Audience(remark.audience),
            organisations=sorted(self.agencies[code].id for code in remark.agencies),
            body=canary("remark", remark.slug),
            thread_id=self.remarks[remark.thread].id if remark.thread else None,
        )

    def _what_keeps_them_out(self) -> None:
        """Last, so that everything was made while they could still have been there."""
        keeping: dict[str, Callable[[Somebody], None]] = {
            "removed": lambda who: self._membership_over(who, OVER),
            "expired": lambda who: self._membership_over(
                who, lasting(timedelta(days=-30), timedelta(hours=-1))
            ),
            "excluded": self._excluded,
            "suspended": self._suspended,
        }
        for who in PEOPLE:
            if who.kept_out in keeping:
                keeping[who.kept_out](who)
        ended = self.agencies[ENDED_AGENCY]
        self._ended(Organisation, ended.id, OVER, self.people["administrator"].id)

    def _membership_over(self, who: Somebody, during: Any) -> None:
        person = self.people[who.slug].id
        with acting_as(person), transaction() as db:
            rows = db.query(Membership).filter_by(person_id=person).all()
            for row in rows:
                row.during = during

    def _excluded(self, who: Somebody) -> None:
        made = self.world.exclude(self.rooms["main"], self.people[who.slug], by=self.people["lead"])
        reason = ExclusionReason(
            exclusion_id=made.id,
            room_id=made.room_id,
            organisation_id=self.agencies["WCC"].id,
            reason=canary("excluded", who.slug),
        )
        self.world.add(made.by_id, reason)
        self.reasons[who.slug] = reason

    def _suspended(self, who: Somebody) -> None:
        by = self.people["partner_manager"].id
        self.world.add(by, Suspension(person_id=self.people[who.slug].id, by_id=by, during=lasting()))

    def _ended(self, model: Any, id: int, during: Range[Any], by: int) -> None:
        with acting_as(by), transaction() as db:
            db.get_one(model, id).during = during
