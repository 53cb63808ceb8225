"""Showing an agency that joined later what was there before: what is offered, and all of it or nothing."""

import re
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from werkzeug.test import TestResponse

from tests.annotations.family import act, added, entries, seen
from tests.documents.agencies import Agencies
from tests.factories import lasting
from workspace.annotations.models import Annotation
from workspace.database import acting_as, session
from workspace.documents.models import Document
from workspace.identifiers import encode, new_id
from workspace.people.models import Duty, Organisation, Person
from workspace.rooms.models import Level, Role
from workspace.sharing.models import Basis, Category


class Newcomer:
    """Eastbridge joined just now, with Paul who comments and Karl who reads; plans and health are covered."""

    def __init__(self, agencies: Agencies) -> None:
        self.agencies, self.world = agencies, agencies.world
        self.agency, self.paul = agencies.eastbridge, agencies.paul
        self.world.agreement([agencies.council, self.agency], agencies.priya, Category.PLAN, Category.HEALTH)
        self.plan = agencies.document("Family plan")
        self.notes = agencies.document("School notes", category=Category.EDUCATION)
        self.chronology = agencies.document("Chronology", level=Level.OFFICIAL_SENSITIVE)
        self.summary = self.world.document(agencies.room, agencies.samira, agencies.nhs, "Summary")

    def joins(self) -> None:
        """Bring the newcomer in, with its people."""
        now = {"during": lasting(timedelta(0))}
        self.world.bring_in(self.agencies.room, self.agency, by=self.agencies.priya, **now)
        self.karl = self.world.person(self.agency, "Karl Voss")
        for person, role in ((self.paul, Role.COMMENTER), (self.karl, Role.READER)):
            self.world.join(self.agencies.room, person, role, by=self.agencies.priya, **now)

    def address(self, agency: Organisation | None = None) -> str:
        """The address of the offer."""
        return f"{self.agencies.room_address}/organisations/{encode((agency or self.agency).id)}/offer"

    def page(self, by: Person | None = None) -> str:
        """The text of the page."""
        html = self.agencies.page(by or self.agencies.owen, self.address())
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())

    def send(self, *documents: Document, by: Person | None = None, **more: Any) -> TestResponse:
        """Send the form with documents ticked."""
        ticked = [encode(one.id) for one in documents]
        fields = {"documents": ticked, "whom": "commenter", "basis": "", "first": "y", "do": "save", **more}
        return self.agencies.sign_in((by or self.agencies.owen).id).post(self.address(), data=fields)


@pytest.fixture
def newcomer(agencies: Agencies) -> Newcomer:
    """An agency that joins a room in which there is something already."""
    made = Newcomer(agencies)
    made.joins()
    return made


def test_it_sees_nothing_and_is_offered_each_owners_own(newcomer: Newcomer, agencies: Agencies) -> None:
    for document in (newcomer.plan, newcomer.notes, newcomer.summary):
        assert not agencies.sees(newcomer.paul, document)

    ours, theirs = newcomer.page(), newcomer.page(agencies.samira)

    assert "Eastbridge joined on" in ours
    for words in ("Family plan OFFICIAL", "Chronology OFFICIAL-SENSITIVE", "It would rest on public task"):
        assert words in ours
    assert "School notes OFFICIAL cannot be chosen" in ours
    assert "covers health and plan, not education" in ours
    assert "Summary" not in ours
    assert "Family plan" not in theirs
    assert "Summary OFFICIAL cannot be chosen" in theirs
    assert "have no agreement" in theirs


def test_all_that_is_ticked_is_released_in_one_step(newcomer: Newcomer, agencies: Agencies) -> None:
    assert newcomer.send(newcomer.plan, newcomer.chronology, purpose="To catch up").status_code == 303

    assert agencies.sees(newcomer.paul, newcomer.plan)
    assert agencies.sees(newcomer.karl, newcomer.plan)
    assert agencies.sees(newcomer.paul, newcomer.chronology)
    assert not agencies.sees(newcomer.karl, newcomer.chronology)
    assert not agencies.sees(newcomer.paul, newcomer.notes)
    (sensitive,) = agencies.releases(newcomer.chronology)
    assert (sensitive.minimum_role, sensitive.may_download) == (Role.COMMENTER, False)
    assert len(agencies.entries("document.released")) == 2
    assert [event.name for event in agencies.told()] == ["document.access.changed"]
    left = newcomer.page()
    assert "Released to them already: 2" in left
    assert "School notes OFFICIAL cannot be chosen" in left


