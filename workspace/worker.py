"""The worker: a process beside the web processes that clears away what has ended.

It acts as `workspace_worker`, which may read no content: it sees ids and the keys of files, and may
remove only what is listed here. What it has to do waits in a queue in the same database.
"""

import asyncio
import logging
import signal
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import islice

import psycopg
from procrastinate import App, PsycopgConnector, RetryStrategy
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from sqlalchemy import Engine, delete, select

from workspace.accounts.models import SignedSession, SignInFailure
from workspace.config import Config
from workspace.database import engine_for
from workspace.documents.models import Version
from workspace.migrations.jobs import SCHEMA
from workspace.realtime.models import OutboxEvent, Presence
from workspace.storage import Store

SWEEP = "sweep"
HOURLY = "7 * * * *"
PAUSE = 60  # seconds until the next try when the database does not answer
AGAIN = RetryStrategy(max_attempts=10, wait=60)  # and when the store does not
KEPT = {
    SignedSession.ends_at: timedelta(days=1),
    SignInFailure.at: timedelta(days=2),
    OutboxEvent.created_at: timedelta(days=2),
    Presence.seen_at: timedelta(hours=1),
}
LONGEST_UPLOAD = timedelta(days=1)  # bytes come before their row, so young ones may still get one
BATCH = 500

log = logging.getLogger("workspace.worker")


def work(config: Config) -> None:
    """Do what waits in the queue, and sweep every hour, until SIGTERM or SIGINT."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("procrastinate").setLevel(logging.WARNING)
    logging.getLogger("psycopg.pool").setLevel(logging.ERROR)  # it says each try; we say that we try again
    url = config.needed("database_url_worker")
    engine = engine_for(url, pool_size=1)
    try:
        asyncio.run(_work(queue(url, engine, Store(config))))
    finally:
        engine.dispose()


def queue(url: str, engine: Engine, store: Store) -> App:
    """The queue of background work in the database at ``url``, and what is done with each kind of job."""
    connector = PsycopgConnector(
        conninfo=url, kwargs={"options": f"-c search_path={SCHEMA}"}, min_size=0, max_size=3, timeout=5
    )
    app = App(connector=connector)

    @app.periodic(cron=HOURLY)
    @app.task(name=SWEEP, queueing_lock=SWEEP, retry=AGAIN)
    def sweep(timestamp: int) -> None:
        now = datetime.now(UTC)
        rows, files = sweep_rows(engine, now), sweep_files(engine, store, now)
        log.info("swept %d rows and %d files", rows, files)

    return app


async def _work(app: App) -> None:
    """Work as long as the database answers; when it does not, try again in a minute."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    while not stop.is_set():
        working = asyncio.ensure_future(_until_it_fails(app))
        stopping = asyncio.ensure_future(stop.wait())
        await asyncio.wait((working, stopping), return_when=asyncio.FIRST_COMPLETED)
        working.cancel()
        stopping.cancel()
        with suppress(asyncio.CancelledError):
            await working
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), 0 if stop.is_set() else PAUSE)


async def _until_it_fails(app: App) -> None:
    try:
        async with app.open_async():
            for job in await app.job_manager.get_stalled_jobs():  # of a worker that was killed
                with suppress(AlreadyEnqueued):
                    await app.job_manager.retry_job(job)
            with suppress(AlreadyEnqueued):  # another worker is about to
                await app.configure_task(SWEEP, queueing_lock=SWEEP).defer_async(timestamp=0)
            await app.run_worker_async(
                install_signal_handlers=False, delete_jobs="successful", shutdown_graceful_timeout=10
            )
    except (ConnectorException, psycopg.Error) as reason:
        log.warning("the database does not answer (%s), trying again in a minute", type(reason).__name__)


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
