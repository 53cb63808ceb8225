"""Whoever may no longer see something is out of it at once, in every process."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import websocket
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlalchemy.dialects.postgresql import Range

from tests.annotations.family import Family, added
from tests.realtime.conftest import Cookie, OpenWindow
from tests.realtime.windows import heard, raw
from tests.serving import Server
from workspace.accounts.models import SignedSession
from workspace.accounts.sessions import begin, cookie_name, hash_of
from workspace.config import Config
from workspace.database import acting_as, session, transaction
from workspace.identifiers import encode
from workspace.people.models import Suspension
from workspace.realtime.outbox import tell
from workspace.realtime.sockets import BEAT_SECONDS, SWEEP_SECONDS
from workspace.rooms import locks
from workspace.rooms.models import Membership

SignIn = Callable[[int], FlaskClient]


def _remove(family: Family, person_id: int) -> None:
    """End somebody's membership, as the service does."""
    with acting_as(family.priya.id), transaction() as db:
        locks.hold_alone(db, family.room.id)
        theirs = (Membership.room_id == family.room.id) & (Membership.person_id == person_id)
        began = db.query(Membership).filter(theirs).one().during.lower
        db.execute(update(Membership).where(theirs).values(during=Range(began, datetime.now(UTC))))
        tell("membership.access.changed", room_id=family.room.id)


def test_removing_a_member_ends_their_live_view_in_every_process_within_a_second(
    family: Family, both: list[Server], window: OpenWindow, sign_in: SignIn
) -> None:
    windows = [window(server, family.samira.id) for server in both]
    stays = window(both[1], family.joy.id)
    for each in (*windows, stays):
        assert each.open(family.document.id)

    _remove(family, family.samira.id)
    began = time.monotonic()
    for each in windows:
        assert each.hears() == ("access.ended", {"document": encode(family.document.id)})
        assert each.hears() == ("disconnect", {})
    assert time.monotonic() - began < 1

    added(sign_in(family.priya.id), family.document)
    assert stays.hears()[0] == "annotations.changed"
    assert all(each.hears_nothing_yet() for each in windows)
    again = window(both[0], family.samira.id)
    assert not again.open(family.document.id)


def test_signing_out_elsewhere_ends_the_windows_of_that_session_only(
    family: Family, both: list[Server], cookie: Cookie, window: OpenWindow, sign_in: SignIn
) -> None:
    first, second = cookie(family.samira.id), cookie(family.samira.id)
    ended, stays = window(both[0], first), window(both[1], second)
    assert ended.open(family.document.id)
    assert stays.open(family.document.id)

    _end_session(first)

    assert ended.hears() == ("session.ended", {})
    assert ended.hears() == ("disconnect", {})
    added(sign_in(family.priya.id), family.document)
    assert stays.hears()[0] == "annotations.changed"


def _end_session(cookie: str) -> None:
    token = cookie.partition("=")[2]
    with acting_as(None), transaction() as db:
        row = db.query(SignedSession).filter_by(token_hash=hash_of(token)).one()
        row.ended_at = datetime.now(UTC)
        tell("session.access.changed", person_id=row.person_id)


def test_suspending_a_person_ends_all_their_windows(
    family: Family, both: list[Server], window: OpenWindow
) -> None:
    windows = [window(server, family.samira.id) for server in both]
    for each in windows:
        assert each.open(family.document.id)

    with acting_as(family.priya.id), transaction() as db:
        db.add(Suspension(person_id=family.samira.id, by_id=family.priya.id))
        db.flush()
        tell("person.access.changed", person_id=family.samira.id)

    for each in windows:
        assert each.hears() == ("session.ended", {})


def test_a_session_that_has_ended_answers_no_event(
    family: Family, both: list[Server], cookie: Cookie, window: OpenWindow
) -> None:
    shown = cookie(family.samira.id)
    samira = window(both[0], shown)
    token = shown.partition("=")[2]
    with acting_as(None), transaction():  # without telling anybody
        session().query(SignedSession).filter_by(token_hash=hash_of(token)).one().ended_at = datetime.now(UTC)

    samira.client.emit("document.open", {"document": encode(family.document.id)})
    assert samira.hears() == ("session.ended", {})
    assert samira.hears() == ("disconnect", {})


@pytest.mark.parametrize("who", ["nobody", "somebody who guesses", "a visitor"])
def test_only_a_running_session_connects(both: list[Server], config: Config, who: str) -> None:
    token = {"nobody": "", "somebody who guesses": "guess", "a visitor": _visitor()}[who]

    socket = raw(both[0], f"{cookie_name(config)}={token}" if token else "")
    socket.send("40")

    assert heard(socket).startswith("44")
    socket.close()


def test_a_foreign_page_does_not_even_get_a_socket(
    family: Family, both: list[Server], cookie: Cookie
) -> None:
    theirs = cookie(family.samira.id)

    with pytest.raises(websocket.WebSocketBadStatusException, match="400"):
        raw(both[0], theirs, origin="https://elsewhere.example")

    socket = raw(both[0], theirs)
    socket.send("40")
    assert heard(socket).startswith("40")
    socket.close()


def test_who_does_not_say_where_from_is_no_browser(
    family: Family, both: list[Server], cookie: Cookie
) -> None:
    socket = raw(both[0], cookie(family.samira.id), origin="")
    socket.send("40")
    assert heard(socket).startswith("44")
    socket.close()


def test_what_ends_by_time_alone_ends_soon_and_a_beat_says_how_much_was_said(
    family: Family, both: list[Server], window: OpenWindow
) -> None:
    lena, joy = window(both[0], family.lena.id), window(both[0], family.joy.id)
    assert lena.open(family.document.id)
    assert joy.open(family.document.id)

    with acting_as(family.priya.id), transaction() as db:  # it was to end now all along, so nobody is told
        theirs = (Membership.room_id == family.room.id) & (Membership.person_id == family.lena.id)
        began = db.query(Membership).filter(theirs).one().during.lower
        db.execute(update(Membership).where(theirs).values(during=Range(began, datetime.now(UTC))))

    assert lena.heard.get(timeout=SWEEP_SECONDS + 5)[0] == "access.ended"
    assert joy.beats.get(timeout=BEAT_SECONDS + 5) == {"document": encode(family.document.id), "count": 0}


def _visitor() -> str:
    """The token of a session in which nobody is signed in."""
    with acting_as(None), transaction():
        return begin(None, timedelta(hours=1))[1]
