"""An agency that comes back, and its people in one step."""

import pytest

from tests.rooms.conftest import House, SignIn, words_of
from tests.rooms.test_bring_in import ground
from workspace.identifiers import encode
from workspace.rooms.models import Role


def back(house: House, sign_in: SignIn) -> None:
    browser = sign_in(house.priya.id)
    browser.post(house.address("organisations", house.nhs.id, "end"))
    page = words_of(browser.get(house.address("organisations", "new")).text)
    assert "what was released to it then and still runs stands again" in page
    data = {"ground": ground(house, house.nhs)}
    answer = browser.post(house.address("organisations", "new"), data=data)
    assert answer.location == house.address("organisations", house.nhs.id, "people")


def test_former_members_are_offered_and_added_as_what_they_were(house: House, sign_in: SignIn) -> None:
    back(house, sign_in)
    browser, address = sign_in(house.priya.id), house.address("organisations", house.nhs.id, "people")
    page = browser.get(address).text
    assert "Joy Okafor" in page
    assert "was contributor" in page
    assert " checked" in page
    assert browser.post(address, data={"people": [encode(house.joy.id)]}).status_code == 302
    assert [each.role for each in house.memberships(house.joy)] == [Role.CONTRIBUTOR, Role.CONTRIBUTOR]
    assert sign_in(house.joy.id).get(house.address("people")).status_code == 200
    assert "can be added again" in words_of(browser.get(address).text)


def test_whoever_is_excluded_meanwhile_is_not_offered(house: House, sign_in: SignIn) -> None:
    back(house, sign_in)
    house.world.exclude(house.room, house.joy, by=house.priya)
    browser, address = sign_in(house.priya.id), house.address("organisations", house.nhs.id, "people")
    assert "Joy Okafor" not in browser.get(address).text
    assert browser.post(address, data={"people": [encode(house.joy.id)]}).status_code == 422


@pytest.mark.parametrize("people", [[], ["nonsense"], ["0" * 13], ["\0"]])
def test_absurd_entries_are_refused(house: House, sign_in: SignIn, people: list[str]) -> None:
    back(house, sign_in)
    address = house.address("organisations", house.nhs.id, "people")
    assert sign_in(house.priya.id).post(address, data={"people": people}).status_code == 422
    assert len(house.memberships(house.joy)) == 1


def test_nobody_who_never_was_in_the_room(house: House, sign_in: SignIn) -> None:
    back(house, sign_in)
    address = house.address("organisations", house.nhs.id, "people")
    data = {"people": [encode(house.joy.id), encode(house.samira.id)]}
    assert sign_in(house.priya.id).post(address, data=data).status_code == 422
    assert not house.memberships(house.samira)
    assert len(house.memberships(house.joy)) == 1


def test_leads_of_another_agency_bring_back_their_own_only(house: House, sign_in: SignIn) -> None:
    house.world.join(house.room, house.samira, Role.LEAD, by=house.priya)
    browser = sign_in(house.samira.id)
    assert browser.get(house.address("organisations", house.council.id, "people")).status_code == 403
    assert browser.get(house.address("organisations", house.nhs.id, "people")).status_code == 200
    assert browser.get(house.address("organisations", house.school.id, "people")).status_code == 404
