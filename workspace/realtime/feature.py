"""Joins live events to the application."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask

from workspace.realtime.events import EVENTS
from workspace.realtime.sockets import Sockets


def register(app: Flask) -> None:
    """Nothing yet: only the process that serves has live connections (see `go_live`)."""


def go_live(app: Flask) -> Sockets:
    """Have ``app`` answer live connections from now on; `stop` what it returns before the process ends."""
    sockets = Sockets(app)
    app.extensions["live"] = sockets
    sockets.start()
    return sockets


def events() -> Iterable[tuple[str, Callable[..., Any]]]:
    """Every event a browser may send, with what answers it."""
    return sorted(EVENTS.items())
