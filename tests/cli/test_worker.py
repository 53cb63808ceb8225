"""The worker: what has ended goes, what somebody still needs stays."""

import signal
from datetime import UTC, datetime, timedelta
from io import BytesIO

import psycopg
import pytest
from sqlalchemy.exc import ProgrammingError

from tests.cli.starting import start
from tests.factories import World
from workspace.config import Config
from workspace.database import engine_for
from workspace.storage import Store
from workspace.worker import LONGEST_UPLOAD, sweep_files, sweep_rows

NOW = datetime.now(UTC)


def test_what_ended_long_ago_is_swept(config: Config) -> None:
    with psycopg.connect(config.needed("database_url_owner")) as link:
        for name, ended in (("old", NOW - timedelta(days=3)), ("new", NOW + timedelta(hours=1))):
            link.execute(
                "INSERT INTO workspace.session (id, token_hash, ends_at) VALUES (%s, %s, %s)",
                [len(name) + ended.day, name.encode(), ended],
            )
            link.execute(
                "INSERT INTO workspace.sign_in_failure (id, key, at) VALUES (%s, %s, %s)",
                [ended.day, name.encode(), ended],
            )
    engine = engine_for(config.needed("database_url_worker"))
    assert sweep_rows(engine, NOW) == 2
    assert sweep_rows(engine, NOW) == 0
    engine.dispose()
    with psycopg.connect(config.needed("database_url_owner")) as link:
        assert link.execute("SELECT token_hash FROM workspace.session").fetchall() == [(b"new",)]
        assert link.execute("SELECT key FROM workspace.sign_in_failure").fetchall() == [(b"new",)]


def test_bytes_without_a_version_are_swept_when_no_upload_can_still_want_them(
    config: Config, world: World
) -> None:
    store = Store(config)
    store.prepare()
    store.put("versions/left-behind", BytesIO(b"x"))
    engine = engine_for(config.needed("database_url_worker"))
    later = NOW + LONGEST_UPLOAD + timedelta(minutes=5)
    assert sweep_files(engine, store, later) == 0  # seeing no version at all, it trusts nothing

    council = world.organisation()
    priya = world.person(council)
    world.document(world.room(priya, council), priya, council)
    with psycopg.connect(config.needed("database_url_owner")) as link:
        (key,) = link.execute("SELECT key FROM workspace.version").fetchone() or ("",)
    store.put(key, BytesIO(b"kept"))
    assert sweep_files(engine, store, NOW) == 0
    assert sweep_files(engine, store, later) == 1
    assert list(store.keys_older_than(later)) == [key]
    engine.dispose()


@pytest.mark.parametrize("table", ["document", "annotation", "person", "audit_entry", "credential"])
def test_the_worker_may_read_no_content(config: Config, table: str) -> None:
    engine = engine_for(config.needed("database_url_worker"))
    with engine.connect() as connection, pytest.raises(ProgrammingError, match="permission denied"):
        connection.exec_driver_sql(f"SELECT * FROM workspace.{table}")
    engine.dispose()


def test_it_runs_until_it_is_told_to_stop(environment: dict[str, str]) -> None:
    with start("worker", settings=environment) as process:
        assert process.stderr is not None
        assert "swept 0 rows and 0 files" in process.stderr.readline()
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=15)
        assert process.returncode == 0
