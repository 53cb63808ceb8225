"""The People page: who is in the room, and what only leads see."""

from datetime import timedelta

from tests.factories import lasting
from tests.rooms.conftest import House, SignIn, words_of
from workspace.identifiers import encode, new_id
from workspace.people.models import Duty, Suspension
from workspace.rooms.models import Role

LEADS_ONLY = ("Excluded", "Add people", "Bring in an agency", "Earlier", "Change Joy", "Close this room")


def test_members_see_who_is_in_the_room_by_agency(house: House, sign_in: SignIn) -> None:
    said = table(sign_in(house.joy.id).get(house.address("people")).text)
    assert said.index("Council of Westmoor") < said.index("Priya Nair") < said.index("Owen Blyth")
    assert said.index("Owen Blyth") < said.index("NHS of Westmoor") < said.index("Joy Okafor")
    assert "Joy Okafor (you)" in said
    assert house.agreement.reference in said


def test_the_agency_that_leads_stands_first(house: House, sign_in: SignIn) -> None:
    room = house.world.room(house.joy, house.nhs, title="Okonjo-Hale family")
    house.world.bring_in(room, house.council, by=house.joy)
    said = table(sign_in(house.joy.id).get(f"/rooms/{encode(room.id)}/people").text)
    assert said.index("NHS of Westmoor") < said.index("Council of Westmoor")


def test_only_leads_see_what_is_for_leads(house: House, sign_in: SignIn) -> None:
    house.world.exclude(house.room, house.samira, by=house.priya)
    house.world.join(
        house.room, house.gwen, Role.READER, by=house.priya, during=lasting(end=-timedelta(days=2))
    )
    lead = words_of(sign_in(house.priya.id).get(house.address("people")).text)
    for words in LEADS_ONLY:
        assert words in lead
    assert "Samira Haddad" in lead
    assert "Gwen Lyle" in lead
    other = words_of(sign_in(house.owen.id).get(house.address("people")).text)
    for words in (*LEADS_ONLY, "Samira Haddad", "Gwen Lyle"):
        assert words not in other


def test_a_lead_of_another_agency_sees_the_excluded_of_their_own_only(house: House, sign_in: SignIn) -> None:
    lead = house.world.person(house.nhs, "Tom Raine")
    house.world.join(house.room, lead, Role.LEAD, by=house.priya)
    house.world.exclude(house.room, house.samira, by=house.priya)
    house.world.exclude(house.room, house.world.person(house.council, "Karl Voss"), by=house.priya)
    said = words_of(sign_in(lead.id).get(house.address("people")).text)
    assert "Samira Haddad" in said
    assert "Karl Voss" not in said
    assert "Change Joy Okafor" in said
    assert "Change Owen Blyth" not in said


def test_who_cannot_enter_is_shown_only_to_leads_who_manage_them(house: House, sign_in: SignIn) -> None:
    world, room = house.world, house.room
    nia, tom, karl = (world.person(house.nhs, name) for name in ("Ruth Kemp", "Tom Raine", "Karl Voss"))
    ada = world.person(house.council, "Sol Arden", Duty.ADMINISTRATOR)
    world.join(room, nia, Role.LEAD, by=house.priya)
    for person in (tom, karl, ada, house.paul):
        world.join(room, person, Role.READER, by=house.priya)
    for person in (house.owen, karl):
        world.exclude(room, person, by=house.priya)
    world.add(house.sol.id, Suspension(person_id=tom.id, by_id=house.sol.id, during=lasting()))
    theirs, others = {"Tom Raine", "Karl Voss"}, {"Owen Blyth", "Sol Arden", "Paul Tait"}
    for reader, shown in ((house.priya, theirs | others), (nia, theirs), (house.joy, set())):
        said = words_of(sign_in(reader.id).get(house.address("people")).text)
        assert {name for name in theirs | others if name in said} == shown
        assert "People 3" in said


