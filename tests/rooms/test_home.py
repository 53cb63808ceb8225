"""Home: my rooms and nothing else."""

from collections.abc import Callable

from flask.testing import FlaskClient

from tests.factories import World
from workspace.rooms.models import Role

SignIn = Callable[[int], FlaskClient]


def test_home_lists_the_rooms_one_may_enter(world: World, sign_in: SignIn) -> None:
    council, nhs = world.organisation("Council", colour="council"), world.organisation("NHS", colour="nhs")
    priya, joy = world.person(council, "Priya Nair"), world.person(nhs, "Joy Okafor")
    room = world.room(priya, council)
    world.bring_in(room, nhs, by=priya)
    page = sign_in(priya.id).get("/").text
    assert "Ashdown-Reyes family" in page
    assert "Lead" in page
    assert page.index("app-agency--council") < page.index("app-agency--nhs")
    assert "Ashdown-Reyes" not in sign_in(joy.id).get("/").text
    world.join(room, joy, Role.READER, by=priya)
    assert "Ashdown-Reyes family" in sign_in(joy.id).get("/").text
