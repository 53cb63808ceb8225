"""The application in front of the town, and browsers of everybody in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import psycopg
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import event
from sqlalchemy.engine import Engine
from werkzeug.test import TestResponse

from tests.conftest import CSRF, url_of
from tests.matrix.cast import PEOPLE
from tests.matrix.town import Town
from workspace import database, storage
from workspace.accounts.models import SignedSession
from workspace.accounts.sessions import cookie_name, hash_of
from workspace.app import create_app
from workspace.config import Config
from workspace.policies import complete

BUCKET = "matrix"
TOWN = "matrix_town"
BESIDE = ("UPDATE workspace.session", "SELECT set_config")


class Site:
    """One application, and a database with the town in it of which copies can be had."""

    def __init__(self, servers: dict[str, str], template: str, compiled: FileSystemBytecodeCache) -> None:
        self.servers = servers
        self.here: dict[str, str] = {}  # the settings of the copy that is in use
        self._tokens: dict[str, str] = {}
        self._execute(f"CREATE DATABASE {TOWN} TEMPLATE {template} STRATEGY file_copy")
        config = self._connect(TOWN)
        storage.connect(config)
        storage.store().prepare()
        self.town = Town()
        for each in PEOPLE:
            if each.agency:
                self._tokens[each.slug] = _session_of(self.town.people[each.slug].id)
        self.app: Flask = create_app(config)
        self.app.jinja_env.bytecode_cache = compiled
        self.config = config
        signer = URLSafeTimedSerializer(self.app.config["SECRET_KEY"], salt="wtf-csrf-token")
        self.csrf = str(signer.dumps(CSRF))
        database.disconnect()

    def close(self) -> None:
        """Leave no database behind."""
        database.disconnect()
        self._execute(f"DROP DATABASE {TOWN} WITH (FORCE)")

    @contextmanager
    def copy(self) -> Iterator[Config]:
        """A database with the town as it was built, until the block ends."""
        name = f"matrix_{uuid4().hex[:12]}"
        self._execute(f"CREATE DATABASE {name} TEMPLATE {TOWN} STRATEGY file_copy")
        try:
            self.here = self.settings(name)
            yield self._connect(name)
        finally:
            database.disconnect()
            self._execute(f"DROP DATABASE {name} WITH (FORCE)")

    def browser(self, slug: str) -> FlaskClient:
        """The browser in which somebody of the cast is signed in; the stranger's is in none."""
        made = self.app.test_client()
        if slug in self._tokens:
            made.set_cookie(cookie_name(self.config), self._tokens[slug])
            made.environ_base["HTTP_X_CSRFTOKEN"] = self.csrf
        return made

    def cookie(self, slug: str) -> str:
        """The session cookie of somebody, for what is no browser."""
        return f"{cookie_name(self.config)}={self._tokens[slug]}"

    def settings(self, name: str) -> dict[str, str]:
        """The settings of a workspace on one of the databases."""
        urls = {
            f"WORKSPACE_DATABASE_URL{'_' + role if role else ''}": url_of(self.servers, name, role)
            for role in ("", "AUDIENCE", "WORKER", "OWNER")
        }
        return {**self.servers, **urls, "WORKSPACE_S3_BUCKET": BUCKET}

    def _connect(self, name: str) -> Config:
        config = Config.from_environment(self.settings(name))
        complete()
        database.connect(config.database_url, config.database_url_audience, pool_size=4)
        return config

    def _execute(self, statement: str) -> None:
        with psycopg.connect(url_of(self.servers, "postgres", "OWNER"), autocommit=True) as connection:
            connection.execute(statement)


@dataclass
class Said:
    """An answer with the statements that were run for it."""

    answer: TestResponse
    statements: list[str]


@contextmanager
def counting() -> Iterator[list[str]]:
    """Every SQL statement that is run while the block is.

    But for what has nothing to do with what is asked: noting that a session is in use, beginning a
    transaction, opening a connection.
    """
    run: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if "workspace." in statement and not statement.startswith(BESIDE):
            run.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield run
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def _session_of(person_id: int) -> str:
    token = uuid4().hex
    ends = datetime.now(UTC) + timedelta(hours=8)
    with database.acting_as(None), database.transaction() as db:
        db.add(
            SignedSession(
                token_hash=hash_of(token), person_id=person_id, ends_at=ends, data={"csrf_token": CSRF}
            )
        )
    return token
