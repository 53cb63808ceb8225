"""Adding people to a room."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.factories import lasting
from tests.rooms.conftest import House, SignIn, words_of
from workspace.identifiers import encode, new_id
from workspace.people.models import Person
from workspace.rooms.models import Role


def entered(*people: Person, **more: str) -> dict[str, object]:
    return {"people": [encode(person.id) for person in people], "role": "reader", **more}


def test_a_lead_adds_several_people_at_once(house: House, sign_in: SignIn) -> None:
    tom = house.world.person(house.nhs, "Tom Raine")
    browser = sign_in(house.priya.id)
    answer = browser.post(house.address("people", "new"), data=entered(house.samira, tom, role="commenter"))
    assert answer.status_code == 302
    for person in (house.samira, tom):
        (made,) = house.memberships(person)
        assert (made.role, made.by_id, made.during.upper) == (Role.COMMENTER, house.priya.id, None)
        assert sign_in(person.id).get(house.address("people")).status_code == 200
    entries = house.recorded("membership.added")
    assert {entry.thing_id for entry in entries} == {house.samira.id, tom.id}
    assert all(entry.facts["role"] == "commenter" for entry in entries)
    assert all(set(entry.material_of) == {house.council.id, house.nhs.id} for entry in entries)


def test_people_are_found_by_name_or_address_in_agencies_that_take_part(
    house: House, sign_in: SignIn
) -> None:
    browser = sign_in(house.priya.id)
    address = house.address("people", "new")
    assert "Samira Haddad" in browser.get(address).text
    assert "Gwen Lyle" not in browser.get(address).text
    assert "Samira Haddad" in browser.get(f"{address}?q=hadd+SAM").text
    assert "Samira Haddad" in browser.get(f"{address}?q={house.samira.email}").text
    assert "Samira Haddad" not in browser.get(f"{address}?q={house.samira.email[:-1]}").text
    assert "Samira Haddad" not in browser.get(f"{address}?q=joy").text
    assert "Nobody found" in browser.get(f"{address}?q=%25").text
    assert "Nobody found" in browser.get(f"{address}?q=gwen").text
    for odd in ("%00", "x" * 5000, "%5C", "_", "%FF%FE"):
        assert browser.get(f"{address}?q={odd}").status_code == 200


def test_whoever_is_excluded_is_said_to_be_and_not_added(house: House, sign_in: SignIn) -> None:
    house.world.exclude(house.room, house.samira, by=house.priya)
    browser = sign_in(house.priya.id)
    assert "excluded from this room" in browser.get(house.address("people", "new")).text
    answer = browser.post(house.address("people", "new"), data=entered(house.samira))
    assert answer.status_code == 422
    assert "Samira Haddad is excluded" in answer.text
    assert not house.memberships(house.samira)


@pytest.mark.parametrize("who", ["gwen", "paul", "sol"])
def test_nobody_whose_agency_takes_no_part(house: House, sign_in: SignIn, who: str) -> None:
    person: Person = getattr(house, who)
    answer = sign_in(house.priya.id).post(house.address("people", "new"), data=entered(person))
    assert answer.status_code == 422
    assert not house.memberships(person)


def test_all_are_added_or_none(house: House, sign_in: SignIn) -> None:
    answer = sign_in(house.priya.id).post(
        house.address("people", "new"), data=entered(house.samira, house.joy)
    )
    assert answer.status_code == 422
    assert "is in this room already" in answer.text
    assert not house.memberships(house.samira)
    assert len(house.memberships(house.joy)) == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"people": []}, "Choose at least one person"),
        ({"people": ["0" * 13]}, "Choose people from the list"),
        ({"people": ["nonsense"]}, "Choose people from the list"),
        ({"people": ["0" * 13] * 51}, "at most 50 people"),
        ({"people": ["'; --", "\0"]}, "There is a problem"),
        ({"role": ""}, "Choose a role"),
        ({"role": "owner"}, "Choose from the list"),
        ({"last": "2020-01-01"}, "The last day cannot be before the first day"),
        ({"first": "2020-01-01"}, "The first day cannot be before today"),
        ({"first": "0001-01-01", "last": "9999-12-31"}, "There is a problem"),
        ({"last": "31/31/31"}, "Enter a real day"),
    ],
)
def test_absurd_entries_are_refused(
    house: House, sign_in: SignIn, change: dict[str, object], said: str
) -> None:
    answer = sign_in(house.priya.id).post(
        house.address("people", "new"), data={**entered(house.samira), **change}
    )
    assert answer.status_code == 422
    assert said in answer.text
    assert not house.memberships(house.samira)


def test_what_was_entered_is_kept(house: House, sign_in: SignIn) -> None:
    answer = sign_in(house.priya.id).post(
        house.address("people", "new"), data=entered(house.samira, last="2020-01-01")
    )
    assert f'value="{encode(house.samira.id)}" checked' in answer.text
    assert "2020-01-01" in answer.text


def test_a_membership_ends_with_its_agencys_participation(house: House, sign_in: SignIn) -> None:
    until = lasting(end=timedelta(days=40))
    house.world.bring_in(house.room, house.school, by=house.priya, during=until)
    browser = sign_in(house.priya.id)
    later = (datetime.now(UTC) + timedelta(days=60)).date().isoformat()
    too_late = browser.post(house.address("people", "new"), data=entered(house.gwen, last=later))
    assert too_late.status_code == 422
    assert "School takes part" in too_late.text
    assert browser.post(house.address("people", "new"), data=entered(house.gwen)).status_code == 302
    (made,) = house.memberships(house.gwen)
    assert made.during.upper == until.upper


def test_a_membership_waits_for_an_agency_that_joins_later(house: House, sign_in: SignIn) -> None:
    house.world.bring_in(house.room, house.school, by=house.priya, during=lasting(timedelta(days=3)))
    browser = sign_in(house.priya.id)
    assert browser.post(house.address("people", "new"), data=entered(house.gwen)).status_code == 302
    (made,) = house.memberships(house.gwen)
    assert made.during.lower is not None
    assert made.during.lower > datetime.now(UTC)
    assert sign_in(house.gwen.id).get(house.address("people")).status_code == 404
    assert "Gwen Lyle" in browser.get(house.address("people")).text


def test_a_lead_of_another_agency_adds_only_its_own_people(house: House, sign_in: SignIn) -> None:
    tom, helen = house.world.person(house.nhs, "Tom Raine"), house.world.person(house.council, "Helen Marsh")
    house.world.join(house.room, tom, Role.LEAD, by=house.priya)
    browser = sign_in(tom.id)
    page = words_of(browser.get(house.address("people", "new")).text)
    assert "Samira Haddad" in page
    assert "Helen Marsh" not in page
    assert browser.post(house.address("people", "new"), data=entered(helen)).status_code == 403
    assert not house.memberships(helen)
    assert browser.post(house.address("people", "new"), data=entered(house.samira)).status_code == 302


def test_nobody_is_added_to_a_closed_room(house: House, sign_in: SignIn) -> None:
    browser = sign_in(house.priya.id)
    assert browser.post(house.address("close")).status_code == 302
    assert browser.post(house.address("people", "new"), data=entered(house.samira)).status_code == 403


def test_an_absent_person_is_refused(house: House, sign_in: SignIn) -> None:
    data = {"people": [encode(new_id())], "role": "reader"}
    assert sign_in(house.priya.id).post(house.address("people", "new"), data=data).status_code == 422
