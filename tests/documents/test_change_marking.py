"""Changing how a document is marked: what follows is said before, and follows at once."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.documents.agencies import Agencies
from workspace.database import acting_as, session
from workspace.documents.models import Document, Marking
from workspace.identifiers import encode
from workspace.people.models import Person
from workspace.permissions.policies import Action
from workspace.permissions.questions import audience
from workspace.rooms.models import Level, Role

UP = {"level": "official-sensitive", "seen_level": "official", "releases": "narrow"}
DOWN = {"level": "official", "seen_level": "official-sensitive", "confirm": "y"}


def mark(agencies: Agencies, by: Person, document: Document, **fields: str) -> TestResponse:
    """Send the form as it would be sent now."""
    now = datetime.now(UTC)
    standing = (one for one in agencies.releases(document) if not one.during.upper or one.during.upper > now)
    seen = " ".join(encode(one.id) for one in standing)
    sent = {"seen": seen, **fields}
    return agencies.sign_in(by.id).post(agencies.address(document, "marking"), data=sent)


def markings(agencies: Agencies, document: Document) -> list[Marking]:
    with acting_as(agencies.priya.id):
        found = select(Marking).where(Marking.document_id == document.id).order_by(Marking.id)
        return list(session().scalars(found))


def downloads(agencies: Agencies, person: Person, document: Document) -> int:
    return agencies.sign_in(person.id).head(agencies.address(document, "versions/1/download")).status_code


def test_what_follows_is_said_before_and_then_so(agencies: Agencies) -> None:
    document = agencies.document()
    agencies.share(agencies.priya, document, agencies.nhs, agencies.school)
    page = agencies.page(agencies.priya, agencies.address(document, "marking"))
    narrowed, left = page[page.index('id="releases"') :].split('value="leave"')
    assert "Everybody in NHS and School can see it now" in page
    assert "Idris Cole (School) stops seeing it." in narrowed
    assert "Joy Okafor" in narrowed.partition("seeing it.")[2]  # of NHS, stops downloading it
    assert "Joy Okafor and Samira Haddad (NHS) and Gwen Lyle and Idris Cole (School) stop seeing it." in left
    assert markings(agencies, document) == []

    answer = mark(agencies, agencies.priya, document, **UP)

    assert answer.status_code == 303
    seen = [agencies.sees(each, document) for each in (agencies.joy, agencies.gwen, agencies.idris)]
    assert seen == [True, True, False]
    assert downloads(agencies, agencies.samira, document) == 403
    standing = [one for one in agencies.releases(document) if one.during.upper is None]
    assert [(one.minimum_role, one.may_download) for one in standing] == [(Role.COMMENTER, False)] * 2
    (marking,) = markings(agencies, document)
    assert (marking.level, marking.by_id, marking.during.upper) == (
        Level.OFFICIAL_SENSITIVE,
        agencies.priya.id,
        None,
    )
    (entry,) = agencies.entries("document.marking_changed")
    assert entry.facts == {"level": "OFFICIAL-SENSITIVE", "from_level": "OFFICIAL"}
    assert agencies.told()[-1].name == "document.access.changed"
    before = audience(Action.READ, Document, document.id, datetime.now(UTC) - timedelta(days=1))
    assert agencies.priya.id in before


def test_releases_that_are_left_stop_counting_and_count_again(agencies: Agencies) -> None:
    document = agencies.document()
    agencies.share(agencies.priya, document, agencies.nhs)

    mark(agencies, agencies.priya, document, **(UP | {"releases": "leave"}))

    assert not agencies.sees(agencies.samira, document)
    page = agencies.page(agencies.priya, agencies.address(document))
    assert "it names neither people nor a role, which OFFICIAL-SENSITIVE asks for" in page
    assert mark(agencies, agencies.priya, document, **DOWN).status_code == 303
    assert agencies.sees(agencies.samira, document)
    first, second = markings(agencies, document)
    assert first.during.upper == second.during.lower
    assert second.during.upper is None


def test_lowering_asks_for_a_confirmation(agencies: Agencies) -> None:
    document = agencies.document(level=Level.OFFICIAL_SENSITIVE)
    agencies.share(agencies.priya, document, agencies.school, people=(agencies.gwen, agencies.idris))
    page = agencies.page(agencies.priya, agencies.address(document, "marking"))
    assert "Idris Cole (School) can see it then." in page

    refused = mark(agencies, agencies.priya, document, **(DOWN | {"confirm": ""}))

    assert refused.status_code == 422
    assert "Tick the box to say that you have checked it" in refused.text
    assert not agencies.sees(agencies.idris, document)
    assert mark(agencies, agencies.priya, document, **DOWN).status_code == 303
    assert agencies.sees(agencies.idris, document)


def test_who_may_change_it(agencies: Agencies) -> None:
    document = agencies.document()
    agencies.share(agencies.priya, document, agencies.nhs)
    for person, status in ((agencies.samira, 403), (agencies.gwen, 404), (agencies.paul, 404)):
        assert mark(agencies, person, document, **UP).status_code == status, person.name
        assert agencies.get(person, agencies.address(document, "marking")).status_code == status
    assert markings(agencies, document) == []
    assert mark(agencies, agencies.owen, document, **UP).status_code == 303


def test_whoever_decided_from_what_is_no_longer_so_looks_again(agencies: Agencies) -> None:
    document = agencies.document()
    agencies.share(agencies.owen, document, agencies.nhs)

    stale = mark(agencies, agencies.priya, document, **(UP | {"seen": ""}))
    other = mark(agencies, agencies.priya, document, **(DOWN))

    assert stale.status_code == other.status_code == 409
    assert "Somebody else changed the marking of this document" in stale.text
    assert "Everybody in NHS can see it now" in stale.text
    assert markings(agencies, document) == []


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"level": "official", "seen_level": "official"},
        {"level": "secret", "seen_level": "official", "releases": "narrow"},
        {"level": "\0", "seen_level": "\0"},
        {"level": "x" * 9000, "seen_level": "official"},
        {"level": "official-sensitive", "seen_level": "official", "releases": "whatever"},
    ],
)
def test_what_was_not_offered_is_refused(agencies: Agencies, fields: dict[str, str]) -> None:
    document = agencies.document()

    answer = mark(agencies, agencies.priya, document, **fields)

    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    assert markings(agencies, document) == []


def test_a_room_for_what_is_official_holds_nothing_more(agencies: Agencies) -> None:
    room = agencies.world.room(agencies.priya, agencies.council, "Marlowe family", level=Level.OFFICIAL)
    document = agencies.world.document(room, agencies.priya, agencies.council)

    assert "This room holds material up to OFFICIAL" in agencies.page(
        agencies.priya, agencies.address(document, "marking")
    )
    assert mark(agencies, agencies.priya, document, **UP).status_code == 422
