"""Handing over the lead of a room, to a colleague or to another agency."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories import lasting
from tests.rooms.conftest import House, SignIn, words_of
from workspace.database import acting_as, session
from workspace.identifiers import encode
from workspace.people.models import Person
from workspace.rooms.models import Leadership, Role


def handed(person: Person, afterwards: str = "contributor") -> dict[str, str]:
    return {"person": encode(person.id), "afterwards": afterwards}


def leaderships(house: House) -> list[Leadership]:
    with acting_as(house.priya.id):
        return list(session().scalars(select(Leadership).order_by(Leadership.during)))


@pytest.mark.parametrize(
    ("afterwards", "role"), [("contributor", Role.CONTRIBUTOR), ("lead", Role.LEAD), ("leave", None)]
)
def test_to_a_colleague(house: House, sign_in: SignIn, afterwards: str, role: Role | None) -> None:
    browser, address = sign_in(house.priya.id), house.address("lead")
    assert "Owen Blyth" in browser.get(address).text
    said = words_of(browser.get(f"{address}?person={encode(house.owen.id)}").text)
    assert "Council goes on leading the room" in said
    assert "nobody sees more or fewer documents" in said
    assert not house.recorded("room.lead_transferred")
    assert browser.post(address, data=handed(house.owen, afterwards)).status_code == 302
    assert house.memberships(house.owen)[-1].role == Role.LEAD
    assert not leaderships(house)
    own = house.memberships(house.priya)[-1]
    assert own.during.upper is None if role else own.during.upper is not None
    assert own.role == (role or Role.LEAD)
    (entry,) = house.recorded("room.lead_transferred")
    assert entry.facts == {"person": house.owen.id, "organisation": house.council.id}


def test_to_another_agency(house: House, sign_in: SignIn) -> None:
    browser, theirs, address = sign_in(house.priya.id), sign_in(house.joy.id), house.address("lead")
    said = words_of(browser.get(f"{address}?person={encode(house.joy.id)}").text)
    assert "Leads of Council then manage people of Council only" in said
    before = [sign_in(each.id).get(house.address()).status_code for each in (house.owen, house.joy)]
    assert browser.post(address, data=handed(house.joy, "lead")).status_code == 302
    assert [each.organisation_id for each in leaderships(house)] == [house.nhs.id]
    assert "led by NHS" in words_of(theirs.get(house.address("people")).text)
    assert browser.get(house.address("people", house.joy.id)).status_code == 403
    assert browser.get(house.address("organisations", "new")).status_code == 403
    assert browser.get(address).status_code == 403
    assert theirs.get(house.address("people", house.owen.id)).status_code == 200
    assert [sign_in(each.id).get(house.address()).status_code for each in (house.owen, house.joy)] == before
    (entry,) = house.recorded("room.lead_transferred")
    assert set(entry.material_of) == {house.council.id, house.nhs.id}


def test_the_agency_that_led_can_then_be_taken_out(house: House, sign_in: SignIn) -> None:
    sign_in(house.priya.id).post(house.address("lead"), data=handed(house.joy))
    theirs = sign_in(house.joy.id)
    assert theirs.post(house.address("organisations", house.nhs.id, "end")).status_code == 422
    assert theirs.post(house.address("organisations", house.council.id, "end")).status_code == 302
    assert sign_in(house.priya.id).get(house.address("people")).status_code == 404


def test_there_and_back(house: House, sign_in: SignIn) -> None:
    sign_in(house.priya.id).post(house.address("lead"), data=handed(house.joy))
    assert sign_in(house.joy.id).post(house.address("lead"), data=handed(house.priya)).status_code == 302
    (first,) = leaderships(house)
    assert first.during.upper is not None
    assert "led by Council" in words_of(sign_in(house.owen.id).get(house.address("people")).text)
    again = sign_in(house.priya.id).post(house.address("lead"), data=handed(house.joy))
    assert again.status_code == 302
    assert len(leaderships(house)) == 2


@pytest.mark.parametrize("who", ["samira", "gwen", "paul", "priya"])
def test_only_to_somebody_who_is_in_the_room(house: House, sign_in: SignIn, who: str) -> None:
    browser = sign_in(house.priya.id)
    answer = browser.post(house.address("lead"), data=handed(getattr(house, who)))
    assert answer.status_code == 422
    assert "Choose somebody from the list" in answer.text
    assert not leaderships(house)


def test_not_to_an_agency_whose_part_ends(house: House, sign_in: SignIn) -> None:
    ends = lasting(end=timedelta(days=20))
    house.world.bring_in(house.room, house.school, by=house.priya, during=ends)
    house.world.join(house.room, house.gwen, Role.LEAD, by=house.priya, during=ends)
    browser = sign_in(house.priya.id)
    assert "Gwen Lyle" not in browser.get(house.address("lead")).text
    assert browser.post(house.address("lead"), data=handed(house.gwen)).status_code == 422


@pytest.mark.parametrize(
    "data",
    [{}, {"person": "nonsense", "afterwards": "lead"}, {"person": "\0"}, {"afterwards": "owner"}],
)
def test_absurd_entries_are_refused(house: House, sign_in: SignIn, data: dict[str, str]) -> None:
    browser = sign_in(house.priya.id)
    assert browser.post(house.address("lead"), data=data).status_code == 422
    assert (
        browser.post(house.address("lead"), data={**handed(house.owen), "afterwards": "x"}).status_code == 422
    )
    assert not house.recorded("membership.changed")


def test_only_leads_of_the_leading_agency(house: House, sign_in: SignIn) -> None:
    house.world.join(house.room, house.samira, Role.LEAD, by=house.priya)
    for person in (house.samira, house.owen):
        assert sign_in(person.id).post(house.address("lead"), data=handed(house.joy)).status_code == 403
