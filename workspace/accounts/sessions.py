"""Sessions kept in PostgreSQL: the browser holds a random token, the database its SHA-256.

A session ends when it was idle, when it has lasted its time, or at once when somebody ends it; a
copied cookie is then worth nothing. Whoever signs in gets a new token, so that a token planted
before is worth nothing either.
"""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask, Request, Response
from flask.sessions import SessionInterface, SessionMixin
from sqlalchemy import func, select, update
from werkzeug.datastructures import CallbackDict

from workspace import database
from workspace.accounts.models import SignedSession
from workspace.config import Config

VISITOR = timedelta(hours=1)  # how long somebody who has not signed in may take over a form


class ServerSession(CallbackDict[str, Any], SessionMixin):
    """What Flask sees of a session; `person_id` is who is signed in."""

    def __init__(self, row: SignedSession | None, token: str | None) -> None:
        def changed(_self: Any) -> None:
            self.modified = True

        super().__init__(row.data if row else {}, changed)
        self.modified = False
        self.new = row is None
        self.id = row.id if row else None
        self.token = token
        self.person_id = row.person_id if row else None
        self.hash = row.token_hash if row else None


def hash_of(token: str) -> bytes:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).digest()


def cookie_name(config: Config) -> str:
    """The cookie's name; over TLS one that browsers take from this host alone."""
    return "__Host-workspace" if config.public_url.startswith("https://") else "workspace"


class Sessions(SessionInterface):
    """Flask's way to the sessions in the database."""

    def __init__(self, config: Config) -> None:
        self.idle = timedelta(minutes=config.session_idle_minutes)
        self.lasts = timedelta(hours=config.session_hours)
        self.cookie = cookie_name(config)
        self.secure = config.public_url.startswith("https://")

    def open_session(self, app: Flask, request: Request) -> ServerSession:
        """Find the session of the request's cookie; a fresh, empty one where there is none that runs."""
        token = request.cookies.get(self.cookie)
        if not token or request.path.startswith("/static/"):
            return ServerSession(None, None)
        with database.acting_as(None):
            return ServerSession(self.find(token), token)

    def find(self, token: str) -> SignedSession | None:
        """The session of a token, if it still runs."""
        now = func.statement_timestamp()
        running = select(SignedSession).where(
            SignedSession.token_hash == hash_of(token),
            SignedSession.ended_at.is_(None),
            SignedSession.ends_at > now,
            SignedSession.active_at > now - self.idle,
        )
        return database.session().scalars(running).one_or_none()

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Keep what changed, note that the person was active, and give a new session its cookie."""
        assert isinstance(session, ServerSession)  # noqa: S101 - Flask hands back what open_session made
        if session.id is None and not session.modified:
            return
        with database.acting_as(None), database.transaction() as db:
            if session.id is None:
                session.token = secrets.token_urlsafe(32)
                row = SignedSession(
                    token_hash=hash_of(session.token),
                    person_id=session.person_id,
                    data=dict(session),
                    ends_at=datetime.now(UTC) + (self.lasts if session.person_id else VISITOR),
                )
                db.add(row)
            else:
                values: dict[str, Any] = {"active_at": func.statement_timestamp()}
                if session.modified:
                    values["data"] = dict(session)
                db.execute(update(SignedSession).where(SignedSession.id == session.id).values(values))
                return
        response.set_cookie(
            self.cookie, session.token, httponly=True, secure=self.secure, samesite="Lax", path="/"
        )
        response.vary.add("Cookie")


def end(session_id: int) -> None:
    """End a session now. Part of the current transaction."""
    database.session().execute(
        update(SignedSession)
        .where(SignedSession.id == session_id, SignedSession.ended_at.is_(None))
        .values(ended_at=func.statement_timestamp())
    )
