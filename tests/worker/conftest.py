"""The worker sweeps a whole bucket, so its tests have one that no other test writes into."""

from uuid import uuid4

import pytest


@pytest.fixture
def template_and_bucket(template: str) -> tuple[str, str]:
    """An empty database to copy, and a bucket for one test alone."""
    return template, f"worker-{uuid4().hex[:12]}"
