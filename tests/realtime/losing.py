"""The ways in which somebody loses sight of a document while they look at it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.dialects.postgresql import Range

from tests.factories import World
from workspace.accounts.models import SignedSession
from workspace.accounts.services import end_session
from workspace.administration.services.people import suspend
from workspace.database import Lasting, acting_as, ending, transaction
from workspace.documents.queries.offers import unended
from workspace.documents.services import releases
from workspace.documents.services.releases import ReleaseChoice
from workspace.people.models import Duty, Organisation, Person
from workspace.realtime.outbox import tell
from workspace.rooms import locks
from workspace.rooms.models import Membership, Role
from workspace.rooms.services.exclusion import exclude
from workspace.rooms.services.membership import remove_member
from workspace.rooms.services.participation import end_participation
from workspace.sharing.models import Agreement, Basis, Consent, Release, Signature, Term

OF_A_PERSON = ("membership", "exclusion", "suspension", "session")
OF_AN_AGENCY = ("participation", "release", "release narrowed", "term", "signature", "consent")
BY_TIME = "time"


@dataclass(frozen=True)
class Losing:
    """Somebody who looks at the document, and how they lose sight of it: `end` commits before it returns."""

    kind: str
    person: Person
    end: Callable[[], None]


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
        self.nhs, *_ = self._agency()
        self.tom = world.person(self.nhs, "Tom Raine", Duty.MANAGER)

    def losing(self, kinds: Iterable[str]) -> list[Losing]:
        """One who will lose sight of the document in each of these ways."""
        return [(self._of_an_agency if each in OF_AN_AGENCY else self._of_a_person)(each) for each in kinds]

    def _agency(self, consent: bool = False) -> tuple[Organisation, Agreement, Release, Consent | None]:
        """An agency that takes part and to which the document is released."""
        world, priya = self.world, self.priya
        made = world.organisation(f"NHS {uuid4().hex[:6]}")
        world.bring_in(self.room, made, by=priya)
        agreement = world.agreement([self.council, made], priya)
        if not consent:
            return made, agreement, world.release(self.plan, made, agreement, priya), None
        given = world.consent(self.room, priya, self.council, made)
        rests = {"basis": Basis.CONSENT, "consent_id": given.id}
        return made, agreement, world.release(self.plan, made, agreement, priya, **rests), given

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
            "exclusion": _as(mine, lambda: exclude(by=mine, **room)),
            "suspension": _as(tom, lambda: suspend(by=tom, organisation_id=self.nhs.id, person_id=who.id)),
            "session": signed_out,
            BY_TIME: lambda: self._run_out(who),
        }
        return Losing(kind, who, ends[kind])

    def _of_an_agency(self, kind: str) -> Losing:
        agency, agreement, release, consent = self._agency(kind == "consent")
        who, other = self._joined(agency), self._joined(agency, "Joy Okafor")
        mine, plan = self.priya.id, self.plan.id

        def narrowed() -> None:
            choice = ReleaseChoice(agency.id, people=(other.id,))
            with acting_as(mine):
                seen = frozenset(each.id for each in unended(plan))
                releases.change_release(mine, plan, release.id, choice, seen)

        ends: dict[str, Callable[[], None]] = {
            "participation": _as(
                mine,
                lambda: end_participation(by=mine, room_id=self.room.id, organisation_id=agency.id),
            ),
            "release": _as(mine, lambda: releases.withdraw_release(mine, plan, release.id)),
            "release narrowed": narrowed,
            "term": lambda: self._ended(Term, Term.agreement_id == agreement.id),
            "signature": lambda: self._ended(Signature, Signature.organisation_id == agency.id),
            "consent": lambda: self._ended(Consent, Consent.id == (consent.id if consent else 0)),
        }
        return Losing(kind, who, ends[kind])

    def _ended(self, model: type[Lasting], condition: ColumnElement[bool]) -> None:
        with acting_as(self.priya.id), transaction() as db:
            locks.hold_all_alone(db)
            db.execute(update(model).where(condition).values(during=ending(model)))
            tell("room.access.changed", room_id=self.room.id)

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
