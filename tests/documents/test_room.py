"""The documents of a room."""

import re
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.engine import Engine

from tests.documents.agencies import Agencies
from tests.factories import lasting
from tests.pages import without_tokens
from workspace.database import acting_as
from workspace.documents.models import Document, Version
from workspace.documents.queries.lists import newest, readable_ids
from workspace.documents.queries.preview import documents_seen
from workspace.identifiers import encode
from workspace.people.models import Person
from workspace.rooms.models import Level, Role
from workspace.sharing.models import Category


def titles(page: str) -> list[str]:
    """The titles in the table, from the top."""
    return re.findall(r'app-table__title" href="[^"]+">([^<]+)<', page)


def test_everybody_sees_their_own_and_what_is_released_to_them(agencies: Agencies) -> None:
    world, room = agencies.world, agencies.room
    plan, note = agencies.document("Family plan"), agencies.document("Case note")
    clinic = world.document(room, agencies.samira, agencies.nhs, "Clinic letter", category=Category.HEALTH)
    world.release(plan, agencies.nhs, agencies.isa_1, agencies.priya)
    world.release(note, agencies.school, agencies.isa_1, agencies.priya, people=[agencies.gwen.id])
    world.release(clinic, agencies.council, agencies.isa_1, agencies.samira)

    def seen(person: Person) -> set[str]:
        return set(titles(agencies.page(person, agencies.room_address)))

    assert seen(agencies.priya) == {"Family plan", "Case note", "Clinic letter"}
    assert seen(agencies.joy) == {"Family plan", "Clinic letter"}
    assert seen(agencies.gwen) == {"Case note"}
    assert seen(agencies.idris) == set()
    assert seen(agencies.nina) == set()


def test_a_hidden_document_changes_no_letter_of_the_page(agencies: Agencies) -> None:
    agencies.world.release(agencies.document(), agencies.nhs, agencies.isa_1, agencies.priya)
    browser = agencies.sign_in(agencies.joy.id)
    addresses = [agencies.room_address, f"{agencies.room_address}?find=Secret&category=plan"]
    before = [without_tokens(browser.get(address).text) for address in addresses]

    hidden = agencies.document("Secret plan")
    agencies.world.release(hidden, agencies.school, agencies.isa_1, agencies.priya)
    agencies.document("Secret note", level=Level.OFFICIAL_SENSITIVE, category=Category.POLICE)

    assert [without_tokens(browser.get(address).text) for address in addresses] == before


def test_the_row_says_what_there_is_to_know(agencies: Agencies) -> None:
    world = agencies.world
    document = agencies.document("Whole-family <assessment>", level=Level.OFFICIAL_SENSITIVE)
    role = Role.COMMENTER  # what is OFFICIAL-SENSITIVE is released to people or a role
    world.release(document, agencies.nhs, agencies.isa_1, agencies.priya, for_action=True, minimum_role=role)
    world.release(document, agencies.school, agencies.isa_1, agencies.priya, people=[agencies.gwen.id])
    world.release(document, agencies.lantern, agencies.isa_3, agencies.priya, minimum_role=role)

    page = agencies.page(agencies.joy, agencies.room_address)

    assert "Whole-family &lt;assessment&gt;" in page
    row = page[page.index("<tbody") : page.index("</tbody")]
    chips = re.findall(r'app-agency--(\w+)(?: app-agency--(\w+))?"', row)
    assert chips == [("council", "owner"), ("nhs", "some"), ("school", "some"), ("lantern", "later")]
    for words in ("OFFICIAL-SENSITIVE", "1 person", "For action", "Plan, Text", "None open", "by Priya Nair"):
        assert words in row, words


def test_a_lapsed_agreement_or_a_withdrawn_consent_hides_the_agency(agencies: Agencies) -> None:
    world = agencies.world
    document = agencies.document(category=Category.FINANCE)
    world.release(document, agencies.nhs, agencies.isa_1, agencies.priya)  # it covers no finance
    world.release(document, agencies.police, agencies.isa_1, agencies.priya)  # they have not signed it
    world.release(document, agencies.jobcentre, agencies.isa_2, agencies.priya)

    page = agencies.page(agencies.priya, agencies.room_address)

    row = page[page.index("<tbody") : page.index("</tbody")]
    assert re.findall(r"app-agency--(\w+)", row) == ["council", "owner", "jobcentre"]


