"""What is in no one room waits for removals too, and nobody can wait for somebody who waits for them."""

import threading
import time
from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from tests.factories import World
from tests.permissions.writers import Agencies, Scene
from workspace.administration.services import people
from workspace.database import acting_as, transaction
from workspace.errors import NotAllowed, NotFound
from workspace.people.models import Suspension
from workspace.rooms import locks
from workspace.rooms.models import Level
from workspace.rooms.services.opening import open_room

WAITING = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
HELD = text(
    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND pid <> pg_backend_pid()"
)


@pytest.fixture
def scene(world: World) -> Scene:
    return Scene(Agencies(world))


def _opens(scene: Scene) -> None:
    open_room(by=scene.tom.id, title="Another", reference="FH/1", purpose="Help", level=Level.OFFICIAL)


def _manages(scene: Scene) -> None:
    people.suspend(by=scene.tom.id, organisation_id=scene.nhs.id, person_id=scene.joy.id)


@pytest.mark.parametrize("write", [_opens, _manages])
def test_what_waits_for_its_authors_suspension_is_refused(
    scene: Scene, write: Callable[[Scene], None]
) -> None:
    refused: list[str] = []

    def begin() -> None:
        try:
            with acting_as(scene.tom.id):
                write(scene)
        except (NotFound, NotAllowed) as reason:
            refused.append(str(reason))

    writer = threading.Thread(target=begin)
    with acting_as(scene.priya.id), transaction() as db:
        locks.hold_all_alone(db)
        db.add(Suspension(person_id=scene.tom.id, by_id=scene.priya.id))
        db.flush()
        writer.start()
        _wait_until_somebody_waits(db)
    writer.join(30)

    assert len(refused) == 1


@pytest.mark.parametrize("take", [locks.hold, locks.hold_alone])
def test_who_waits_for_the_key_above_has_no_room_yet(
    scene: Scene, take: Callable[[Session, int], None]
) -> None:
    def wait() -> None:
        with acting_as(scene.samira.id), transaction() as db:
            take(db, scene.room.id)

    waiter = threading.Thread(target=wait)
    with acting_as(scene.priya.id), transaction() as db:
        locks.hold_all_alone(db)
        waiter.start()
        _wait_until_somebody_waits(db)
        held = db.scalar(HELD)
    waiter.join(30)

    assert held == 0


def _wait_until_somebody_waits(db: Session) -> None:
    until = time.monotonic() + 10
    while not db.scalar(WAITING):
        assert time.monotonic() < until, "nobody waits"
        time.sleep(0.01)
