"""What one person of a room can see there, and could on a past day."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.documents.agencies import Agencies
from tests.factories import lasting
from workspace.documents.models import Document
from workspace.identifiers import encode, new_id
from workspace.people.models import Person


@pytest.fixture
def documents(agencies: Agencies) -> dict[str, Document]:
    """A plan that the NHS may read for ten days, one that it could read earlier, and a note of the NHS's."""
    world, priya, nhs = agencies.world, agencies.priya, agencies.nhs
    made = {
        "Plan": agencies.document("Plan"),
        "Past": agencies.document("Past"),
        "Kept": agencies.document("Kept"),
        "Note": world.document(agencies.room, agencies.samira, nhs, "Note"),
    }
    days = timedelta(days=1)
    world.release(made["Plan"], nhs, agencies.isa_1, priya, during=lasting(-10 * days))
    world.release(made["Past"], nhs, agencies.isa_1, priya, during=lasting(-10 * days, -3 * days))
    world.release(made["Note"], agencies.council, agencies.isa_1, agencies.samira)
    return made


def listed(
    agencies: Agencies, by: Person, about: Person, days: int | None = None
) -> tuple[set[str], set[str]]:
    """The titles that the page says a person sees, and those it says they do not."""
    on = {} if days is None else {"on": (datetime.now(UTC) + timedelta(days=days)).date().isoformat()}
    page = agencies.page(by, address(agencies, about), **on)
    assert f"What {about.name} c" in page
    seen, _, unseen = page[page.index("<main") :].partition("Not seen by")
    return (
        set(re.findall(r'app-table__title" href="[^"]+">([^<]+)<', seen)),
        set(re.findall(r'app-table__title" href="[^"]+">([^<]+)<', unseen)),
    )


def address(agencies: Agencies, about: Person) -> str:
    """The address of the page about a person."""
    return f"{agencies.room_address}/people/{encode(about.id)}/sees"


@pytest.mark.usefixtures("documents")
def test_an_agency_is_told_all_of_its_own_documents(agencies: Agencies) -> None:
    assert listed(agencies, agencies.priya, agencies.joy) == ({"Plan", "Note"}, {"Past", "Kept"})
    assert listed(agencies, agencies.priya, agencies.gwen) == (set(), {"Plan", "Past", "Kept"})


@pytest.mark.usefixtures("documents")
def test_a_past_day_is_answered_as_it_was(agencies: Agencies) -> None:
    assert listed(agencies, agencies.priya, agencies.joy, -5) == ({"Plan", "Past", "Note"}, {"Kept"})
    assert listed(agencies, agencies.priya, agencies.joy, -20) == ({"Note"}, {"Plan", "Past", "Kept"})


@pytest.mark.usefixtures("documents")
def test_of_another_agency_s_only_what_both_see_now(agencies: Agencies) -> None:
    assert listed(agencies, agencies.joy, agencies.owen) == ({"Plan", "Note"}, set())
    assert listed(agencies, agencies.joy, agencies.owen, -5) == ({"Plan", "Note"}, set())
    assert listed(agencies, agencies.joy, agencies.joy, -5) == ({"Plan", "Note"}, set())
    assert listed(agencies, agencies.joy, agencies.gwen) == (set(), {"Note"})


def test_the_owner_may_ask_about_those_who_left_and_others_not(
    agencies: Agencies, documents: dict[str, Document]
) -> None:
    agencies.world.release(documents["Kept"], agencies.school, agencies.isa_1, agencies.priya)
    agencies.sign_in(agencies.priya.id).post(
        f"{agencies.room_address}/people/{encode(agencies.joy.id)}/remove", data={"do": "remove"}
    )
    assert agencies.get(agencies.priya, address(agencies, agencies.joy)).status_code == 200
    assert listed(agencies, agencies.priya, agencies.joy) == (set(), {"Plan", "Past", "Kept"})
    assert agencies.get(agencies.gwen, address(agencies, agencies.joy)).status_code == 404


def test_nobody_of_that_room_and_no_such_room_look_alike(agencies: Agencies) -> None:
    stranger = agencies.get(agencies.priya, address(agencies, agencies.paul))
    absent = agencies.get(agencies.priya, f"{agencies.room_address}/people/{encode(new_id())}/sees")
    assert stranger.status_code == absent.status_code == 404
    assert agencies.get(agencies.paul, address(agencies, agencies.priya)).status_code == 404


def test_an_impossible_day_is_said_to_be_one(agencies: Agencies) -> None:
    for on in ("2026-02-30", "tomorrow", "\0", "9999-01-01"):
        answer = agencies.get(agencies.priya, address(agencies, agencies.priya), on=on)
        assert answer.status_code == 422
        assert 'id="on-error"' in answer.text


def test_asking_is_recorded(agencies: Agencies) -> None:
    agencies.page(agencies.priya, address(agencies, agencies.joy))
    (entry,) = agencies.entries("room.sight_asked")
    assert entry.facts["person"] == agencies.joy.id
