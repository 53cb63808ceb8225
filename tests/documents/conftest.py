"""A room with the people that tests about documents need."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.documents.agencies import Agencies
from tests.documents.house import House
from tests.factories import World

SignIn = Callable[[int], FlaskClient]


@pytest.fixture
def house(world: World, sign_in: SignIn) -> House:
    """A room of two agencies with an agreement, and a third agency that takes no part."""
    return House(world, sign_in)


@pytest.fixture
def agencies(world: World, sign_in: SignIn) -> Agencies:
    """A room of six agencies, some of which have agreements that cover some categories."""
    return Agencies(world, sign_in)
