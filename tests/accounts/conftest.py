"""People who have passwords."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.factories import World
from workspace.accounts.models import Credential
from workspace.accounts.passwords import hash_of
from workspace.people.models import Organisation, Person

PASSWORD = "nine yellow kettles"


@pytest.fixture
def organisation(world: World) -> Organisation:
    """An organisation that people sign in for."""
    return world.organisation("Council")


@pytest.fixture
def with_password(world: World, organisation: Organisation) -> Callable[..., Person]:
    """A function that makes somebody who can sign in with `PASSWORD`."""

    def made(name: str = "Priya Nair", *duties: Any, password: str = PASSWORD, **more: Any) -> Person:
        person = world.person(organisation, name, *duties)
        world.add(person.id, Credential(person_id=person.id, password_hash=hash_of(password), **more))
        return person

    return made


@pytest.fixture
def priya(with_password: Callable[..., Person]) -> Person:
    """Somebody who can sign in."""
    return with_password()
