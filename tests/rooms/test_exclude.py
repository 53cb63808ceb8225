"""Exclusions: they win over everything, end nothing else, and only leads know of them."""

from tests.rooms.conftest import House, SignIn, words_of
from workspace.identifiers import encode
from workspace.rooms.models import Role


def test_whoever_is_excluded_has_no_such_room(house: House, sign_in: SignIn) -> None:
    browser, theirs = sign_in(house.priya.id), sign_in(house.joy.id)
    assert "Joy Okafor" in browser.get(house.address("exclusions", "new") + "?q=okafor").text
    answer = browser.post(
        house.address("exclusions", "new") + "?q=okafor",
        data={"person": encode(house.joy.id), "reason": "A cousin"},
    )
    assert answer.status_code == 302
    assert "For Joy Okafor this room does not exist" in browser.get(house.address("people")).text
    assert theirs.get(house.address("people")).status_code == 404
    assert house.memberships(house.joy)[0].during.upper is None
    (entry,) = house.recorded("exclusion.added")
    assert entry.thing_id == house.joy.id
    assert [event.name for event in house.told()] == ["room.access.changed"]


def test_an_exclusion_that_is_over_lets_what_stood_before_stand_again(house: House, sign_in: SignIn) -> None:
    house.world.exclude(house.room, house.joy, by=house.priya)
    browser = sign_in(house.priya.id)
    address = house.address("exclusions", house.joy.id, "end")
    assert "they are one again at once" in browser.get(address).text
    assert browser.post(address).status_code == 302
    assert house.exclusions(house.joy)[0].during.upper is not None
    assert sign_in(house.joy.id).get(house.address("people")).status_code == 200
    assert len(house.recorded("exclusion.ended")) == 1
    assert browser.post(address).status_code == 404


def test_anybody_can_be_excluded_before_their_agency_takes_part(house: House, sign_in: SignIn) -> None:
    browser = sign_in(house.priya.id)
    answer = browser.post(
        house.address("exclusions", "new") + "?q=paul",
        data={"person": encode(house.paul.id), "reason": "A cousin"},
    )
    assert answer.status_code == 302
    assert "Paul Tait" in words_of(browser.get(house.address("people")).text)


def test_the_last_lead_and_oneself_cannot_be_excluded(house: House, sign_in: SignIn) -> None:
    browser = sign_in(house.priya.id)
    data = {"person": encode(house.priya.id)}
    assert browser.post(house.address("exclusions", "new") + "?q=priya", data=data).status_code == 422
    house.world.join(house.room, house.samira, Role.LEAD, by=house.priya)
    assert sign_in(house.samira.id).get(house.address("exclusions", "new") + "?q=priya").status_code == 200
    assert not house.exclusions(house.priya)


def test_a_lead_of_another_agency_excludes_only_its_own_people(house: House, sign_in: SignIn) -> None:
    house.world.join(house.room, house.samira, Role.LEAD, by=house.priya)
    house.world.exclude(house.room, house.owen, by=house.priya)
    browser = sign_in(house.samira.id)
    assert "Nobody found" in browser.get(house.address("exclusions", "new") + "?q=owen").text
    data = {"person": encode(house.owen.id)}
    assert browser.post(house.address("exclusions", "new") + "?q=owen", data=data).status_code == 422
    assert browser.post(house.address("exclusions", house.owen.id, "end")).status_code == 404
    assert house.exclusions(house.owen)[0].during.upper is None


def test_absurd_entries_are_refused(house: House, sign_in: SignIn) -> None:
    browser = sign_in(house.priya.id)
    for value in ("", "nonsense", "0" * 13, "\0"):
        answer = browser.post(house.address("exclusions", "new") + "?q=okafor", data={"person": value})
        assert answer.status_code == 422
    assert browser.post(house.address("exclusions", "new"), data={}).status_code == 422


def test_what_the_leading_agency_excluded_its_leads_end(house: House, sign_in: SignIn) -> None:
    tom = house.world.person(house.nhs, "Tom Raine")
    house.world.join(house.room, tom, Role.LEAD, by=house.priya)
    house.world.exclude(house.room, house.joy, by=house.priya)
    address = house.address("exclusions", house.joy.id, "end")

    assert sign_in(tom.id).post(address).status_code == 403
    assert house.exclusions(house.joy)[0].during.upper is None
    assert sign_in(house.priya.id).post(address).status_code == 302
