"""Nobody can grant more than they hold."""

from datetime import UTC, datetime, timedelta

from tests.factories import lasting
from tests.rooms.conftest import House, SignIn
from tests.rooms.test_add_member import entered
from workspace.identifiers import encode
from workspace.people.models import Person
from workspace.rooms.models import Role


def in_days(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).date().isoformat()


def limited_lead(house: House, days: int = 10) -> Person:
    """A lead of the council whose own time ends."""
    helen = house.world.person(house.council, "Helen Marsh")
    during = lasting(end=timedelta(days=days))
    house.world.join(house.room, helen, Role.LEAD, by=house.priya, during=during)
    return helen


def test_what_begins_after_ones_own_time_cannot_be_granted(house: House, sign_in: SignIn) -> None:
    browser = sign_in(limited_lead(house).id)
    refused = browser.post(
        house.address("people", "new"), data=entered(house.samira, first=in_days(15), last=in_days(20))
    )
    assert refused.status_code == 422
    assert "You are a lead only until" in refused.text
    assert not house.memberships(house.samira)
    ground = f"{encode(house.school.id)}.{encode(house.agreement.id)}"
    late = browser.post(house.address("organisations", "new"), data={"ground": ground, "first": in_days(15)})
    assert late.status_code == 422
    assert not house.participations(house.school)


def test_what_was_granted_stands_when_its_giver_leaves(house: House, sign_in: SignIn) -> None:
    browser = sign_in(limited_lead(house).id)
    assert browser.post(house.address("people", "new"), data=entered(house.samira)).status_code == 302
    assert house.memberships(house.samira)[0].during.upper is None


def test_nobody_prolongs_their_own_time(house: House, sign_in: SignIn) -> None:
    helen = limited_lead(house)
    browser, address = sign_in(helen.id), house.address("people", helen.id)
    for last in ("", in_days(30)):
        refused = browser.post(address, data={"role": "lead", "last": last})
        assert refused.status_code == 422
        assert "ask another lead" in refused.text
    assert len(house.memberships(helen)) == 1
    assert browser.post(address, data={"role": "lead", "last": in_days(5)}).status_code == 302
    assert sign_in(house.priya.id).post(address, data={"role": "lead"}).status_code == 302


def test_nobody_is_in_the_room_longer_than_their_agency(house: House, sign_in: SignIn) -> None:
    ends = lasting(end=timedelta(days=20))
    part = house.world.bring_in(house.room, house.school, by=house.priya, during=ends)
    browser = sign_in(house.priya.id)
    longer = browser.post(house.address("people", "new"), data=entered(house.gwen, last=in_days(40)))
    assert longer.status_code == 422
    assert browser.post(house.address("people", "new"), data=entered(house.gwen)).status_code == 302
    assert house.memberships(house.gwen)[0].during.upper == part.during.upper
    address = house.address("people", house.gwen.id)
    assert browser.post(address, data={"role": "lead", "last": in_days(40)}).status_code == 422
    assert browser.post(address, data={"role": "lead"}).status_code == 302
    assert house.memberships(house.gwen)[-1].during.upper == part.during.upper


def test_a_lead_of_another_agency_makes_no_leads_of_others(house: House, sign_in: SignIn) -> None:
    house.world.join(house.room, house.samira, Role.LEAD, by=house.priya)
    house.world.bring_in(house.room, house.school, by=house.priya)
    browser = sign_in(house.samira.id)
    answer = browser.post(house.address("people", "new"), data=entered(house.gwen, role="lead"))
    assert answer.status_code == 403
    assert not house.memberships(house.gwen)


def test_each_person_who_cannot_be_added_is_named_and_the_others_stay_ticked(
    house: House, sign_in: SignIn
) -> None:
    tom = house.world.person(house.nhs, "Tom Raine")
    house.world.exclude(house.room, tom, by=house.priya)
    answer = sign_in(house.priya.id).post(
        house.address("people", "new"), data=entered(house.samira, house.joy, tom)
    )
    assert answer.status_code == 422
    assert "Joy Okafor is in this room already" in answer.text
    assert "Tom Raine is excluded" in answer.text
    assert f'value="{encode(house.samira.id)}" checked' in answer.text
    assert not house.memberships(house.samira)
