"""Leaving a room by oneself; its last lead names who takes over."""

import pytest

from tests.factories import lasting
from tests.rooms.conftest import House, SignIn, words_of
from workspace.identifiers import encode
from workspace.rooms.models import Role


def test_whoever_leaves_is_asked_first_and_then_out_at_once(house: House, sign_in: SignIn) -> None:
    browser = sign_in(house.joy.id)
    assert "Leave this room?" in browser.get(house.address("leave")).text
    assert "takes it over" not in browser.get(house.address("leave")).text
    answer = browser.post(house.address("leave"))
    assert (answer.status_code, answer.location) == (302, "/")
    assert browser.get(house.address("people")).status_code == 404
    assert house.memberships(house.joy)[0].during.upper is not None
    (entry,) = house.recorded("room.left")
    assert (entry.person_id, set(entry.material_of)) == (house.joy.id, {house.council.id, house.nhs.id})
    assert [event.name for event in house.told()] == ["room.access.changed"]
    assert browser.post(house.address("leave")).status_code == 404


def test_the_last_lead_names_who_takes_over_in_the_same_step(house: House, sign_in: SignIn) -> None:
    browser = sign_in(house.priya.id)
    assert "Make Owen Blyth lead and leave the room" in words_of(browser.get(house.address("leave")).text)
    refused = browser.post(house.address("leave"))
    assert refused.status_code == 422
    assert "a room is never without one" in refused.text
    assert len(house.memberships(house.owen)) == len(house.memberships(house.priya)) == 1
    left = browser.post(house.address("leave"), data={"successor": encode(house.owen.id)})
    assert left.status_code == 302
    assert house.memberships(house.owen)[-1].role == Role.LEAD
    assert house.memberships(house.owen)[-1].during.upper is None
    assert house.memberships(house.priya)[-1].during.upper is not None
    assert "Change Joy Okafor" in words_of(sign_in(house.owen.id).get(house.address("people")).text)


@pytest.mark.parametrize("who", ["joy", "samira", "paul", "priya"])
def test_nobody_else_can_take_over(house: House, sign_in: SignIn, who: str) -> None:
    data = {"successor": encode(getattr(house, who).id)}
    answer = sign_in(house.priya.id).post(house.address("leave"), data=data)
    assert answer.status_code == 422
    assert "Choose somebody from the list" in answer.text
    assert house.memberships(house.priya)[0].during.upper is None


@pytest.mark.parametrize("value", ["nonsense", "\0", "0" * 13])
def test_absurd_entries_are_refused(house: House, sign_in: SignIn, value: str) -> None:
    answer = sign_in(house.priya.id).post(house.address("leave"), data={"successor": value})
    assert answer.status_code == 422
    assert len(house.memberships(house.priya)) == 1


def test_leaving_makes_nobody_lead_where_nobody_needs_to(house: House, sign_in: SignIn) -> None:
    for person in (house.joy, house.owen):
        data = {"successor": encode(house.owen.id)}
        assert sign_in(person.id).post(house.address("leave"), data=data).status_code == 302
    assert [each.role for each in house.memberships(house.owen)] == [Role.CONTRIBUTOR]


def test_whoever_is_alone_is_told_what_to_do_first(house: House, sign_in: SignIn) -> None:
    house.world.exclude(house.room, house.owen, by=house.priya)
    page = sign_in(house.priya.id).get(house.address("leave")).text
    assert "Add a colleague first" in page
    assert "govuk-button--warning" not in page


def test_somebody_with_a_last_day_leads_without_one(house: House, sign_in: SignIn) -> None:
    from datetime import timedelta

    helen = house.world.person(house.council, "Helen Marsh")
    house.world.join(house.room, helen, Role.READER, by=house.priya, during=lasting(end=timedelta(days=5)))
    data = {"successor": encode(helen.id)}
    assert sign_in(house.priya.id).post(house.address("leave"), data=data).status_code == 302
    assert house.memberships(helen)[-1].during.upper is None


@pytest.mark.parametrize("way", ["remove", "demote", "limit"])
def test_every_way_of_losing_the_last_lead_offers_who_takes_over(
    house: House, sign_in: SignIn, way: str
) -> None:
    browser = sign_in(house.priya.id)
    address = house.address("people", house.priya.id, *(["remove"] if way == "remove" else []))
    data = {
        "remove": {},
        "demote": {"role": "reader"},
        "limit": {"role": "lead", "last": "2199-12-31"},
    }[way]
    assert "Owen Blyth" in browser.get(address).text
    assert browser.post(address, data=data).status_code == 422
    assert browser.post(address, data={**data, "successor": encode(house.owen.id)}).status_code == 302
    assert house.memberships(house.owen)[-1].role == Role.LEAD


def test_the_last_lead_is_excluded_only_with_somebody_to_take_over(house: House, sign_in: SignIn) -> None:
    from datetime import timedelta

    limited = lasting(end=timedelta(days=5))
    helen = house.world.person(house.council, "Helen Marsh")
    house.world.join(house.room, helen, Role.LEAD, by=house.priya, during=limited)
    browser, address = sign_in(helen.id), house.address("exclusions", "new") + "?q=priya"
    data = {"person": encode(house.priya.id), "reason": "A neighbour"}
    refused = browser.post(address, data=data)
    assert refused.status_code == 422
    assert "Who takes over the lead?" in refused.text
    assert "A neighbour" in refused.text
    assert not house.exclusions(house.priya)
    assert browser.post(address, data={**data, "successor": encode(house.owen.id)}).status_code == 302
    assert house.memberships(house.owen)[-1].role == Role.LEAD
