"""Serves the application: pages, files and live connections, in one process of many light threads.

It is gevent's WSGI server, with what that leaves to us: small packets leave at once, a live connection
never sends half a message, who neither reads nor writes is let go, and the log holds no content.
"""

import contextlib
import logging
import resource
import signal
import socket
import sys
import time
from collections.abc import Callable
from typing import Any, ClassVar

import gevent
from gevent.event import Event
from gevent.lock import RLock
from gevent.pool import Pool
from gevent.pywsgi import WSGIHandler, WSGIServer

HEADERS_SECONDS = 20  # from the first byte of a request to the end of its headers
QUIET_SECONDS = 75  # between two requests of a connection, or between two pieces of one
DISCARD_SECONDS = 10  # for reading on what a refused sender still sends, so that it hears the refusal
SEND_SECONDS = 15  # for one message to a live connection; who takes longer is let go
STOP_SECONDS = 5  # for requests that are being answered when we are told to stop
CONNECTIONS = 4000
CHUNK = 64 * 1024

log = logging.getLogger("workspace.web")


class NotPatched(RuntimeError):
    """The process would answer one person at a time, because a library was loaded too early."""


def require_patched() -> None:
    """Refuse to go on unless waiting for the network, the database included, lets others run."""
    from gevent import monkey

    if not monkey.is_module_patched("socket"):
        raise NotPatched(
            "gevent has not been told to patch the standard library. Start with `workspace serve`."
        )
    import psycopg.waiting

    if psycopg.waiting.wait is getattr(psycopg.waiting, "wait_c", None):
        raise NotPatched(
            "psycopg was imported before gevent patched the standard library, so one person's query would "
            "stop everybody else. Start with `workspace serve`."
        )


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens on an address and sends small packets at once. Raises `OSError`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # Accepted sockets inherit it. Without, each page of a kept connection waits 40 ms for nothing.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        listener.bind((host, port))
        listener.listen(1024)
    except OSError:
        listener.close()
        raise
    return listener


def serve(
    application: Callable[..., Any], listener: socket.socket, ready: Callable[[], None] = lambda: None
) -> None:
    """Answer whoever connects to the listener until SIGTERM or SIGINT, then finish what is being answered."""
    require_patched()
    _allow_many_connections()
    server = Server(
        listener, application, handler_class=Handler, spawn=Pool(CONNECTIONS), log=None, error_log=log
    )
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        gevent.signal_handler(number, stop.set)
    server.start()
    ready()
    stop.wait()
    server.finish()


