"""Bringing in an agency under an agreement, and ending that it takes part."""

from datetime import timedelta

import pytest

from tests.factories import lasting
from tests.rooms.conftest import House, SignIn, words_of
from workspace.identifiers import encode, new_id
from workspace.people.models import Organisation
from workspace.rooms.models import Role
from workspace.when import LONDON


def ground(house: House, organisation: Organisation) -> str:
    return f"{encode(organisation.id)}.{encode(house.agreement.id)}"


def test_a_lead_brings_in_an_agency_under_an_agreement(house: House, sign_in: SignIn) -> None:
    browser = sign_in(house.priya.id)
    page = words_of(browser.get(house.address("organisations", "new")).text)
    assert "School of Westmoor, under" in page
    assert "Eastbridge" not in page
    assert "NHS of Westmoor, under" not in page
    answer = browser.post(
        house.address("organisations", "new"),
        data={"ground": ground(house, house.school), "last": "2199-01-01"},
    )
    assert answer.status_code == 302
    said = browser.get(house.address("people")).text
    assert "School takes part. Add its people next: nobody of School is in the room yet." in said
    (made,) = house.participations(house.school)
    assert made.agreement_id == house.agreement.id
    assert made.during.upper is not None
    assert made.during.upper.astimezone(LONDON).date().isoformat() == "2199-01-02"
    (entry,) = house.recorded("participation.added")
    assert entry.thing_id == house.school.id
    assert set(entry.material_of) == {house.council.id, house.school.id}
    assert [event.name for event in house.told()] == ["room.access.changed"]


def test_an_agency_may_take_part_from_a_later_day(house: House, sign_in: SignIn) -> None:
    browser = sign_in(house.priya.id)
    data = {"ground": ground(house, house.school), "first": "2198-12-01", "last": "2199-01-01"}
    assert browser.post(house.address("organisations", "new"), data=data).status_code == 302
    said = words_of(browser.get(house.address("people")).text)
    assert said.count("from 1 December 2198") > 1
    assert "School takes part from 1 December 2198. Add its people" in said


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "Choose an agency"),
        ({"ground": "nonsense"}, "Choose from the list"),
        ({"ground": "a.b"}, "Choose from the list"),
        ({"last": "2020-01-01"}, "The last day cannot be before the first day"),
        ({"first": "2020-01-01"}, "The first day cannot be before today"),
        ({"first": "2198-02-01", "last": "2198-01-01"}, "The last day cannot be before the first day"),
        ({"first": "9999-12-31", "last": "9999-12-31"}, "before the year 2200"),
        ({"last": "yesterday"}, "Enter a real day"),
        ({"last": "2026-02-31"}, "Enter a real day"),
    ],
)
def test_absurd_entries_are_refused(house: House, sign_in: SignIn, data: dict[str, str], said: str) -> None:
    entered = {"ground": ground(house, house.school), **data} if data else data
    answer = sign_in(house.priya.id).post(house.address("organisations", "new"), data=entered)
    assert answer.status_code == 422
    assert said in answer.text
    assert not house.participations(house.school)


def test_an_agency_is_brought_in_once(house: House, sign_in: SignIn) -> None:
    answer = sign_in(house.priya.id).post(
        house.address("organisations", "new"), data={"ground": ground(house, house.nhs)}
    )
    assert answer.status_code == 422
    assert len(house.participations(house.nhs)) == 1


def test_no_agency_without_an_agreement(house: House, sign_in: SignIn) -> None:
    answer = sign_in(house.priya.id).post(
        house.address("organisations", "new"), data={"ground": ground(house, house.eastbridge)}
    )
    assert answer.status_code == 422
    assert not house.participations(house.eastbridge)


def test_only_the_agency_that_leads_brings_in_others(house: House, sign_in: SignIn) -> None:
    house.world.join(house.room, house.samira, Role.LEAD, by=house.priya)
    browser = sign_in(house.samira.id)
    assert browser.get(house.address("organisations", "new")).status_code == 403
    data = {"ground": ground(house, house.school)}
    assert browser.post(house.address("organisations", "new"), data=data).status_code == 403
    assert browser.post(house.address("organisations", house.nhs.id, "end")).status_code == 403


def test_ending_participation_ends_the_memberships_of_its_people(house: House, sign_in: SignIn) -> None:
    browser = sign_in(house.priya.id)
    assert "Joy Okafor" in browser.get(house.address("organisations", house.nhs.id, "end")).text
    assert browser.post(house.address("organisations", house.nhs.id, "end")).status_code == 302
    (participation,) = house.participations(house.nhs)
    (membership,) = house.memberships(house.joy)
    assert participation.during.upper is not None
    assert membership.during.upper == participation.during.upper
    assert sign_in(house.joy.id).get(house.address("people")).status_code == 404
    assert len(house.recorded("participation.ended")) == len(house.recorded("membership.ended")) == 1
    assert {event.name for event in house.told()} == {"room.access.changed"}
    assert "Took part" in browser.get(house.address("people")).text
    again = browser.post(house.address("organisations", house.nhs.id, "end"))
    assert again.status_code == 404


def test_an_agency_that_left_can_be_brought_in_again_and_its_people_are_not(
    house: House, sign_in: SignIn
) -> None:
    browser = sign_in(house.priya.id)
    browser.post(house.address("organisations", house.nhs.id, "end"))
    data = {"ground": ground(house, house.nhs)}
    assert browser.post(house.address("organisations", "new"), data=data).status_code == 302
    assert len(house.participations(house.nhs)) == 2
    assert sign_in(house.joy.id).get(house.address("people")).status_code == 404


def test_a_planned_participation_can_be_called_off_and_made_again(house: House, sign_in: SignIn) -> None:
    house.world.bring_in(house.room, house.school, by=house.priya, during=lasting(timedelta(days=3)))
    browser = sign_in(house.priya.id)
    assert browser.post(house.address("organisations", house.school.id, "end")).status_code == 302
    data = {"ground": ground(house, house.school)}
    assert browser.post(house.address("organisations", "new"), data=data).status_code == 302
    assert "called off" in browser.get(house.address("people")).text


def test_the_agency_that_leads_cannot_leave(house: House, sign_in: SignIn) -> None:
    answer = sign_in(house.priya.id).post(house.address("organisations", house.council.id, "end"))
    assert answer.status_code == 422
    assert "Hand over the lead first" in answer.text
    assert house.participations(house.council)[0].during.upper is None


def test_absent_agencies_are_not_found(house: House, sign_in: SignIn) -> None:
    browser = sign_in(house.priya.id)
    for organisation_id in (house.school.id, new_id()):
        assert browser.post(house.address("organisations", organisation_id, "end")).status_code == 404
