"""A file that is being sent ends when whoever receives it loses the right to it."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import event, func, update

from tests.documents.house import House
from tests.serving import serving
from workspace import database
from workspace.accounts.models import SignedSession
from workspace.documents.models import Document
from workspace.documents.views.sending import ASKED_AFTER, Ended
from workspace.identifiers import encode
from workspace.rooms.models import Exclusion
from workspace.sharing.models import Release

BUFFERS = 6_000_000  # the most that waits in the system between two processes of this machine
SIZE = BUFFERS + 3 * ASKED_AFTER


@pytest.fixture
def scan(house: House) -> Document:
    """A file that takes a while, released to the NHS."""
    document = house.add(house.priya, b"x" * SIZE, "Scan.txt")
    house.release(document)
    return document


def address(document: Document) -> str:
    """Where it is downloaded."""
    return f"/documents/{encode(document.id)}/versions/1/download"


def withdraw(house: House, document: Document) -> None:
    """End the sharing of the document, as its owner does."""
    with database.acting_as(house.priya.id):
        (release,) = database.session().query(Release).filter_by(document_id=document.id).all()
    page = f"/documents/{encode(document.id)}/releases/{encode(release.id)}/withdraw"
    assert house.sign_in(house.priya.id).post(page).status_code == 303


def exclude(house: House, document: Document) -> None:
    """Keep Joy out of the room."""
    house.world.add(
        house.priya.id, Exclusion(room_id=document.room_id, person_id=house.joy.id, by_id=house.priya.id)
    )


def end_sessions(house: House, document: Document) -> None:
    """End every session, as signing out does."""
    with database.acting_as(None), database.transaction() as db:
        db.execute(update(SignedSession).values(ended_at=func.statement_timestamp()))


def pieces(house: House, document: Document) -> Iterator[bytes]:
    """What Joy is sent, piece by piece."""
    answer = house.sign_in(house.joy.id).get(address(document), buffered=False)
    assert answer.status_code == 200
    return iter(answer.iter_encoded())


@pytest.mark.parametrize("end", [withdraw, exclude, end_sessions])
def test_nothing_more_is_sent_to_who_may_no_longer_have_it(
    house: House, scan: Document, end: Callable[[House, Document], None]
) -> None:
    sent, received = pieces(house, scan), []
    received.append(len(next(sent)))

    end(house, scan)

    with pytest.raises(Ended):
        received.extend(len(piece) for piece in sent)
    assert sum(received) < ASKED_AFTER + 1_000_000


def test_who_may_have_it_gets_all_and_no_connection_is_held_meanwhile(house: House, scan: Document) -> None:
    taken: list[object] = []
    engine = database._connected().app
    event.listen(engine, "checkout", lambda connection, *_: taken.append(connection))
    received, held = 0, set()
    sent = pieces(house, scan)
    begun = len(taken)

    for piece in sent:
        received += len(piece)
        held.add(engine.pool.checkedout())  # type: ignore[attr-defined]  # only pools that count have it

    assert received == SIZE
    assert len(taken) - begun >= SIZE // ASKED_AFTER - 1, "it was not asked again"
    assert held == {0}


def test_a_slow_download_ends_early_when_the_release_is_withdrawn(
    house: House, scan: Document, environment: dict[str, str], tmp_path: Path
) -> None:
    cookie = house.sign_in(house.joy.id).get_cookie("workspace")
    assert cookie is not None
    with serving(environment, tmp_path) as url, socket.socket() as link:
        link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 * 1024)
        link.settimeout(20)
        link.connect(("127.0.0.1", urlsplit(url).port))
        link.sendall(
            f"GET {address(scan)} HTTP/1.1\r\nHost: {urlsplit(url).netloc}\r\n"
            f"Cookie: workspace={cookie.value}\r\n\r\n".encode()
        )
        received = len(link.recv(64 * 1024))

        withdraw(house, scan)

        while more := link.recv(256 * 1024):  # it ends, or there is nothing for 20 seconds
            received += len(more)
    assert 0 < received < SIZE
    log = (tmp_path / "web-0.log").read_text()
    assert "a file was not sent to its end" in log
    assert "Traceback" not in log
