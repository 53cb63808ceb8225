"""Files on their way in: through to the store while they arrive, whole or not at all."""

import hashlib
import os
import resource
import socket
from collections.abc import Callable
from io import BytesIO

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from workspace.errors import Conflict, NotFound, StoreUnavailable, TooLarge
from workspace.incoming import Incoming
from workspace.storage import PART, Store

CHUNK = os.urandom(64 * 1024)


@pytest.mark.parametrize("size", [0, 1, 100_000, PART, 2 * PART + 7])
def test_what_was_written_is_stored(store: Store, size: int) -> None:
    data = os.urandom(size)
    incoming = Incoming(store, "a")
    for start in range(0, size, 50_000):
        incoming.write(data[start : start + 50_000])
    stored = incoming.finish()
    assert (stored.size, stored.sha256) == (size, hashlib.sha256(data).hexdigest())
    assert b"".join(store.open("a")) == data


def test_a_web_form_goes_straight_through(store: Store) -> None:
    """The parser of web forms writes to it as it would to a temporary file."""
    data = os.urandom(PART + 12345)
    incoming = Incoming(store, "a")

    class Received(Request):
        def _get_file_stream(self, *_: object, **__: object) -> Incoming:  # type: ignore[override]
            return incoming

    form = {"title": "Plan", "file": FileStorage(BytesIO(data), "plan.pdf")}
    environ = EnvironBuilder(method="POST", data=form).get_environ()
    request = Received(environ)
    assert request.form["title"] == "Plan"
    assert request.files["file"].filename == "plan.pdf"
    assert incoming.finish().sha256 == hashlib.sha256(data).hexdigest()
    environ["wsgi.input"].close()


@pytest.mark.parametrize("chunks", [1, 120])
def test_what_was_discarded_leaves_nothing(store: Store, chunks: int) -> None:
    incoming = Incoming(store, "a")
    for _ in range(chunks):
        incoming.write(CHUNK)
    incoming.discard()
    with pytest.raises(NotFound):
        store.open("a")


def test_discarding_what_was_stored_removes_it(store: Store) -> None:
    incoming = Incoming(store, "a")
    incoming.write(CHUNK)
    incoming.finish()
    incoming.discard()
    with pytest.raises(NotFound):
        store.open("a")


def test_closing_what_was_not_finished_discards_it(store: Store) -> None:
    incoming = Incoming(store, "a")
    incoming.write(CHUNK)
    incoming.close()
    with pytest.raises(NotFound):
        store.open("a")


def test_the_limit_is_noticed_while_the_file_arrives(store: Store) -> None:
    incoming = Incoming(store, "a", limit=10 * len(CHUNK))
    for _ in range(10):
        incoming.write(CHUNK)
    with pytest.raises(TooLarge):
        incoming.write(b"x")
    incoming.discard()
    with pytest.raises(NotFound):
        store.open("a")


def test_a_key_that_is_taken_is_a_conflict(store: Store) -> None:
    first = Incoming(store, "a")
    first.write(b"x")
    first.finish()
    second = Incoming(store, "a")
    second.write(b"y")
    with pytest.raises(Conflict):
        second.finish()


def test_a_store_that_is_down_stops_the_sender(nowhere: Callable[[str], Store]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        incoming = Incoming(nowhere(f"127.0.0.1:{taken.getsockname()[1]}"), "a")
        with pytest.raises(StoreUnavailable):
            write_for_ever(incoming)


def write_for_ever(incoming: Incoming) -> None:
    while True:
        incoming.write(CHUNK)


def test_memory_does_not_grow_with_the_file(store: Store) -> None:
    def send(chunks: int) -> int:
        incoming = Incoming(store, f"of-{chunks}")
        for _ in range(chunks):
            incoming.write(CHUNK)
        incoming.finish()
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024

    assert send(1200) - send(320) < 8 * 1024 * 1024  # 75 MB after 20 MB
