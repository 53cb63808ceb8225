"""What every test may use: real servers, a database of its own, an application, people who are signed in.

One PostgreSQL and one S3 server run for the whole session. Each test that asks for `database_url` gets
a fresh copy of a migrated template database, so nothing one test writes reaches another.
"""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache

from tests.factories import World
from workspace import database, storage
from workspace.accounts.models import SignedSession
from workspace.accounts.sessions import cookie_name, hash_of
from workspace.app import create_app
from workspace.config import Config
from workspace.embedded.supervise import Embedded
from workspace.migrations.run import migrate
from workspace.policies import complete

TEMPLATE = "workspace_template"
DEMONSTRATION = "demonstration_template"
BUCKET = "tests"  # one for all: the embedded store has room for some seventy, and a new one takes it 0.2 s


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The settings (`WORKSPACE_...`) of a real PostgreSQL and a real S3 server, running."""
    with Embedded(tmp_path_factory.mktemp("data"), fast=True) as running:
        yield running.environment()


def url_of(environment: dict[str, str], name: str, role: str) -> str:
    """The same server's database ``name``, as ``role`` (OWNER, AUDIENCE, WORKER or nothing)."""
    url = environment["WORKSPACE_DATABASE_URL" + (f"_{role}" if role else "")]
    head, _, query = url.partition("?")
    return f"{head.rpartition('/')[0]}/{name}?{query}"


@pytest.fixture(scope="session")
def template(servers: dict[str, str]) -> str:
    """The name of a migrated, empty database to copy."""
    with psycopg.connect(url_of(servers, "postgres", "OWNER"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {TEMPLATE}")
    migrate(url_of(servers, TEMPLATE, "OWNER"))
    return TEMPLATE


@pytest.fixture(scope="session")
def demonstration(servers: dict[str, str], template: str) -> tuple[str, str]:
    """The names of a database and a bucket in which the family is loaded; for copying and reading."""
    with psycopg.connect(url_of(servers, "postgres", "OWNER"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {DEMONSTRATION} TEMPLATE {template} STRATEGY file_copy")
    from workspace.demo.load import load

    bucket = "demonstration"
    urls = {
        f"WORKSPACE_DATABASE_URL{'_' + role if role else ''}": url_of(servers, DEMONSTRATION, role)
        for role in ("", "AUDIENCE", "WORKER", "OWNER")
    }
    config = Config.from_environment({**servers, **urls, "WORKSPACE_S3_BUCKET": bucket})
    complete()
    database.connect(config.database_url, config.database_url_audience)
    storage.connect(config)
    assert load()
    assert not load(), "loading twice adds nothing"
    database.disconnect()
    return DEMONSTRATION, bucket


@pytest.fixture
def template_and_bucket(template: str) -> tuple[str, str | None]:
    """Which database a test's own is copied from, and which bucket it reads; None: the one for all."""
    return template, None


@pytest.fixture
def environment(
    servers: dict[str, str], template_and_bucket: tuple[str, str | None]
) -> Iterator[dict[str, str]]:
    """The settings of a workspace with a database of this test's own."""
    template, bucket = template_and_bucket
    name = f"test_{uuid4().hex[:12]}"
    with psycopg.connect(url_of(servers, "postgres", "OWNER"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        roles = ("", "_AUDIENCE", "_WORKER", "_OWNER")
        urls = {f"WORKSPACE_DATABASE_URL{role}": url_of(servers, name, role.strip("_")) for role in roles}
        yield {**servers, **urls, "WORKSPACE_S3_BUCKET": bucket or BUCKET}
        database.disconnect()
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def config(environment: dict[str, str]) -> Config:
    """The configuration of this test's workspace."""
    return Config.from_environment(environment)


@pytest.fixture
def connected(config: Config) -> Config:
    """This process connected to this test's database, without an application."""
    complete()
    database.connect(config.database_url, config.database_url_audience, pool_size=4)
    return config


@pytest.fixture
def world(connected: Config) -> World:
    """An empty world to put organisations, people, rooms and documents in."""
    return World()


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Templates compiled once for all tests, not once for each application."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def app(config: Config, world: World, compiled_templates: FileSystemBytecodeCache) -> Flask:
    """The web application on this test's database and bucket; `world` writes into the same."""
    made = create_app(config)
    made.jinja_env.bytecode_cache = compiled_templates
    storage.store().prepare()
    return made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser nobody has signed in with."""
    return app.test_client()


@pytest.fixture
def sign_in(app: Flask, config: Config) -> Callable[[int], FlaskClient]:
    """A function that gives a browser in which the person with that id is signed in."""

    def signed_in(person_id: int) -> FlaskClient:
        token = uuid4().hex
        with database.acting_as(None), database.transaction() as db:
            db.add(
                SignedSession(
                    token_hash=hash_of(token),
                    person_id=person_id,
                    ends_at=datetime.now(UTC) + timedelta(hours=1),
                    data={"csrf_token": CSRF},
                )
            )
        browser = app.test_client()
        browser.set_cookie(cookie_name(config), token)
        browser.environ_base["HTTP_X_CSRFTOKEN"] = _signed_csrf(app)
        return browser

    return signed_in


CSRF = "0" * 40


def _signed_csrf(app: Flask) -> str:
    """The header that our own scripts would send, for the session token `CSRF`."""
    from itsdangerous import URLSafeTimedSerializer

    return str(URLSafeTimedSerializer(app.config["SECRET_KEY"], salt="wtf-csrf-token").dumps(CSRF))


@pytest.fixture(scope="session")
def project() -> Path:
    """The checkout."""
    return Path(os.path.abspath(__file__)).parent.parent
