"""Changing what a member is, and until when; history stays."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.factories import lasting
from tests.rooms.conftest import House, SignIn
from workspace.identifiers import new_id
from workspace.rooms.models import Role

SOON = (datetime.now(UTC) + timedelta(days=20)).date().isoformat()


def test_a_change_closes_the_old_period_and_opens_a_new_one(house: House, sign_in: SignIn) -> None:
    browser = sign_in(house.priya.id)
    answer = browser.post(house.address("people", house.joy.id), data={"role": "reader", "last": SOON})
    assert answer.status_code == 302
    before, after = house.memberships(house.joy)
    assert (before.role, after.role) == (Role.CONTRIBUTOR, Role.READER)
    assert before.during.upper == after.during.lower
    assert after.during.upper is not None
    (entry,) = house.recorded("membership.changed")
    assert entry.facts == {"from_role": "contributor", "role": "reader"}
    assert [event.name for event in house.told()] == ["room.access.changed"]
    assert sign_in(house.joy.id).get(house.address("people")).status_code == 200


def test_what_is_not_changed_leaves_no_trace(house: House, sign_in: SignIn) -> None:
    data = {"role": "contributor", "last": ""}
    assert sign_in(house.priya.id).post(house.address("people", house.joy.id), data=data).status_code == 302
    assert len(house.memberships(house.joy)) == 1
    assert not house.recorded("membership.changed")


def test_changing_the_role_alone_keeps_the_end(house: House, sign_in: SignIn) -> None:
    until = lasting(end=timedelta(days=20))
    house.world.join(house.room, house.samira, Role.READER, by=house.priya, during=until)
    browser = sign_in(house.priya.id)
    page = browser.get(house.address("people", house.samira.id)).text
    assert until.upper is not None
    day = until.upper.astimezone().date()
    assert f'value="{day.isoformat()}"' in page
    data = {"role": "commenter", "last": day.isoformat()}
    browser.post(house.address("people", house.samira.id), data=data)
    assert house.memberships(house.samira)[-1].during.upper == until.upper


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"role": "owner"}, "Choose from the list"),
        ({"role": "reader", "last": "2020-01-01"}, "The last day cannot be before the first day"),
        ({"role": "reader", "last": "9999-12-31"}, "before the year 2200"),
        ({"role": "reader", "last": "0"}, "Enter a real day"),
        ({"role": "reader\0"}, "There is a problem"),
    ],
)
def test_absurd_entries_are_refused(house: House, sign_in: SignIn, data: dict[str, str], said: str) -> None:
    answer = sign_in(house.priya.id).post(house.address("people", house.joy.id), data=data)
    assert answer.status_code == 422
    assert said in answer.text
    assert len(house.memberships(house.joy)) == 1


@pytest.mark.parametrize("data", [{"role": "contributor"}, {"role": "lead", "last": SOON}])
def test_the_last_lead_stays_one(house: House, sign_in: SignIn, data: dict[str, str]) -> None:
    browser = sign_in(house.priya.id)
    address = house.address("people", house.priya.id)
    refused = browser.post(address, data=data)
    assert refused.status_code == 422
    assert "a room is never without one" in refused.text
    assert len(house.memberships(house.priya)) == 1
    browser.post(house.address("people", house.owen.id), data={"role": "lead"})
    assert browser.post(address, data=data).status_code == 302


def test_a_lead_of_another_agency_does_not_count(house: House, sign_in: SignIn) -> None:
    house.world.join(house.room, house.samira, Role.LEAD, by=house.priya)
    browser = sign_in(house.priya.id)
    refused = browser.post(house.address("people", house.priya.id), data={"role": "reader"})
    assert refused.status_code == 422


def test_an_excluded_lead_does_not_count(house: House, sign_in: SignIn) -> None:
    helen = house.world.person(house.council, "Helen Marsh")
    house.world.join(house.room, helen, Role.LEAD, by=house.priya)
    house.world.exclude(house.room, helen, by=house.priya)
    refused = sign_in(house.priya.id).post(house.address("people", house.priya.id), data={"role": "reader"})
    assert refused.status_code == 422


def test_two_leads_whose_time_is_limited_do_not_stand_in_for_each_other(
    house: House, sign_in: SignIn
) -> None:
    browser = sign_in(house.priya.id)
    browser.post(house.address("people", house.owen.id), data={"role": "lead"})
    limited = browser.post(house.address("people", house.priya.id), data={"role": "lead", "last": SOON})
    assert limited.status_code == 302
    refused = browser.post(house.address("people", house.owen.id), data={"role": "lead", "last": SOON})
    assert refused.status_code == 422


def test_a_lead_of_another_agency_changes_only_its_own_people(house: House, sign_in: SignIn) -> None:
    house.world.join(house.room, house.samira, Role.LEAD, by=house.priya)
    browser = sign_in(house.samira.id)
    for person in (house.owen, house.priya):
        assert browser.get(house.address("people", person.id)).status_code == 403
        assert browser.post(house.address("people", person.id), data={"role": "reader"}).status_code == 403
        assert browser.post(house.address("people", person.id, "remove")).status_code == 403
        assert len(house.memberships(person)) == 1
    assert browser.post(house.address("people", house.joy.id), data={"role": "lead"}).status_code == 302


def test_a_planned_membership_keeps_its_first_day(house: House, sign_in: SignIn) -> None:
    planned = lasting(timedelta(days=3))
    house.world.join(house.room, house.samira, Role.READER, by=house.priya, during=planned)
    browser = sign_in(house.priya.id)
    answer = browser.post(house.address("people", house.samira.id), data={"role": "commenter"})
    assert answer.status_code == 302
    _, after = house.memberships(house.samira)
    assert (after.role, after.during) == (Role.COMMENTER, planned)


def test_people_who_are_not_in_the_room_are_not_found(house: House, sign_in: SignIn) -> None:
    browser = sign_in(house.priya.id)
    for person_id in (house.samira.id, new_id()):
        assert browser.get(house.address("people", person_id)).status_code == 404
        assert browser.post(house.address("people", person_id), data={"role": "reader"}).status_code == 404
        assert browser.post(house.address("people", person_id, "remove")).status_code == 404
