"""A room led by the council in which the NHS takes part; the school has an agreement, Eastbridge none."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.factories import World
from workspace.audit.models import AuditEntry
from workspace.database import acting_as, session
from workspace.identifiers import encode
from workspace.people.models import Duty, Organisation, Person
from workspace.realtime.models import OutboxEvent
from workspace.rooms.models import Exclusion, Membership, Participation, Role, Room
from workspace.sharing.models import Agreement

SignIn = Callable[[int], FlaskClient]


@dataclass
class House:
    """Who and what there is in these tests."""

    world: World
    council: Organisation
    nhs: Organisation
    school: Organisation
    eastbridge: Organisation
    priya: Person
    owen: Person
    joy: Person
    samira: Person
    gwen: Person
    paul: Person
    sol: Person
    room: Room
    agreement: Agreement

    def address(self, *parts: Any) -> str:
        """An address under the room's own."""
        named = [encode(part) if isinstance(part, int) else part for part in parts]
        return "/".join(["/rooms", encode(self.room.id), *named])

    def memberships(self, person: Person) -> Sequence[Membership]:
        """Every membership a person ever had in the room, the first one first."""
        with acting_as(self.priya.id):
            rows = select(Membership).where(
                Membership.room_id == self.room.id, Membership.person_id == person.id
            )
            return session().scalars(rows.order_by(Membership.during, Membership.id)).all()

    def participations(self, organisation: Organisation) -> Sequence[Participation]:
        """Every participation an organisation ever had in the room."""
        with acting_as(self.priya.id):
            rows = select(Participation).where(
                Participation.room_id == self.room.id, Participation.organisation_id == organisation.id
            )
            return session().scalars(rows.order_by(Participation.during)).all()

    def exclusions(self, person: Person) -> Sequence[Exclusion]:
        """Every exclusion a person ever had from the room."""
        with acting_as(self.priya.id):
            return session().scalars(select(Exclusion).where(Exclusion.person_id == person.id)).all()

    def recorded(self, action: str) -> Sequence[AuditEntry]:
        """The audit entries about an action, as an administrator reads them."""
        with acting_as(self.sol.id):
            return session().scalars(select(AuditEntry).where(AuditEntry.action == action)).all()

    def told(self) -> Sequence[OutboxEvent]:
        """What waits to be told."""
        with acting_as(self.priya.id):
            return session().scalars(select(OutboxEvent).order_by(OutboxEvent.id)).all()


@pytest.fixture
def house(world: World) -> House:
    """The room with Priya as its lead, Owen of the council and Joy of the NHS in it."""
    council = world.organisation("Council", colour="council")
    nhs = world.organisation("NHS", colour="nhs")
    school = world.organisation("School", colour="school")
    eastbridge = world.organisation("Eastbridge")
    priya, owen = world.person(council, "Priya Nair"), world.person(council, "Owen Blyth")
    joy, samira = world.person(nhs, "Joy Okafor"), world.person(nhs, "Samira Haddad")
    gwen, paul = world.person(school, "Gwen Lyle"), world.person(eastbridge, "Paul Tait")
    platform = world.organisation("Platform")
    sol = world.person(platform, "Sol Arden", Duty.ADMINISTRATOR)
    agreement = world.agreement([council, nhs, school], priya)
    room = world.room(priya, council)
    world.bring_in(room, nhs, by=priya, agreement_id=agreement.id)
    world.join(room, owen, Role.CONTRIBUTOR, by=priya)
    world.join(room, joy, Role.CONTRIBUTOR, by=priya)
    return House(
        world, council, nhs, school, eastbridge, priya, owen, joy, samira, gwen, paul, sol, room, agreement
    )


def words_of(page: str) -> str:
    """The words of a page, without its markup."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())
