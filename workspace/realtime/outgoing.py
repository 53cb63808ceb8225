"""What leaves for the browsers, one connection at a time, and never without end."""

import logging
from collections.abc import Callable
from typing import Any

log = logging.getLogger(__name__)
MOST_WAITING = 200  # messages that may wait for a slow connection


class Outgoing:
    """Sends to single connections. None of its methods raises because of the other side."""

    def __init__(self, server: Any) -> None:
        self._server = server

    def send(self, sid: str, name: str, message: dict[str, Any]) -> None:
        """Send a message, or let the connection go when too much already waits for it."""
        try:
            if self._waiting(sid) > MOST_WAITING:
                self.drop(sid)
            else:
                self._server.emit(name, message, to=sid)
        except Exception:
            log.exception("a message was not sent")
            self.drop(sid)

    def disconnect(self, sid: str) -> None:
        """End a connection after what was sent to it, also one whose other side would rather keep it."""
        try:
            lower = self._lower(sid)
            self._server.disconnect(sid)
            if lower is not None:
                lower.close(wait=False)
        except Exception:
            log.exception("a connection did not end in order")
            self.drop(sid)

    def drop(self, sid: str) -> None:
        """End a connection at once, whether or not its other side still reads."""
        environ = self._server.get_environ(sid) or {}
        live = environ.get("werkzeug.socket")
        if live is not None:
            live.close()

    def later(self, work: Callable[..., None], *arguments: Any) -> None:
        """Do some work beside, so that nobody waits for it."""
        self._server.start_background_task(_quietly, work, *arguments)

    def _waiting(self, sid: str) -> int:
        lower = self._lower(sid)
        return int(lower.queue.qsize()) if lower is not None else 0

    def _lower(self, sid: str) -> Any:
        """The connection's side of the layer below; None when it is gone."""
        return self._server.eio.sockets.get(self._server.manager.eio_sid_from_sid(sid, "/"))


def _quietly(work: Callable[..., None], *arguments: Any) -> None:
    try:
        work(*arguments)
    except Exception:
        log.exception("work beside the live connections failed")
