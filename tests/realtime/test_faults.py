"""Nonsense from browsers and a lost database connection: nothing falls over, nothing is missed."""

import json
import time
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from flask.testing import FlaskClient

from tests.annotations.family import Family, added
from tests.realtime.conftest import Cookie, OpenWindow
from tests.realtime.windows import SOON, ends, heard, raw
from tests.serving import Server
from workspace.identifiers import encode

SignIn = Callable[[int], FlaskClient]
NONSENSE: list[Any] = [
    None,
    [],
    "x",
    7,
    {},
    {"document": None},
    {"document": 7},
    {"document": "x"},
    {"document": "0" * 13},
    {"document": "z" * 13},
    {"document": ["0" * 13]},
    {"document": "0" * 13, "more": 1},
    {"__proto__": {}},
]
PACKETS = [
    "",
    "9",
    "42",
    "42[",
    "42{}",
    '42["document.open"]',
    '421["document.open",{},{}]',
    "40/nosuch,",
    "41",
    '451-["x",{"_placeholder":true,"num":0}]',
    '42["__proto__",1]',
    '42["connect",1]',
    '42["connect",{"REQUEST_METHOD":"GET"}]',
    '42["disconnect"]',
    "4" * 2000,
    "5",
    "40",
]


def test_nonsense_is_refused_and_the_connection_goes_on(
    family: Family, both: list[Server], window: OpenWindow
) -> None:
    owen = window(both[0], family.owen.id)

    for sent in NONSENSE:
        assert owen.client.call("document.open", sent, timeout=SOON) == {"ok": False}
    assert owen.client.call("document.open", (1, 2), timeout=SOON) == {"ok": False}

    assert owen.open(family.document.id)


@pytest.mark.parametrize("packet", PACKETS)
def test_malformed_packets_leave_the_server_alive(
    both: list[Server], family: Family, cookie: Cookie, packet: str
) -> None:
    socket = raw(both[0], cookie(family.owen.id))
    socket.send("40")
    heard(socket)

    socket.send(packet)
    socket.close()

    assert both[0].answers()


def test_an_event_named_connect_does_not_connect_as_somebody_else(
    family: Family, both: list[Server], cookie: Cookie, sign_in: SignIn
) -> None:
    """The library calls the same function for it; what it says of cookies must not count."""
    socket = raw(both[0], cookie(family.carl.id))
    socket.send("40")
    heard(socket)
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "HTTP_COOKIE": cookie(family.owen.id)}

    for packet in ('420["disconnect"]', f'421["connect",{json.dumps(environ)}]'):
        socket.send(packet)
        heard(socket)
    socket.send(f'422["document.open",{{"document":"{encode(family.document.id)}"}}]')

    assert heard(socket) == '432[{"ok":false}]'
    socket.close()


def test_a_message_that_is_too_large_ends_its_connection_only(
    family: Family, both: list[Server], cookie: Cookie, window: OpenWindow
) -> None:
    owen = window(both[0], family.owen.id)
    socket = raw(both[0], cookie(family.owen.id))
    socket.send("40")
    heard(socket)

    socket.send('42["document.open","' + "x" * 70_000 + '"]')

    assert ends(socket)
    assert owen.open(family.document.id)


def test_a_lost_listener_comes_back_and_everybody_looks_again(
    family: Family,
    both: list[Server],
    window: OpenWindow,
    sign_in: SignIn,
    environment: dict[str, str],
) -> None:
    owen, lena = window(both[0], family.owen.id), window(both[1], family.lena.id)
    assert owen.open(family.document.id)
    assert lena.open(family.document.id)

    with psycopg.connect(environment["WORKSPACE_DATABASE_URL_OWNER"], autocommit=True) as owner:
        killed = owner.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'workspace live' AND datname = current_database()"
        ).fetchall()
    assert len(killed) == len(both)

    for each in (owen, lena):
        assert each.hears() == ("annotations.changed", {"document": encode(family.document.id), "count": 1})
    began = time.monotonic()
    added(sign_in(family.priya.id), family.document)
    for each in (owen, lena):
        assert each.hears()[1]["count"] == 2
    assert time.monotonic() - began < 1


def test_more_windows_than_a_person_has_are_refused(
    family: Family, both: list[Server], cookie: Cookie
) -> None:
    theirs = cookie(family.owen.id)
    answers = []
    sockets = []
    for _ in range(21):
        socket = raw(both[0], theirs)
        sockets.append(socket)
        socket.send("40")
        answers.append(heard(socket)[:2])
    for socket in sockets:
        socket.close()

    assert answers == ["40"] * 20 + ["44"]
