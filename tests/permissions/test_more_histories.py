"""More of the everyday histories: in a file of its own, so that another process can play them."""

import pytest

from tests.permissions.histories import play
from tests.permissions.test_histories import EVERYDAY, STEPS, histories

__all__ = ("histories",)


@pytest.mark.usefixtures("histories")
def test_every_way_of_asking_agrees_in_other_histories() -> None:
    print(play(EVERYDAY, STEPS, first=2))
