"""Who can see a document, and why."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from flask import render_template, request

from workspace.audit.services import record
from workspace.database import session, transaction
from workspace.documents.models import Document
from workspace.documents.queries.chain import chain_of
from workspace.documents.queries.offers import offers
from workspace.documents.queries.versions import level_of
from workspace.documents.queries.why import Sight, in_the_room, sight_of, told_closely
from workspace.documents.views.answers import MARKING_SENTENCES
from workspace.documents.views.blueprint import blueprint
from workspace.errors import NotFound
from workspace.identifiers import decode
from workspace.people.queries import Named, people_named
from workspace.periods import SHORTEST, day_of, spoken_day, upper_of
from workspace.permissions.guards import requires, whoever_asks
from workspace.permissions.policies import Action
from workspace.permissions.questions import abilities
from workspace.rooms.models import Room


@dataclass(frozen=True)
class Day:
    """The day that was asked about: as it was typed, the moment that ends it (None: now), what is wrong."""

    typed: str
    at: datetime | None = None
    error: str = ""

    @property
    def today(self) -> str:
        """Today, as a field for days has it."""
        return day_of(datetime.now(UTC)).isoformat()

    @property
    def day(self) -> str:
        """The day in words."""
        return spoken_day(self.at - SHORTEST) if self.at else "today"


@blueprint.get("/documents/<id:document_id>/why")
@requires(Action.READ, Document)
def why(document: Document) -> Any:
    """Say who can see a document and, of one person, why or why not, link by link."""
    who, day = whoever_asks(), _day(document)
    sight = sight_of(document, who, day.at)
    person = _person(sight)
    chain, can_share = None, None
    may_release = Action.RELEASE in abilities(session(), who, document)
    if person is not None and not day.error:
        closely = told_closely(document, who, person)
        chain = chain_of(document, person, day.at, in_the_room(document), closely=closely)
        if chain.lacks_release and may_release and day.at is None and chain.agency is not None:
            offered = offers(document.room_id, who, document.category, document)
            can_share = next((one for one in offered if one.organisation.id == chain.agency.id), None)
    level = level_of(document)
    context = {
        "document": document,
        "room": session().get_one(Room, document.room_id),
        "level": level,
        "marking_sentence": MARKING_SENTENCES[level],
        "sight": sight,
        "day": day,
        "asked": person,
        "chain": chain,
        "may_release": may_release,
        "can_share": can_share,
    }
    with transaction():
        facts = {"person": person.id} if person else {}
        record(
            "document.access_asked",
            document,
            room_id=document.room_id,
            material_of=[document.owner_id],
            facts={**facts, **({"on": day.typed} if day.at else {})},
        )
    return render_template("documents/why.html", **context), 422 if day.error else 200


def _person(sight: Sight) -> Named | None:
    """The person that the address asks about; whoever may not be asked about is as good as absent."""
    word = request.args.get("person", "")
    if not word:
        return None
    try:
        id = decode(word)
    except ValueError:
        raise NotFound("There is nobody of that name here.") from None
    person = people_named([id]).get(id) if id in sight.askable else None
    if person is None:
        raise NotFound("There is nobody of that name here.")
    return person


def _day(document: Document) -> Day:
    """The day the address asks about, up to its end; today is now."""
    typed = request.args.get("on", "").strip()[:40]
    if not typed:
        return Day("")
    try:
        wanted = date.fromisoformat(typed)
    except ValueError:
        return Day(typed, error="Enter a real day, such as 2026-03-13")
    today, first = day_of(datetime.now(UTC)), document.created_at
    if wanted == today:
        return Day(typed)
    if wanted > today:
        return Day(typed, error="That day is still to come. Choose today or an earlier one")
    if wanted.year < first.year - 50:
        return Day(typed, error="That day is long before there was this document. Choose a later one")
    return Day(typed, upper_of(wanted, wanted))
