"""Sending the bytes of a version, which takes as long as the receiver likes, to who may still have them."""

import logging
import time
from collections.abc import Callable, Iterator

from flask import current_app
from flask import session as browsers_session

from workspace import database
from workspace.documents.models import Document
from workspace.errors import NotAllowed, NotFound
from workspace.permissions.guards import whoever_asks
from workspace.permissions.policies import Action
from workspace.permissions.questions import fetch
from workspace.storage import Opened

log = logging.getLogger(__name__)
ASKED_EVERY = 0.5  # seconds
ASKED_AFTER = 4_000_000  # bytes, for who receives quickly
LONGEST = 3600.0  # seconds; whoever needs longer asks for the rest, with a range


class Ended(ConnectionAbortedError):
    """The rest is not sent. As after any broken connection, the receiver sees that it has not got all."""


class Sending:
    """Bytes on their way out, in pieces; whether they may still go is asked again and again.

    Whoever loses the right to them, or whose session ends, gets no more: `Ended` is raised, with which
    the server closes the connection. Close it when not read to the end (web servers do).
    """

    def __init__(self, opened: Opened, still_may: Callable[[], bool]) -> None:
        self._opened = opened
        self._still_may = still_may

    def __iter__(self) -> Iterator[bytes]:
        began = asked = time.monotonic()
        sent = 0
        try:
            for piece in self._opened:
                now = time.monotonic()
                if now - began > LONGEST:
                    raise Ended("it took too long")
                if now - asked >= ASKED_EVERY or sent >= ASKED_AFTER:
                    if not self._still_may():
                        log.info("a file was not sent to its end: whoever received it no longer may")
                        raise Ended("whoever received it no longer may")
                    asked, sent = time.monotonic(), 0
                yield piece
                sent += len(piece)
        finally:
            self.close()

    def close(self) -> None:
        """Give the store its connection back."""
        self._opened.close()


def still_may(action: Action, document: Document) -> Callable[[], bool]:
    """The question whether whoever asks now may still do this later, when the request is over.

    It is asked in a unit of work of its own, which holds a connection only as long as it takes.
    """
    who, document_id = whoever_asks(), document.id
    session_id = browsers_session.id  # type: ignore[attr-defined]  # the sessions are ours, from accounts
    sessions = current_app.session_interface

    def asked() -> bool:
        if session_id not in sessions.running({session_id}):  # type: ignore[attr-defined]
            return False
        with database.acting_as(who):
            try:
                fetch(database.session(), who, action, Document, document_id)
            except (NotFound, NotAllowed):
                return False
        return True

    return asked
