"""A council's document in its room, two agencies in it, and those who answer for what was done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select
from werkzeug.test import TestResponse

from tests.factories import World
from workspace.audit.models import AuditEntry, Outcome
from workspace.audit.services import record
from workspace.database import acting_as, session, transaction
from workspace.documents.models import Document
from workspace.identifiers import encode, new_id
from workspace.people.models import Duty, Organisation, Person
from workspace.rooms.models import Role, Room

SignIn = Callable[[int], FlaskClient]


@dataclass
class Office:
    """Who and what there is in these tests."""

    world: World
    sign_in: SignIn
    council: Organisation
    nhs: Organisation
    housing: Organisation
    priya: Person
    joy: Person
    karl: Person
    helen: Person
    tom: Person
    farah: Person
    sol: Person
    room: Room
    plan: Document
    browsers: dict[int, FlaskClient] = field(default_factory=dict)

    def get(self, person: Person, address: str, **more: str) -> TestResponse:
        """What the person gets at an address, with values for its query."""
        if person.id not in self.browsers:
            self.browsers[person.id] = self.sign_in(person.id)
        return self.browsers[person.id].get(address, query_string=more or None)

    def act(self, by: Person, action: str, count: int = 1, **more: object) -> list[int]:
        """Entries about acts of somebody; their ids, the oldest first."""
        with acting_as(by.id), transaction():
            for _ in range(count):
                record(action, **more)  # type: ignore[arg-type]
        return [entry.id for entry in self.entries(action)][-count:]

    def entries(self, action: str) -> Sequence[AuditEntry]:
        """Every entry of an action, the oldest first."""
        with acting_as(self.sol.id):
            found = select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.id)
            return session().scalars(found).all()

    def on_day(self, by: Person, id: int, action: str = "document.opened") -> None:
        """An entry with an id of another day."""
        entry = AuditEntry(
            id=id,
            person_id=by.id,
            organisation_id=None,
            room_id=None,
            action=action,
            thing="document",
            thing_id=new_id(),
            outcome=Outcome.ALLOWED,
        )
        self.world.add(by.id, entry)

    @property
    def document(self) -> str:
        """The document's address."""
        return f"/documents/{encode(self.plan.id)}"


@pytest.fixture
def office(world: World, sign_in: SignIn) -> Office:
    """The council's plan; Joy of the NHS and Karl of Housing are in the room, Karl excluded from it."""
    council, nhs, housing = (world.organisation(name) for name in ("Council", "NHS", "Housing"))
    platform = world.organisation("The platform")
    priya, joy = world.person(council), world.person(nhs, "Joy Okafor")
    karl = world.person(housing, "Karl Voss")
    room = world.room(priya, council)
    for organisation, person in ((nhs, joy), (housing, karl)):
        world.bring_in(room, organisation, by=priya)
        world.join(room, person, Role.CONTRIBUTOR, by=priya)
    world.exclude(room, karl, by=priya)
    plan = world.document(room, priya, council)
    world.release(plan, nhs, world.agreement([council, nhs, housing], priya), priya)
    return Office(
        world=world,
        sign_in=sign_in,
        council=council,
        nhs=nhs,
        housing=housing,
        priya=priya,
        joy=joy,
        karl=karl,
        helen=world.person(council, "Helen Marsh", Duty.AUDITOR),
        tom=world.person(nhs, "Tom Raine", Duty.AUDITOR),
        farah=world.person(council, "Farah Aziz", Duty.MANAGER),
        sol=world.person(platform, "Sol Arden", Duty.ADMINISTRATOR),
        room=room,
        plan=plan,
    )


@pytest.fixture
def asked(office: Office) -> Callable[[Callable[[], object]], int]:
    """A function that counts the statements another one causes."""
    from workspace import database

    def counted(act: Callable[[], object]) -> int:
        seen: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
            seen.append(statement)

        engines = database._engines[-1]
        for engine in (engines.app, engines.audience):
            event.listen(engine, "before_cursor_execute", note)
        try:
            act()
        finally:
            for engine in (engines.app, engines.audience):
                event.remove(engine, "before_cursor_execute", note)
        return len(seen)

    return counted
