"""Those who answer for the agencies of the room, and how they register, sign and end agreements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import unescape
from re import sub
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.documents.agencies import Agencies
from workspace import database
from workspace.identifiers import encode
from workspace.people.models import Duty, Organisation, Person
from workspace.periods import day_of
from workspace.sharing.models import Agreement, Category, Signature, Term


def day(days: int) -> str:
    """A day from today on, as forms send it."""
    return (day_of(datetime.now(UTC)) + timedelta(days=days)).isoformat()


def words_of(page: str) -> str:
    """The words of a page, without its markup."""
    return " ".join(unescape(sub(r"<[^>]+>", " ", page)).split())


@dataclass
class Agreeing:
    """The agencies of the room, with Farah, manager of the Council, and two auditors: Tom of the NHS, and
    Ruth of the Police. Sol runs the platform.
    """

    agencies: Agencies
    farah: Person
    tom: Person
    ruth: Person
    sol: Person

    @classmethod
    def of(cls, agencies: Agencies) -> "Agreeing":
        """Add those who sign to the agencies."""
        world = agencies.world
        return cls(
            agencies,
            farah=world.person(agencies.council, "Farah Aziz", Duty.MANAGER),
            tom=world.person(agencies.nhs, "Tom Raine", Duty.AUDITOR),
            ruth=world.person(agencies.police, "Ruth Kemp", Duty.AUDITOR),
            sol=world.person(world.organisation("Platform"), "Sol Arden", Duty.ADMINISTRATOR),
        )

    def browser(self, by: Person) -> FlaskClient:
        """A browser in which somebody is signed in."""
        return self.agencies.sign_in(by.id)

    def address(self, agreement: int, *parts: str) -> str:
        """The address of one of an agreement's pages."""
        return "/".join(["/agreements", encode(agreement), *parts])

    def page(self, by: Person, agreement: int, *parts: str) -> str:
        """The words of one of an agreement's pages, which must be there."""
        return words_of(self.agencies.page(by, self.address(agreement, *parts)))

    def send(self, by: Person, address: str, **fields: Any) -> TestResponse:
        """Send a form."""
        sent: MultiDict[str, str] = MultiDict()
        for name, value in fields.items():
            for each in value if isinstance(value, list) else [value]:
                sent.add(name, each)
        return self.browser(by).post(address, data=sent)

    def register(self, by: Person, *others: Organisation, **fields: Any) -> TestResponse:
        """Send the form for registering an agreement about plans and minutes that runs for a year."""
        whole = {
            "reference": "ISA-7",
            "title": "Westmoor Together",
            "purposes": "Whole-family support\nSafety of children",
            "basis": "public_task",
            "parties": [encode(other.id) for other in others],
            **self.term(),
            **fields,
        }
        return self.send(by, "/agreements/new", **whole)

    def term(self, *categories: Category, first: int = 0, last: int = 364, **fields: Any) -> dict[str, Any]:
        """What is sent about a term that begins and ends so many days from today."""
        covered = categories or (Category.PLAN, Category.MINUTES)
        return {
            "categories": [each.name.lower() for each in covered],
            "first": day(first),
            "last": day(last),
            "review_on": day(last),
            **fields,
        }

    def registered(self, *others: Organisation, **fields: Any) -> int:
        """Register an agreement of the Council by Farah; gives its id."""
        answer = self.register(self.farah, *others, **fields)
        assert answer.status_code == 302, words_of(answer.text)
        with database.acting_as(self.farah.id):
            made = select(Agreement.id).order_by(Agreement.id.desc()).limit(1)
            return database.session().scalars(made).one()

    def terms(self, agreement: int) -> Sequence[Term]:
        """The terms of an agreement, the oldest first."""
        with database.acting_as(self.farah.id):
            found = select(Term).where(Term.agreement_id == agreement).order_by(Term.id)
            return database.session().scalars(found).all()

    def signatures(self, agreement: int) -> Sequence[Signature]:
        """Every signature that an agreement ever had, the oldest first."""
        ids = [term.id for term in self.terms(agreement)]
        with database.acting_as(self.farah.id):
            found = select(Signature).where(Signature.term_id.in_(ids)).order_by(Signature.id)
            return database.session().scalars(found).all()

    def sign(self, by: Person, agreement: int, term: Term | None = None) -> TestResponse:
        """Sign a term, the newest one unless said."""
        wanted = term or self.terms(agreement)[-1]
        return self.send(by, self.address(agreement, "terms", encode(wanted.id), "sign"))

    def renew(self, by: Person, agreement: int, seen: Term | None = None, **fields: Any) -> TestResponse:
        """Renew an agreement, having seen all its terms unless said."""
        newest = seen or self.terms(agreement)[-1]
        whole = {"seen": encode(newest.id), **self.term(), **fields}
        return self.send(by, self.address(agreement, "renew"), **whole)

    def withdraw(self, by: Person, agreement: int) -> TestResponse:
        """Withdraw the signature of one's agency."""
        return self.send(by, self.address(agreement, "withdraw"))

    def end(self, by: Person, agreement: int, **fields: Any) -> TestResponse:
        """End an agreement."""
        return self.send(by, self.address(agreement, "end"), **fields)
