"""What the preview shows is, item by item, what people then get."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, update

from tests.documents.agencies import Agencies
from workspace.database import acting_as, transaction
from workspace.documents.models import Document
from workspace.identifiers import encode
from workspace.people.models import Person
from workspace.rooms.models import Level, Membership, Participation

EVERYBODY = ("samira", "joy", "gwen", "idris", "ada")


@dataclass(frozen=True)
class Case:
    """What is chosen: for which agencies and people, on top of the usual, and what is there already."""

    agencies: tuple[str, ...]
    people: tuple[str, ...] = ()
    fields: dict[str, str] = field(default_factory=dict)
    document: dict[str, Any] = field(default_factory=dict)
    before: dict[str, str] | None = None  # a release to the agency that is changed


SENSITIVE = {"level": Level.OFFICIAL_SENSITIVE}
CASES = {
    "everybody": Case(("nhs",)),
    "two agencies": Case(("nhs", "school")),
    "to read only": Case(("nhs",), fields={"may_annotate": ""}),
    "not for downloading": Case(("nhs", "school"), fields={"may_download": ""}),
    "commenters": Case(("school",), fields={"role": "commenters"}),
    "contributors": Case(("nhs",), fields={"role": "contributors"}),
    "leads": Case(("nhs",), fields={"role": "leads"}),
    "named": Case(("school",), ("idris",)),
    "one named, one whole": Case(("nhs", "school"), ("gwen",)),
    "sensitive, commenters": Case(("nhs", "school"), fields={"role": "commenters"}, document=SENSITIVE),
    "sensitive, contributors, no download": Case(
        ("nhs", "school"), fields={"role": "contributors", "may_download": ""}, document=SENSITIVE
    ),
    "sensitive, a reader named": Case(("school",), ("gwen", "idris"), document=SENSITIVE),
    "a record as it stands": Case(("nhs",), document={"takes_annotations": False}),
    "joins later": Case(("lantern",)),
    "joins later, commenters": Case(("lantern",), fields={"role": "commenters"}),
    "narrowed": Case(("school",), fields={"role": "contributors"}, before={}),
    "widened": Case(("nhs",), before={"role": "contributors", "may_download": ""}),
    "named instead": Case(("school",), ("idris",), before={"role": "commenters"}),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_previewed_is_what_they_get(agencies: Agencies, name: str) -> None:
    case = CASES[name]
    document = agencies.document(**case.document)
    note = agencies.document("Case note")
    agencies.world.release(note, agencies.school, agencies.isa_1, agencies.priya)
    receivers = [getattr(agencies, each) for each in case.agencies]
    change = None
    if case.before is not None:
        agencies.share(agencies.priya, document, *receivers, **case.before)  # type: ignore[arg-type]
        (change,) = agencies.releases(document)

    def send(**more: str) -> str:
        answer = agencies.share(
            agencies.priya,
            document,
            *receivers,
            people=tuple(getattr(agencies, each) for each in case.people),
            change=change,
            **(case.fields | more),
        )
        assert answer.status_code == (200 if more else 303), answer.text
        return answer.text

    asked = [
        each for each in EVERYBODY if change is None or getattr(agencies, each) in _people(agencies, case)
    ]
    foreseen = {
        each: _previewed(send(do="preview", preview_as=f"person-{encode(getattr(agencies, each).id)}"))
        for each in asked
    }
    assert len(agencies.releases(document)) == (0 if change is None else 1)
    send()
    _wait_for_lantern(agencies)

    got = {each: _gotten(agencies, getattr(agencies, each), document) for each in asked}
    assert foreseen == got


def _people(agencies: Agencies, case: Case) -> list[Person]:
    of = {"nhs": (agencies.samira, agencies.joy), "school": (agencies.gwen, agencies.idris)}
    return [person for each in case.agencies for person in of[each]]


def _previewed(page: str) -> tuple[list[str], bool, bool]:
    """The titles that a preview lists, and whether the document could be annotated and downloaded."""
    body = page[page.index("app-preview__body") :]
    _before, _list, rest = body.partition("app-preview__list")
    listed, _end, after = rest.partition("</ul>")
    titles = re.findall(r"(Family plan|Case note)", listed)
    could = re.findall(r"<li>([^<]*)</li>", after)
    return (
        sorted(titles),
        any(x.startswith("annotate") for x in could),
        any(x.startswith("down") for x in could),
    )


def _gotten(agencies: Agencies, person: Person, document: Document) -> tuple[list[str], bool, bool]:
    """The same as the pages then show it to the person themselves."""
    browser = agencies.sign_in(person.id)
    room = browser.get(agencies.room_address)
    titles = [title for title in ("Case note", "Family plan") if title in room.text]
    address = f"/documents/{encode(document.id)}"
    page = browser.get(address)
    assert (page.status_code == 200) is ("Family plan" in titles)
    download = browser.head(f"{address}/versions/1/download").status_code == 200
    return titles, 'id="annotate"' in page.text, download


def _wait_for_lantern(agencies: Agencies) -> None:
    """Have the days pass after which Lantern takes part."""
    for model in (Participation, Membership):
        earlier = func.tstzrange(func.lower(model.during) - agencies.joins - timedelta(minutes=1), None)
        with acting_as(agencies.priya.id), transaction() as db:
            db.execute(
                update(model)
                .where(model.room_id == agencies.room.id, func.lower(model.during) > func.now())
                .values(during=earlier)
            )


def test_the_preview_of_an_agency_names_who_of_it_could(agencies: Agencies) -> None:
    document = agencies.document(level=Level.OFFICIAL_SENSITIVE)

    page = agencies.share(
        agencies.priya,
        document,
        agencies.nhs,
        role="commenters",
        do="preview",
        preview_as=f"agency-{encode(agencies.nhs.id)}",
    ).text

    assert "download it: each download is recorded (only Samira Haddad)" in page
    assert "annotate it, and reply where they see a thread</li>" in page


def test_a_preview_that_could_not_be_saved_is_refused(agencies: Agencies) -> None:
    document = agencies.document()
    agencies.share(agencies.priya, document, agencies.nhs)

    again = agencies.share(agencies.priya, document, agencies.nhs, do="preview")
    strange = agencies.share(agencies.priya, document, agencies.eastbridge, do="preview")

    assert again.status_code == strange.status_code == 422
