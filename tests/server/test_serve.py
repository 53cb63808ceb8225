"""The web server: whole messages to slow readers, small packets at once, an end that loses nothing."""

import base64
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from workspace.server import listen

LONG = 400_000
CHECKOUT = Path(__file__).parents[2]


@contextmanager
def running(*settings: str) -> Iterator[tuple[int, "subprocess.Popen[str]"]]:
    """The small application with shorter patience, its port, and its process."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.server.application", *settings],
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        yield int(process.stdout.readline()), process
    finally:
        process.kill()
        process.communicate()


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with running() as (number, _):
        yield number


class Live:
    """A live connection that reads exactly when it is told to, frame by frame."""

    def __init__(self, port: int, buffer: int | None = None) -> None:
        self.socket = socket.socket()
        if buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        self.socket.settimeout(20)
        self.socket.connect(("127.0.0.1", port))
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(
            "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
            "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Extensions: permessage-deflate\r\nSec-WebSocket-Key: {key}\r\n\r\n".encode()
        )
        self.rest = b""
        while b"\r\n\r\n" not in self.rest:
            self._more()
        head, _, self.rest = self.rest.partition(b"\r\n\r\n")
        self.head = head.decode().lower()
        self.frame()
        self.say("40")
        self.frame()
        self.say('420["join","everybody"]')
        assert self.frame().startswith("430")

    def say(self, text: str) -> None:
        data = text.encode()
        size = (
            struct.pack("!BBQ", 0x81, 0xFF, len(data)) if len(data) > 125 else bytes([0x81, 0x80 | len(data)])
        )
        self.socket.sendall(size + bytes(4) + data)  # masked with zeros

    def frame(self) -> str:
        self._need(2)
        assert self.rest[0] in (0x81, 0x88), f"not the beginning of a frame: {self.rest[:8]!r}"
        size, head = self.rest[1], 2
        if size > 125:
            head = 4 if size == 126 else 10
            self._need(head)
            size = int.from_bytes(self.rest[2:head])
        self._need(head + size)
        text, self.rest = self.rest[head : head + size].decode(), self.rest[head + size :]
        return text

    def _need(self, size: int) -> None:
        while len(self.rest) < size:
            self._more()

    def _more(self) -> None:
        data = self.socket.recv(1 << 16)
        if not data:
            raise EOFError
        self.rest += data


def read_for_ever(live: Live) -> None:
    while True:
        live.frame()


def slow_answer(port: int) -> bytes:
    with urlopen(f"http://127.0.0.1:{port}/slowly?q=secret", timeout=10) as answer:
        return bytes(answer.read())


def say_all(sender: Live, count: int) -> None:
    for number in range(count):
        say_long(sender, number)


def say_long(sender: Live, number: int) -> None:
    sender.say("42" + json.dumps(["send", {"number": number, "text": "x" * LONG}]))


def test_a_slow_reader_gets_whole_messages_in_order(port: int) -> None:
    slow, fast = Live(port, buffer=8192), Live(port)
    with closing(slow.socket), closing(fast.socket):
        sending = threading.Thread(target=say_all, args=(fast, 12))
        sending.start()
        for reader in (fast, slow):  # the slow one starts when everything waits for it
            for number in range(12):
                _, message = json.loads(reader.frame()[2:])
                assert message == {"number": number, "text": "x" * LONG}
        sending.join()


def test_messages_are_never_compressed(port: int) -> None:
    live = Live(port)
    with closing(live.socket):
        assert " 101 " in live.head
        assert "deflate" not in live.head


def test_whoever_never_reads_is_let_go_and_nobody_waits_for_them() -> None:
    with running("SEND_SECONDS=1") as (port, _):
        deaf, fast = Live(port, buffer=8192), Live(port)
        with closing(deaf.socket), closing(fast.socket):
            for number in range(20):
                say_long(fast, number)
                assert json.loads(fast.frame()[2:])[1]["number"] == number
            say_long(fast, 20)
            fast.frame()
            deaf.socket.settimeout(0.5)
            threading.Event().wait(2.5)  # longer than the server's patience
            with pytest.raises((EOFError, ConnectionError)):
                read_for_ever(deaf)


def test_small_packets_leave_at_once() -> None:
    with listen("127.0.0.1", 0) as listener, socket.create_connection(listener.getsockname()) as client:
        accepted, _ = listener.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) == 1
            assert client.getpeername() == listener.getsockname()


def test_headers_that_trickle_in_are_cut_off() -> None:
    with running("HEADERS_SECONDS=0.5") as (port, _), socket.create_connection(("127.0.0.1", port)) as link:
        link.settimeout(10)
        link.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")
        assert link.recv(100).startswith(b"HTTP/1.1 400 ")


def test_a_refused_upload_hears_the_refusal(port: int) -> None:
    request = Request(f"http://127.0.0.1:{port}/refuse", data=bytes(5_000_000), method="POST")
    with pytest.raises(HTTPError) as refusal:
        urlopen(request, timeout=10)
    with refusal.value as answer:
        assert answer.code == 413


def test_being_told_to_stop_finishes_what_is_being_answered() -> None:
    with running() as (port, process):
        live = Live(port)
        answers: list[bytes] = []
        asking = threading.Thread(
            target=lambda: answers.append(
                urlopen(f"http://127.0.0.1:{port}/slowly?q=secret", timeout=10).read()
            )
        )
        asking.start()
        threading.Event().wait(0.2)
        process.send_signal(signal.SIGTERM)
        asking.join()
        assert answers == [b"done"]
        assert process.wait(10) == 0
        with closing(live.socket), pytest.raises((EOFError, ConnectionError)):
            read_for_ever(live)
        assert process.stderr is not None
        log = process.stderr.read()
        assert "GET /slowly 200" in log
        assert "secret" not in log


def test_being_told_to_stop_waits_for_nobody_who_asks_for_nothing() -> None:
    with running("STOP_SECONDS=60") as (port, process):
        kept, silent = HTTPConnection("127.0.0.1", port), HTTPConnection("127.0.0.1", port)
        with closing(kept), closing(silent):
            silent.connect()
            kept.request("GET", "/slowly")
            assert kept.getresponse().read() == b"done"
            process.send_signal(signal.SIGTERM)
            assert process.wait(10) == 0


@pytest.mark.parametrize(
    ("order", "refused"),
    [
        ("import psycopg", "gevent has not been told"),
        ("import psycopg; from gevent import monkey; monkey.patch_all()", "psycopg was imported before"),
        ("from gevent import monkey; monkey.patch_all(); import psycopg", ""),
    ],
)
def test_it_refuses_to_start_where_one_query_would_stop_everybody(order: str, refused: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", f"{order}; from workspace.server import require_patched; require_patched()"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert refused in ended.stderr
    assert (ended.returncode == 0) == (not refused)
