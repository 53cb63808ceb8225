"""The audit as a CSV file."""

import csv
import io
import json

from tests.audit.conftest import Office
from workspace.audit import export
from workspace.identifiers import encode, new_id


def rows(text: str) -> list[dict[str, str]]:
    """The file as a spreadsheet reads it."""
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_it_holds_the_entries_wanted_and_is_recorded(office: Office) -> None:
    office.act(
        office.joy,
        "document.released",
        thing_name="document",
        thing_id=office.plan.id,
        room_id=office.room.id,
        facts={"organisation": office.nhs.id, "people": 2},
    )
    office.get(office.karl, office.document)

    answer = office.get(office.sol, "/audit.csv", by=encode(office.joy.id))

    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="audit-2')
    assert answer.data.startswith(b"\xef\xbb\xbfEntry,")
    (row,) = rows(answer.data.decode())
    assert row["Who"] == "Joy Okafor"
    assert row["Agency"] == "NHS of Westmoor"
    assert row["Which"] == encode(office.plan.id)
    assert row["Room"] == office.room.reference
    assert (row["Outcome"], row["Action"]) == ("Allowed", "document.released")
    assert json.loads(row["Facts"]) == {"organisation": encode(office.nhs.id), "people": 2}
    assert "Family plan" not in answer.text
    (entry,) = office.entries("audit.exported")
    assert entry.facts["by"] == encode(office.joy.id)


def test_it_says_on_which_version_of_which_document_an_annotation_stands(office: Office) -> None:
    facts = {"document": office.plan.id, "version": 3, "audience": "me"}
    office.act(office.joy, "annotation.added", thing_name="annotation", thing_id=new_id(), facts=facts)

    (row,) = rows(office.get(office.sol, "/audit.csv", by=encode(office.joy.id)).data.decode())

    assert (row["Did"], row["To what"]) == ("wrote", "annotation")
    assert (row["On document"], row["Version"]) == (encode(office.plan.id), "3")


def test_an_auditor_exports_what_they_may_read(office: Office) -> None:
    office.act(office.priya, "document.opened")
    office.act(office.karl, "document.opened")

    people = {row["Who"] for row in rows(office.get(office.helen, "/audit.csv").data.decode())}

    assert people == {"Priya Nair", "Helen Marsh"}


def test_no_cell_is_a_formula(office: Office) -> None:
    for start in export.FORMULAS:
        odd = office.world.person(office.nhs, f"{start}HYPERLINK(1)")
        office.act(odd, "document.opened")
        found = rows(office.get(office.sol, "/audit.csv", by=encode(odd.id)).data.decode())
        assert {row["Who"] for row in found} == {f"'{start}HYPERLINK(1)"}
        for row in found:
            assert not any(cell.startswith(export.FORMULAS) for cell in row.values())


def test_it_comes_in_pieces_that_join_without_a_gap(office: Office) -> None:
    wanted = office.act(office.priya, "document.opened", count=2 * export.AT_ONCE + 5)

    answer = office.get(office.sol, "/audit.csv", by=encode(office.priya.id))

    assert [row["Entry"] for row in rows(answer.data.decode())] == [encode(id) for id in reversed(wanted)]
