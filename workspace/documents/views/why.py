"""Who can see a document, and why."""

from typing import Any

from flask import render_template

from workspace.audit.services import record
from workspace.database import session, transaction
from workspace.documents.models import Document
from workspace.documents.queries.chain import chain_of
from workspace.documents.queries.offers import offers
from workspace.documents.queries.versions import level_of
from workspace.documents.queries.why import in_the_room, sight_of, told_closely
from workspace.documents.views.answers import MARKING_SENTENCES
from workspace.documents.views.asked import day_asked, person_asked
from workspace.documents.views.blueprint import blueprint
from workspace.permissions.guards import requires, whoever_asks
from workspace.permissions.policies import Action
from workspace.permissions.questions import abilities
from workspace.rooms.models import Room


@blueprint.get("/documents/<id:document_id>/why")
@requires(Action.READ, Document)
def why(document: Document) -> Any:
    """Say who can see a document and, of one person, why or why not, link by link."""
    who, day = whoever_asks(), day_asked(document.created_at)
    sight = sight_of(document, who, day.at)
    person = person_asked(sight.askable)
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
            facts={**facts, **day.query},
        )
    return render_template("documents/why.html", **context), 422 if day.error else 200
