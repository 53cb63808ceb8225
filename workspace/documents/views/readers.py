"""Who could read a document on a day, for auditors of its owner and administrators: without its content."""

from typing import Any

from flask import render_template

from workspace.audit.services import record
from workspace.database import transaction
from workspace.documents.models import Document
from workspace.documents.queries.readers import facts_of, readers_on
from workspace.documents.views.asked import day_asked
from workspace.documents.views.blueprint import blueprint
from workspace.permissions.guards import answering_for
from workspace.permissions.policies import Action


@blueprint.get("/documents/<id:document_id>/readers")
@answering_for(Action.AUDIT, Document)
def readers(document_id: int) -> Any:
    """Say who could read a document on a day, to somebody who may not read it."""
    day = day_asked(facts_of(document_id, None).created_at)
    facts = facts_of(document_id, day.at)
    found = [] if day.error else readers_on(document_id, day.at)
    with transaction():
        record(
            "document.readers_asked",
            room_id=facts.room_id,
            material_of=[facts.owner.id],
            thing_name="document",
            thing_id=document_id,
            facts=dict(day.query),
        )
    page = render_template("documents/readers.html", facts=facts, found=found, day=day)
    return page, 422 if day.error else 200
