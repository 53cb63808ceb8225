"""Two real web processes on one database, and a way to open windows to them.

They run for all tests of this folder; each test has a family, a room and people of its own.
"""

from collections.abc import Callable, Iterator
from uuid import uuid4

import psycopg
import pytest
from flask.testing import FlaskClient

from tests.annotations.family import Family
from tests.conftest import url_of
from tests.factories import World
from tests.realtime.windows import Window
from tests.serving import Server, served
from workspace import database
from workspace.accounts.sessions import cookie_name
from workspace.config import Config

SignIn = Callable[[int], FlaskClient]
Cookie = Callable[[int], str]
OpenWindow = Callable[[Server, int | str], Window]


@pytest.fixture(scope="package")
def environment(servers: dict[str, str], template: str) -> Iterator[dict[str, str]]:
    """The settings of a workspace with a database for the tests of this folder."""
    name = f"test_{uuid4().hex[:12]}"
    with psycopg.connect(url_of(servers, "postgres", "OWNER"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        roles = ("", "_AUDIENCE", "_WORKER", "_OWNER")
        urls = {f"WORKSPACE_DATABASE_URL{role}": url_of(servers, name, role.strip("_")) for role in roles}
        yield {**servers, **urls, "WORKSPACE_S3_BUCKET": "tests"}
        database.disconnect()
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="package")
def both(environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Server]]:
    """Two web processes on one database."""
    with served(environment, tmp_path_factory.mktemp("serving"), count=2) as running:
        yield running
        for server in running:
            assert "Traceback" not in server.log.read_text()


@pytest.fixture
def family(world: World) -> Family:
    """A document of one agency that three others may see and a fifth may not."""
    return Family(world)


@pytest.fixture
def cookie(config: Config, sign_in: SignIn) -> Cookie:
    """A function that signs somebody in and gives the cookie of their session."""

    def made(person_id: int) -> str:
        name = cookie_name(config)
        found = sign_in(person_id).get_cookie(name)
        assert found is not None
        return f"{name}={found.value}"

    return made


@pytest.fixture
def window(cookie: Cookie) -> Iterator[OpenWindow]:
    """A function that opens a live connection to a web process, for a person or with a session's cookie."""
    made: list[Window] = []

    def opened(server: Server, who: int | str) -> Window:
        made.append(Window(server, who if isinstance(who, str) else cookie(who)))
        return made[-1]

    yield opened
    for each in made:
        each.leave()
