"""A lead's answer to whoever asks to be let in."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tests.rooms.conftest import House, SignIn, words_of
from tests.rooms.test_ask_for_access import asked, requests_of
from workspace.database import acting_as
from workspace.errors import Conflict
from workspace.identifiers import encode
from workspace.people.models import Person
from workspace.rooms.models import AccessRequest, Role
from workspace.rooms.services.access import decline_access, grant_access


def waiting(sign_in: SignIn, house: House, person: Person) -> AccessRequest:
    assert sign_in(person.id).post("/requests", data=asked(house)).status_code == 302
    return requests_of(person)[-1]


def address(request: AccessRequest, act: str = "grant") -> str:
    return f"/requests/{encode(request.id)}/{act}"


def test_a_lead_lets_somebody_in(house: House, sign_in: SignIn) -> None:
    request, browser = waiting(sign_in, house, house.samira), sign_in(house.priya.id)
    said = words_of(browser.get(house.address("people")).text)
    assert "1 person asks for access" in said
    assert "I visit the family" in said
    assert browser.post(address(request), data={"role": "commenter"}).status_code == 302
    assert [each.role for each in house.memberships(house.samira)] == [Role.COMMENTER]
    assert "asks for access" not in words_of(browser.get(house.address("people")).text)
    theirs = sign_in(house.samira.id)
    assert "Let in today" in words_of(theirs.get("/requests").text)
    assert theirs.get(house.address("people")).status_code == 200
    (entry,) = house.recorded("access.granted")
    assert (entry.room_id, entry.thing_id) == (house.room.id, house.samira.id)


def test_a_lead_declines_and_nobody_is_told(house: House, sign_in: SignIn) -> None:
    request, browser = waiting(sign_in, house, house.samira), sign_in(house.priya.id)
    theirs = sign_in(house.samira.id)
    theirs.get("/requests")
    before = words_of(theirs.get("/requests").text)
    assert "They are not told" in browser.get(address(request, "decline")).text
    assert browser.post(address(request, "decline")).status_code == 302
    assert words_of(theirs.get("/requests").text) == before
    assert not house.memberships(house.samira)
    (entry,) = house.recorded("access.declined")
    assert entry.material_of == [house.council.id]


def test_whoever_is_excluded_cannot_be_let_in(house: House, sign_in: SignIn) -> None:
    house.world.exclude(house.room, house.samira, by=house.priya)
    request, browser = waiting(sign_in, house, house.samira), sign_in(house.priya.id)
    assert "Excluded from this room: cannot be let in" in browser.get(house.address("people")).text
    assert browser.post(address(request), data={"role": "reader"}).status_code == 422
    assert not house.memberships(house.samira)
    assert "Waits until" in sign_in(house.samira.id).get("/requests").text


def test_an_agency_that_takes_no_part_is_brought_in_first(house: House, sign_in: SignIn) -> None:
    request, browser = waiting(sign_in, house, house.gwen), sign_in(house.priya.id)
    assert "Bring in the agency first" in browser.get(house.address("people")).text
    assert browser.post(address(request), data={"role": "reader"}).status_code == 422
    house.world.bring_in(house.room, house.school, by=house.priya)
    assert browser.post(address(request), data={"role": "reader"}).status_code == 302


def test_only_leads_who_could_add_them(house: House, sign_in: SignIn) -> None:
    ours, others = waiting(sign_in, house, house.samira), waiting(sign_in, house, house.gwen)
    tom = house.world.person(house.nhs, "Tom Raine")
    house.world.join(house.room, tom, Role.LEAD, by=house.priya)
    browser = sign_in(tom.id)
    said = words_of(browser.get(house.address("people")).text)
    assert "Samira Haddad" in said
    assert "Gwen Lyle" not in said
    assert browser.get(address(others)).status_code == 404
    assert browser.get(address(ours)).status_code == 200
    for person in (house.owen, house.joy, house.samira, house.paul, house.sol):
        for act in ("grant", "decline"):
            assert sign_in(person.id).post(address(ours, act), data={"role": "lead"}).status_code == 404


@pytest.mark.parametrize(
    "data", [{}, {"role": "owner"}, {"role": "reader", "last": "2020-01-01"}, {"role": "reader\0"}]
)
def test_absurd_entries_are_refused(house: House, sign_in: SignIn, data: dict[str, str]) -> None:
    request = waiting(sign_in, house, house.samira)
    assert sign_in(house.priya.id).post(address(request), data=data).status_code == 422
    assert not house.memberships(house.samira)


def test_it_is_answered_once(house: House, sign_in: SignIn) -> None:
    request, browser = waiting(sign_in, house, house.samira), sign_in(house.priya.id)
    assert browser.post(address(request, "decline")).status_code == 302
    again = browser.post(address(request), data={"role": "reader"})
    assert again.status_code == 409
    assert "answered this request already" in again.text
    assert not house.memberships(house.samira)


def test_two_leads_at_once(house: House, sign_in: SignIn) -> None:
    house.world.join(house.room, house.world.person(house.nhs, "Tom Raine"), Role.LEAD, by=house.priya)
    request = waiting(sign_in, house, house.samira)
    together = Barrier(2)

    def answer(yes: bool) -> str:
        with acting_as(house.priya.id):
            together.wait(10)
            try:
                if yes:
                    grant_access(by=house.priya.id, request=request, role=Role.READER)
                else:
                    decline_access(by=house.priya.id, request=request)
            except Conflict:
                return "conflict"
            return "done"

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(answer, (True, False))) == ["conflict", "done"]
    granted, declined = house.recorded("access.granted"), house.recorded("access.declined")
    assert len(granted) + len(declined) == 1
    assert len(house.memberships(house.samira)) == len(granted)
