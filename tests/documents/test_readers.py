"""Who could read a document on a day, for those who answer for it and may not read it."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.documents.agencies import Agencies
from tests.factories import lasting
from workspace.documents.models import Document
from workspace.identifiers import encode, new_id
from workspace.people.models import Duty, Person
from workspace.permissions.policies import Action
from workspace.permissions.questions import explain, may_unseen

TITLE = "Whole-family assessment"


@pytest.fixture
def plan(agencies: Agencies) -> Document:
    """A document of the Council's, which the NHS could read until three days ago."""
    made = agencies.document(TITLE)
    ended = lasting(timedelta(days=-10), timedelta(days=-3))
    agencies.world.release(made, agencies.nhs, agencies.isa_1, agencies.priya, during=ended)
    return made


def names(agencies: Agencies, by: Person, plan: Document, days: int | None = None) -> list[str]:
    """The people that the page names."""
    on = {} if days is None else {"on": (datetime.now(UTC) + timedelta(days=days)).date().isoformat()}
    page = agencies.page(by, agencies.address(plan, "readers"), **on)
    assert TITLE not in page
    return re.findall(r"<li><span>([^<]+)</span>", page)


def test_an_auditor_of_the_owner_is_told_and_reads_nothing(agencies: Agencies, plan: Document) -> None:
    assert names(agencies, agencies.helen, plan) == ["Owen Blyth", "Priya Nair"]
    assert agencies.get(agencies.helen, agencies.address(plan)).status_code == 404


def test_a_past_day_is_answered_as_it_was(agencies: Agencies, plan: Document) -> None:
    assert names(agencies, agencies.helen, plan, -5) == [
        "Owen Blyth", "Priya Nair", "Joy Okafor", "Samira Haddad",
    ]  # fmt: skip
    assert names(agencies, agencies.helen, plan, -60) == []


def test_everybody_else_is_answered_as_about_nothing(agencies: Agencies, plan: Document) -> None:
    tom = agencies.world.person(agencies.nhs, "Tom Raine", Duty.AUDITOR)
    farah = agencies.world.person(agencies.council, "Farah Aziz", Duty.MANAGER)
    for person in (tom, farah, agencies.priya, agencies.joy, agencies.paul):
        assert agencies.get(person, agencies.address(plan, "readers")).status_code == 404
    absent = f"/documents/{encode(new_id())}/readers"
    assert agencies.get(agencies.helen, absent).status_code == 404


def test_an_administrator_is_told_and_reads_nothing(agencies: Agencies, plan: Document) -> None:
    platform = agencies.world.organisation("Platform")
    sol = agencies.world.person(platform, "Sol Arden", Duty.ADMINISTRATOR)
    assert "Priya Nair" in names(agencies, sol, plan)


def test_whoever_is_excluded_from_the_room_does_not_answer_for_it(agencies: Agencies, plan: Document) -> None:
    agencies.world.exclude(agencies.room, agencies.helen, by=agencies.priya)
    assert agencies.get(agencies.helen, agencies.address(plan, "readers")).status_code == 404


def test_the_check_and_its_explanation_agree(agencies: Agencies, plan: Document) -> None:
    for person, holds in ((agencies.helen, True), (agencies.priya, False)):
        assert may_unseen(person.id, Action.AUDIT, Document, plan.id) is holds
        assert explain(person.id, Action.AUDIT, Document, plan.id).holds is holds


def test_asking_is_recorded_and_leads_there_from_the_audit(agencies: Agencies, plan: Document) -> None:
    names(agencies, agencies.helen, plan)
    (entry,) = agencies.entries("document.readers_asked")
    assert entry.thing_id == plan.id
    page = agencies.page(agencies.helen, "/audit", on=encode(plan.id))
    assert agencies.address(plan, "readers") in page
