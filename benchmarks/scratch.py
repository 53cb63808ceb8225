"""A PostgreSQL of its own for measuring permissions: two databases, one of them with a million documents.

Migrated as always: the roles, indices and compiled policies are the product's. Nothing of it remains.
"""

import contextlib
import multiprocessing
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import cast

import psycopg
from sqlalchemy import Engine

from benchmarks import papers
from benchmarks.figures import Figure, plain
from benchmarks.population import Population
from workspace import database
from workspace.database import acting_as, engine_for, session
from workspace.documents.queries import lists
from workspace.embedded.data import DataDirectory
from workspace.embedded.postgres import Postgres
from workspace.migrations.run import migrate
from workspace.policies import complete

LARGE, SMALL = 1_000_000, 10_000
PAGE = 50


@dataclass
class Place:
    """Where it is measured: `free` is no role that a policy binds, `small` measures among few documents."""

    population: Population
    free: Engine
    small: "Small"


@contextlib.contextmanager
def connected(server: Postgres, population: Population) -> Iterator[Place]:
    """Connect this process to the large database, and another one to the small one."""
    database.connect(*_urls(server, "large"), pool_size=1)
    free = engine_for(server.url(database="large"), pool_size=1)
    small = Small(*_urls(server, "small"))
    try:
        yield Place(population, free, small)
    finally:
        small.end()
        free.dispose()
        database.disconnect()


def _urls(server: Postgres, name: str) -> tuple[str, str]:
    return server.url("workspace_app", name), server.url("workspace_audience", name)


class Small:
    """Another process, connected to the small database, that lists the newest documents when told to."""

    def __init__(self, app_url: str, audience_url: str) -> None:
        context = multiprocessing.get_context("spawn")
        self.link, theirs = context.Pipe()
        self.process = context.Process(target=_small, args=(theirs, app_url, audience_url), daemon=True)
        self.process.start()

    def newest(self, who: int) -> float:
        """List them once; gives the milliseconds it took."""
        self.link.send(who)
        return cast(float, self.link.recv())

    def end(self) -> None:
        """End the process."""
        self.link.send(None)
        self.process.join(10)


def _small(link: Connection, app_url: str, audience_url: str) -> None:
    complete()
    database.connect(app_url, audience_url, pool_size=1)
    while (who := link.recv()) is not None:
        link.send(milliseconds_for_newest(who))
    database.disconnect()


def milliseconds_for_newest(who: int) -> float:
    """The milliseconds it takes to list the newest documents that somebody may read."""
    with acting_as(who):
        session().connection()
        began = time.perf_counter()
        lists.newest(who, PAGE)
        return (time.perf_counter() - began) * 1000


@contextlib.contextmanager
def scratch() -> Iterator[Postgres]:
    """A server that is gone at the end of the block, with all that was in it."""
    with tempfile.TemporaryDirectory() as folder, DataDirectory(Path(folder) / "data") as data:
        server = Postgres(data, fast=True)
        try:
            server.start()
            server.wait()
            yield server
        finally:
            server.process.stop()


def filled(server: Postgres, population: Population) -> Iterator[Figure]:
    """Make and load both databases; gives what the large one is like."""
    complete()
    for name, documents in (("small", SMALL), ("large", LARGE)):
        with psycopg.connect(server.url(database="postgres"), autocommit=True) as link:
            link.execute(f"CREATE DATABASE {name}")
        migrate(server.url(database=name))
        began = time.perf_counter()
        with psycopg.connect(server.url(database=name), autocommit=True) as link:
            link.execute("SET session_replication_role = replica")  # what refers to what is known to be right
            link.execute("SET maintenance_work_mem = '512MB'")
            population.load(link)
            papers.load(link, population, documents)
            link.execute("VACUUM ANALYZE")
            seconds = time.perf_counter() - began
            if name == "large":
                yield from _sizes(link, seconds)


def _sizes(link: psycopg.Connection, seconds: float) -> Iterator[Figure]:
    yield plain("permissions.load", seconds, "s to load and analyse")
    for table in ("document", "release", "membership"):
        ((count,),) = link.execute(f"SELECT count(*) FROM workspace.{table}")
        yield plain(f"permissions.{table}s", count, "rows")
    ((most,),) = link.execute(
        "SELECT max(n) FROM (SELECT count(*) n FROM workspace.document GROUP BY room_id) AS sizes"
    )
    yield plain("permissions.largest_room", most, "documents")
    ((size,),) = link.execute("SELECT pg_database_size(current_database())")
    yield plain("permissions.disk", size / 1e9, "GB of database")
