"""Sessions kept in PostgreSQL: the browser holds a random token, the database its SHA-256.

A session ends when it was idle, when it has lasted its time, or at once when somebody ends it; a
copied cookie is then worth nothing. Whoever signs in gets a new token, so that a token planted
before is worth nothing either.
"""

import hashlib
import logging
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Flask, Request, Response, request
from flask.sessions import SessionInterface, SessionMixin
from sqlalchemy import func, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.datastructures import CallbackDict

from workspace import database
from workspace.accounts.models import SignedSession
from workspace.config import Config

log = logging.getLogger(__name__)
VISITOR = timedelta(hours=1)  # how long somebody who has not signed in may take over a form
NOTED = timedelta(minutes=1)  # being active is noted no more often than this
NOW = func.statement_timestamp()


@dataclass(frozen=True)
class Lifetimes:
    """How long a session lasts without activity, and in any case."""

    idle: timedelta
    lasts: timedelta

    @classmethod
    def of(cls, config: Config) -> "Lifetimes":
        """The lifetimes that the configuration says."""
        return cls(timedelta(minutes=config.session_idle_minutes), timedelta(hours=config.session_hours))


class ServerSession(CallbackDict[str, Any], SessionMixin):
    """What Flask sees of a session.

    `person_id` is who is signed in. `lapsed` says that the browser still shows a session in which
    somebody was signed in and that has ended. `failure` is why the database could not be asked.
    """

    def __init__(self, row: SignedSession | None = None, token: str | None = None) -> None:
        def changed(_self: Any) -> None:
            self.modified = True

        super().__init__(row.data if row else {}, changed)
        self.modified = False
        self.new = row is None
        self.id = row.id if row else None
        self.token = token
        self.person_id = row.person_id if row else None
        self.hash = row.token_hash if row else None
        self.stale = False
        self.lapsed = False
        self.starts = False
        self.failure: Exception | None = None

    def start(self, row: SignedSession, token: str) -> None:
        """Go on as the session ``row``, which was just begun: the browser gets its ``token``."""
        self.clear()
        self.id, self.hash, self.person_id = row.id, row.token_hash, row.person_id
        self.token, self.starts, self.modified = token, True, False

    def stop(self) -> None:
        """Go on as nobody's session; the browser is told to forget its token."""
        self.clear()
        self.id = self.hash = self.person_id = self.token = None
        self.modified = False


def hash_of(token: str) -> bytes:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).digest()


def cookie_name(config: Config) -> str:
    """The cookie's name; over TLS one that browsers take from this host alone."""
    return "__Host-workspace" if config.secure else "workspace"


class Sessions(SessionInterface):
    """Flask's way to the sessions in the database."""

    def __init__(self, config: Config) -> None:
        self.lifetimes = Lifetimes.of(config)
        self.cookie = cookie_name(config)
        self.secure = config.secure

    def open_session(self, app: Flask, request: Request) -> ServerSession:
        """Find the session of the request's cookie; a fresh, empty one where there is none that runs."""
        token = request.cookies.get(self.cookie)
        if not token or request.path.startswith("/static/"):
            return ServerSession()
        try:
            with database.acting_as(None):
                return self.find(token)
        except (DBAPIError, PoolTimeout) as failure:
            # Said once the request is under way, where errors are answered with a page.
            opened = ServerSession()
            opened.failure = failure
            return opened

    def find(self, token: str) -> ServerSession:
        """The session of a token, if it still runs; else an empty one that says if it once did."""
        runs = (
            SignedSession.ended_at.is_(None)
            & (SignedSession.ends_at > NOW)
            & (SignedSession.active_at > NOW - self.lifetimes.idle)
        )
        found = (
            database.session()
            .execute(
                select(SignedSession, runs, SignedSession.active_at < NOW - NOTED).where(
                    SignedSession.token_hash == hash_of(token)
                )
            )
            .one_or_none()
        )
        if found is None or not found[1]:
            opened = ServerSession()
            opened.lapsed = found is not None and found[0].person_id is not None
            return opened
        opened = ServerSession(found[0], token)
        opened.stale = found[2]
        return opened

    def running(self, ids: Collection[int]) -> set[int]:
        """Which of the sessions with these ids still run, for live connections that were opened in them."""
        runs = SignedSession.ended_at.is_(None) & (SignedSession.ends_at > NOW)
        active = SignedSession.active_at > NOW - self.lifetimes.idle
        with database.acting_as(None):
            return set(
                database.session().scalars(
                    select(SignedSession.id).where(SignedSession.id.in_(ids), runs, active)
                )
            )

    @staticmethod
    def by_hand() -> bool:
        """Whether a person did this request; a page that refreshes a part of itself is nobody's doing."""
        return request.method != "GET" or request.headers.get("X-Requested-With") != "fetch"

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Keep what changed, note that the person was active, and give a new session its cookie."""
        assert isinstance(session, ServerSession)  # noqa: S101 - Flask hands back what open_session made
        if session.failure is not None:
            return
        try:
            self._keep(session)
        except (DBAPIError, PoolTimeout):
            log.exception("a session was not kept: the database does not answer")
            return
        if session.starts and session.token:
            response.set_cookie(
                self.cookie, session.token, httponly=True, secure=self.secure, samesite="Lax", path="/"
            )
        elif session.token is None and not session.new:
            response.delete_cookie(self.cookie, httponly=True, secure=self.secure, samesite="Lax", path="/")

    def _keep(self, session: ServerSession) -> None:
        if session.id is None:
            if session.modified:
                with database.acting_as(None), database.transaction():
                    row, token = begin(None, VISITOR, dict(session))
                session.start(row, token)
            return
        values: dict[str, Any] = {}
        if session.modified:
            values["data"] = dict(session)
        if session.stale and self.by_hand():
            values["active_at"] = NOW
        if values:
            with database.acting_as(None), database.transaction() as db:
                db.execute(update(SignedSession).where(SignedSession.id == session.id).values(values))


def begin(
    person_id: int | None, lasts: timedelta, data: dict[str, Any] | None = None
) -> tuple[SignedSession, str]:
    """Begin a session and give its row and its token. Part of the current transaction."""
    db = database.session()
    token = secrets.token_urlsafe(32)
    row = SignedSession(
        token_hash=hash_of(token),
        person_id=person_id,
        data=data or {},
        ends_at=db.scalars(select(NOW)).one() + lasts,
    )
    db.add(row)
    db.flush()
    return row, token


def end(session_id: int) -> None:
    """End a session now. Part of the current transaction."""
    database.session().execute(
        update(SignedSession)
        .where(SignedSession.id == session_id, SignedSession.ended_at.is_(None))
        .values(ended_at=NOW)
    )


def end_all(person_ids: list[int]) -> int:
    """End every session of the people with these ids, and say how many. Part of the current transaction."""
    ended = database.session().execute(
        update(SignedSession)
        .where(SignedSession.person_id.in_(person_ids), SignedSession.ended_at.is_(None))
        .values(ended_at=NOW)
        .returning(SignedSession.id)
    )
    return len(ended.all())


def end_others(person_id: int, but: int | None) -> None:
    """End the sessions of a person, ``but`` for one. Part of the current transaction."""
    database.session().execute(
        update(SignedSession)
        .where(
            SignedSession.person_id == person_id,
            SignedSession.id != (but or 0),
            SignedSession.ended_at.is_(None),
        )
        .values(ended_at=NOW)
    )
