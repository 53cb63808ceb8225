"""Somebody who writes in a room in every way they may, as busily as they can, until they are refused."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import uuid4

from tests.factories import World
from workspace import storage
from workspace.annotations import services as annotations
from workspace.annotations.models import Audience
from workspace.database import acting_as, session
from workspace.documents.arriving import Arrival
from workspace.documents.queries.offers import unended
from workspace.documents.services import releases
from workspace.documents.services.releases import ReleaseChoice
from workspace.documents.services.versions import add_version
from workspace.errors import Conflict, Invalid, NotAllowed, NotFound
from workspace.people.models import Duty
from workspace.rooms.models import Role
from workspace.rooms.services.membership import add_member, remove_member
from workspace.sharing.models import Asked, Basis, ConsentRecord
from workspace.sharing.services.consents import Said, record_consent

REFUSED = (NotFound, NotAllowed, Invalid, Conflict)
Refusals = tuple[type[Exception], ...]
PATIENCE = 20.0  # seconds for what takes a fraction of one, on a busy machine
BREATH = 0.005  # seconds between two tries of somebody who is refused


class Agencies:
    """The agencies that stay from trial to trial, and the people who can end what others may do."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.council, self.police = world.organisation("Council"), world.organisation("Police")
        self.priya = world.person(self.council, "Priya Nair")
        self.sol = world.person(self.council, "Sol Arden", Duty.ADMINISTRATOR)
        self.helen = world.person(self.council, "Helen Marsh", Duty.AUDITOR)


class Scene:
    """A room of the Council in which Samira Haddad leads for the NHS; she is about to lose something.

    The Council's plan is released to the NHS; the letter is the NHS's own.
    """

    def __init__(self, agencies: Agencies, *, rests_on_consent: bool = False) -> None:
        self.agencies = agencies
        world, priya, council = agencies.world, agencies.priya, agencies.council
        self.world, self.priya = world, priya
        self.nhs = world.organisation(f"NHS {uuid4().hex[:6]}")
        self.samira = world.person(self.nhs, "Samira Haddad")
        self.joy = world.person(self.nhs, "Joy Okafor")
        self.deputy = world.person(self.nhs, "Gwen Lyle")
        self.sol, self.helen = agencies.sol, agencies.helen
        self.tom = world.person(self.nhs, "Tom Raine", Duty.MANAGER)
        self.room = world.room(priya, council)
        for organisation in (self.nhs, agencies.police):
            world.bring_in(self.room, organisation, by=priya)
        world.join(self.room, self.samira, Role.LEAD, by=priya)
        world.join(self.room, self.deputy, Role.COMMENTER, by=priya)
        self.agreement = world.agreement([council, self.nhs, agencies.police], priya)
        self.plan = world.document(self.room, priya, council)
        self.letter = world.document(self.room, self.samira, self.nhs, "Letter")
        said = Said("Maya", Asked.GIVEN, "Family help", frozenset([self.nhs.id]), given_how="In person")
        with acting_as(priya.id):
            self.consent_record_id = record_consent(priya.id, self.room.id, said)
            consent_id = session().get_one(ConsentRecord, self.consent_record_id).consent_id
        ground = {"basis": Basis.CONSENT, "consent_id": consent_id} if rests_on_consent else {}
        self.release = world.release(self.plan, self.nhs, self.agreement, priya, **ground)
        with acting_as(priya.id):
            self.thread = self._annotate(priya.id)
        self.newest = 1

    # What Samira writes. Each is one transaction of the service that her page would call.

    def annotate(self) -> None:
        """Add an annotation to the plan."""
        self._annotate(self.samira.id)

    def reply(self) -> None:
        """Reply to somebody else's on the plan."""
        annotations.reply(self.samira.id, self.thread, body="A reply", request_id=uuid4())

    def add_version(self) -> None:
        """Add a version to the letter."""
        arrival = Arrival(storage.store(), "letter.txt", 1_000)
        arrival.write(uuid4().bytes)
        self.newest = add_version(self.samira.id, self.letter.id, arrival, "Again", self.newest).number

    def share(self) -> None:
        """Release the letter to the police, or take that back."""
        mine, letter = self.samira.id, self.letter.id
        standing = unended(letter)
        if standing:
            releases.withdraw_release(mine, letter, standing[0].id)
        else:
            releases.share(mine, letter, [ReleaseChoice(self.agencies.police.id)], frozenset())

    def manage(self) -> None:
        """Add a colleague to the room, or take her out."""
        mine, room, joy = self.samira.id, self.room.id, self.joy.id
        try:
            add_member(by=mine, room_id=room, person_ids=[joy], role=Role.READER)
        except Invalid:
            remove_member(by=mine, room_id=room, person_id=joy)

    def _annotate(self, by: int) -> int:
        return annotations.add(
            by,
            self.plan.id,
            1,
            body="A remark",
            audience=Audience.EVERYONE,
            organisations=[],
            target=None,
            request_id=uuid4(),
        )


class Writer(threading.Thread):
    """Does one thing over and over as a person, until told to stop."""

    def __init__(
        self, person_id: int, write: Callable[[], None], stop: threading.Event, refusals: Refusals
    ) -> None:
        super().__init__(name=write.__name__, daemon=True)
        self._person_id, self._write, self._stop_writing = person_id, write, stop
        self._refusals = refusals
        self.wrote, self.refused = threading.Event(), threading.Event()
        self.failure: BaseException | None = None

    def run(self) -> None:
        """Write on."""
        try:
            while not self._stop_writing.is_set():
                self._once()
        except BaseException as failure:
            self.failure = failure
            self.wrote.set()
            self.refused.set()

    def _once(self) -> None:
        try:
            with acting_as(self._person_id):
                self._write()
        except self._refusals:
            if self.wrote.is_set():
                self.refused.set()
            self._stop_writing.wait(BREATH)
        else:
            self.wrote.set()


@contextmanager
def busy(person_id: int, writes: list[Callable[[], None]], refusals: Refusals = REFUSED) -> Iterator[None]:
    """Have a person write in all these ways at once, each in a thread of its own, while the block runs.

    It begins when each has written, and after it each is let write on until it was refused. What else than
    ``refusals`` goes wrong is raised.
    """
    stop = threading.Event()
    writers = [Writer(person_id, write, stop, refusals) for write in writes]
    for each in writers:
        each.start()
    try:
        _all([each.wrote for each in writers], "wrote nothing", writers)
        for each in writers:
            each.refused.clear()
        yield
        _all([each.refused for each in writers], "was never refused", writers)
    finally:
        stop.set()
        for each in writers:
            each.join(PATIENCE)


def _all(events: list[threading.Event], otherwise: str, writers: list[Writer]) -> None:
    for event, writer in zip(events, writers, strict=True):
        assert event.wait(PATIENCE), f"{writer.name} {otherwise}"
        if writer.failure is not None:
            raise writer.failure
