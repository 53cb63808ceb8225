"""Browsers that hold live connections to a web process, and what they hear."""

import queue
import time
from typing import Any

import socketio
import websocket

from tests.serving import Server
from workspace.identifiers import encode

SOON = 5.0  # seconds for what should take a fraction of one, on a busy machine


class Window:
    """A live connection of somebody's browser, and what it has heard."""

    def __init__(self, server: Server, cookie: str) -> None:
        self.heard: queue.Queue[tuple[str, dict[str, Any]]] = queue.Queue()
        client: Any = socketio.Client
        self.client = client(reconnection=False)
        for name in ("annotations.changed", "version.added", "access.ended", "session.ended"):
            self.client.on(name, self._hearing(name))
        self.present: queue.Queue[list[str]] = queue.Queue()
        self.client.on(
            "presence.changed", lambda said: self.present.put([_name(one) for one in said["people"]])
        )
        self.beats: queue.Queue[dict[str, Any]] = queue.Queue()
        self.client.on("heartbeat", self.beats.put)
        self.client.on("disconnect", lambda *_why: self.heard.put(("disconnect", {})))
        self.client.connect(
            server.url,
            headers={"Cookie": cookie},
            transports=["websocket"],
            wait_timeout=SOON,
        )

        self._socket = self.client.eio.ws

    def leave(self) -> None:
        """Close the window."""
        self.client.disconnect()
        self._socket.shutdown()

    def _hearing(self, name: str) -> Any:
        return lambda said: self.heard.put((name, said))

    def open(self, document_id: int) -> bool:
        """Open a document; whether that was allowed."""
        return bool(self.client.call("document.open", {"document": encode(document_id)}, timeout=SOON)["ok"])

    def close(self, document_id: int) -> bool:
        """Close a document."""
        return bool(self.client.call("document.close", {"document": encode(document_id)}, timeout=SOON)["ok"])

    def hears(self) -> tuple[str, dict[str, Any]]:
        """The next lasting thing it hears; fails when nothing comes."""
        return self.heard.get(timeout=SOON)

    def hears_nothing_yet(self) -> bool:
        """Whether nothing has come so far."""
        return self.heard.empty()

    def sees(self, *names: str) -> None:
        """Wait until exactly these people are said to be here."""
        until = time.monotonic() + SOON
        last: list[str] = []
        while time.monotonic() < until:
            try:
                last = self.present.get(timeout=SOON)
            except queue.Empty:
                break
            if sorted(last) == sorted(names):
                return
        raise AssertionError(f"here are {last}, not {list(names)}")


def _name(said: dict[str, Any]) -> str:
    return "You" if said["you"] else f"{said['name']} ({said['agency']})"


def raw(server: Server, cookie: str = "", origin: str | None = None) -> websocket.WebSocket:
    """A bare websocket to the place of live events, for saying what no client of ours would."""
    place = f"{server.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket"
    made = websocket.create_connection(
        place,
        timeout=SOON,
        cookie=cookie,
        origin=server.url if origin is None else origin,
        suppress_origin=origin == "",
    )
    assert heard(made).startswith("0")
    return made


def heard(made: websocket.WebSocket) -> str:
    """The next message, as text; pings of the layer below are passed over."""
    while True:
        message = made.recv()
        text = message if isinstance(message, str) else message.decode()
        if text != "2":
            return text


def ends(made: websocket.WebSocket) -> bool:
    """Whether the other side ends the connection soon."""
    try:
        while heard(made):
            pass
    except websocket.WebSocketTimeoutException:
        return False
    except (websocket.WebSocketException, OSError):
        pass
    made.shutdown()  # type: ignore[no-untyped-call]
    return True
