"""Whatever happens, in whatever order, every way of asking says what the published decision order says."""

import os
import random
import sys
from collections.abc import Iterator

import psycopg
import pytest

from tests.conftest import url_of
from tests.permissions.histories import play, taking_place
from tests.permissions.machine import Histories

EVERYDAY, STEPS = 100, 6  # and as many in test_more_histories.py, which another process can play
LONG, LONG_STEPS = 2000, 25


@pytest.fixture
def histories(servers: dict[str, str], template: str) -> Iterator[None]:
    """A database in which histories take place."""
    name = f"histories_{os.getpid()}"
    with psycopg.connect(url_of(servers, "postgres", "OWNER"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        with taking_place(url_of(servers, name, "OWNER")):
            yield
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.usefixtures("histories")
def test_every_way_of_asking_agrees() -> None:
    print(play(EVERYDAY, STEPS, first=1))


@pytest.mark.prove
@pytest.mark.usefixtures("histories")
def test_every_way_of_asking_agrees_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """`make prove`: other histories each time. HISTORIES says how many, SEED plays a run again."""
    first = int(os.environ.get("SEED") or random.SystemRandom().randrange(10**9))
    print(f"SEED={first}", file=sys.stderr, flush=True)
    monkeypatch.setattr(Histories, "thorough", True)
    print(play(int(os.environ.get("HISTORIES") or LONG), LONG_STEPS, first), file=sys.stderr)