class Server(WSGIServer):
    """The WSGI server, which also knows its live connections, since those do not end by themselves."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.live: set[LiveSocket] = set()
        self.quiet: set[Handler] = set()
        self.is_finishing = False

    def finish(self) -> None:
        """Take nobody new, end connections that are live or ask for nothing, and give the rest a moment."""
        self.is_finishing = True
        self.stop_accepting()
        for quiet in list(self.quiet):
            quiet.wait_no_more()
        for each in list(self.live):
            each.close()
        self.stop(timeout=STOP_SECONDS)


class LiveSocket:
    """A socket for websockets: it sends a whole message or fails, and one message at a time.

    The websocket library takes `send` to send everything, which the sockets of gevent do not promise: to
    a slow reader it would send the beginnings of messages.
    """

    def __init__(self, plain: Any, forget: Callable[["LiveSocket"], None]) -> None:
        self._plain = plain
        self._forget = forget
        self._turn = RLock()  # answers to pings come from another greenlet than messages
        plain.settimeout(None)  # the ping of the layer above says who is still there

    def send(self, data: bytes) -> int:
        """Send all of it, or close the connection and raise `TimeoutError` when the peer does not read."""
        with self._turn:
            try:
                with gevent.Timeout(SEND_SECONDS, TimeoutError("the peer does not read")):
                    self._plain.sendall(data)
            except BaseException:
                self.close()  # part of a message may be out, so nothing sensible can follow
                raise
        return len(data)

    def recv(self, size: int) -> bytes:
        """What has come, up to `size` bytes; nothing when the peer is gone."""
        return bytes(self._plain.recv(size))

    def fileno(self) -> int:
        """The number that selectors wait on."""
        return int(self._plain.fileno())

    def close(self) -> None:
        """End the connection, so that whoever waits to read from it stops waiting too."""
        self._forget(self)
        with contextlib.suppress(OSError):
            self._plain.shutdown(socket.SHUT_RDWR)
        self._plain.close()


class Handler(WSGIHandler):
    """Answers the requests of one connection."""

    server: Server
    environ: dict[str, Any]
    wsgi_input: Any
    socket: Any

    # What a peer can cause by going away is no error of ours.
    gone: ClassVar[tuple[type[BaseException], ...]] = (ConnectionError, TimeoutError)

    def handle(self) -> None:
        """Answer one request after the other."""
        self.socket.settimeout(QUIET_SECONDS)
        super().handle()

    def read_requestline(self) -> str:
        """The first line of the next request; nothing when there is none, or we are told to stop."""
        if self.server.is_finishing:
            return ""
        self.server.quiet.add(self)
        try:
            return str(super().read_requestline())
        finally:
            self.server.quiet.discard(self)

    def wait_no_more(self) -> None:
        """Answer what has come so far, and wait for nothing more: browsers keep connections for later."""
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_RD)

    def read_request(self, raw_requestline: str) -> Any:
        """Read the headers, within a time that no trickle of bytes can stretch."""
        with gevent.Timeout(HEADERS_SECONDS, ValueError("the headers took too long")):
            return super().read_request(raw_requestline)

    def get_environ(self) -> dict[str, Any]:
        """What the application is told of the request."""
        environ: dict[str, Any] = super().get_environ()
        if environ.get("HTTP_UPGRADE", "").lower() == "websocket":
            # Secrets and what others wrote would share one compression context, and its length would tell.
            environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
            live = LiveSocket(self.socket, self.server.live.discard)
            self.server.live.add(live)
            environ["werkzeug.socket"] = live
        return environ

    def run_application(self) -> None:
        """Have the request answered; a live connection ends here with an exception that is none."""
        live = self.environ.get("werkzeug.socket")
        try:
            super().run_application()
            if live is None:
                self._read_on()
        except self.gone:
            self.close_connection = True
            if live is not None and self.status is None:
                self.status = self._orig_status = "101 Switching Protocols"
        finally:
            if live is not None:
                self.close_connection = True
                self.server.live.discard(live)

    def _read_on(self) -> None:
        """Read what is still being sent, so that the sender comes to hear the answer, but not for ever."""
        try:
            with gevent.Timeout(DISCARD_SECONDS, TimeoutError()):
                self.wsgi_input.send_100_continue_enabled = False
                while self.wsgi_input.read(CHUNK):
                    pass
        except OSError:
            self.close_connection = True
            with contextlib.suppress(OSError):
                self.socket.shutdown(socket.SHUT_RD)

    def log_request(self) -> None:
        """One line: who asked for which path, and how it went. Queries may hold what people search for."""
        if not self.environ:
            return
        status = str(self._orig_status or "000").split()[0]
        took = (self.time_finish or time.time()) - self.time_start
        path = self.environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
        log.info("%s %s %s %s %.3f s", self.command, path, status, self.response_length, took)

    def _log_error(self, kind: Any, error: Any, traceback: Any) -> None:
        if kind is not None and not issubclass(kind, gevent.GreenletExit):
            log.error("a request failed", exc_info=(kind, error, traceback))

    def _handle_client_error(self, error: Exception) -> tuple[str, bytes]:
        log.info("a request made no sense (%s)", type(error).__name__)
        return "400", b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


def _allow_many_connections() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS * 2
    if soft != resource.RLIM_INFINITY and soft < wanted:
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def log_to_output(level: int = logging.INFO) -> None:
    """Write what happens to standard error, one line each."""
    logging.basicConfig(
        stream=sys.stderr, level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
