"""Taking people out of a room."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from tests.factories import lasting
from tests.rooms.conftest import House, SignIn
from tests.rooms.test_add_member import entered
from workspace.database import acting_as
from workspace.errors import NotFound
from workspace.people.models import Duty, Suspension
from workspace.rooms.models import Role
from workspace.rooms.services.membership import remove_member


def test_removing_asks_first_and_ends_access_at_once(house: House, sign_in: SignIn) -> None:
    browser, theirs = sign_in(house.priya.id), sign_in(house.joy.id)
    address = house.address("people", house.joy.id, "remove")
    assert "Remove Joy Okafor from the room?" in browser.get(address).text
    assert theirs.get(house.address("people")).status_code == 200
    assert browser.post(address).status_code == 302
    assert theirs.get(house.address("people")).status_code == 404
    (ended,) = house.memberships(house.joy)
    assert ended.during.upper is not None
    (entry,) = house.recorded("membership.ended")
    assert (entry.thing_id, entry.facts) == (house.joy.id, {"role": "contributor"})
    assert [(event.name, event.room_id) for event in house.told()] == [("room.access.changed", house.room.id)]
    assert browser.post(address).status_code == 404


def test_who_was_removed_can_be_added_again(house: House, sign_in: SignIn) -> None:
    browser = sign_in(house.priya.id)
    browser.post(house.address("people", house.joy.id, "remove"))
    assert browser.post(house.address("people", "new"), data=entered(house.joy)).status_code == 302
    assert [each.role for each in house.memberships(house.joy)] == [Role.CONTRIBUTOR, Role.READER]


def test_the_last_lead_cannot_leave_and_then_can(house: House, sign_in: SignIn) -> None:
    browser = sign_in(house.priya.id)
    address = house.address("people", house.priya.id, "remove")
    refused = browser.post(address)
    assert refused.status_code == 422
    assert "a room is never without one" in refused.text
    browser.post(house.address("people", house.owen.id), data={"role": "lead"})
    left = browser.post(address)
    assert (left.status_code, left.headers["Location"]) == (302, "/")
    assert browser.get(house.address("people")).status_code == 404


@pytest.mark.parametrize("barred", ["suspended", "excluded", "administrator"])
def test_a_lead_who_cannot_enter_is_no_lead_to_leave_the_room_with(
    house: House, sign_in: SignIn, barred: str
) -> None:
    duties = [Duty.ADMINISTRATOR] if barred == "administrator" else []
    helen = house.world.person(house.council, "Helen Marsh", *duties)
    house.world.join(house.room, helen, Role.LEAD, by=house.priya)
    if barred == "suspended":
        kept_out = Suspension(person_id=helen.id, by_id=house.sol.id, during=lasting())
        house.world.add(house.sol.id, kept_out)
    if barred == "excluded":
        house.world.exclude(house.room, helen, by=house.priya)
    browser = sign_in(house.priya.id)
    refused = browser.post(house.address("people", house.priya.id, "remove"))
    assert refused.status_code == 422
    assert "a room is never without one" in refused.text
    assert browser.post(house.address("people", house.priya.id), data={"role": "reader"}).status_code == 422
    assert browser.get(house.address("people")).status_code == 200


def test_a_planned_membership_is_called_off(house: House, sign_in: SignIn) -> None:
    house.world.join(house.room, house.samira, Role.READER, by=house.priya, during=lasting(timedelta(days=3)))
    browser = sign_in(house.priya.id)
    assert browser.post(house.address("people", house.samira.id, "remove")).status_code == 302
    page = browser.get(house.address("people")).text
    assert "called off" in page


def test_people_are_removed_from_a_closed_room_too(house: House, sign_in: SignIn) -> None:
    browser = sign_in(house.priya.id)
    browser.post(house.address("close"))
    assert browser.post(house.address("people", house.joy.id), data={"role": "reader"}).status_code == 403
    assert browser.post(house.address("people", house.joy.id, "remove")).status_code == 302
    assert sign_in(house.joy.id).get(house.address("people")).status_code == 404


def test_two_leads_who_remove_each_other_at_once_leave_one(house: House) -> None:
    helen = house.world.person(house.council, "Helen Marsh")
    house.world.join(house.room, helen, Role.LEAD, by=house.priya)
    ready = Barrier(2)

    def remove(by: int, person_id: int) -> bool:
        with acting_as(by):
            ready.wait()
            try:
                remove_member(by=by, room_id=house.room.id, person_id=person_id)
            except NotFound:  # they were removed first, so there is no such room for them
                return False
            return True

    with ThreadPoolExecutor(2) as both:
        done = list(both.map(remove, (house.priya.id, helen.id), (helen.id, house.priya.id)))
    assert sorted(done) == [False, True]
    ended = [house.memberships(each)[0].during.upper is not None for each in (house.priya, helen)]
    assert sorted(ended) == [False, True]
