"""Opening a room, and what is refused on the way."""

import pytest
from sqlalchemy import select

from tests.rooms.conftest import House, SignIn
from workspace.database import acting_as, session
from workspace.rooms.models import Level, Membership, Participation, Role, Room

ENTERED = {
    "title": "Okonjo-Hale family",
    "reference": "fh/2026/0200",
    "purpose": "Whole-family support",
    "level": "official_sensitive",
}


def test_who_opens_a_room_leads_it(house: House, sign_in: SignIn) -> None:
    browser = sign_in(house.samira.id)
    answer = browser.post("/rooms/new", data=ENTERED)
    assert answer.status_code == 302
    assert "Okonjo-Hale family" in browser.get(answer.headers["Location"]).text
    with acting_as(house.samira.id):
        room = session().scalars(select(Room).where(Room.reference == "FH/2026/0200")).one()
        membership = session().scalars(select(Membership).where(Membership.room_id == room.id)).one()
        participation = session().scalars(select(Participation).where(Participation.room_id == room.id)).one()
    assert room.lead_id == participation.organisation_id == house.nhs.id
    assert room.level == Level.OFFICIAL_SENSITIVE
    assert (membership.person_id, membership.role) == (house.samira.id, Role.LEAD)
    (entry,) = house.recorded("room.created")
    assert (entry.room_id, entry.thing_id, entry.material_of) == (room.id, room.id, [house.nhs.id])
    assert "Okonjo" not in str(entry.facts)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("title", "", "Enter a title"),
        ("title", "   ", "Enter a title"),
        ("title", "x" * 121, "120 characters or fewer"),
        ("title", "Ashdown\0Reyes", "characters that cannot be read"),
        ("reference", "Ashdown family", "letters, digits, / and - only"),
        ("reference", "FH//2026", "letters, digits, / and - only"),
        ("reference", "x" * 41, "40 characters or fewer"),
        ("reference", "F\0H", "characters that cannot be read"),
        ("purpose", "", "Enter a purpose"),
        ("purpose", "x" * 100_000, "300 characters or fewer"),
        ("level", "", "Choose a marking"),
        ("level", "top_secret", "Choose from the list"),
    ],
)
def test_absurd_entries_are_refused_and_kept(
    house: House, sign_in: SignIn, field: str, value: str, said: str
) -> None:
    answer = sign_in(house.samira.id).post("/rooms/new", data={**ENTERED, field: value})
    assert answer.status_code == 422
    assert said in answer.text
    assert "There is a problem" in answer.text
    kept = "purpose" if field != "purpose" else "title"
    assert ENTERED[kept] in answer.text


def test_missing_fields_are_refused(house: House, sign_in: SignIn) -> None:
    assert sign_in(house.samira.id).post("/rooms/new", data={}).status_code == 422


def test_a_reference_is_used_once_in_an_organisation_and_freely_in_others(
    house: House, sign_in: SignIn
) -> None:
    assert sign_in(house.samira.id).post("/rooms/new", data=ENTERED).status_code == 302
    again = sign_in(house.joy.id).post("/rooms/new", data={**ENTERED, "title": "Another"})
    assert again.status_code == 422
    assert "Your organisation already uses this reference" in again.text
    assert "Okonjo" not in again.text
    assert sign_in(house.gwen.id).post("/rooms/new", data=ENTERED).status_code == 302


def test_administrators_may_not_open_rooms(house: House, sign_in: SignIn) -> None:
    browser = sign_in(house.sol.id)
    asked = browser.get("/rooms/new")
    assert asked.status_code == 403
    assert "<form method" not in asked.text.partition("<main")[2]
    assert browser.post("/rooms/new", data=ENTERED).status_code == 403
    assert len(house.recorded("organisation.open_room")) == 2


def test_a_forged_form_is_refused(house: House, sign_in: SignIn) -> None:
    browser = sign_in(house.samira.id)
    browser.environ_base.pop("HTTP_X_CSRFTOKEN")
    assert browser.post("/rooms/new", data=ENTERED).status_code == 400
