"""The family's document and who is around it."""

import pytest

from tests.annotations.family import Family
from tests.factories import World


@pytest.fixture
def family(world: World) -> Family:
    """A document of one agency that three others may see and a fifth may not."""
    return Family(world)
