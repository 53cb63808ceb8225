"""The same table, asked over live connections: who may have a document open, and who may not."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import socketio

from tests.demo.matrix import EVERYBODY, expected
from tests.demo.test_load import person_id
from tests.demo.test_matrix import documents
from tests.serving import serving
from workspace.accounts.models import SignedSession
from workspace.accounts.sessions import cookie_name, hash_of
from workspace.config import Config
from workspace.database import acting_as, transaction
from workspace.identifiers import encode


@pytest.fixture
def site(environment: dict[str, str], connected: Config, tmp_path: Path) -> Iterator[str]:
    """The demonstration, served by the real web process."""
    with serving(environment, tmp_path) as url:
        yield url


def cookie_of(who: int, config: Config) -> str:
    """A cookie with which that person is signed in."""
    token = uuid4().hex
    ends = datetime.now(UTC) + timedelta(hours=1)
    with acting_as(None), transaction() as db:
        db.add(SignedSession(token_hash=hash_of(token), person_id=who, ends_at=ends))
    return f"{cookie_name(config)}={token}"


def test_over_sockets(site: str, connected: Config) -> None:
    everything = documents(connected)
    for person in EVERYBODY:
        client = socketio.Client(reconnection=False)
        headers = {"Cookie": cookie_of(person_id(person), connected)}
        client.connect(site, headers=headers, transports=["websocket"], wait_timeout=10)
        try:
            answers = {
                title: client.call("document.open", {"document": encode(id)}, timeout=10)["ok"]
                for title, id in everything.items()
            }
        finally:
            client.disconnect()
        assert {title for title, ok in answers.items() if ok} == set(expected(person)), person
