"""Loads the demonstration: one transaction, so that it is there whole or not at all."""

from typing import Any

from sqlalchemy import select

from workspace import storage
from workspace.accounts.models import Credential
from workspace.accounts.passwords import hash_of
from workspace.audit.services import record
from workspace.database import Period, acting_as, audience_session, transaction
from workspace.demo import grounds, records
from workspace.demo.papers import Papers
from workspace.demo.people import AGENCIES, PASSWORD, Agency, Someone
from workspace.demo.story import Story
from workspace.identifiers import new_id
from workspace.people.models import Appointment, Employment, Organisation, Person
from workspace.rooms.models import Exclusion, ExclusionReason, Level, Membership, Participation, Room
from workspace.sharing.models import Agreement, Asked, Basis, Consent, ConsentRecord, Party, Signature, Term


def load() -> bool:
    """Load the Ashdown-Reyes family with its agencies and documents, unless anything is there already.

    Needs the database and the store to be connected. Returns whether it loaded.
    """
    with audience_session() as nobody:
        if nobody.scalars(select(Organisation.id).limit(1)).first() is not None:
            return False
    storage.store().prepare()
    with acting_as(None), transaction() as db:
        Loader(Story(db)).load()
        record("demonstration.loaded", thing_name="platform")
    return True


class Loader:
    """Writes who there is, the room, and on what ground things are shared in it; then its documents."""

    def __init__(self, story: Story) -> None:
        self.story = story

    def load(self) -> None:
        """Write everything, in the order in which it refers to one another."""
        self._organisations()
        with self.story.told_by("priya.nair"):
            room = self._room()
            self._agreements()
            self._consents(room)
            self._members(room)
        self._consent_records(room)  # each by who recorded it, so once they are members
        Papers(self.story, room).write()

    def _organisations(self) -> None:
        began = self.story.lasting(-400)
        for agency in AGENCIES:
            organisation = Organisation(
                name=agency.name, short_name=agency.short_name, colour=agency.colour, during=began
            )
            self.story.organisations[agency.code] = organisation
            with self.story.acting(new_id()):
                self.story.add(organisation)
            for each in agency.people:
                self._person(agency, each, organisation, began)

    def _person(self, agency: Agency, each: Someone, organisation: Organisation, began: Period) -> None:
        person = Person(name=each.name, email=agency.email(each), job_title=each.job_title)
        self.story.people[each.key] = person
        self.story.employers[each.key] = organisation
        held: dict[str, Any] = {"person_id": person.id, "organisation_id": organisation.id, "during": began}
        with self.story.acting(person.id):
            self.story.add(
                person,
                Employment(**held),
                Credential(person_id=person.id, password_hash=hash_of(PASSWORD), demonstration=True),
                *(Appointment(**held, duty=duty) for duty in each.duties),
            )

    def _room(self) -> Room:
        lead = self.story.people["priya.nair"]
        room = Room(
            title="Ashdown-Reyes family",
            reference="FH/2026/0147",
            purpose="Whole-family support",
            level=Level.OFFICIAL_SENSITIVE,
            first_lead_id=self.story.organisations["WCC"].id,
            by_id=lead.id,
            during=self.story.lasting(-4.2),
        )
        self.story.add(room)
        return room

    def _agreements(self) -> None:
        by = self.story.people["farah.aziz"].id
        for pact in grounds.AGREEMENTS:
            during = self.story.lasting(pact.start, pact.end)
            agreement = Agreement(
                organisation_id=self.story.organisations[pact.keeper].id,
                reference=pact.reference,
                title=pact.title,
                purpose=pact.purpose,
                basis=Basis.PUBLIC_TASK,
            )
            term = Term(
                agreement_id=agreement.id,
                categories=[int(each) for each in pact.covers],
                review_on=self.story.day(pact.review).date(),
                by_id=by,
                during=during,
            )
            self.story.add(agreement, term)
            for code in pact.parties:
                of: dict[str, Any] = {"organisation_id": self.story.organisations[code].id, "during": during}
                signer = self.story.people[grounds.SIGNED_BY[code]]
                self.story.add(
                    Party(agreement_id=agreement.id, by_id=by, **of),
                    Signature(term_id=term.id, by_id=signer.id, **of),
                )
            self.story.agreements[pact.reference] = agreement

    def _members(self, room: Room) -> None:
        by = self.story.people["priya.nair"].id
        for code, reference, start, people in records.MEMBERS:
            end = records.LANTERN_LEAVES if code == "REF" else None
            self.story.add(
                Participation(
                    room_id=room.id,
                    organisation_id=self.story.organisations[code].id,
                    agreement_id=self.story.agreements[reference].id if reference else None,
                    by_id=by,
                    during=self.story.lasting(start, end),
                )
            )
            for key, role, since in people:
                self.story.add(
                    Membership(
                        room_id=room.id,
                        person_id=self.story.people[key].id,
                        role=role,
                        by_id=by,
                        during=self.story.lasting(since, end),
                    )
                )
        excluded = self.story.people[records.EXCLUDED]
        exclusion = Exclusion(
            room_id=room.id, person_id=excluded.id, by_id=by, during=self.story.lasting(-4.1)
        )
        why = ExclusionReason(
            exclusion_id=exclusion.id,
            room_id=room.id,
            organisation_id=self.story.organisations["WCC"].id,
            reason=records.EXCLUDED_BECAUSE,
        )
        self.story.add(exclusion, why)

    def _consents(self, room: Room) -> None:
        for agreed in grounds.CONSENTS:
            consent = Consent(
                room_id=room.id,
                organisation_id=self.story.organisations[agreed.agency].id,
                outcome=Asked.NOT_SOUGHT if agreed.because else Asked.GIVEN,
                organisations=[self.story.organisations[code].id for code in agreed.receivers],
                by_id=self.story.people[agreed.recorded_by].id,
                during=self.story.lasting(-3.05),
            )
            self.story.consents[agreed.reference] = consent
            self.story.add(consent)

    def _consent_records(self, room: Room) -> None:
        for agreed in grounds.CONSENTS:
            record = ConsentRecord(
                consent_id=self.story.consents[agreed.reference].id,
                room_id=room.id,
                reference=agreed.reference,
                subject=agreed.subject,
                wording=agreed.wording,
                given_how=agreed.given_how,
                because=agreed.because,
            )
            with self.story.told_by(agreed.recorded_by):
                self.story.add(record)
