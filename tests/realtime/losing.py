"""The ways in which somebody loses sight of a document while they look at it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import Range

from tests.factories import World
from workspace.accounts.models import SignedSession
from workspace.accounts.services import end_session
from workspace.administration.services.people import suspend
from workspace.database import acting_as, session, transaction
from workspace.documents.queries.offers import unended
from workspace.documents.services import releases
from workspace.documents.services.releases import ReleaseChoice
from workspace.people.models import Duty, Organisation, Person
from workspace.rooms.models import Membership, Role
from workspace.rooms.services.exclusion import exclude
from workspace.rooms.services.membership import remove_member
from workspace.rooms.services.participation import end_participation
from workspace.sharing.models import Agreement, Asked, Basis, ConsentRecord, Release
from workspace.sharing.services.agreements import end_agreement, withdraw_signature
from workspace.sharing.services.consents import Said, record_consent, withdraw_consent

OF_A_PERSON = ("membership", "exclusion", "suspension", "session")
OF_AN_AGENCY = ("participation", "release", "release narrowed", "agreement", "signature", "consent")
BY_TIME = "time"


@dataclass(frozen=True)
class Losing:
    """Somebody who looks at the document, and how they lose sight of it: `end` commits before it returns."""

    kind: str
    person: Person
    end: Callable[[], None]


@dataclass(frozen=True)
class Agency:
    """An agency to which the document is released, who manages it, and on what the release rests."""

    organisation: Organisation
    tom: Person
    agreement: Agreement
    release: Release
    consent_record_id: int = 0


class Gathering:
    """A room of the Council with one document, which many look at and somebody writes on."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.council = world.organisation(f"Council {uuid4().hex[:6]}")
        self.priya = world.person(self.council, "Priya Nair")
        self.owen = world.person(self.council, "Owen Blyth")
        self.room = world.room(self.priya, self.council)
        world.join(self.room, self.owen, Role.READER, by=self.priya)
        self.plan = world.document(self.room, self.priya, self.council)
        self.helen = world.person(self.council, "Helen Marsh", Duty.AUDITOR)
        first = self._agency()
        self.nhs, self.tom = first.organisation, first.tom

    def losing(self, kinds: Iterable[str]) -> list[Losing]:
        """One who will lose sight of the document in each of these ways."""
        return [(self._of_an_agency if each in OF_AN_AGENCY else self._of_a_person)(each) for each in kinds]

    def _agency(self, rests_on_consent: bool = False) -> "Agency":
        """An agency that takes part and to which the document is released, under an agreement of its own."""
        world, priya = self.world, self.priya
        made = world.organisation(f"NHS {uuid4().hex[:6]}")
        tom = world.person(made, "Tom Raine", Duty.MANAGER)
        world.bring_in(self.room, made, by=priya)
        agreement = world.agreement([self.council, made], priya)
        if not rests_on_consent:
            return Agency(made, tom, agreement, world.release(self.plan, made, agreement, priya))
        said = Said("Dana Ashdown", Asked.GIVEN, "Family help", frozenset([made.id]), given_how="In person")
        with acting_as(priya.id):
            record_id = record_consent(priya.id, self.room.id, said)
            consent_id = session().get_one(ConsentRecord, record_id).consent_id
        rests = {"basis": Basis.CONSENT, "consent_id": consent_id}
        release = world.release(self.plan, made, agreement, priya, **rests)
        return Agency(made, tom, agreement, release, record_id)

    def _joined(self, organisation: Organisation, name: str = "Samira Haddad") -> Person:
        person = self.world.person(organisation, name)
        self.world.join(self.room, person, Role.READER, by=self.priya)
        return person

    def _of_a_person(self, kind: str) -> Losing:
        who = self._joined(self.nhs)
        mine, tom = self.priya.id, self.tom.id
        room = {"room_id": self.room.id, "person_id": who.id}

        def signed_out() -> None:
            with acting_as(None), transaction() as db:
                own = select(SignedSession.id).where(SignedSession.person_id == who.id)
                session_id = db.scalars(own).one()
            with acting_as(who.id):
                end_session(who.id, session_id)

        ends: dict[str, Callable[[], None]] = {
            "membership": _as(mine, lambda: remove_member(by=mine, **room)),
            "exclusion": _as(mine, lambda: exclude(by=mine, **room, reason="A relative")),
            "suspension": _as(tom, lambda: suspend(by=tom, organisation_id=self.nhs.id, person_id=who.id)),
            "session": signed_out,
            BY_TIME: lambda: self._run_out(who),
        }
        return Losing(kind, who, ends[kind])

    def _of_an_agency(self, kind: str) -> Losing:
        agency = self._agency(kind == "consent")
        made, release, agreement = agency.organisation, agency.release, agency.agreement
        who, other = self._joined(made), self._joined(made, "Joy Okafor")
        mine, plan, tom, helen = self.priya.id, self.plan.id, agency.tom.id, self.helen.id

        def narrowed() -> None:
            choice = ReleaseChoice(made.id, people=(other.id,))
            seen = frozenset(each.id for each in unended(plan))
            releases.change_release(mine, plan, release.id, choice, seen)

        ends: dict[str, Callable[[], None]] = {
            "participation": _as(
                mine, lambda: end_participation(by=mine, room_id=self.room.id, organisation_id=made.id)
            ),
            "release": _as(mine, lambda: releases.withdraw_release(mine, plan, release.id)),
            "release narrowed": _as(mine, narrowed),
            "agreement": _as(helen, lambda: end_agreement(by=helen, agreement_id=agreement.id)),
            "signature": _as(tom, lambda: withdraw_signature(by=tom, agreement_id=agreement.id)),
            "consent": _as(mine, lambda: withdraw_consent(mine, agency.consent_record_id)),
        }
        return Losing(kind, who, ends[kind])

    def _run_out(self, person: Person) -> None:
        """Their time in the room was to end now all along, so nobody is told of it."""
        theirs = (Membership.room_id == self.room.id) & (Membership.person_id == person.id)
        with acting_as(self.priya.id), transaction() as db:
            began = db.scalars(select(Membership).where(theirs)).one().during.lower
            db.execute(update(Membership).where(theirs).values(during=Range(began, datetime.now(UTC))))


def _as(person_id: int, act: Callable[[], object]) -> Callable[[], None]:
    def acted() -> None:
        with acting_as(person_id):
            act()

    return acted