def test_what_changed_last_stands_first(agencies: Agencies) -> None:
    first, _second = agencies.document("First"), agencies.document("Second")
    agencies.world.add(
        agencies.owen.id,
        Version(
            document_id=first.id,
            number=2,
            size=1,
            sha256=b"\1" * 32,
            media_type="application/pdf",
            filename="plan.pdf",
            reason="Corrected",
            key="versions/second",
            by_id=agencies.owen.id,
            organisation_id=agencies.council.id,
        ),
    )

    page = agencies.page(agencies.priya, agencies.room_address)

    assert titles(page) == ["First", "Second"]
    assert "by Owen Blyth" in page
    assert "Plan, PDF" in page


@pytest.fixture
def filtered(agencies: Agencies) -> Agencies:
    """A room in which three documents differ in every way one can filter by."""
    world = agencies.world
    plan = agencies.document("Plan 100%")
    agencies.document("Rent account", category=Category.FINANCE)
    clinic = world.document(
        agencies.room, agencies.samira, agencies.nhs, "Clinic letter", category=Category.HEALTH
    )
    world.release(plan, agencies.school, agencies.isa_1, agencies.priya)
    world.release(clinic, agencies.council, agencies.isa_1, agencies.samira)
    return agencies


def test_filters_find_by_title_owner_category_and_who_sees_it(filtered: Agencies) -> None:
    def found(**query: str) -> set[str]:
        return set(titles(filtered.page(filtered.priya, filtered.room_address, **query)))

    everything = {"Plan 100%", "Rent account", "Clinic letter"}
    assert found() == everything
    assert found(find="RENT") == {"Rent account"}
    assert found(find="100%") == {"Plan 100%"}
    assert found(find="%") == {"Plan 100%"}
    assert found(find="_") == set()
    assert found(owner=encode(filtered.nhs.id)) == {"Clinic letter"}
    assert found(category="finance") == {"Rent account"}
    assert found(visible=encode(filtered.school.id)) == {"Plan 100%"}
    assert found(visible=encode(filtered.council.id)) == everything
    assert found(visible="none") == {"Rent account"}
    assert found(owner=encode(filtered.council.id), visible="none", find="rent") == {"Rent account"}
    nothing = filtered.page(filtered.priya, filtered.room_address, find="nowhere")
    assert "No document you can see fits this filter" in nothing
    assert "Show all 3" in nothing


def test_absurd_filters_ask_for_nothing(filtered: Agencies) -> None:
    absurd = {
        "find": "\0",
        "owner": "rubbish",
        "visible": "\0\0",
        "category": "NO SUCH",
        "before": "99999999999999999999",
        "after": "rubbish",
        "room_id": "x",
        "_external": "1",
    }
    page = filtered.page(filtered.priya, filtered.room_address, **absurd)
    assert len(titles(page)) == 3
    assert filtered.get(filtered.priya, filtered.room_address, find="x" * 5000).status_code == 200
    assert filtered.get(filtered.priya, filtered.room_address, before="z" * 13).status_code == 200


def beside(page: str, which: str) -> str:
    """The address of the page beside this one ("next" or "prev"), as its link has it."""
    return unescape(re.findall(rf'pagination__link" href="([^"]+)" rel="{which}"', page)[0])


def follow(agencies: Agencies, page: str, which: str) -> str:
    """The page beside this one, as Priya gets it."""
    return agencies.sign_in(agencies.priya.id).get(beside(page, which)).text


@pytest.mark.parametrize(("many", "says"), [(200, "3 documents"), (2, "More than 2 documents")])
def test_a_long_list_has_pages(
    agencies: Agencies, monkeypatch: pytest.MonkeyPatch, many: int, says: str
) -> None:
    for number in range(3):
        agencies.document(f"Document {number}")
    monkeypatch.setattr("workspace.documents.queries.paging.SIZE", 2)
    monkeypatch.setattr("workspace.documents.queries.paging.MANY", many)

    first = agencies.page(agencies.priya, agencies.room_address, find="document")
    second = follow(agencies, first, "next")

    assert titles(first) == ["Document 2", "Document 1"]
    assert titles(second) == ["Document 0"]
    assert "find=document&before=" in beside(first, "next")
    assert "find=document&after=" in beside(second, "prev")
    assert titles(follow(agencies, second, "prev")) == titles(first)
    assert 'rel="prev"' not in first
    assert 'rel="next"' not in second
    assert f"<b>{says}</b>" in second
    nowhere = agencies.page(agencies.priya, agencies.room_address, before=encode(1))
    assert titles(nowhere) == titles(first), "what has gone leads to the first page"


