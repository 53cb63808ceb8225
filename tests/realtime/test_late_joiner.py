"""Who joined after a thread began hears nothing of it until it is shown to their agency."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

from flask.testing import FlaskClient

from tests.annotations.family import Family, act, added, seen
from tests.factories import lasting
from tests.realtime.conftest import OpenWindow
from tests.serving import Server
from workspace.identifiers import encode
from workspace.rooms.models import Role

SignIn = Callable[[int], FlaskClient]


def test_hears_of_an_earlier_thread_only_once_it_is_released(
    family: Family, both: list[Server], window: OpenWindow, sign_in: SignIn
) -> None:
    world = family.world
    owen = world.person(family.council, "Owen Blyth")
    world.join(family.room, owen, Role.CONTRIBUTOR, by=family.priya)
    thread = added(sign_in(owen.id), family.document, body="Before they came")
    lantern = world.organisation("Lantern", colour="lantern")
    ada = world.person(lantern, "Ada Quill")
    now = {"during": lasting(timedelta(0))}
    world.bring_in(family.room, lantern, by=family.priya, **now)
    world.join(family.room, ada, Role.COMMENTER, by=family.priya, **now)
    world.release(family.document, lantern, family.agreement, family.priya)
    world.term(family.agreement, [family.council, lantern], family.priya)
    hears, joy = window(both[0], ada.id), window(both[1], family.joy.id)
    assert hears.open(family.document.id)
    assert joy.open(family.document.id)

    act(sign_in(owen.id), "reply", thread, body="More of it", request_id=str(uuid4()))
    assert joy.hears()[1]["count"] == 1
    added(sign_in(owen.id), family.document, body="Now that they are here")

    assert hears.hears() == ("annotations.changed", {"document": encode(family.document.id), "count": 1})
    beside = seen(sign_in(ada.id), family.document)
    assert "Now that they are here" in beside
    assert "Before they came" not in beside
    assert "More of it" not in beside

    address = f"/rooms/{encode(family.room.id)}/organisations/{encode(lantern.id)}/offer"
    sent = {"remarks": [encode(thread)], "whom": "commenter", "basis": ""}
    assert sign_in(owen.id).post(address, data=sent).status_code == 303

    assert hears.hears()[1]["count"] == 2
    beside = seen(sign_in(ada.id), family.document)
    assert "Before they came" in beside
    assert "More of it" in beside
