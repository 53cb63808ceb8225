"""A council with its manager, another organisation with its own, and the platform's administrator."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient

from tests.factories import World
from workspace.identifiers import encode
from workspace.people.models import Duty, Organisation, Person


@dataclass(frozen=True)
class Cast:
    """Who there is."""

    council: Organisation
    trust: Organisation
    platform: Organisation
    farah: Person  # manages the council's people
    owen: Person  # works for the council
    tom: Person  # manages the trust's people
    sol: Person  # runs the platform


@pytest.fixture
def cast(world: World) -> Cast:
    """Three organisations and their people."""
    council, trust = world.organisation("Council"), world.organisation("NHS")
    platform = world.organisation("Platform")
    return Cast(
        council,
        trust,
        platform,
        farah=world.person(council, "Farah Aziz", Duty.MANAGER),
        owen=world.person(council, "Owen Blyth"),
        tom=world.person(trust, "Tom Raine", Duty.MANAGER),
        sol=world.person(platform, "Sol Arden", Duty.ADMINISTRATOR),
    )


@pytest.fixture
def farah(cast: Cast, sign_in: Callable[[int], FlaskClient]) -> FlaskClient:
    """The browser of the council's manager."""
    return sign_in(cast.farah.id)


@pytest.fixture
def sol(cast: Cast, sign_in: Callable[[int], FlaskClient]) -> FlaskClient:
    """The browser of the administrator."""
    return sign_in(cast.sol.id)


def page(organisation: Organisation, rest: str = "") -> str:
    """The address of an organisation's page."""
    return f"/organisations/{encode(organisation.id)}{rest}"


def act(organisation: Organisation, person: Person, what: str) -> str:
    """The address at which something is done to a person."""
    return page(organisation, f"/people/{encode(person.id)}/{what}")
