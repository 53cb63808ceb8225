"""Why one person can or cannot enter a room, now and on a past day: for its leads."""

from typing import Any

from flask import render_template

from workspace.audit.services import record
from workspace.database import transaction
from workspace.documents.queries.chain import chain_into
from workspace.documents.queries.members import members
from workspace.documents.queries.why import placed_by
from workspace.documents.views.asked import day_asked, person_asked
from workspace.documents.views.blueprint import blueprint
from workspace.permissions.guards import requires, whoever_asks
from workspace.permissions.policies import Action
from workspace.rooms.models import Room


@blueprint.get("/rooms/<id:room_id>/why")
@requires(Action.DISMISS, Room)
def why_room(room: Room) -> Any:
    """Say of one person whose place in the room the lead manages why they can or cannot enter it."""
    day, people = day_asked(room.created_at), placed_by(whoever_asks(), room)
    person = person_asked({each.id for each in people})
    chain = None
    if person is not None and not day.error:
        chain = chain_into(room.id, person, day.at, tuple(members(room.id)))
    with transaction():
        facts = {"person": person.id} if person else {}
        record(
            "room.access_asked",
            room,
            room_id=room.id,
            material_of=[room.lead_id],
            facts={**facts, **day.query},
        )
    page = render_template(
        "documents/why_room.html", room=room, people=people, asked=person, chain=chain, day=day
    )
    return page, 422 if day.error else 200
