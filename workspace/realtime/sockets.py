"""Browsers' side of live events: connecting, and every event they send, behind one guard.

Nothing is believed but the session's cookie. The session, the person's standing and the rule are asked at
every event; whatever goes wrong, the answer is that it did not work, and the connection stays.
"""

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from engineio.async_drivers import gevent as gevent_driver
from engineio.packet import Packet
from flask import Flask, session
from flask_socketio import SocketIO
from gevent import monkey

from workspace import database, identifiers
from workspace.config import Config
from workspace.errors import WorkspaceError
from workspace.realtime.connections import Connection
from workspace.realtime.events import EVENTS, KEYS
from workspace.realtime.listener import Listener
from workspace.realtime.live import Live, TooManyOpen
from workspace.realtime.outgoing import Outgoing

log = logging.getLogger(__name__)
LARGEST = 64 * 1024  # bytes of one message from a browser
PING_SECONDS = 25
SWEEP_SECONDS = 8  # what ends by time alone has ended for everybody within ten
BEAT_SECONDS = 15
SAY_SECONDS = 0.1  # how long arrivals and departures are gathered before they are said
MOST_PER_SESSION = 20

REFUSED = {"ok": False}
_untyped: Any = SocketIO  # its types know neither `server` nor all of its options
_packet: Any = Packet


class _Brief(logging.Filter):
    """Shortens what the library says of packets that make no sense, of which anybody can send many."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.exc_info = record.exc_text = None
        return True


_BRIEF = _Brief()


class _WebSocket(gevent_driver.WebSocketWSGI):
    """A websocket that neither takes in a message that is too large nor hands on one that is none.

    On the latter the library would forget to end its side, and the connection would linger.
    """

    def __init__(self, handler: Any, server: Any) -> None:
        super().__init__(handler, server)  # type: ignore[no-untyped-call]
        self.server_args["max_message_size"] = LARGEST

    def wait(self) -> Any:
        """The next message; None when there are no more that make sense."""
        message = super().wait()
        try:
            if message is not None:
                _packet(encoded_packet=message)
        except Exception:
            return None
        return message


def origins(config: Config) -> list[str]:
    """The origins whose pages may open live connections: ours, and in a demonstration its other name."""
    names = list(config.allowed_origins)
    if config.demonstration:
        names += [f"http://{host}:{config.port}" for host in ("127.0.0.1", "localhost")]
    return list(dict.fromkeys(names))


class Sockets:
    """The live connections of one application in one process."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        patched = monkey.is_module_patched("socket")
        self.socketio: Any = _untyped(
            app,
            async_mode="gevent" if patched else "threading",
            cors_allowed_origins=origins(app.config["WORKSPACE"]),
            transports=["websocket"],
            async_handlers=False,
            max_http_buffer_size=LARGEST,
            ping_interval=PING_SECONDS,
            manage_session=False,
        )
        logging.getLogger("engineio.server").addFilter(_BRIEF)
        server = self.socketio.server
        if patched:
            server.eio._async = {**server.eio._async, "websocket": _WebSocket}
        self.live = Live(app, Outgoing(server))
        self.listener = Listener(self.live)
        self._stop = threading.Event()
        server.on("connect", self._connect)
        server.on("disconnect", self._disconnect)
        for name in EVENTS:
            server.on(name, self._answering(name))

    def start(self) -> None:
        """Begin to listen, to look after the connections, and to say who is here."""
        self.socketio.start_background_task(self.listener.run)
        self._every(SWEEP_SECONDS, self._sweep)
        self._every(BEAT_SECONDS, self.live.beat)
        self._every(SAY_SECONDS, self.live.here.say)

    def stop(self) -> None:
        """End it all in order; the rows that say who is here go."""
        self._stop.set()
        self.listener.stop()
        try:
            self.live.here.leave_all()
        except Exception as reason:
            log.warning("live events: who was here stays noted for a while (%s)", type(reason).__name__)

    def _sweep(self) -> None:
        self.live.check_everything()
        self.live.here.refresh()

    def _every(self, seconds: float, work: Callable[[], None]) -> None:
        def repeat() -> None:
            while not self._stop.wait(seconds):
                if not self.live.is_listening:
                    continue
                try:
                    work()
                except Exception as reason:
                    # The listener notices a database that is gone; a fault of ours is said once each time.
                    log.warning("live events: %s failed (%s)", work.__name__, type(reason).__name__)

        self.socketio.start_background_task(repeat)

    def _connect(self, sid: str, *_sent: Any) -> bool:
        """Let in whoever has a running session, and nobody else.

        Whatever was sent with it is passed over: a browser may also send an event of this name, saying
        what it likes.
        """
        environ = self.socketio.server.get_environ(sid)
        if self.listener.is_lost_for_long or not environ or self.live.connections.get(sid):
            return False
        if not environ.get("HTTP_ORIGIN"):
            return False  # every browser says where its page is from; a foreign one was refused before
        try:
            found = self._asker(environ)
        except Exception:
            log.exception("live events: a connection was refused because of a fault")
            return False
        if found is None:
            return False
        person_id, session_id = found
        same = [each for each in self.live.connections.every() if each.session_id == session_id]
        if len(same) >= MOST_PER_SESSION:
            return False
        self.live.connections.add(Connection(sid, person_id, session_id))
        return True

    def _disconnect(self, sid: str, *_sent: Any) -> None:
        self.live.gone(sid)

    def _answering(self, name: str) -> Callable[..., dict[str, Any]]:
        def answer(sid: str, *sent: Any) -> dict[str, Any]:
            try:
                return self._answer(name, sid, sent)
            except (WorkspaceError, TooManyOpen):
                return REFUSED
            except Exception:
                log.exception("live events: %s failed", name)
                return REFUSED

        return answer

    def _answer(self, name: str, sid: str, sent: tuple[Any, ...]) -> dict[str, Any]:
        id = _named(sent, KEYS[name])
        connection = self.live.connections.get(sid)
        if id is None or connection is None:
            return REFUSED
        environ = self.socketio.server.get_environ(sid)
        began = time.monotonic()
        with self.app.request_context(environ), database.acting_as(None):
            if self._identified() != (connection.person_id, connection.session_id):
                self.live.end(connection)
                return REFUSED
            EVENTS[name](self.live, connection, id)
        log.debug("%s took %.3f s", name, time.monotonic() - began)
        return {"ok": True}

    def _asker(self, environ: dict[str, Any]) -> tuple[int, int] | None:
        with self.app.request_context(environ), database.acting_as(None):
            return self._identified()

    def _identified(self) -> tuple[int, int] | None:
        """Who asks, and in which session; None unless both run. The unit then acts for them."""
        failure = getattr(session, "failure", None)
        if failure is not None:
            raise failure
        me = self.app.extensions["identify"]()
        if me is None or me.must_change:
            return None
        return me.id, session.id  # type: ignore[attr-defined]


def _named(sent: tuple[Any, ...], key: str) -> int | None:
    """The id that an event's message names; None unless it is exactly what we expect."""
    if len(sent) != 1 or not isinstance(sent[0], dict) or set(sent[0]) != {key}:
        return None
    word = sent[0][key]
    try:
        return identifiers.decode(word) if isinstance(word, str) else None
    except ValueError:
        return None
