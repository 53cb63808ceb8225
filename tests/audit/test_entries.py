"""The Audit page: who may read it, what each finds, and how it is narrowed and turned over."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from tests.audit.conftest import Office
from workspace.audit.queries import first_id
from workspace.identifiers import encode, new_id
from workspace.periods import day_of

Counted = Callable[[Callable[[], object]], int]
TODAY = day_of(datetime.now(UTC))


def shown(page: str) -> list[str]:
    """The entries of a page, by their whole ids."""
    return re.findall(r'class="app-code" title="([a-z0-9]{13})"', page)


def link(page: str, rel: str) -> str | None:
    """The address of the newer (prev) or older (next) page."""
    found = re.search(rf'href="([^"]+)" rel="{rel}"', page)
    return found[1].replace("&amp;", "&") if found else None


def ids(entries: list[int]) -> set[str]:
    """Ids as pages write them."""
    return {encode(id) for id in entries}


@pytest.mark.parametrize("who", ["priya", "joy", "farah"])
def test_for_members_and_managers_there_is_no_such_page(office: Office, who: str) -> None:
    assert office.get(getattr(office, who), "/audit").status_code == 404
    assert office.get(getattr(office, who), "/audit.csv").status_code == 404


def test_each_finds_what_is_theirs_to_answer_for(office: Office) -> None:
    council = office.act(office.priya, "room.people_opened", room_id=office.room.id)
    nhs = office.act(office.joy, "document.opened", material_of=[office.council.id])
    housing = office.act(office.karl, "rooms.listed")

    helens, toms, sols = (
        set(shown(office.get(who, "/audit").text)) for who in (office.helen, office.tom, office.sol)
    )

    assert ids(council + nhs) <= helens
    assert not ids(housing) & helens
    assert ids(nhs) <= toms
    assert not ids(council + housing) & toms
    assert ids(council + nhs + housing) <= sols


def test_a_suspended_or_former_auditor_finds_nothing(office: Office) -> None:
    from tests.factories import lasting
    from workspace.people.models import Suspension

    office.world.add(
        office.helen.id, Suspension(person_id=office.helen.id, by_id=office.sol.id, during=lasting())
    )
    assert office.get(office.helen, "/audit").status_code == 302


def test_reading_it_is_recorded(office: Office) -> None:
    office.get(office.helen, "/audit", outcome="refused", by=encode(office.karl.id))

    (entry,) = office.entries("audit.read")
    assert entry.person_id == office.helen.id
    assert entry.facts["by"] == encode(office.karl.id)
    assert entry.facts["outcome"] == "refused"


def test_it_says_what_was_done_without_any_content(office: Office) -> None:
    office.get(office.joy, office.document)

    page = office.get(office.helen, "/audit").text

    assert "Joy Okafor" in page
    assert "opened" in page
    assert f"in {office.room.reference}" in page
    assert "version 1" in page
    assert "Family plan" not in page
    assert "Ashdown" not in page


def test_an_annotation_is_said_with_its_document_and_whom_it_is_for(office: Office) -> None:
    facts = {"document": office.plan.id, "version": 1, "audience": "agency"}
    (id,) = office.act(
        office.joy, "annotation.added", thing_name="annotation", thing_id=new_id(), facts=facts
    )

    page = office.get(office.sol, "/audit", on=encode(office.plan.id)).text

    assert encode(id) in shown(page)
    said = re.sub(r"<[^>]+>", "", page)
    assert re.search(
        rf"wrote *annotation \w{{6}}: what was done to it on document {encode(office.plan.id)[-6:]}", said
    )
    assert "what was done to it, version 1" in said
    assert "for the author’s agency" in said
    assert "sharing and access" in said


def test_every_filter_narrows(office: Office) -> None:
    read = office.act(office.priya, "document.opened", thing_name="document", thing_id=office.plan.id)
    added = office.act(office.joy, "annotation.added", room_id=office.room.id)
    shared = office.act(office.priya, "document.released", room_id=office.room.id)
    office.get(office.karl, office.document)
    refused = [entry.id for entry in office.entries("document.read")]

    def found(**filters: str) -> set[str]:
        page = office.get(office.sol, "/audit", **filters)
        assert page.status_code == 200
        return set(shown(page.text)) & ids(read + added + shared + refused)

    assert found() == ids(read + added + shared + refused)
    assert found(what="reading") == ids(read + refused)
    assert found(what="changes") == ids(added)
    assert found(what="sharing") == ids(shared)
    assert found(what="signing-in") == set()
    assert found(by=encode(office.joy.id)) == ids(added)
    assert found(by="ours") == set()
    assert found(by="others") == ids(read + added + shared + refused)
    assert found(on=encode(office.room.id)) == ids(added + shared + refused)
    assert found(on=encode(office.plan.id)) == ids(read + refused)
    assert found(outcome="refused") == ids(refused)
    assert found(outcome="allowed") == ids(read + added + shared)
    assert found(what="reading", outcome="refused", by=encode(office.karl.id)) == ids(refused)


def test_a_day_is_london_s_and_whole(office: Office) -> None:
    day = TODAY - timedelta(days=20)
    first, last = first_id(day), first_id(day + timedelta(days=1)) - 1
    for id in (first - 1, first, last, last + 1):
        office.on_day(office.sol, id)

    page = office.get(office.sol, "/audit", since=day.isoformat(), until=day.isoformat()).text

    assert set(shown(page)) == ids([first, last])
    assert "2 entries on this day" in page


def test_the_chart_and_the_heading_count_everything_that_is_wanted(office: Office) -> None:
    office.act(office.priya, "document.opened", count=60)
    office.on_day(office.priya, first_id(TODAY - timedelta(days=3)))

    page = office.get(office.helen, "/audit", what="reading", by=encode(office.priya.id)).text

    assert "60 entries in these 7 days" in page
    row = re.search(r'<th scope="row">Council</th>(.*?)</tr>', page)
    assert row is not None
    assert re.findall(r">(\d+)</td>", row[1]) == ["0", "0", "0", "0", "0", "0", "60", "60"]

    page = office.get(
        office.sol, "/audit", what="reading", since=(TODAY - timedelta(days=69)).isoformat()
    ).text
    assert "Acts per 10 days and agency" in page


def test_turning_pages_misses_and_repeats_nothing_while_entries_are_added(office: Office) -> None:
    wanted = office.act(office.priya, "document.opened", count=120)
    page = office.get(office.sol, "/audit", by=encode(office.priya.id)).text
    seen = shown(page)
    assert link(page, "prev") is None
    while older := link(page, "next"):
        office.act(office.priya, "document.opened", count=3)
        page = office.get(office.sol, older).text
        seen += shown(page)
    assert seen == [encode(id) for id in reversed(wanted)]

    back: list[str] = []
    while newer := link(page, "prev"):
        page = office.get(office.sol, newer).text
        back = shown(page) + back
    assert back == [encode(entry.id) for entry in reversed(office.entries("document.opened"))][: len(back)]
    assert len(back) == 126 - 20


def test_as_many_questions_are_asked_whatever_there_is(office: Office, asked: Counted) -> None:
    office.act(office.priya, "document.opened", count=3, room_id=office.room.id)
    office.get(office.sol, "/audit")
    few = asked(lambda: office.get(office.sol, "/audit"))
    for who in (office.priya, office.joy, office.karl, office.tom):
        office.act(who, "membership.added", count=20, thing_name="person", thing_id=office.joy.id)
        office.get(office.karl, office.document)
    assert asked(lambda: office.get(office.sol, "/audit")) == few


ABSURD = (
    {"what": "everything"},
    {"by": "me"},
    {"by": "\0" * 13},
    {"by": "z" * 13},
    {"on": "1; DROP TABLE"},
    {"on": "x" * 20_000},
    {"since": "yesterday"},
    {"until": "2026-02-30"},
    {"since": "2026-03-02", "until": "2026-03-01"},
    {"outcome": "\xed\xa0\x80"},
)
POSSIBLE = (
    {"since": "0001-01-01", "until": "9999-12-31"},
    {"since": "9999-12-31"},
    {"until": "0001-01-01"},
    {"by": encode(new_id())},
    {"on": "7" + "z" * 12},
    {"before": "0" * 13},
    {"after": "7" + "z" * 12},
)


def test_an_absurd_filter_is_refused_in_words(office: Office) -> None:
    for filters in ABSURD:
        page = office.get(office.sol, "/audit", **filters)
        assert page.status_code == 422, filters
        assert "There is a problem" in page.text
        assert office.get(office.sol, "/audit.csv", **filters).status_code == 422


def test_what_finds_nothing_or_everything_is_a_page(office: Office) -> None:
    for filters in POSSIBLE:
        assert office.get(office.sol, "/audit", **filters).status_code == 200, filters


def test_a_page_that_begins_nowhere_is_not_there(office: Office) -> None:
    assert office.get(office.sol, "/audit", before="nowhere").status_code == 404