def test_the_first_time_has_to_be_confirmed(newcomer: Newcomer, agencies: Agencies) -> None:
    answer = newcomer.send(newcomer.plan, first="")
    assert answer.status_code == 422
    assert "This would be the first time Council shows Eastbridge anything." in answer.text
    assert not agencies.sees(newcomer.paul, newcomer.plan)

    assert newcomer.send(newcomer.plan).status_code == 303
    assert "the first time" not in newcomer.page()


def test_what_is_sensitive_goes_to_named_people_too(newcomer: Newcomer, agencies: Agencies) -> None:
    refused = newcomer.send(newcomer.chronology, whom="people")
    assert refused.status_code == 422
    assert "Tick the people who may see what is OFFICIAL-SENSITIVE" in refused.text
    assert f'value="{encode(newcomer.chronology.id)}" checked' in refused.text

    sent = newcomer.send(newcomer.chronology, newcomer.plan, whom="people", people=[encode(newcomer.paul.id)])

    assert sent.status_code == 303
    assert agencies.releases(newcomer.chronology)[0].people == [newcomer.paul.id]
    assert agencies.releases(newcomer.plan)[0].people is None


def test_if_one_cannot_be_none_is(newcomer: Newcomer, agencies: Agencies) -> None:
    basis = str(int(Basis.CONSENT))
    consent = agencies.consent()  # names the School, the NHS and the Police

    sent = newcomer.send(newcomer.plan, newcomer.chronology, basis=basis, consent=encode(consent.id))

    assert sent.status_code == 422
    assert "does not name Eastbridge as a receiver" in sent.text
    assert agencies.releases(newcomer.plan) == agencies.releases(newcomer.chronology) == []
    assert agencies.told() == []


@pytest.mark.parametrize("what", ["uncovered", "foreign", "absent", "nonsense", "nothing"])
def test_what_was_not_offered_is_refused(newcomer: Newcomer, agencies: Agencies, what: str) -> None:
    sent = {
        "uncovered": [encode(newcomer.notes.id)],
        "foreign": [encode(newcomer.summary.id)],
        "absent": [encode(new_id())],
        "nonsense": ["x"],
        "nothing": [],
    }[what]

    answer = newcomer.send(documents=sent)

    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    for document in (newcomer.plan, newcomer.notes, newcomer.summary):
        assert agencies.releases(document) == []


def test_what_is_previewed_is_what_they_get(newcomer: Newcomer, agencies: Agencies) -> None:
    shown = newcomer.send(newcomer.plan, newcomer.chronology, do="preview")

    assert shown.status_code == 200
    listed = shown.text.split('class="app-preview__list"')[1].split("</ul>")[0]
    assert agencies.releases(newcomer.plan) == []
    newcomer.send(newcomer.plan, newcomer.chronology)
    for person in (newcomer.paul, newcomer.karl):
        for document in (newcomer.plan, newcomer.chronology, newcomer.notes):
            item = next((each for each in listed.split("<li")[1:] if document.title in each), "")
            would = bool(item) and ("only" not in item or person.name in item.split("only")[1])
            assert agencies.sees(person, document) is would, (person.name, document.title)


def test_the_room_says_who_joined_until_something_was_shown(newcomer: Newcomer, agencies: Agencies) -> None:
    said = "Nothing shared before is visible to them"
    assert said in agencies.page(agencies.owen, agencies.room_address)
    assert said in agencies.page(agencies.samira, agencies.room_address)
    for nobody in (agencies.joy, agencies.gwen, newcomer.paul):  # a commenter; owns nothing; the newcomer
        assert said not in agencies.page(nobody, agencies.room_address)

    newcomer.send(newcomer.plan)

    assert "Eastbridge joined" not in agencies.page(agencies.owen, agencies.room_address)
    assert "Eastbridge joined" in agencies.page(agencies.samira, agencies.room_address)


def test_who_joined_long_ago_is_not_news(agencies: Agencies) -> None:
    agencies.document()

    page = agencies.page(agencies.owen, agencies.room_address)

    assert "Lantern joins on" in page  # in three days
    assert "Nothing shared before will be visible to them" in page
    assert "NHS joined" not in page


