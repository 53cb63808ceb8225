"""Tests here copy the demonstration, loaded once, instead of an empty database."""

import pytest


@pytest.fixture
def template_and_bucket(demonstration: tuple[str, str]) -> tuple[str, str]:
    """The demonstration's database, to copy, and its bucket, to read."""
    return demonstration
