"""Who can see an annotation, and why."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from flask.testing import FlaskClient
from sqlalchemy import select

from tests.annotations.family import Family, added, entries
from tests.factories import lasting
from workspace.database import acting_as, session
from workspace.documents.models import Version
from workspace.identifiers import encode
from workspace.people.models import Person
from workspace.rooms.models import Role

SignIn = Callable[[int], FlaskClient]


def why(browser: FlaskClient, id: int, about: Person | None = None, **query: str) -> str:
    """The page about an annotation and, perhaps, one person."""
    asked = {**query, **({"person": encode(about.id)} if about else {})}
    answer = browser.get(f"/annotations/{encode(id)}/why", query_string=asked)
    assert answer.status_code == 200, answer.status_code
    return answer.text


def states(page: str) -> list[str]:
    """The states of the links, from the top."""
    return re.findall(r"app-why__link--(\w+)", page)


def names(page: str) -> list[str]:
    """The names of those who can see it."""
    return re.findall(r"/why\?[^>]+>([^<]+)</a>", page[page.index("<aside") :])


def test_it_adds_whom_it_is_for_to_the_links_of_the_document(family: Family, sign_in: SignIn) -> None:
    priya = sign_in(family.priya.id)
    thread = added(priya, family.document, audience="agency")

    assert names(why(priya, thread)) == ["Owen Blyth", "Priya Nair"]
    assert states(why(priya, thread, family.owen)) == ["held"] * 7
    page = why(priya, thread, family.joy)
    assert states(page) == ["held"] * 6 + ["missing"]
    assert "It is for Council alone." in page
    assert states(why(priya, thread, family.carl))[-2:] == ["unasked", "unasked"]


def test_who_chose_it_is_told_the_agencies(family: Family, sign_in: SignIn) -> None:
    samira = sign_in(family.samira.id)
    thread = added(samira, family.document, audience="agencies", organisations=[encode(family.police.id)])
    page = why(samira, thread, family.lena)
    assert states(page) == ["held"] * 7
    assert "It is for NHS and Police." in page
    assert names(page) == ["DC Lena Fox", "Dr Samira Haddad", "Joy Okafor"]


def test_an_agency_that_came_later_is_told_so(family: Family, sign_in: SignIn) -> None:
    priya = sign_in(family.priya.id)
    thread = added(priya, family.document)
    later = family.world.organisation("Lantern")
    ada = family.world.person(later, "Ada Quill")
    from_now = lasting(timedelta(0))
    family.world.bring_in(family.room, later, by=family.priya, during=from_now)
    family.world.join(family.room, ada, Role.COMMENTER, by=family.priya, during=from_now)
    agreement = family.world.agreement([family.council, later], family.priya)
    family.world.release(family.document, later, agreement, family.priya)

    page = why(priya, thread, ada)
    assert states(page) == ["held"] * 6 + ["missing"]
    assert "took no part in the room when it was written" in page
    assert sign_in(ada.id).get(f"/annotations/{encode(thread)}/why").status_code == 404


def test_others_may_ask_about_those_who_see_it_only(family: Family, sign_in: SignIn) -> None:
    thread = added(sign_in(family.samira.id), family.document)
    lena = sign_in(family.lena.id)
    assert states(why(lena, thread, family.gwen)) == ["held"] * 7
    asked = {"person": encode(family.carl.id)}
    assert lena.get(f"/annotations/{encode(thread)}/why", query_string=asked).status_code == 404


def test_of_a_past_day_nobody_but_the_owner_learns_from_whom_the_document_was_withdrawn(
    family: Family, sign_in: SignIn
) -> None:
    world, before = family.world, lasting(timedelta(days=-9), timedelta(days=-3))
    world.release(family.document, family.housing, family.agreement, family.priya, during=before)
    with acting_as(family.samira.id):
        version = session().scalars(select(Version.id)).one()
    long_ago = datetime.now(UTC) - timedelta(days=20)
    thread = world.annotation(family.document, version, family.samira, family.nhs, created_at=long_ago).id
    day = (datetime.now(UTC) - timedelta(days=6)).date().isoformat()

    assert "DC Lena Fox" in names(why(sign_in(family.samira.id), thread, on=day))
    assert "Carl Benning" not in names(why(sign_in(family.samira.id), thread, on=day))
    assert "Carl Benning" not in names(why(sign_in(family.lena.id), thread, on=day))


def test_nobody_is_listed_who_was_put_out_or_is_kept_out(family: Family, sign_in: SignIn) -> None:
    owen = sign_in(family.owen.id)
    thread = added(owen, family.document)
    assert "Carl Benning, Housing" in why(owen, thread)
    karl = family.world.person(family.council, "Karl Voss")
    family.world.join(family.room, karl, Role.COMMENTER, by=family.priya)
    family.world.exclude(family.room, karl, by=family.priya)
    gone = family.world.person(family.police, "Ruth Kemp")
    family.world.join(family.room, gone, Role.READER, by=family.priya, during=lasting(end=timedelta(-1)))

    page = why(owen, thread)
    assert "Karl Voss" not in page
    assert "Ruth Kemp" not in page
    assert "They may not enter the room" in why(owen, thread, gone)


def test_whoever_cannot_see_it_is_told_nothing(family: Family, sign_in: SignIn) -> None:
    thread = added(sign_in(family.priya.id), family.document, audience="me")
    assert sign_in(family.owen.id).get(f"/annotations/{encode(thread)}/why").status_code == 404


def test_asking_is_recorded(family: Family, sign_in: SignIn) -> None:
    priya = sign_in(family.priya.id)
    why(priya, added(priya, family.document), family.joy)
    (entry,) = entries(family.auditors["Council"], "annotation.access_asked")
    assert entry.facts["person"] == family.joy.id


def test_that_it_was_asked_is_read_only_by_agencies_that_can_read_it(family: Family, sign_in: SignIn) -> None:
    samira = sign_in(family.samira.id)
    for audience in ("me", "agency", "everyone"):
        why(samira, added(samira, family.document, audience=audience))
    assert len(entries(family.auditors["NHS"], "annotation.access_asked")) == 3
    assert len(entries(family.auditors["Council"], "annotation.access_asked")) == 1
