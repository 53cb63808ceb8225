"""Why somebody was excluded: for the auditors of the agency that did it, and for nobody in the room."""

import pytest

from tests.rooms.conftest import House, SignIn, words_of
from workspace.database import acting_as, session
from workspace.identifiers import encode
from workspace.people.models import Duty, Person
from workspace.rooms.models import ExclusionReason, Role

WHY = "Cousin of the father"


@pytest.fixture
def helen(house: House) -> Person:
    """The council's auditor."""
    return house.world.person(house.council, "Helen Marsh", Duty.AUDITOR)


def excluded(house: House, sign_in: SignIn, helen: Person, by: Person | None = None) -> str:
    """Have Joy excluded; the address of the reason."""
    data = {"person": encode(house.joy.id), "reason": WHY}
    browser = sign_in((by or house.priya).id)
    answer = browser.post(house.address("exclusions", "new") + "?q=okafor", data=data)
    assert answer.status_code == 302
    (entry,) = house.recorded("exclusion.added")
    return f"/exclusions/{encode(entry.facts['exclusion_reason'])}/reason"


def test_auditors_read_it_from_the_audit_and_that_is_recorded(
    house: House, sign_in: SignIn, helen: Person
) -> None:
    address, browser = excluded(house, sign_in, helen), sign_in(helen.id)
    page = browser.get("/audit").text
    assert address in page
    assert WHY not in page
    said = browser.get(address).text
    assert WHY in said
    assert "Joy Okafor" in said
    assert house.room.reference in said
    assert house.room.title not in said
    (entry,) = house.recorded("exclusion.reason_read")
    assert (entry.person_id, entry.thing_id) == (helen.id, house.joy.id)


def test_nobody_else_does(house: House, sign_in: SignIn, helen: Person) -> None:
    address = excluded(house, sign_in, helen)
    ruth = house.world.person(house.nhs, "Ruth Kemp", Duty.AUDITOR)
    for person in (house.priya, house.owen, house.joy, house.paul, house.sol, ruth):
        browser = sign_in(person.id)
        assert browser.get(address).status_code == 404
        for where in ("/audit", "/audit.csv", house.address("people"), house.address()):
            page = browser.get(where).text
            assert WHY not in page
            assert address not in page
        with acting_as(person.id):
            assert not session().query(ExclusionReason).all()


def test_of_the_agency_that_excluded_them_and_no_other(house: House, sign_in: SignIn, helen: Person) -> None:
    house.world.join(house.room, house.samira, Role.LEAD, by=house.priya)
    address = excluded(house, sign_in, helen, by=house.samira)
    ruth = house.world.person(house.nhs, "Ruth Kemp", Duty.AUDITOR)
    assert WHY in words_of(sign_in(ruth.id).get(address).text)
    assert sign_in(helen.id).get(address).status_code == 404


def test_an_auditor_who_is_excluded_reads_no_reason(house: House, sign_in: SignIn, helen: Person) -> None:
    address = excluded(house, sign_in, helen)
    house.world.exclude(house.room, helen, by=house.priya)
    browser = sign_in(helen.id)
    assert browser.get(address).status_code == 404
    assert address not in browser.get("/audit").text


@pytest.mark.parametrize(("reason", "said"), [("", "Say why"), ("  ", "Say why"), ("x" * 501, "500 char")])
def test_a_reason_is_required(house: House, sign_in: SignIn, reason: str, said: str) -> None:
    data = {"person": encode(house.joy.id), "reason": reason}
    answer = sign_in(house.priya.id).post(house.address("exclusions", "new") + "?q=okafor", data=data)
    assert answer.status_code == 422
    assert said in answer.text
    assert not house.exclusions(house.joy)
