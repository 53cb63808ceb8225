"""The room whose agencies share with one another."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.documents.agencies import Agencies
from tests.factories import World
from tests.sharing.agreeing import Agreeing


@pytest.fixture
def agencies(world: World, sign_in: Callable[[int], FlaskClient]) -> Agencies:
    """A room of six agencies, some of which have agreements that cover some categories."""
    return Agencies(world, sign_in)


@pytest.fixture
def agreeing(agencies: Agencies) -> Agreeing:
    """The same agencies, and those of their people who sign for them."""
    return Agreeing.of(agencies)
