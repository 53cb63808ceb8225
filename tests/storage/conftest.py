"""A bucket of its own for each test of the store."""

from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

import pytest

from workspace.config import Config
from workspace.storage import Store


@pytest.fixture
def store(servers: dict[str, str]) -> Store:
    """An empty bucket on the real store."""
    store = Store(replace(Config.from_environment(servers), s3_bucket=f"test-{uuid4().hex[:12]}"))
    store.prepare()
    return store


@pytest.fixture
def nowhere(servers: dict[str, str]) -> Callable[[str], Store]:
    """A function that gives the store as it would be at another address."""
    return lambda endpoint: Store(replace(Config.from_environment(servers), s3_endpoint=endpoint))
