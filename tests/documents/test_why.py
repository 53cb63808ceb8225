"""Who can see a document, and why."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.documents.agencies import Agencies
from tests.factories import lasting
from tests.pages import without_tokens
from workspace import database
from workspace.documents.models import Document
from workspace.identifiers import encode, new_id
from workspace.people.models import Duty, Person
from workspace.rooms.models import Level, Membership, Role
from workspace.sharing.models import Release, ReleasePurpose


@pytest.fixture
def shared(agencies: Agencies) -> Agencies:
    """The family plan is released to the NHS and, of the School, to Gwen alone."""
    plan = agencies.document(level=Level.OFFICIAL_SENSITIVE, during=lasting(timedelta(days=-20)))
    world = agencies.world
    to_nhs = world.release(
        plan, agencies.nhs, agencies.isa_1, agencies.priya, during=lasting(timedelta(days=-10))
    )
    world.add(
        agencies.priya.id,
        ReleasePurpose(release_id=to_nhs.id, document_id=plan.id, purpose="Whole-family support"),
    )
    world.release(plan, agencies.school, agencies.isa_1, agencies.priya, people=[agencies.gwen.id])
    return agencies


@pytest.fixture
def plan(shared: Agencies) -> Document:
    """That document."""
    with database.acting_as(shared.priya.id):
        return database.session().scalars(select(Document)).one()


def why(agencies: Agencies, by: Person, document: Document, about: Person, **query: str) -> str:
    """The page about one person."""
    return agencies.page(by, agencies.address(document, "why"), person=encode(about.id), **query)


def states(page: str) -> list[str]:
    """The states of the links, from the top."""
    return re.findall(r"app-why__link--(\w+)", page)


def listed(page: str) -> tuple[list[str], list[str]]:
    """The names of those who can see it, and of those in the room who cannot."""
    panel = page[page.index("<aside") :]
    inside, _, outside = panel.partition("In this room, but")
    return re.findall(r"/why\?[^>]+>([^<]+)</a>", inside), re.findall(r"/why\?[^>]+>([^<]+)</a>", outside)


def test_the_six_links_of_somebody_who_can(shared: Agencies, plan: Document) -> None:
    page = why(shared, shared.gwen, plan, shared.joy)

    assert states(page) == ["held"] * 6
    assert "Yes. Joy Okafor" in page
    for words in (
        "Joy Okafor, worker at NHS of Westmoor.",
        "No exclusion names them.",
        "NHS of Westmoor takes part since",
        "Joy Okafor is a commenter since",
        "added by Priya Nair",
        "OFFICIAL-SENSITIVE documents may be read by commenters, contributors and leads.",
        "Released by Priya Nair, Council, on",
        "for whole-family support. Basis: public task.",
        "It does not depend on a consent.",
        "A commenter reads and annotates.",
    ):
        assert words in page, words


def test_the_owner_s_people_see_what_is_their_own(shared: Agencies, plan: Document) -> None:
    page = why(shared, shared.priya, plan, shared.owen)

    assert states(page) == ["held"] * 6
    assert "It belongs to Council of Westmoor, for which Owen Blyth works." in page


def test_the_list_names_who_can_and_to_the_owner_who_cannot(shared: Agencies, plan: Document) -> None:
    address = shared.address(plan, "why")
    inside, outside = listed(shared.page(shared.owen, address))
    of_joy, hidden = listed(shared.page(shared.joy, address))

    assert inside == of_joy == ["Owen Blyth", "Priya Nair", "Joy Okafor", "Samira Haddad", "Gwen Lyle"]
    assert outside == ["Lena Fox", "Idris Cole", "Nina Sorrell"]
    assert hidden == []
    page = shared.page(shared.owen, address)
    assert "5 people can see this document" in page
    assert re.search(r"Joy Okafor</a></span><span[^>]*>read, annotate</span>", page)
    assert re.search(r"Owen Blyth</a></span><span[^>]*>read, annotate, share, download</span>", page)


@pytest.mark.parametrize("name", ["nina", "idris", "lena"])
def test_a_refusal_is_explained_to_the_owner_only(shared: Agencies, plan: Document, name: str) -> None:
    person: Person = getattr(shared, name)

    page = why(shared, shared.priya, plan, person)
    refused = shared.get(shared.joy, shared.address(plan, "why"), person=encode(person.id))
    absent = shared.get(shared.joy, shared.address(plan, "why"), person=encode(new_id()))

    assert f"No. {person.name}" in page
    assert refused.status_code == absent.status_code == 404
    assert without_tokens(refused.text) == without_tokens(absent.text)


def test_the_first_missing_link_is_shown_and_who_can_mend_it(shared: Agencies, plan: Document) -> None:
    nina = why(shared, shared.priya, plan, shared.nina)
    lena = why(shared, shared.owen, plan, shared.lena)

    assert states(nina) == states(lena) == ["held"] * 4 + ["missing", "unasked"]
    assert "It belongs to Council of Westmoor and has never been released to Jobcentre of Westmoor." in nina
    assert "Owen Blyth and Priya Nair, for Council" in nina
    assert "covers employment and finance, not plan" in nina
    assert "have no agreement in force" in lena
    assert "Share with" not in nina + lena


def test_a_release_that_can_be_made_is_offered(agencies: Agencies) -> None:
    document = agencies.document()

    page = why(agencies, agencies.priya, document, agencies.joy)

    assert "Share with NHS" in page
    assert f"/share?with={encode(agencies.nhs.id)}" in page
    form = agencies.page(agencies.priya, agencies.address(document), **{"with": encode(agencies.nhs.id)})
    assert f'value="{encode(agencies.nhs.id)}" checked' in form
    assert 'value="Whole-family support"' in form


def test_a_reader_is_kept_out_by_the_marking_before_the_release(shared: Agencies, plan: Document) -> None:
    page = why(shared, shared.priya, plan, shared.idris)

    assert states(page) == ["held", "held", "held", "missing", "unasked", "unasked"]
    assert "The marking does not permit their role" in page
    assert "Idris Cole is a reader." in page
    assert "the leads of the room: Priya Nair" in page


def test_a_release_to_others_of_the_agency_is_told_without_their_names(agencies: Agencies) -> None:
    document = agencies.document()
    agencies.world.release(
        document, agencies.school, agencies.isa_1, agencies.priya, people=[agencies.gwen.id]
    )

    page = why(agencies, agencies.priya, document, agencies.idris)

    assert "The document is not released to them" in page
    assert "It names other people of their organisation, not them." in page
    assert "Change what School can see" in page


def test_an_exclusion_looks_like_any_other_absence_except_to_leads(agencies: Agencies) -> None:
    world, room = agencies.world, agencies.room
    document = agencies.document()
    karl, left = world.person(agencies.nhs, "Karl Voss"), world.person(agencies.nhs, "Karl Voss")
    world.join(room, karl, Role.COMMENTER, by=agencies.priya)
    world.exclude(room, karl, by=agencies.priya)
    world.join(
        room,
        left,
        Role.COMMENTER,
        by=agencies.priya,
        during=lasting(timedelta(days=-9), timedelta(days=-1)),
    )

    def shown(by: Person, person: Person) -> str:
        page = without_tokens(why(agencies, by, document, person))
        return page.replace(encode(person.id), "")

    lead = why(agencies, agencies.priya, document, karl)
    assert states(lead)[:2] == ["held", "missing"]
    assert "An exclusion names them." in lead
    assert "membership" not in lead
    other = shown(agencies.owen, karl)
    assert other == shown(agencies.owen, left)
    assert states(other)[0] == "missing"
    assert "They may not enter the room" in other
    assert "xclusion" not in other
    assert "Karl Voss" not in agencies.page(agencies.owen, agencies.address(document, "why"))


def test_a_past_day_is_answered_as_it_was(shared: Agencies, plan: Document) -> None:
    def on(days: int) -> str:
        day = datetime.now(UTC).date() - timedelta(days=days)
        return why(shared, shared.priya, plan, shared.joy, on=day.isoformat())

    assert "could not see Family plan at the end of that day" in on(15)
    assert states(on(15)) == ["held"] * 4 + ["missing", "unasked"]
    assert "could see Family plan at the end of that day because" in on(5)
    assert "The document was not in the room then" in on(25)
    assert "can see Family plan because" in on(0)
    assert "Joy Okafor" not in listed(on(15))[0]


def test_of_past_days_others_learn_nothing_about_those_who_see_it_no_more(
    shared: Agencies, plan: Document
) -> None:
    with database.acting_as(shared.priya.id), database.transaction() as db:
        release = db.scalars(select(Release).where(Release.organisation_id == shared.school.id)).one()
        release.during = lasting(timedelta(days=-30), timedelta(days=-2))
    day = (datetime.now(UTC).date() - timedelta(days=5)).isoformat()
    address = shared.address(plan, "why")

    owner = listed(shared.page(shared.priya, address, on=day))[0]
    other = listed(shared.page(shared.joy, address, on=day))[0]

    assert "Gwen Lyle" in owner
    assert "Gwen Lyle" not in other
    assert shared.get(shared.joy, address, on=day, person=encode(shared.gwen.id)).status_code == 404


def test_evidence_comes_from_ended_rows_too(agencies: Agencies) -> None:
    document = agencies.document()
    agencies.world.release(
        document,
        agencies.nhs,
        agencies.isa_1,
        agencies.priya,
        during=lasting(timedelta(days=-20), timedelta(days=-3)),
    )
    with database.acting_as(agencies.priya.id), database.transaction() as db:
        membership = db.scalars(select(Membership).where(Membership.person_id == agencies.gwen.id)).one()
        membership.during = lasting(timedelta(days=-20), timedelta(days=-3))

    withdrawn = why(agencies, agencies.priya, document, agencies.joy)
    gone = why(agencies, agencies.priya, document, agencies.gwen)

    assert "A release to NHS of Westmoor ran until" in withdrawn
    assert states(gone)[:3] == ["held", "held", "missing"]
    assert "Gwen Lyle was a contributor until" in gone


@pytest.mark.parametrize("person", ["rubbish", "\0", "0" * 13, "x" * 3000])
def test_nobody_of_that_name(agencies: Agencies, person: str) -> None:
    document = agencies.document()
    assert agencies.get(agencies.priya, agencies.address(document, "why"), person=person).status_code == 404


def test_an_impossible_day_is_said_to_be_one(agencies: Agencies) -> None:
    document, address = agencies.document(), "why"
    for day in ("rubbish", "2026-02-31", "9999-12-31", "0001-01-01", "\0"):
        answer = agencies.get(
            agencies.priya, agencies.address(document, address), on=day, person=encode(agencies.joy.id)
        )
        assert answer.status_code == 422, day
        assert "on-error" in answer.text, day


def test_whoever_cannot_see_it_is_told_nothing(agencies: Agencies) -> None:
    document = agencies.document()
    hidden = agencies.get(agencies.joy, agencies.address(document, "why"))

    assert hidden.status_code == 404
    assert "Family plan" not in hidden.text


def test_asking_is_recorded(shared: Agencies, plan: Document) -> None:
    why(shared, shared.priya, plan, shared.nina)

    (entry,) = shared.entries("document.access_asked")
    assert (entry.thing_id, entry.facts) == (plan.id, {"person": shared.nina.id})


def test_it_says_that_administrators_enter_no_room(shared: Agencies, plan: Document) -> None:
    ada = shared.world.person(shared.council, "Sol Arden", Duty.ADMINISTRATOR)
    shared.world.join(shared.room, ada, Role.LEAD, by=shared.priya)
    page = why(shared, shared.priya, plan, ada)

    assert states(page)[0] == "missing"
    assert "They run the platform, and administrators enter no room" in page
