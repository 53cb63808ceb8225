"""A room with a council that leads, an NHS trust that a document was released to, and a school."""

from dataclasses import dataclass

import pytest

from tests.factories import World
from workspace.documents.models import Document
from workspace.people.models import Organisation, Person
from workspace.rooms.models import Membership, Role, Room
from workspace.sharing.models import Agreement, Release


@dataclass
class Family:
    """The smallest case in which every step of the decision order can fail by itself."""

    world: World
    council: Organisation
    nhs: Organisation
    school: Organisation
    priya: Person
    owen: Person
    joy: Person
    gwen: Person
    room: Room
    joys: Membership
    agreement: Agreement
    plan: Document
    released: Release


@pytest.fixture
def family(world: World) -> Family:
    """The case, with everything in order: Joy of the NHS may read the council's plan, the school not."""
    council, nhs, school = (world.organisation(name) for name in ("Council", "NHS", "School"))
    priya, owen = world.person(council), world.person(council, "Owen Blyth")
    joy, gwen = world.person(nhs, "Joy Okafor"), world.person(school, "Gwen Lyle")
    room = world.room(priya, council)
    for organisation in (nhs, school):
        world.bring_in(room, organisation, by=priya)
    world.join(room, owen, Role.READER, by=priya)
    joys = world.join(room, joy, Role.COMMENTER, by=priya)
    world.join(room, gwen, Role.CONTRIBUTOR, by=priya)
    agreement = world.agreement([council, nhs, school], priya)
    plan = world.document(room, priya, council)
    released = world.release(plan, nhs, agreement, priya)
    return Family(world, council, nhs, school, priya, owen, joy, gwen, room, joys, agreement, plan, released)
