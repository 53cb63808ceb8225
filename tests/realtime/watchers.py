"""Many live connections at once, and when each heard what: cheap ones, without a client of a library."""

import contextlib
import json
import re
import selectors
import threading
import time
from dataclasses import dataclass, field
from typing import Any

import websocket

from tests.realtime.windows import heard, raw
from tests.serving import Server
from workspace.identifiers import encode

FAREWELLS = ("access.ended", "session.ended")
EVENT = re.compile(r"42(\[.*\])", re.DOTALL)


@dataclass(eq=False)
class Watcher:
    """A connection that has a document open. Times are those of `time.monotonic`."""

    socket: websocket.WebSocket
    told: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    farewell: str = ""
    left_at: float | None = None  # when it was told that it is over
    closed_at: float | None = None  # when the other side ended it

    @property
    def is_gone(self) -> bool:
        """Whether the other side has ended it."""
        return self.closed_at is not None

    @property
    def tokens(self) -> list[int]:
        """What it was told of the document: the numbers of versions, and 0 for annotations."""
        return [said.get("number", 0) for name, said in self.told if name != "presence.changed"]

    def hear(self) -> None:
        """Take in the next message, which has begun to come."""
        try:
            text = heard(self.socket)
        except (websocket.WebSocketException, OSError):
            text = ""
        now = time.monotonic()
        if not text:
            self.closed_at = now
        found = EVENT.fullmatch(text)
        if found is None:
            return
        name, said = json.loads(found[1])
        if name in FAREWELLS:
            self.farewell, self.left_at = name, now
        elif name != "heartbeat":
            assert self.left_at is None, f"{name} after {self.farewell}"
            self.told.append((name, said))


class Watching(threading.Thread):
    """Reads from every watcher, in a thread of its own."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._selector = selectors.DefaultSelector()
        self._over = threading.Event()
        self._watchers: list[Watcher] = []
        self.failure: BaseException | None = None

    def open(self, server: Server, cookie: str, document_id: int) -> Watcher:
        """A new connection that has opened a document."""
        socket = raw(server, cookie)
        socket.send("40")
        assert heard(socket).startswith("40")
        socket.send(f'420["document.open",{{"document":"{encode(document_id)}"}}]')
        watcher = Watcher(socket)
        while not (text := heard(socket)).startswith("43"):
            pass
        assert text == '430[{"ok":true}]'
        self._watchers.append(watcher)
        assert socket.sock is not None
        self._selector.register(socket.sock, selectors.EVENT_READ, watcher)
        return watcher

    def run(self) -> None:
        """Read until it is over."""
        try:
            while not self._over.is_set():
                for key, _ in self._selector.select(0.1):
                    key.data.hear()
                    if key.data.is_gone:
                        self._selector.unregister(key.fileobj)
        except BaseException as failure:
            self.failure = failure

    def stop(self) -> None:
        """Read no more and close what is left."""
        self._over.set()
        self.join()
        for each in self._watchers:
            with contextlib.suppress(OSError, websocket.WebSocketException):
                each.socket.shutdown()  # type: ignore[no-untyped-call]
        self._selector.close()
        if self.failure is not None:
            raise self.failure