def test_who_was_there_before_is_no_newcomer(newcomer: Newcomer, agencies: Agencies) -> None:
    now = {"during": lasting(timedelta(0))}
    agencies.world.document(agencies.room, agencies.gwen, agencies.school, "Attendance", **now)

    assert "Eastbridge joined" not in agencies.page(agencies.gwen, agencies.room_address)
    assert "Eastbridge joined" in agencies.page(agencies.owen, agencies.room_address)


def test_who_joins_later_can_be_offered_it_in_advance(agencies: Agencies) -> None:
    newcomer, plan = Newcomer(agencies), agencies.document("Safety plan")
    newcomer.agency = agencies.lantern
    page = newcomer.page()
    assert "Lantern joins on" in page

    assert "From " in newcomer.send(plan, do="preview").text
    assert newcomer.send(plan).status_code == 303

    assert agencies.get(agencies.ada, f"/documents/{encode(plan.id)}").status_code == 404
    assert "later" in agencies.page(agencies.owen, agencies.room_address)


def test_contributors_of_others_in_the_room_only(newcomer: Newcomer, agencies: Agencies) -> None:
    assert agencies.get(agencies.joy, newcomer.address()).status_code == 403
    assert agencies.get(agencies.ada, newcomer.address()).status_code == 404
    for agency in (agencies.council, agencies.world.organisation("Elsewhere")):
        assert agencies.get(agencies.owen, newcomer.address(agency)).status_code == 404


def test_remarks_for_everyone_are_shown_with_what_they_are_on(agencies: Agencies) -> None:
    newcomer = Newcomer(agencies)
    owen, joy = agencies.sign_in(agencies.owen.id), agencies.sign_in(agencies.samira.id)
    agencies.share(agencies.priya, newcomer.plan, agencies.nhs)
    ours = added(owen, newcomer.plan, body="Ask about the *school run*")
    private = added(owen, newcomer.plan, body="For us alone", audience="agency")
    theirs = added(joy, newcomer.plan, body="From the clinic")
    newcomer.joins()
    newcomer.send(newcomer.plan)
    paul = agencies.sign_in(newcomer.paul.id)
    assert "school run" not in seen(paul, newcomer.plan)

    page = newcomer.page()
    assert "Ask about the school run On Family plan, by Owen Blyth" in page
    assert "For us alone" not in page
    assert "From the clinic" not in page
    for id in (private, theirs):
        assert newcomer.send(remarks=[encode(id)]).status_code == 422
    assert newcomer.send(remarks=[encode(ours)]).status_code == 303

    assert "school run" in seen(paul, newcomer.plan)
    assert "From the clinic" not in seen(paul, newcomer.plan)
    with acting_as(newcomer.paul.id):
        assert [one.id for one in session().query(Annotation)] == [ours]
    assert len(entries(agencies.helen, "annotation.released")) == 1
    assert "annotation.released" in [event.name for event in agencies.told()]


def test_a_remark_is_not_shown_without_its_document(agencies: Agencies) -> None:
    newcomer = Newcomer(agencies)
    ours = added(agencies.sign_in(agencies.owen.id), newcomer.plan, body="Ask about the school run")
    newcomer.joins()

    alone = newcomer.send(newcomer.chronology, remarks=[encode(ours)])
    assert alone.status_code == 422
    assert "only with the document that it is on" in alone.text
    assert agencies.releases(newcomer.chronology) == []

    assert newcomer.send(newcomer.plan, remarks=[encode(ours)]).status_code == 303
    assert "school run" in seen(agencies.sign_in(newcomer.paul.id), newcomer.plan)


def test_the_audit_of_a_newcomer_tells_nothing_of_an_earlier_thread(agencies: Agencies) -> None:
    newcomer, owen = Newcomer(agencies), agencies.sign_in(agencies.owen.id)
    thread = added(owen, newcomer.plan, body="Before")
    newcomer.joins()
    newcomer.send(newcomer.plan)
    auditor = agencies.world.person(newcomer.agency, "Ruth Kemp", Duty.AUDITOR)

    act(owen, "reply", thread, body="More of it", request_id=str(uuid4()))
    assert entries(auditor, "annotation.replied") == []

    newcomer.send(remarks=[encode(thread)])
    act(owen, "reply", thread, body="And more", request_id=str(uuid4()))
    assert len(entries(auditor, "annotation.replied")) == 1
