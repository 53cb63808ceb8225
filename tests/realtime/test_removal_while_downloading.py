"""A download that is under way when its ground goes is cut within a second; others go on to their end."""

import socket
import time
from io import BytesIO
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from tests.factories import World
from tests.realtime.conftest import Cookie
from tests.realtime.losing import OF_A_PERSON, OF_AN_AGENCY, Gathering
from tests.serving import Server
from workspace import storage
from workspace.config import Config
from workspace.documents.models import Version
from workspace.identifiers import encode
from workspace.people.models import Person

SIZE = 24_000_000
PIECE = 256 * 1024
BEGUN = 1_000_000
SECOND = 1.0


class Download:
    """A download by somebody, which has begun and waits for its receiver to read on."""

    def __init__(self, server: Server, cookie: str, document_id: int) -> None:
        at = urlsplit(server.url)
        self._link = socket.socket()
        self._link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 * 1024)
        self._link.settimeout(20)
        self._link.connect((at.hostname, at.port))
        self._link.sendall(
            f"GET /documents/{encode(document_id)}/versions/2/download HTTP/1.1\r\n"
            f"Host: {at.netloc}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n".encode()
        )
        head, _, body = self._link.recv(64 * 1024).partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), head
        self.received = len(body)
        while self.received < BEGUN:
            self.received += len(self._link.recv(PIECE))

    def read_on(self) -> int:
        """Read what still comes, as fast as it does, and say how much of the document has come in all."""
        with self._link:
            while more := self._link.recv(PIECE):
                self.received += len(more)
        return self.received


@pytest.fixture
def gathering(world: World, config: Config) -> Gathering:
    """A room whose document has a second version of many bytes."""
    made = Gathering(world)
    key = f"versions/{uuid4().hex}"
    storage.connect(config)
    storage.store().prepare()
    storage.store().put(key, BytesIO(bytes(SIZE)))
    version = Version(
        document_id=made.plan.id,
        number=2,
        size=SIZE,
        sha256=b"\1" * 32,
        media_type="text/plain",
        filename="plan.txt",
        reason="With all papers",
        key=key,
        by_id=made.priya.id,
        organisation_id=made.council.id,
    )
    world.add(made.priya.id, version)
    return made


def test_it_is_cut_within_a_second_for_whoever_loses_it(
    gathering: Gathering, both: list[Server], cookie: Cookie
) -> None:
    def begun(person: Person) -> Download:
        return Download(both[0], cookie(person.id), gathering.plan.id)

    staying = begun(gathering.owen)
    for losing in gathering.losing([*OF_A_PERSON, *OF_AN_AGENCY]):
        download = begun(losing.person)
        losing.end()
        ended = time.monotonic()

        received = download.read_on()

        took = time.monotonic() - ended
        print(f"{losing.kind}: cut after {took * 1000:.0f} ms, {received:,} of {SIZE:,} bytes")
        assert received < SIZE, losing.kind
        assert took < SECOND, losing.kind
    assert staying.read_on() == SIZE
