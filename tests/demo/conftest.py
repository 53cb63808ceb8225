"""The demonstration, loaded once into a template database that every test here copies."""

import psycopg
import pytest

from tests.conftest import url_of
from workspace import database, storage
from workspace.config import Config
from workspace.demo.load import load
from workspace.policies import complete

TEMPLATE = "demonstration_template"


@pytest.fixture(scope="session")
def demonstration(servers: dict[str, str], template: str) -> tuple[str, str]:
    """The names of a database and a bucket in which the family is loaded; for copying and reading."""
    with psycopg.connect(url_of(servers, "postgres", "OWNER"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {TEMPLATE} TEMPLATE {template} STRATEGY file_copy")
    bucket = "demonstration"
    urls = {
        f"WORKSPACE_DATABASE_URL{'_' + role if role else ''}": url_of(servers, TEMPLATE, role)
        for role in ("", "AUDIENCE", "WORKER", "OWNER")
    }
    config = Config.from_environment({**servers, **urls, "WORKSPACE_S3_BUCKET": bucket})
    complete()
    database.connect(config.database_url, config.database_url_audience)
    storage.connect(config)
    assert load()
    assert not load(), "loading twice adds nothing"
    database.disconnect()
    return TEMPLATE, bucket


@pytest.fixture
def template_and_bucket(demonstration: tuple[str, str]) -> tuple[str, str]:
    """Tests here copy the demonstration instead of an empty database, and read its bucket."""
    return demonstration
