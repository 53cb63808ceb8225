"""What somebody was refused is written down, and they learn nothing from it."""

import logging
from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from tests.audit.conftest import Office
from workspace import database
from workspace.audit.models import Outcome
from workspace.identifiers import encode, new_id

Counted = Callable[[Callable[[], object]], int]


def test_the_owners_auditor_sees_who_was_refused(office: Office) -> None:
    assert office.get(office.karl, office.document).status_code == 404

    (entry,) = office.entries("document.read")
    assert (entry.person_id, entry.organisation_id) == (office.karl.id, office.housing.id)
    assert (entry.thing, entry.thing_id, entry.room_id) == ("document", office.plan.id, office.room.id)
    assert (entry.outcome, entry.material_of) == (Outcome.REFUSED, [office.council.id])
    assert entry.session_hash is not None

    page = office.get(office.helen, "/audit", outcome="refused").text
    assert "Karl Voss" in page
    assert "tried to open a document, once" in page
    assert "1 entry in these 7 days, 1 of them refused" in page
    assert "Family plan" not in page
    assert "Karl Voss" not in office.get(office.tom, "/audit").text


def test_a_thing_that_is_not_there_is_recorded_without_a_place(office: Office) -> None:
    absent = new_id()

    assert office.get(office.karl, f"/documents/{encode(absent)}").status_code == 404

    (entry,) = office.entries("document.read")
    assert (entry.thing_id, entry.room_id, entry.material_of) == (absent, None, [])


def test_the_database_is_asked_as_much_whether_it_is_there_or_not(office: Office, asked: Counted) -> None:
    office.get(office.karl, "/")
    hidden = asked(lambda: office.get(office.karl, office.document))
    absent = asked(lambda: office.get(office.karl, f"/documents/{encode(new_id())}"))
    assert hidden == absent


def test_what_one_may_see_but_not_do_is_recorded_too(office: Office) -> None:
    joys = office.sign_in(office.joy.id)

    answer = joys.post(f"{office.document}/versions/new")

    assert answer.status_code == 403
    (entry,) = office.entries("document.contribute")
    assert (entry.person_id, entry.outcome) == (office.joy.id, Outcome.REFUSED)


def test_a_page_of_others_is_recorded(office: Office) -> None:
    assert office.get(office.priya, "/audit").status_code == 404

    (entry,) = office.entries("page.reads_audit")
    assert (entry.person_id, entry.thing, entry.outcome) == (office.priya.id, "page", Outcome.REFUSED)


def test_a_stranger_is_sent_to_sign_in_and_not_recorded(office: Office) -> None:
    stranger = office.sign_in(office.karl.id).application.test_client()

    assert stranger.get(office.document).status_code == 302
    assert office.entries("document.read") == []


def test_a_record_that_fails_does_not_change_the_answer(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    office.get(office.karl, "/")
    kept: Engine = database._engines[-1].audience
    database._engines[-1].audience = database.engine_for("postgresql://nobody@127.0.0.1:1/nothing")
    try:
        with caplog.at_level(logging.ERROR):
            answer = office.get(office.karl, office.document)
    finally:
        database._engines[-1].audience.dispose()
        database._engines[-1].audience = kept
    assert answer.status_code == 404
    assert "a refusal was not recorded" in caplog.text
