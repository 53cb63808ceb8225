"""Whoever is removed while they write writes nothing more: no transaction of theirs commits after it.

What is compared is the order in which the database committed, not anybody's clock: every write and
every removal is told, and PostgreSQL tells in the order of committing.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from statistics import median

import psycopg
import pytest
from sqlalchemy import update

from tests.factories import World
from tests.permissions.committed import Committed
from tests.permissions.writers import REFUSED, Agencies, Scene, busy
from workspace import database, storage
from workspace.administration.services.organisations import end_organisation
from workspace.administration.services.people import suspend
from workspace.config import Config
from workspace.database import acting_as, ending, transaction
from workspace.documents.services import releases
from workspace.documents.services.releases import ReleaseChoice
from workspace.people.models import Employment
from workspace.policies import complete
from workspace.realtime.outbox import tell
from workspace.rooms import locks
from workspace.rooms.services.exclusion import exclude
from workspace.rooms.services.membership import remove_member
from workspace.rooms.services.participation import end_participation
from workspace.sharing.services.agreements import end_agreement, withdraw_signature
from workspace.sharing.services.consents import withdraw_consent

End = Callable[[Scene], None]
SECOND = 1.0  # a removal takes less, however busy its room is
FEW, MANY = 3, 10  # trials of each kind every day, and in the proof
MOST_UNLOCKED = 40  # trials without locks until a late write is found
WITHOUT_LOCKS = """
    CREATE SCHEMA unlocked;
    GRANT USAGE ON SCHEMA unlocked TO workspace_app;
    CREATE FUNCTION unlocked.pg_advisory_xact_lock(bigint) RETURNS void LANGUAGE sql AS '';
    CREATE FUNCTION unlocked.pg_advisory_xact_lock_shared(bigint) RETURNS void LANGUAGE sql AS '';
"""
WRITTEN = (
    "SELECT transaction_id::text::bigint, action, facts FROM audit_entry WHERE person_id = %s AND outcome = 1"
)


def _by_service(by: str, service: Callable[..., object], *named: str) -> End:
    """End something by the service behind a page, as one of the people of the scene."""

    def end(scene: Scene) -> None:
        ids = {
            "room_id": scene.room.id,
            "person_id": scene.samira.id,
            "organisation_id": scene.nhs.id,
            "agreement_id": scene.agreement.id,
        }
        with acting_as((me := getattr(scene, by)).id):
            service(by=me.id, **{name: ids[name] for name in named})

    return end


def _left(scene: Scene) -> None:
    """Samira works for the NHS no more; nothing but the demonstration changes that yet."""
    with acting_as(scene.tom.id), transaction() as db:
        locks.hold_all_alone(db)
        theirs = Employment.person_id == scene.samira.id
        db.execute(update(Employment).where(theirs).values(during=ending(Employment)))
        tell("person.access.changed", person_id=scene.samira.id)


def _withdrawn(scene: Scene) -> None:
    with acting_as(scene.priya.id):
        releases.withdraw_release(scene.priya.id, scene.plan.id, scene.release.id)


def _consent_withdrawn(scene: Scene) -> None:
    with acting_as(scene.priya.id):
        withdraw_consent(scene.priya.id, scene.consent_record_id)


def _narrowed(scene: Scene) -> None:
    with acting_as(scene.priya.id):
        choice = ReleaseChoice(scene.nhs.id, people=(scene.deputy.id,))
        seen = frozenset([scene.release.id])
        releases.change_release(scene.priya.id, scene.plan.id, scene.release.id, choice, seen)


# What ends everything that somebody may write in a room,
EVERYTHING: dict[str, End] = {
    "membership": _by_service("priya", remove_member, "room_id", "person_id"),
    "exclusion": _by_service("priya", partial(exclude, reason="A relative"), "room_id", "person_id"),
    "participation": _by_service("priya", end_participation, "room_id", "organisation_id"),
    "suspension": _by_service("tom", suspend, "organisation_id", "person_id"),
    "organisation": _by_service("sol", end_organisation, "organisation_id"),
    "employment": _left,
}
# and what ends only that they annotate another agency's document.
THE_PLAN: dict[str, End] = {
    "release": _withdrawn,
    "release narrowed": _narrowed,
    "agreement": _by_service("helen", end_agreement, "agreement_id"),
    "signature": _by_service("tom", withdraw_signature, "agreement_id"),
    "consent": _consent_withdrawn,
}
KINDS = [*EVERYTHING, *THE_PLAN]


@dataclass
class Trials:
    """Runs one trial after the other, in one database."""

    agencies: Agencies
    committed: Committed
    took: list[float] = field(default_factory=list)
    refusals: tuple[type[Exception], ...] = REFUSED

    def late(self, kind: str) -> list[str]:
        """What Samira wrote that was committed after the removal, in one trial."""
        scene = Scene(self.agencies, rests_on_consent=kind == "consent")
        self.committed.order()
        everything = kind in EVERYTHING
        writes = [scene.annotate, scene.reply]
        writes += [scene.add_version, scene.share, scene.manage] if everything else list(writes)
        with busy(scene.samira.id, writes, self.refusals):
            began = time.monotonic()
            (EVERYTHING | THE_PLAN)[kind](scene)
            self.took.append(time.monotonic() - began)
        print(f"{kind}: {self.took[-1] * 1000:.0f} ms")

        places = self.committed.order()
        entries = self.committed.rows(WRITTEN, scene.samira.id)
        assert {place for place, *_ in entries} <= places.keys(), "something was written and not told"
        (removal,) = places.keys() - {transaction for transaction, *_ in entries}
        return [
            action
            for transaction, action, facts in entries
            if places[transaction] > places[removal]
            and (everything or facts.get("document") == scene.plan.id)
        ]


@pytest.fixture
def trials(environment: dict[str, str], config: Config) -> Iterator[Callable[[], Trials]]:
    """A function that readies the database for trials."""
    listening: list[Committed] = []

    def made() -> Trials:
        complete()
        database.connect(config.database_url, config.database_url_audience, pool_size=8)
        storage.connect(config)
        storage.store().prepare()
        listening.append(Committed(environment["WORKSPACE_DATABASE_URL_OWNER"]))
        return Trials(Agencies(World()), listening[-1])

    yield made
    for each in listening:
        each.close()


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_written_after_it(trials: Callable[[], Trials], kind: str) -> None:
    running = trials()
    assert [running.late(kind) for _ in range(FEW)] == [[]] * FEW
    assert median(running.took) < SECOND  # other tests run beside it


@pytest.mark.prove
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_written_after_it_in_many_trials(trials: Callable[[], Trials], kind: str) -> None:
    running = trials()
    assert [running.late(kind) for _ in range(MANY)] == [[]] * MANY
    assert max(running.took) < SECOND


@pytest.mark.parametrize("kind", ["membership", "suspension", "consent"])
def test_without_the_locks_something_is(
    trials: Callable[[], Trials], environment: dict[str, str], kind: str
) -> None:
    """The proof can fail: where the locks do nothing, late writes are found."""
    with psycopg.connect(environment["WORKSPACE_DATABASE_URL_OWNER"], autocommit=True) as owner:
        owner.execute(WITHOUT_LOCKS)
        name = owner.info.dbname
        owner.execute(f"ALTER ROLE workspace_app IN DATABASE {name} SET search_path = unlocked, pg_catalog")

    running = trials()
    running.refusals = (Exception,)  # the database may refuse what the rules let through, in its own words

    assert any(running.late(kind) for _ in range(MOST_UNLOCKED))
