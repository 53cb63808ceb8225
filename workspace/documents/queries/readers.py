"""Who could read a document on a day, for those who answer for it and may not read it themselves."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from workspace.database import audience_session
from workspace.documents.models import Document
from workspace.documents.policy.marking import level_at
from workspace.people.models import Employment, Organisation
from workspace.people.queries import Named, organisations_named, people_named
from workspace.permissions.policies import Action
from workspace.permissions.questions import NOW, THEN, audience
from workspace.rooms.models import Level, Room
from workspace.rooms.order import in_order
from workspace.sharing.models import Category

COULD = {Action.READ: "read", Action.ANNOTATE: "annotate", Action.DOWNLOAD: "download"}


@dataclass(frozen=True)
class Facts:
    """What may be said of a document without reading it. ``level`` is its marking on that day."""

    id: int
    owner: Organisation
    category: Category
    level: Level
    room_id: int
    reference: str
    created_at: datetime


@dataclass(frozen=True)
class Readers:
    """People of one agency, each with what they could do; the agency they worked for on that day."""

    agency: Organisation
    people: tuple[tuple[Named, str], ...]


def facts_of(document_id: int, at: datetime | None) -> Facts:
    """What may be said of a document by somebody who answers for it."""
    asked = (
        select(
            Document.owner_id,
            Document.category,
            level_at(NOW if at is None else THEN),
            Document.room_id,
            Room.reference,
            Document.created_at,
        )
        .join(Room, Room.id == Document.room_id)
        .where(Document.id == document_id)
    )
    with audience_session() as nobody:
        row = nobody.execute(asked, {"at": at}).one()
    owner_id, category, level, room_id, reference, created_at = row
    owner = organisations_named([owner_id])[owner_id]
    return Facts(document_id, owner, category, Level(level), room_id, reference, created_at)


def readers_on(document_id: int, at: datetime | None) -> list[Readers]:
    """Everybody who could read a document, now or at the moment ``at``, by their agency then."""
    could = {action: frozenset(audience(action, Document, document_id, at)) for action in COULD}
    people = people_named(could[Action.READ])
    worked = _employers(could[Action.READ], at)
    by_agency: dict[int, list[Named]] = defaultdict(list)
    for person in sorted(people.values(), key=lambda one: one.name):
        by_agency[worked[person.id]].append(person)
    agencies = organisations_named(by_agency)
    return [
        Readers(
            agency,
            tuple(
                (one, ", ".join(COULD[action] for action in COULD if one.id in could[action]))
                for one in by_agency[agency.id]
            ),
        )
        for agency in in_order(agencies.values())
    ]


def _employers(people: frozenset[int], at: datetime | None) -> dict[int, int]:
    then = Employment.during.contains(NOW if at is None else THEN)
    asked = select(Employment.person_id, Employment.organisation_id).where(
        Employment.person_id.in_(people), then
    )
    with audience_session() as nobody:
        return dict(nobody.execute(asked, {"at": at}).all())
