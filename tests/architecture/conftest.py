"""A small world in which every route has something to show."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.documents.house import PDF, House
from tests.factories import World, lasting
from workspace.identifiers import new_id
from workspace.people.models import Duty, Person
from workspace.rooms.models import AccessRequest, ExclusionReason
from workspace.sharing.models import ConsentRecord


@dataclass
class Everything:
    """Somebody of each kind, somebody outside, and a value for whatever an address may name."""

    house: House
    people: list[Person]
    outsider: Person
    values: dict[str, Any]

    @property
    def absent(self) -> dict[str, Any]:
        """The same values with ids that nothing has."""
        return {name: value if name == "number" else new_id() for name, value in self.values.items()}


@pytest.fixture
def everything(world: World, sign_in: Callable[[int], FlaskClient]) -> Everything:
    """A room with a document, shared and annotated, and somebody excluded from it."""
    house = House(world, sign_in)
    document = house.add(house.priya, PDF, "Plan.pdf")
    version = house.versions(document)[0]
    release = world.release(document, house.nhs, house.agreement, house.priya)
    annotation = world.annotation(document, version.id, house.joy, house.nhs)
    consent = world.consent(house.room, house.priya, house.council, house.nhs)
    kept = ConsentRecord(
        consent_id=consent.id, room_id=house.room.id, reference="C1", subject="Dana Ashdown", wording="Help"
    )
    world.add(house.priya.id, kept)
    exclusion = world.exclude(house.room, house.lena, by=house.priya)
    reason = ExclusionReason(
        exclusion_id=exclusion.id,
        room_id=house.room.id,
        organisation_id=house.council.id,
        reason="A relative",
    )
    world.add(house.priya.id, reason)
    farah = world.person(house.council, "Farah Aziz", Duty.MANAGER)
    sol = world.person(world.organisation("Platform"), "Sol Arden", Duty.ADMINISTRATOR)
    waiting = world.term(house.agreement, [], house.priya)
    outsider = world.person(world.organisation("Eastbridge"), "Paul Tait")
    request = _request(world, house)
    return Everything(
        house,
        [house.priya, house.joy, house.helen, farah, sol],
        outsider=outsider,
        values={
            "room_id": house.room.id,
            "document_id": document.id,
            "number": 1,
            "release_id": release.id,
            "annotation_id": annotation.id,
            "consent_record_id": kept.id,
            "agreement_id": house.agreement.id,
            "term_id": waiting.id,
            "organisation_id": house.nhs.id,
            "person_id": house.owen.id,
            "exclusion_reason_id": reason.id,
            "access_request_id": request.id,
        },
    )


def _request(world: World, house: House) -> AccessRequest:
    """Somebody of the NHS asks to be let in."""
    asker = world.person(house.nhs, "Tom Raine")
    made = AccessRequest(
        person_id=asker.id,
        organisation_id=house.nhs.id,
        lead_id=house.council.id,
        reference=house.room.reference,
        reason="I visit the family",
        room_id=house.room.id,
        during=lasting(-timedelta(hours=1), timedelta(days=14)),
    )
    world.add(asker.id, made)
    return made
