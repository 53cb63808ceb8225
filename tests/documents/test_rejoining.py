"""Who leaves and comes back sees their earlier time and what came after, and nothing of the gap."""

from typing import Any
from uuid import uuid4

import pytest

from tests.annotations.family import act, added, seen
from tests.documents.agencies import Agencies
from workspace.documents.models import Document
from workspace.identifiers import encode
from workspace.people.models import Person


class Story:
    """A room in which somebody leaves and comes back, all of it through the pages."""

    def __init__(self, agencies: Agencies) -> None:
        self.agencies = agencies
        self.lead = agencies.sign_in(agencies.priya.id)
        self.owen = agencies.sign_in(agencies.owen.id)
        self.first = agencies.document("First plan")
        self.gap = agencies.document("Plan of the gap")
        self.last = agencies.document("Last plan")

    def post(self, path: str, **fields: Any) -> None:
        """Send a form of the room as its lead; it must be accepted."""
        answer = self.lead.post(f"{self.agencies.room_address}/{path}", data=fields)
        assert answer.status_code in (302, 303), answer.text

    def bring_in_school(self) -> None:
        """Bring the School in, with Gwen who contributes and Idris who reads."""
        school, agreement = self.agencies.school, self.agencies.isa_1
        self.post("organisations/new", ground=f"{encode(school.id)}.{encode(agreement.id)}")
        self.add(self.agencies.gwen)

    def take_out_school(self) -> None:
        """End that the School takes part."""
        self.post(f"organisations/{encode(self.agencies.school.id)}/end")

    def add(self, person: Person) -> None:
        """Add somebody to the room as a contributor."""
        self.post(f"people/new?q={person.name}", people=[encode(person.id)], role="contributor")

    def remove(self, person: Person) -> None:
        """Take somebody out of the room."""
        self.post(f"people/{encode(person.id)}/remove")

    def show(self, document: Document, *to: Any, **more: Any) -> None:
        """Release a document to agencies, to named people of them where ``people`` says so."""
        answer = self.agencies.share(self.agencies.owen, document, *to, **more)
        assert answer.status_code == 303, answer.text

    def says(self, document: Document, words: str, thread: int | None = None) -> int:
        """Owen remarks something on a document for everyone who can see it, or replies."""
        if thread is None:
            return added(self.owen, document, body=words)
        assert act(self.owen, "reply", thread, body=words, request_id=str(uuid4())).status_code == 201
        return thread

    def reads(self, person: Person, document: Document) -> str:
        """What stands beside a document for somebody; nothing for whom it does not exist."""
        assert self.agencies.sees(person, document)
        return seen(self.agencies.sign_in(person.id), document)


@pytest.fixture
def story(agencies: Agencies) -> Story:
    """A room to leave and to come back to."""
    return Story(agencies)


def test_an_agency_that_comes_back_sees_nothing_of_the_gap(story: Story, agencies: Agencies) -> None:
    gwen = agencies.gwen
    story.show(story.first, agencies.school, agencies.nhs)
    thread = story.says(story.first, "Said in the first time")
    assert "Said in the first time" in story.reads(gwen, story.first)

    story.take_out_school()
    assert agencies.get(gwen, agencies.room_address).status_code == 404
    story.show(story.gap, agencies.nhs)
    story.says(story.gap, "Said about the gap")
    story.says(story.first, "Said in the gap")
    story.says(story.first, "Replied in the gap", thread)
    assert agencies.get(gwen, f"/documents/{encode(story.first.id)}").status_code == 404

    story.bring_in_school()
    story.show(story.last, agencies.school)
    story.says(story.first, "Said after the return")
    later = story.says(story.last, "Said of the last")

    assert not agencies.sees(gwen, story.gap)
    beside = story.reads(gwen, story.first)
    assert "Said in the first time" in beside
    assert "Said after the return" in beside
    assert "in the gap" not in beside
    assert "Said of the last" in story.reads(gwen, story.last)
    assert "Said in the gap" in seen(agencies.sign_in(agencies.joy.id), story.first)

    answer = act(agencies.sign_in(gwen.id), "reply", later, body="Thanks", request_id=str(uuid4()))
    assert answer.status_code == 201
    address = f"{agencies.room_address}/organisations/{encode(agencies.school.id)}/offer"
    offer = agencies.page(agencies.owen, address)
    assert "School joined again on" in offer
    assert "earlier, and stands again: 2" in offer
    assert "Plan of the gap" in offer.split("Which of your documents")[1]


def test_what_is_shown_of_the_gap_when_they_are_back_they_see(story: Story, agencies: Agencies) -> None:
    story.show(story.first, agencies.school)
    story.take_out_school()
    in_gap = story.says(story.first, "Said in the gap")
    story.bring_in_school()
    assert "Said in the gap" not in story.reads(agencies.gwen, story.first)

    address = f"{agencies.room_address}/organisations/{encode(agencies.school.id)}/offer"
    sent = {
        "documents": [encode(story.gap.id)],
        "remarks": [encode(in_gap)],
        "whom": "commenter",
        "basis": "",
    }
    assert story.owen.post(address, data=sent).status_code == 303

    assert "Said in the gap" in story.reads(agencies.gwen, story.first)
    assert agencies.sees(agencies.gwen, story.gap)


def test_a_person_who_comes_back_sees_nothing_of_what_others_got(story: Story, agencies: Agencies) -> None:
    gwen = agencies.gwen
    story.show(story.first, agencies.school)
    story.says(story.first, "Said in the first time")

    story.remove(gwen)
    assert agencies.get(gwen, f"/documents/{encode(story.first.id)}").status_code == 404
    story.show(story.gap, agencies.nhs)
    named = agencies.document("For Idris alone")
    story.show(named, agencies.school, people=(agencies.idris,))

    story.add(gwen)
    story.show(story.last, agencies.school)

    assert "Said in the first time" in story.reads(gwen, story.first)
    assert agencies.sees(gwen, story.last)
    assert not agencies.sees(gwen, story.gap)
    assert not agencies.sees(gwen, named)
    assert agencies.sees(agencies.idris, named)
