"""One document, and people of five agencies around it, of whom four may see it."""

import json
from typing import Any
from uuid import uuid4

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.factories import World
from workspace import identifiers
from workspace.annotations.models import Annotation
from workspace.audit.models import AuditEntry
from workspace.database import acting_as, session
from workspace.documents.models import Document
from workspace.identifiers import encode
from workspace.people.models import Duty, Person
from workspace.realtime.models import OutboxEvent
from workspace.rooms.models import Role

JSON = {"Accept": "application/json"}
PASSAGE: dict[str, Any] = {
    "selector": [
        {
            "type": "FragmentSelector",
            "conformsTo": "http://tools.ietf.org/rfc/rfc3778",
            "value": "page=2",
            "refinedBy": [
                {"type": "TextPositionSelector", "start": 40, "end": 52},
                {"type": "TextQuoteSelector", "exact": "seen at home", "prefix": "was ", "suffix": " on"},
            ],
        }
    ]
}


class Family:
    """Council owns the document; NHS, Police and School may see it, School only read; Housing may not."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.council = world.organisation("Council", colour="council")
        self.nhs = world.organisation("NHS", colour="nhs")
        self.police = world.organisation("Police", colour="police")
        self.school = world.organisation("School", colour="school")
        self.housing = world.organisation("Housing", colour="housing")
        self.priya = world.person(self.council, "Priya Nair")
        self.owen = world.person(self.council, "Owen Blyth")
        self.samira = world.person(self.nhs, "Dr Samira Haddad")
        self.joy = world.person(self.nhs, "Joy Okafor")
        self.lena = world.person(self.police, "DC Lena Fox")
        self.gwen = world.person(self.school, "Gwen Lyle")
        self.carl = world.person(self.housing, "Carl Benning")
        self.auditors = {
            at.short_name: world.person(at, f"{at.short_name} auditor", Duty.AUDITOR)
            for at in (self.council, self.nhs, self.police)
        }
        self.room = world.room(self.priya, self.council)
        for at in (self.nhs, self.police, self.school, self.housing):
            world.bring_in(self.room, at, by=self.priya)
        for person in (self.owen, self.samira, self.joy, self.lena, self.carl):
            world.join(self.room, person, Role.COMMENTER, by=self.priya)
        world.join(self.room, self.gwen, Role.READER, by=self.priya)
        parties = (self.council, self.nhs, self.police, self.school, self.housing)
        self.agreement = world.agreement(parties, self.priya)
        self.document = world.document(self.room, self.priya, self.council)
        for at in (self.nhs, self.police, self.school):
            world.release(self.document, at, self.agreement, self.priya)

    @property
    def readers(self) -> list[Person]:
        """Everyone who may read the document."""
        return [self.priya, self.owen, self.samira, self.joy, self.lena, self.gwen]


def address(document: Document, number: int = 1) -> str:
    """Where the annotations of a version are."""
    return f"/documents/{encode(document.id)}/versions/{number}/annotations"


def annotate(browser: FlaskClient, document: Document, **given: Any) -> TestResponse:
    """Send a new annotation, as our script does."""
    form = {"body": "A remark", "audience": "everyone", "request_id": str(uuid4()), **given}
    if isinstance(form.get("target"), dict):
        form["target"] = json.dumps(form["target"])
    return browser.post(address(document), data=form, headers=JSON)


def added(browser: FlaskClient, document: Document, **given: Any) -> int:
    """Add an annotation and give its id."""
    answer = annotate(browser, document, **given)
    assert answer.status_code == 201, answer.text
    return identifiers.decode(answer.json["id"])  # type: ignore[index]


def act(browser: FlaskClient, what: str, id: int, **form: Any) -> TestResponse:
    """Reply to, resolve, open again or withdraw an annotation, as our script does."""
    return browser.post(f"/annotations/{encode(id)}/{what}", data=form, headers=JSON)


def seen(browser: FlaskClient, document: Document, number: int = 1) -> str:
    """The list beside a version, as this browser gets it."""
    answer = browser.get(address(document, number))
    assert answer.status_code == 200, answer.text
    return answer.text


def entries(person: Person, action: str) -> list[AuditEntry]:
    """The audit entries of an action that an auditor can read."""
    with acting_as(person.id):
        asked = select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.id)
        return list(session().scalars(asked))


def events(person: Person) -> list[str]:
    """The names of everything told so far."""
    with acting_as(person.id):
        return list(session().scalars(select(OutboxEvent.name).order_by(OutboxEvent.id)))


def rows(person: Person) -> list[Annotation]:
    """The annotations that the database shows a person."""
    with acting_as(person.id):
        return list(session().scalars(select(Annotation).order_by(Annotation.id)))
