"""Old rows and files without a version go; everything else stays."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine, func, select

from tests.factories import World
from workspace.accounts.models import SignedSession, SignInFailure
from workspace.config import Config
from workspace.database import acting_as, engine_for, session, transaction
from workspace.documents.models import Version
from workspace.errors import NotFound
from workspace.realtime.models import OutboxEvent, Presence
from workspace.realtime.outbox import tell
from workspace.storage import Store
from workspace.worker import sweep_files, sweep_rows

NOW = datetime.now(UTC)
LATER = NOW + timedelta(days=3)


@pytest.fixture
def engine(config: Config, world: World) -> Iterator[Engine]:
    """The database as the worker has it."""
    made = engine_for(config.needed("database_url_worker"), pool_size=2)
    yield made
    made.dispose()


@pytest.fixture
def store(config: Config) -> Store:
    """This test's bucket."""
    made = Store(config)
    made.prepare()
    return made


def left(world: World) -> dict[str, int]:
    """How many rows there are of what the worker may sweep."""
    with acting_as(None):
        counted = {
            model.__tablename__: session().scalar(select(func.count()).select_from(model))
            for model in (SignedSession, SignInFailure, OutboxEvent, Presence)
        }
    return {name: int(count or 0) for name, count in counted.items()}


def test_rows_go_when_they_are_old(world: World, engine: Engine) -> None:
    priya = world.person(council := world.organisation())
    document = world.document(world.room(priya, council), priya, council)
    with acting_as(priya.id), transaction() as db:
        for hours, token in ((1, b"1"), (12, b"2")):
            ends = NOW + timedelta(hours=hours)
            db.add(SignedSession(token_hash=token, person_id=priya.id, ends_at=ends))
        db.add(SignInFailure(key=b"somebody"))
        db.add(Presence(document_id=document.id, person_id=priya.id))
        tell("version.added", document_id=document.id)

    assert sweep_rows(engine, NOW) == 0
    assert left(world) == {"session": 2, "sign_in_failure": 1, "outbox_event": 1, "presence": 1}

    # 25 hours after the first session's end; the second ends 11 hours later than that.
    assert sweep_rows(engine, NOW + timedelta(hours=26)) == 2
    assert left(world) == {"session": 1, "sign_in_failure": 1, "outbox_event": 1, "presence": 0}

    assert sweep_rows(engine, LATER) == 3
    assert sum(left(world).values()) == 0


def test_files_go_that_no_version_names_a_day_after_they_came(
    world: World, engine: Engine, store: Store
) -> None:
    priya = world.person(council := world.organisation())
    document = world.document(world.room(priya, council), priya, council)
    with acting_as(priya.id):
        key = session().scalars(select(Version.key).where(Version.document_id == document.id)).one()
    for each in (key, "versions/lost"):
        store.put(each, BytesIO(b"bytes"))

    assert sweep_files(engine, store, datetime.now(UTC) + timedelta(hours=23)) == 0
    assert sweep_files(engine, store, datetime.now(UTC) + timedelta(hours=25)) == 1

    assert b"".join(store.open(key)) == b"bytes"
    with pytest.raises(NotFound):
        store.open("versions/lost")


def test_a_database_without_any_version_is_not_believed(world: World, engine: Engine, store: Store) -> None:
    store.put("versions/kept", BytesIO(b"bytes"))
    assert sweep_files(engine, store, datetime.now(UTC) + timedelta(hours=25)) == 0
    assert b"".join(store.open("versions/kept")) == b"bytes"


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT title FROM workspace.document",
        "SELECT filename FROM workspace.version",
        "DELETE FROM workspace.version",
        "UPDATE workspace.session SET ended_at = NULL",
        "SELECT action FROM workspace.audit_entry",
        "DELETE FROM workspace.audit_entry",
        "INSERT INTO workspace.outbox_event (name) VALUES ('x')",
    ],
)
def test_the_worker_has_no_right_to(config: Config, world: World, statement: str) -> None:
    with (
        psycopg.connect(config.needed("database_url_worker")) as link,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        link.execute(statement)


def heard(environment: dict[str, str], project: Path, lines: int) -> list[str]:
    """What the command says first; it must then stop when it is told to."""
    process = subprocess.Popen(
        [sys.executable, "-m", "workspace", "worker"],
        cwd=project,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    said = [process.stderr.readline() for _ in range(lines)]
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 0
    process.stderr.close()
    return said


def jobs_left(environment: dict[str, str]) -> int:
    """How many jobs are in the queue or have failed."""
    with psycopg.connect(environment["WORKSPACE_DATABASE_URL_OWNER"]) as link:
        row = link.execute("SELECT count(*) FROM procrastinate.procrastinate_jobs").fetchone()
    return int(row[0]) if row else 0


def test_the_command_sweeps_at_once_and_stops_when_told(
    environment: dict[str, str], store: Store, world: World, project: Path
) -> None:
    (said,) = heard(environment, project, 1)
    assert "swept 0 rows and 0 files" in said
    assert jobs_left(environment) == 0


def test_what_a_killed_worker_had_begun_is_done_again(
    environment: dict[str, str], store: Store, world: World, project: Path
) -> None:
    begun = (
        "INSERT INTO procrastinate.procrastinate_jobs (queue_name, task_name, args, status)"
        " VALUES ('default', 'sweep', '{\"timestamp\": 0}', 'doing')"
    )
    with psycopg.connect(environment["WORKSPACE_DATABASE_URL_WORKER"]) as link:
        link.execute(begun)
    said = heard(environment, project, 2)
    assert all("swept 0 rows" in line for line in said)
    assert jobs_left(environment) == 0


def test_without_a_database_it_waits_for_one(environment: dict[str, str], project: Path) -> None:
    nowhere = {**environment, "WORKSPACE_DATABASE_URL_WORKER": "postgresql://nobody@127.0.0.1:1/none"}
    (said,) = heard(nowhere, project, 1)
    assert "the database does not answer" in said


def test_the_program_itself_cannot_reach_the_queue(config: Config, world: World) -> None:
    with psycopg.connect(config.database_url) as link, pytest.raises(psycopg.errors.InsufficientPrivilege):
        link.execute("SELECT id FROM procrastinate.procrastinate_jobs")