def test_an_excluded_lead_is_not_named_in_the_rooms_heading(house: House, sign_in: SignIn) -> None:
    helen = house.world.person(house.council, "Helen Marsh")
    house.world.join(house.room, helen, Role.LEAD, by=house.priya)
    assert "Helen Marsh" in sign_in(house.joy.id).get(house.address()).text
    house.world.exclude(house.room, helen, by=house.priya)
    for where in ((), ("people",)):
        assert "Helen Marsh" not in sign_in(house.joy.id).get(house.address(*where)).text


def test_an_agreement_one_is_no_party_to_is_not_named(house: House, sign_in: SignIn) -> None:
    house.world.bring_in(house.room, house.eastbridge, by=house.priya)
    house.world.join(house.room, house.paul, Role.READER, by=house.priya)
    said = words_of(sign_in(house.paul.id).get(house.address("people")).text)
    assert "Joy Okafor" in said
    assert house.agreement.reference not in said


def test_people_whose_agency_takes_no_part_are_shown_to_leads(house: House, sign_in: SignIn) -> None:
    house.world.join(house.room, house.paul, Role.READER, by=house.priya)
    assert "Cannot enter" in sign_in(house.priya.id).get(house.address("people")).text
    assert "Paul Tait" not in sign_in(house.owen.id).get(house.address("people")).text


def test_whoever_is_not_in_the_room_gets_what_a_room_that_is_not_there_gets(
    house: House, sign_in: SignIn
) -> None:
    house.world.exclude(house.room, house.owen, by=house.priya)
    pages = (
        ("people",),
        ("people", "new"),
        ("people", house.joy.id),
        ("people", house.joy.id, "remove"),
        ("organisations", "new"),
        ("organisations", house.nhs.id, "end"),
        ("exclusions", "new"),
        ("exclusions", house.joy.id, "end"),
        ("close",),
    )
    absent = encode(new_id())
    for person in (house.samira, house.paul, house.sol, house.owen):
        browser = sign_in(person.id)
        for parts in pages:
            address = house.address(*parts)
            elsewhere = address.replace(encode(house.room.id), absent)
            for send in (browser.get, browser.post) if parts != ("people",) else (browser.get,):
                foreign, missing = send(address), send(elsewhere)
                assert foreign.status_code == missing.status_code == 404
                assert _without_token(foreign.text) == _without_token(missing.text)


def test_an_administrator_enters_no_room_even_of_their_own_agency(house: House, sign_in: SignIn) -> None:
    ada = house.world.person(house.council, "Sol Arden", Duty.ADMINISTRATOR)
    house.world.join(house.room, ada, Role.LEAD, by=house.priya)
    document = house.world.document(house.room, house.priya, house.council)
    browser = sign_in(ada.id)
    for address in (house.address(), house.address("people"), f"/documents/{encode(document.id)}"):
        assert browser.get(address).status_code == 404
    assert house.room.title not in browser.get("/").text


def test_members_who_do_not_lead_are_refused(house: House, sign_in: SignIn) -> None:
    browser = sign_in(house.owen.id)
    for parts in (
        ("people", "new"),
        ("people", house.joy.id),
        ("people", house.joy.id, "remove"),
        ("organisations", "new"),
        ("organisations", house.nhs.id, "end"),
        ("exclusions", "new"),
        ("exclusions", house.samira.id, "end"),
        ("close",),
    ):
        assert browser.get(house.address(*parts)).status_code == 403
        assert browser.post(house.address(*parts)).status_code == 403


def test_reading_the_page_is_recorded(house: House, sign_in: SignIn) -> None:
    sign_in(house.joy.id).get(house.address("people"))
    (entry,) = house.recorded("room.people_opened")
    assert (entry.person_id, entry.room_id) == (house.joy.id, house.room.id)
    assert entry.material_of == [house.council.id]


def table(page: str) -> str:
    """The words of a page from its table on."""
    return words_of(page).partition("People in the room, by agency")[2]


def _without_token(page: str) -> str:
    """A page without what differs between any two answers to the same browser."""
    kept = [line for line in page.splitlines() if "csrf" not in line]
    return "\n".join(kept)
