"""The audit as a CSV file, a piece at a time however long it is."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from datetime import UTC

from workspace.audit import queries, words
from workspace.audit.queries import Found, Wanted
from workspace.database import acting_as
from workspace.identifiers import encode
from workspace.people.queries import organisations_named, people_named

AT_ONCE = 1000
HEADINGS = (
    "Entry", "When (UTC)", "Who", "Agency", "Did", "To what", "Which", "On document", "Version", "Room",
    "Outcome", "Action", "Facts", "Who (id)", "Agency (id)", "Room (id)",
)  # fmt: skip
FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def lines(who: int, wanted: Wanted) -> Iterator[str]:
    """The file in pieces. The rule is asked again for each, so it ends where the person's duty ends.

    Begins with a byte order mark, by which spreadsheets know that it is UTF-8.
    """
    yield "\ufeff" + _written([HEADINGS])
    before: int | None = None
    while True:
        with acting_as(who):
            found = queries.entries(who, wanted, AT_ONCE, before=before)
            text = _written(_rows(found))
        if found:
            yield text
        if len(found) < AT_ONCE:
            return
        before = found[-1].entry.id


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULAS) else cell


def _rows(found: Sequence[Found]) -> Iterator[Sequence[str]]:
    entries = [each.entry for each in found]
    people = people_named({entry.person_id for entry in entries if entry.person_id})
    organisations = organisations_named({entry.organisation_id for entry in entries if entry.organisation_id})
    rooms = queries.references({each.room_id for each in found if each.room_id})
    for entry, room_id in zip(entries, (each.room_id for each in found), strict=True):
        person = people.get(entry.person_id or 0)
        organisation = organisations.get(entry.organisation_id or 0)
        yield (
            encode(entry.id),
            entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
            person.name if person else "",
            organisation.name if organisation else "",
            words.did(entry.action),
            words.kind(entry.thing),
            _id(entry.thing_id),
            _id(words.document_of(entry.thing, entry.facts)),
            str(words.version_of(entry.facts) or ""),
            rooms.get(room_id or 0, ""),
            entry.outcome.label,
            entry.action,
            json.dumps(words.with_ids_encoded(entry.facts), ensure_ascii=False, sort_keys=True)
            if entry.facts
            else "",
            _id(entry.person_id),
            _id(entry.organisation_id),
            _id(room_id),
        )


def _id(id: int | None) -> str:
    return encode(id) if id is not None else ""


def _written(rows: Iterator[Sequence[str]] | Sequence[Sequence[str]]) -> str:
    into = io.StringIO()
    csv.writer(into).writerows([safe(cell) for cell in row] for row in rows)
    return into.getvalue()
