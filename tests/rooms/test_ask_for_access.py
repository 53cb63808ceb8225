"""Asking to be let in: the answer, and what is asked of the database, never tell what there is."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select
from sqlalchemy.engine import Engine

from tests.factories import lasting
from tests.pages import without_tokens
from tests.rooms.conftest import House, SignIn, words_of
from workspace.database import acting_as, session
from workspace.identifiers import encode, new_id
from workspace.people.models import Duty, Person
from workspace.rooms.models import AccessAnswer, AccessRequest, Leadership, Role


def asked(house: House, **more: str) -> dict[str, str]:
    named = {"lead": encode(house.council.id), "reference": house.room.reference}
    return {**named, "reason": "I visit the family", **more}


def requests_of(person: Person) -> list[AccessRequest]:
    with acting_as(person.id):
        mine = select(AccessRequest).where(AccessRequest.person_id == person.id)
        return list(session().scalars(mine.order_by(AccessRequest.id)))


@contextmanager
def counted() -> Iterator[list[str]]:
    run: list[str] = []

    def heard(_c: Any, _k: Any, statement: str, *_more: Any) -> None:
        run.append(statement)

    event.listen(Engine, "before_cursor_execute", heard)
    try:
        yield run
    finally:
        event.remove(Engine, "before_cursor_execute", heard)


def said(browser: FlaskClient, data: dict[str, str], reference: str) -> tuple[list[str], str]:
    """The statements and the bytes of asking and of what is shown then, but for the reference typed."""
    with counted() as run:
        answer = browser.post("/requests", data=data)
        assert (answer.status_code, answer.location) == (302, "/requests")
        page = without_tokens(browser.get("/requests").text)
    page = re.sub(r"<time.*?</time>", "TIME", page)
    return run, page.replace(reference, "REFERENCE")


def test_nobody_learns_which_rooms_there_are(house: House, sign_in: SignIn) -> None:
    excluded, welcome, astray = (house.world.person(house.nhs, name) for name in ("Ann", "Ben", "Cai"))
    house.world.exclude(house.room, excluded, by=house.priya)
    there, nowhere = house.room.reference, "FH/2026/9999"
    asking = ((excluded, there), (welcome, there), (astray, nowhere))
    shown = []
    for person, reference in asking:
        browser = sign_in(person.id)
        browser.get("/requests")  # what is done only once is done
        run, page = said(browser, asked(house, reference=reference), reference)
        shown.append((run, page.replace(person.name, "NAME")))
    assert shown[0] == shown[1] == shown[2]
    assert [requests_of(person)[0].room_id for person, _reference in asking] == [
        house.room.id,
        house.room.id,
        None,
    ]


def test_whoever_is_in_the_room_is_told_so(house: House, sign_in: SignIn) -> None:
    answer = sign_in(house.joy.id).post("/requests", data=asked(house))
    assert answer.status_code == 422
    assert "You are in this room already" in answer.text
    assert not requests_of(house.joy)


def test_a_room_that_was_handed_over_is_named_by_who_leads_it_now(house: House, sign_in: SignIn) -> None:
    led = Leadership(
        room_id=house.room.id, organisation_id=house.nhs.id, by_id=house.priya.id, during=lasting()
    )
    house.world.add(house.priya.id, led)
    browser = sign_in(house.samira.id)
    browser.post("/requests", data=asked(house))
    browser.post("/requests", data=asked(house, lead=encode(house.nhs.id)))
    assert [each.room_id for each in requests_of(house.samira)] == [None, house.room.id]


def test_the_entry_does_not_tell_either(house: House, sign_in: SignIn) -> None:
    sign_in(house.samira.id).post("/requests", data=asked(house))
    sign_in(house.samira.id).post("/requests", data=asked(house, reference="FH/1"))
    for entry in house.recorded("access.requested"):
        assert (entry.room_id, entry.material_of, entry.facts) == (None, [house.council.id], {})


def test_a_request_that_was_declined_looks_like_one_that_waits(house: House, sign_in: SignIn) -> None:
    browser = sign_in(house.samira.id)
    browser.post("/requests", data=asked(house))
    before = without_tokens(browser.get("/requests").text)
    (request,) = requests_of(house.samira)
    house.world.add(house.priya.id, AccessAnswer(request_id=request.id, accepted=False, by_id=house.priya.id))
    assert without_tokens(browser.get("/requests").text) != ""
    first = without_tokens(browser.get("/requests").text)
    assert "Waits until" in first
    assert "declined" not in first.casefold()
    assert words_of(first).replace(words_of(before), "") in ("", words_of(first))


def test_when_its_time_is_over_it_was_not_accepted(house: House, sign_in: SignIn) -> None:
    over = AccessRequest(
        person_id=house.samira.id,
        organisation_id=house.nhs.id,
        lead_id=house.council.id,
        reference=house.room.reference,
        reason="I visit the family",
        room_id=house.room.id,
        during=lasting(-timedelta(days=20), -timedelta(days=6)),
    )
    house.world.add(house.samira.id, over)
    assert "Not accepted" in words_of(sign_in(house.samira.id).get("/requests").text)
    assert "asks for access" not in words_of(sign_in(house.priya.id).get(house.address("people")).text)
    address = f"/requests/{encode(over.id)}/grant"
    assert sign_in(house.priya.id).get(address).status_code == 404


def test_five_times_a_day(house: House, sign_in: SignIn) -> None:
    browser = sign_in(house.samira.id)
    assert "5 times in 24 hours" in browser.get("/requests").text
    for number in range(5):
        answer = browser.post("/requests", data=asked(house, reference=f"FH/{number}"))
        assert answer.status_code == 302
    refused = browser.post("/requests", data=asked(house))
    assert refused.status_code == 422
    assert "You have asked 5 times in 24 hours. You can ask again tomorrow" in refused.text
    assert "I visit the family" in refused.text
    assert len(requests_of(house.samira)) == 5


def test_what_still_waits_is_not_asked_again(house: House, sign_in: SignIn) -> None:
    browser = sign_in(house.samira.id)
    for reference in (house.room.reference, "FH/1"):
        assert browser.post("/requests", data=asked(house, reference=reference)).status_code == 302
        again = browser.post("/requests", data=asked(house, reference=f" {reference.lower()} "))
        assert again.status_code == 422
        assert "still waits" in again.text


def test_it_waits_two_weeks(house: House, sign_in: SignIn) -> None:
    sign_in(house.samira.id).post("/requests", data=asked(house))
    (request,) = requests_of(house.samira)
    assert request.during.upper is not None
    assert timedelta(days=14) < request.during.upper - datetime.now(UTC) < timedelta(days=15)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"lead": ""}, "Choose an agency"),
        ({"lead": "nonsense"}, "Choose from the list"),
        ({"lead": encode(new_id())}, "Choose an agency"),
        ({"reference": ""}, "Enter the reference"),
        ({"reference": "../x"}, "letters, digits, / and - only"),
        ({"reference": "x" * 41}, "40 characters or fewer"),
        ({"reason": " "}, "Say why you need access"),
        ({"reason": "x" * 501}, "500 characters or fewer"),
        ({"reason": "\0"}, "There is a problem"),
    ],
)
def test_absurd_entries_are_refused(house: House, sign_in: SignIn, data: dict[str, str], told: str) -> None:
    answer = sign_in(house.samira.id).post("/requests", data=asked(house, **data))
    assert answer.status_code == 422
    assert told in answer.text
    assert not requests_of(house.samira)


def test_administrators_have_nothing_to_ask_for(house: House, sign_in: SignIn) -> None:
    browser = sign_in(house.sol.id)
    assert "<textarea" not in browser.get("/requests").text
    assert browser.post("/requests", data=asked(house)).status_code == 403
    assert not requests_of(house.sol)


def test_leads_see_on_home_that_somebody_asks(house: House, sign_in: SignIn) -> None:
    sign_in(house.samira.id).post("/requests", data=asked(house))
    assert "1 person asks for access" in words_of(sign_in(house.priya.id).get("/").text)
    house.world.join(house.room, house.world.person(house.nhs, "Tom Raine"), Role.LEAD, by=house.priya)
    for person in (house.owen, house.joy, house.samira):
        assert "asks for access" not in words_of(sign_in(person.id).get("/").text)


def test_an_auditor_who_asks_reads_nothing_more_in_the_audit(house: House, sign_in: SignIn) -> None:
    auditor = house.world.person(house.nhs, "Ruth Kemp", Duty.AUDITOR)
    house.world.exclude(house.room, auditor, by=house.priya)
    browser = sign_in(auditor.id)
    browser.post("/requests", data=asked(house))
    browser.post("/requests", data=asked(house, reference="FH/1"))
    assert browser.get("/audit").text.count("asked to be let into a room") >= 2


def test_an_auditor_reads_nothing_more_from_being_refused_to_answer_either(
    house: House, sign_in: SignIn
) -> None:
    auditor = house.world.person(house.world.organisation("Housing"), "Ruth Kemp", Duty.AUDITOR)
    browser = sign_in(auditor.id)
    browser.post("/requests", data=asked(house))
    browser.post("/requests", data=asked(house, reference="FH/1"))
    for request in requests_of(auditor):
        assert browser.get(f"/requests/{encode(request.id)}/grant").status_code == 404
        assert browser.get(f"/requests/{encode(request.id)}/decline").status_code == 404
    exported = browser.get("/audit.csv").text
    assert exported.count("access_request.manage") == 4
    assert house.room.reference not in exported
    assert encode(house.room.id) not in exported
