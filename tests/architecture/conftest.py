"""A small world in which every route has something to show."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.documents.house import PDF, House
from tests.factories import World
from workspace.identifiers import new_id
from workspace.people.models import Duty, Person
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
    world.exclude(house.room, house.lena, by=house.priya)
    farah = world.person(house.council, "Farah Aziz", Duty.MANAGER)
    sol = world.person(world.organisation("Platform"), "Sol Arden", Duty.ADMINISTRATOR)
    return Everything(
        house,
        [house.priya, house.joy, house.helen, farah, sol],
        outsider=world.person(world.organisation("Eastbridge"), "Paul Tait"),
        values={
            "room_id": house.room.id,
            "document_id": document.id,
            "number": 1,
            "release_id": release.id,
            "annotation_id": annotation.id,
            "consent_record_id": kept.id,
            "organisation_id": house.nhs.id,
            "person_id": house.owen.id,
        },
    )
