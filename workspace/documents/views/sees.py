"""What one person of a room can see there, and could on a past day."""

from typing import Any

from flask import render_template

from workspace.audit.services import record
from workspace.database import transaction
from workspace.documents.media import kind_name
from workspace.documents.queries.sees import LOOKED_AT
from workspace.documents.queries.sees import sees as what_they_see
from workspace.documents.views.asked import NOBODY, day_asked
from workspace.documents.views.blueprint import blueprint
from workspace.errors import NotFound
from workspace.people.queries import organisations_named
from workspace.permissions.guards import requires, whoever_asks
from workspace.permissions.policies import Action
from workspace.rooms.models import Room
from workspace.rooms.queries.facts import room_facts


@blueprint.get("/rooms/<id:room_id>/people/<id:person_id>/sees")
@requires(Action.READ, Room)
def sees(room: Room, person_id: int) -> Any:
    """Say what one person of a room can see there, of what whoever asks can see, on a day."""
    day = day_asked(room.created_at)
    found = what_they_see(room.id, person_id, whoever_asks(), day.at)
    if found is None:
        raise NotFound(NOBODY)
    owners = organisations_named(one.document.owner_id for one in (*found.seen, *found.unseen))
    with transaction():
        record(
            "room.sight_asked",
            room,
            room_id=room.id,
            material_of=sorted({room.lead_id, *owners}),
            facts={"person": person_id, **day.query},
        )
    page = render_template(
        "documents/sees.html",
        room=room,
        facts=room_facts(room),
        found=found,
        day=day,
        owners=owners,
        kind_name=kind_name,
        most=LOOKED_AT,
    )
    return page, 422 if day.error else 200
