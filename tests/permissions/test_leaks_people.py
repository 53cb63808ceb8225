"""What must not be told of people: who is excluded or suspended looks like who was never there."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.factories import World
from tests.pages import without_tokens
from tests.permissions.conftest import Family
from workspace.identifiers import encode, new_id
from workspace.people.models import Suspension
from workspace.rooms.models import Role

SignIn = Callable[[int], FlaskClient]


@pytest.mark.parametrize("what", ["", "/remove"])
@pytest.mark.parametrize("kept_out", ["excluded", "suspended"])
def test_a_lead_of_another_agency_does_not_learn_who_is_kept_out(
    family: Family, world: World, sign_in: SignIn, what: str, kept_out: str
) -> None:
    samira = world.person(family.nhs, "Dr Samira Haddad")
    world.join(family.room, samira, Role.LEAD, by=family.priya)
    if kept_out == "excluded":
        world.exclude(family.room, family.owen, by=family.priya)
    else:
        by = family.priya.id
        world.add(by, Suspension(person_id=family.owen.id, by_id=by))
    browser = sign_in(samira.id)
    for ask in (browser.get, browser.post):
        hidden, nothing = (
            ask(f"/rooms/{encode(family.room.id)}/people/{encode(id)}{what}")
            for id in (family.owen.id, new_id())
        )
        assert hidden.status_code == nothing.status_code == 404
        assert without_tokens(hidden.text) == without_tokens(nothing.text)
