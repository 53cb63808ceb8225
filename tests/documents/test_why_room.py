"""Why one person can or cannot enter a room, for its leads."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.documents.agencies import Agencies
from workspace.identifiers import encode
from workspace.people.models import Person
from workspace.rooms.models import Role


def why(agencies: Agencies, about: Person, by: Person | None = None, **query: str) -> str:
    """The page about one person."""
    return agencies.page(
        by or agencies.priya, f"{agencies.room_address}/why", person=encode(about.id), **query
    )


def states(page: str) -> list[str]:
    """The states of the links, from the top."""
    return re.findall(r"app-why__link--(\w+)", page)


def test_somebody_who_is_in_the_room(agencies: Agencies) -> None:
    page = why(agencies, agencies.joy)
    assert states(page) == ["held"] * 3
    assert "Yes. Joy Okafor" in page
    assert f"{agencies.room_address}/people/{encode(agencies.joy.id)}/sees" in page


def test_somebody_who_is_excluded(agencies: Agencies) -> None:
    agencies.world.exclude(agencies.room, agencies.joy, by=agencies.priya)
    page = why(agencies, agencies.joy)
    assert states(page) == ["held", "missing", "unasked"]
    assert "An exclusion names them." in page


def test_before_they_joined(agencies: Agencies) -> None:
    long_ago = (datetime.now(UTC) - timedelta(days=60)).date().isoformat()
    assert states(why(agencies, agencies.joy, on=long_ago))[0] == "missing"


@pytest.mark.parametrize("name", ["owen", "joy"])
def test_it_is_for_leads_only(agencies: Agencies, name: str) -> None:
    assert agencies.get(getattr(agencies, name), f"{agencies.room_address}/why").status_code == 403


def test_a_lead_of_another_agency_asks_about_their_own_people_only(agencies: Agencies) -> None:
    lead = agencies.world.person(agencies.nhs, "Tom Raine")
    agencies.world.join(agencies.room, lead, Role.LEAD, by=agencies.priya)
    assert states(why(agencies, agencies.joy, lead)) == ["held"] * 3
    address = f"{agencies.room_address}/why"
    assert agencies.get(lead, address, person=encode(agencies.owen.id)).status_code == 404
    assert agencies.get(agencies.paul, address).status_code == 404


def test_asking_is_recorded(agencies: Agencies) -> None:
    why(agencies, agencies.joy)
    (entry,) = agencies.entries("room.access_asked")
    assert entry.facts["person"] == agencies.joy.id
