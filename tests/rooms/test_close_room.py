"""Closing a room: reading stays, writing goes."""

from tests.rooms.conftest import House, SignIn
from workspace.rooms.models import Role


def test_a_closed_room_can_be_read_and_not_changed(house: House, sign_in: SignIn) -> None:
    browser = sign_in(house.priya.id)
    assert "Close this room?" in browser.get(house.address("close")).text
    assert browser.post(house.address("close")).status_code == 302
    page = sign_in(house.joy.id).get(house.address("people"))
    assert page.status_code == 200
    assert "This room is closed" in page.text
    assert "1 closed room" in browser.get("/").text
    came = {"Referer": f"http://localhost{house.address('people')}"}
    refused = browser.get(house.address("organisations", "new"), headers=came)
    assert refused.status_code == 403
    assert "The room is closed: it can still be read" in refused.text
    assert f'href="{house.address("people")}">Go back</a>' in refused.text
    for foreign in (
        "http://elsewhere.example/x",
        "javascript:alert(1)",
        "http://localhost//elsewhere.example",
    ):
        asked = browser.get(house.address("organisations", "new"), headers={"Referer": foreign})
        assert "Go back" not in asked.text
    assert browser.post(house.address("close")).status_code == 403
    assert len(house.recorded("room.closed")) == 1
    assert [event.name for event in house.told()] == ["room.access.changed"]


def test_only_the_agency_that_leads_closes_it(house: House, sign_in: SignIn) -> None:
    house.world.join(house.room, house.samira, Role.LEAD, by=house.priya)
    assert sign_in(house.samira.id).post(house.address("close")).status_code == 403