def test_the_empty_room_says_how_to_start_to_those_who_may(agencies: Agencies) -> None:
    contributor = agencies.page(agencies.priya, agencies.room_address)
    reader = agencies.page(agencies.idris, agencies.room_address)

    assert "No documents yet that you can see" in contributor
    assert "Upload the first one" in contributor
    assert "Upload" not in reader


def test_opening_a_room_is_recorded(agencies: Agencies) -> None:
    agencies.page(agencies.joy, agencies.room_address)

    (entry,) = agencies.entries("room.opened")
    assert (entry.thing_id, entry.room_id) == (agencies.room.id, agencies.room.id)
    assert (entry.person_id, entry.facts) == (agencies.joy.id, {})


def test_who_is_not_in_the_room_finds_nothing(agencies: Agencies) -> None:
    stranger = agencies.get(agencies.paul, agencies.room_address)
    absent = agencies.get(agencies.paul, f"/rooms/{encode(agencies.room.id + 1)}")

    assert stranger.status_code == absent.status_code == 404
    assert without_tokens(stranger.text) == without_tokens(absent.text)


def test_the_number_of_questions_does_not_grow_with_the_documents(agencies: Agencies, app: Flask) -> None:
    def asked() -> int:
        count = 0

        def counting(*_: object) -> None:
            nonlocal count
            count += 1

        event.listen(Engine, "before_cursor_execute", counting)
        try:
            agencies.page(agencies.priya, agencies.room_address)
        finally:
            event.remove(Engine, "before_cursor_execute", counting)
        return count

    agencies.world.release(agencies.document(), agencies.nhs, agencies.isa_1, agencies.priya)
    asked()
    few = asked()
    for number in range(6):
        document = agencies.document(f"Document {number}", category=Category.HEALTH)
        agencies.world.release(document, agencies.school, agencies.isa_1, agencies.priya)
    assert asked() == few
    assert few <= 31


def test_the_newest_of_all_rooms_are_exactly_those(agencies: Agencies) -> None:
    world = agencies.world
    made: list[Document] = []
    for place in range(3):
        room = world.room(agencies.priya, agencies.council, f"Room {place}")
        made += [
            world.document(room, agencies.priya, agencies.council, f"Document {place}.{number}")
            for number in range(place * 2 + 1)
        ]
    world.document(agencies.room, agencies.samira, agencies.nhs, "Hidden from the Council")

    for limit in (1, 2, 4, 50):
        with acting_as(agencies.priya.id):
            found = [document.id for document in newest(agencies.priya.id, limit)]
        assert found == [document.id for document in reversed(made)][:limit]
    with acting_as(agencies.paul.id):
        assert newest(agencies.paul.id, 5) == []


def test_how_many_each_can_see_counts_only_what_the_asker_sees(agencies: Agencies) -> None:
    world = agencies.world
    plan, note = agencies.document(), agencies.document("Case note")
    hidden = world.document(agencies.room, agencies.samira, agencies.nhs, "Clinic letter")
    world.release(plan, agencies.nhs, agencies.isa_1, agencies.priya)
    world.release(hidden, agencies.school, agencies.isa_1, agencies.samira)

    with acting_as(agencies.priya.id):
        counts = documents_seen(agencies.room.id)
        assert readable_ids(agencies.room.id, agencies.priya.id) == [note.id, plan.id]
    with acting_as(agencies.gwen.id):
        of_gwen = documents_seen(agencies.room.id)

    assert counts[agencies.priya.id] == counts[agencies.owen.id] == 2
    assert counts[agencies.joy.id] == 1
    assert counts[agencies.gwen.id] == 0
    assert of_gwen[agencies.joy.id] == of_gwen[agencies.gwen.id] == 1
    assert of_gwen[agencies.priya.id] == 0


def test_a_member_who_has_left_or_not_yet_come_sees_nothing(agencies: Agencies) -> None:
    world = agencies.world
    left = world.person(agencies.council, "Farah Aziz")
    world.join(
        agencies.room, left, Role.LEAD, by=agencies.priya, during=lasting(timedelta(-9), timedelta(-1))
    )

    assert agencies.get(left, agencies.room_address).status_code == 404
    assert agencies.get(agencies.ada, agencies.room_address).status_code == 404
