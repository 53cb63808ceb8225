"""The worker: a process beside the web processes that clears away what has ended.

It acts as `workspace_worker`, which may read no content: it sees ids and the keys of files, and may
remove only what is listed here.
"""

import logging
import signal
import threading
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice

from sqlalchemy import Engine, delete, func, select
from sqlalchemy.exc import SQLAlchemyError

from workspace.accounts.models import SignedSession, SignInFailure
from workspace.config import Config
from workspace.database import engine_for
from workspace.documents.models import Version
from workspace.errors import StoreUnavailable
from workspace.realtime.models import OutboxEvent, Presence
from workspace.storage import Store

EVERY = timedelta(hours=1)
AGAIN = timedelta(minutes=1)  # after a failure
KEPT = {
    SignedSession.ends_at: timedelta(days=1),
    SignInFailure.at: timedelta(days=2),
    OutboxEvent.created_at: timedelta(days=2),
    Presence.seen_at: timedelta(hours=1),
}
LONGEST_UPLOAD = timedelta(days=1)  # bytes come before their row, so young ones may still get one
BATCH = 500
TURN = 7732  # the database's lock for whoever sweeps

log = logging.getLogger("workspace.worker")


def work(config: Config) -> None:
    """Sweep every hour until SIGTERM or SIGINT."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    engine = engine_for(config.needed("database_url_worker"), pool_size=1)
    store = Store(config)
    pause = timedelta(0)
    while not stop.wait(pause.total_seconds()):
        try:
            swept = sweep(engine, store, datetime.now(UTC))
            log.info("swept %d rows and %d files", *swept) if swept else log.info(
                "another worker is sweeping"
            )
            pause = EVERY
        except (SQLAlchemyError, StoreUnavailable) as reason:
            log.warning("could not sweep (%s), trying again in a minute", type(reason).__name__)
            pause = AGAIN


def sweep(engine: Engine, store: Store, now: datetime) -> tuple[int, int] | None:
    """Remove what is to be swept, unless another worker is at it; returns how many rows and files."""
    with engine.connect() as held:
        if not held.scalar(select(func.pg_try_advisory_lock(TURN))):
            return None
        try:
            return sweep_rows(engine, now), sweep_files(engine, store, now)
        finally:
            held.scalar(select(func.pg_advisory_unlock(TURN)))


def sweep_rows(engine: Engine, now: datetime) -> int:
    """Remove sessions, failures, events and presences that ended long ago; returns how many."""
    swept = 0
    for column, kept in KEPT.items():
        with engine.begin() as connection:
            swept += connection.execute(delete(column.class_).where(column < now - kept)).rowcount
    return swept


def sweep_files(engine: Engine, store: Store, now: datetime) -> int:
    """Remove the bytes that no version refers to: uploads that failed after the store had them."""
    with engine.connect() as connection:
        if connection.scalar(select(Version.id).limit(1)) is None:
            return (
                0  # kept from seeing any is likelier than that there is none, and a mistake would lose files
            )
    swept = 0
    for keys in _batches(store.keys_older_than(now - LONGEST_UPLOAD)):
        with engine.connect() as connection:
            kept = set(connection.scalars(select(Version.key).where(Version.key.in_(keys))))
        for key in keys:
            if key not in kept:
                store.remove(key)
                swept += 1
    return swept


def _batches(keys: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(keys)
    while batch := list(islice(rest, BATCH)):
        yield batch
