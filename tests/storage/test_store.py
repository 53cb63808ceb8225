"""The store: what goes in comes out, hashed; nothing is overwritten; a store that is down says so soon."""

import hashlib
import os
import socket
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest

from workspace.errors import Conflict, NotFound, StoreUnavailable, TooLarge
from workspace.storage import PART, Store, Stored


class Trickle:
    """Gives its bytes a few at a time, as a request does."""

    def __init__(self, data: bytes, most: int = 60_000) -> None:
        self.data = BytesIO(data)
        self.most = most

    def read(self, size: int, /) -> bytes:
        return self.data.read(min(size, self.most))


class Broken(Trickle):
    """A sender that vanishes."""

    def read(self, size: int, /) -> bytes:
        data = super().read(size)
        if not data:
            raise ConnectionResetError("gone")
        return data


@pytest.mark.parametrize("size", [0, 1, PART - 1, PART, PART + 1, 2 * PART + 7])
def test_what_goes_in_comes_out(store: Store, size: int) -> None:
    data = os.urandom(size)
    assert store.put("a", Trickle(data)) == Stored(size, hashlib.sha256(data).hexdigest())
    assert b"".join(store.open("a")) == data


@pytest.mark.parametrize(
    ("offset", "length", "expected"),
    [(0, 3, b"012"), (4, None, b"456789"), (8, 2, b"89"), (9, 1, b"9"), (3, 0, b"")],
)
def test_any_part_can_be_read(store: Store, offset: int, length: int | None, expected: bytes) -> None:
    store.put("a", BytesIO(b"0123456789"))
    assert b"".join(store.open("a", offset, length)) == expected


@pytest.mark.parametrize("size", [10, PART + 10])
def test_a_key_is_never_overwritten(store: Store, size: int) -> None:
    store.put("a", BytesIO(b"first"))
    with pytest.raises(Conflict):
        store.put("a", BytesIO(bytes(size)))
    assert b"".join(store.open("a")) == b"first"


@pytest.mark.parametrize("size", [11, PART + 11, 3 * PART])
def test_more_than_the_limit_leaves_nothing(store: Store, size: int) -> None:
    with pytest.raises(TooLarge, match="larger than"):
        store.put("a", Trickle(bytes(size)), limit=size - 1)
    with pytest.raises(NotFound):
        store.open("a")
    store.put("a", Trickle(bytes(size)), limit=size)


def test_a_sender_who_vanishes_leaves_nothing(store: Store) -> None:
    with pytest.raises((ConnectionResetError, StoreUnavailable)):
        store.put("a", Broken(bytes(2 * PART)))
    with pytest.raises(NotFound):
        store.open("a")


def test_what_was_removed_is_gone_and_removing_twice_is_no_error(store: Store) -> None:
    store.put("a", BytesIO(b"x"))
    store.remove("a")
    store.remove("a")
    with pytest.raises(NotFound):
        store.open("a")


def test_keys_can_be_found_by_age(store: Store) -> None:
    store.put("versions/a", BytesIO(b"x"))
    now = datetime.now(UTC)
    assert list(store.keys_older_than(now + timedelta(minutes=1))) == ["versions/a"]
    assert list(store.keys_older_than(now - timedelta(minutes=1))) == []


def test_a_store_that_is_down_says_so_within_seconds(nowhere: Callable[[str], Store]) -> None:
    with socket.socket() as taken:  # bound, but nobody listens
        taken.bind(("127.0.0.1", 0))
        store = nowhere(f"127.0.0.1:{taken.getsockname()[1]}")
        for attempt in (
            lambda: store.put("a", BytesIO(b"x")),
            lambda: store.open("a"),
            lambda: store.remove("a"),
            store.prepare,
            lambda: list(store.keys_older_than(datetime.now(UTC))),
        ):
            began = time.monotonic()
            with pytest.raises(StoreUnavailable, match="does not answer"):
                attempt()
            assert time.monotonic() - began < 5
