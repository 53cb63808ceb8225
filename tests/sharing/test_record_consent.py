"""Recording what somebody of the family agreed to, refused, or was not asked; and the list of it."""

import re
from html import unescape
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.documents.agencies import Agencies
from workspace.database import audience_session
from workspace.identifiers import encode, new_id
from workspace.people.models import Person
from workspace.sharing.models import Asked, Consent


def words_of(page: str) -> str:
    """The text of a page, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def listed(agencies: Agencies, by: Person) -> str:
    """The text of the page with the room's consents."""
    return words_of(agencies.page(by, f"{agencies.room_address}/consents"))


def send(agencies: Agencies, by: Person, **fields: Any) -> TestResponse:
    """Send the form as Samira of the NHS would fill it in, with some fields filled in otherwise."""
    entered: dict[str, Any] = {
        "subject": "Tilly Ashdown",
        "outcome": "given",
        "wording": "Her summary to the School",
        "organisations": [encode(agencies.school.id)],
        "given_how": "In person, with Samira Haddad; Tilly decides about this herself",
        **fields,
    }
    return agencies.sign_in(by.id).post(f"{agencies.room_address}/consents/new", data=entered)


def recorded() -> list[Consent]:
    """Every consent there is."""
    with audience_session() as nobody:
        return list(nobody.scalars(select(Consent)))


def test_a_contributor_records_what_somebody_agreed_to(agencies: Agencies) -> None:
    assert send(agencies, agencies.samira).status_code == 302

    (consent,) = recorded()
    assert (consent.outcome, consent.organisation_id) == (Asked.GIVEN, agencies.nhs.id)
    assert consent.organisations == [agencies.school.id]
    assert consent.during.upper is None
    for reader in (agencies.samira, agencies.joy):
        page = listed(agencies, reader)
        for words in ("Tilly Ashdown", "Her summary to the School", "Stands", "Samira Haddad", "School"):
            assert words in page
        assert "Tilly decides about this herself" in page


def test_nobody_else_learns_that_there_is_one(agencies: Agencies) -> None:
    others = (agencies.priya, agencies.owen, agencies.gwen, agencies.nina)
    before = [listed(agencies, who) for who in others]

    send(agencies, agencies.samira)

    assert [listed(agencies, who) for who in others] == before
    assert "No consents in this room that you can read" in before[0]


def test_it_says_why_somebody_was_not_asked(agencies: Agencies) -> None:
    sent = send(
        agencies, agencies.samira, outcome="not_sought", because="It would raise the risk", given_how="x"
    )

    assert sent.status_code == 302
    page = listed(agencies, agencies.samira)
    assert "Because: It would raise the risk" in page
    assert "Not sought" in page
    assert recorded()[0].outcome is Asked.NOT_SOUGHT


def test_one_that_ends_says_so(agencies: Agencies) -> None:
    send(agencies, agencies.samira, last="2199-03-31")

    assert "to 31 March 2199" in listed(agencies, agencies.samira)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"subject": " "}, "Enter the name of the person"),
        ({"subject": "x" * 121}, "120 characters or fewer"),
        ({"outcome": ""}, "Choose what came of it"),
        ({"outcome": "maybe"}, "Choose from the list"),
        ({"wording": ""}, "Say what for"),
        ({"wording": "x" * 301}, "300 characters or fewer"),
        ({"organisations": []}, "Tick at least one agency"),
        ({"organisations": ["nonsense"]}, "Choose from the list"),
        ({"organisations": [encode(new_id())]}, "Choose from the list"),
        ({"given_how": ""}, "Say how it was given"),
        ({"outcome": "refused", "because": ""}, "Say why they refused"),
        ({"outcome": "not_sought", "because": ""}, "Say why it was not sought"),
        ({"last": "2020-01-01"}, "The last day cannot be before"),
        ({"last": "soon"}, "Enter a real day"),
        ({"subject": "Til\0ly"}, "cannot be read"),
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_stays(
    agencies: Agencies, fields: dict[str, Any], said: str
) -> None:
    sent = send(agencies, agencies.samira, **fields)

    assert sent.status_code == 422
    assert said in words_of(sent.text)
    assert "There is a problem" in sent.text
    assert recorded() == []
    if "wording" not in fields:
        assert "Her summary to the School" in sent.text


def test_an_agency_that_takes_no_part_cannot_receive(agencies: Agencies) -> None:
    sent = send(agencies, agencies.samira, organisations=[encode(agencies.eastbridge.id)])

    assert sent.status_code == 422
    assert recorded() == []


def test_commenters_and_strangers_record_none(agencies: Agencies) -> None:
    assert send(agencies, agencies.joy).status_code == 403
    assert send(agencies, agencies.paul).status_code == 404
    assert agencies.get(agencies.paul, f"{agencies.room_address}/consents").status_code == 404
    assert "Record a consent" not in listed(agencies, agencies.joy)
    assert recorded() == []


def test_what_is_typed_for_a_name_is_offered_from_what_one_can_read(agencies: Agencies) -> None:
    send(agencies, agencies.samira)
    address = f"{agencies.room_address}/consents/new"

    assert '<option value="Tilly Ashdown">' in agencies.page(agencies.samira, address)
    assert "Tilly" not in agencies.page(agencies.priya, address)


def test_the_audit_says_so_without_what_was_said(agencies: Agencies) -> None:
    send(agencies, agencies.priya, organisations=[encode(agencies.school.id)])

    (entry,) = agencies.entries("consent.recorded")
    assert entry.facts == {"outcome": "Given", "organisations": [agencies.school.id]}
    assert entry.room_id == agencies.room.id
    assert entry.thing_id == recorded()[0].id
    assert agencies.entries("room.consents_read") == []
    listed(agencies, agencies.priya)
    assert len(agencies.entries("room.consents_read")) == 1
