"""Home, and opening and closing rooms."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from workspace.audit.services import record
from workspace.database import transaction
from workspace.errors import NotAllowed
from workspace.forms import accepted
from workspace.people.models import Organisation
from workspace.people.queries import organisation_of
from workspace.permissions.guards import fetched_for, requires, signed_in, whoever_asks
from workspace.permissions.policies import Action
from workspace.rooms.forms import MARKS, ConfirmForm, OpenRoomForm
from workspace.rooms.models import Role, Room
from workspace.rooms.queries.mine import may_open_room, my_rooms
from workspace.rooms.queries.requests import waiting_counts
from workspace.rooms.services import opening
from workspace.rooms.views.blueprint import blueprint, me, page


@blueprint.get("/")
@signed_in
def home() -> Any:
    """My rooms, and what is new in them."""
    with transaction():
        rooms = my_rooms(me())
        may_open = may_open_room(me())
        asking = waiting_counts(me(), [each.room.id for each in rooms if each.role == Role.LEAD])
        if rooms:
            leading = sorted({each.room.lead_id for each in rooms})
            record("rooms.listed", material_of=leading, facts={"rooms": len(rooms)})
    return render_template(
        "rooms/home.html",
        rooms=rooms,
        titles={each.room.id: each.room.title for each in rooms},
        may_open=may_open,
        asking=asking,
    )


@blueprint.route("/rooms/new", methods=["GET", "POST"])
@signed_in
def open_room() -> Any:
    """Open a room that one's organisation leads."""
    organisation = organisation_of(whoever_asks())
    if organisation is None:
        raise NotAllowed(opening.FOR_NOBODY)
    fetched_for(me(), Action.OPEN_ROOM, Organisation, organisation.id)  # nobody fills in a form in vain
    form = OpenRoomForm()
    made: list[int] = []
    if accepted(form, lambda: made.append(opening.open_room(by=me(), **form.entered()))):
        flash("The room is open. Bring in the agencies you work with, then add people.", "success")
        return redirect(url_for("rooms.people", room_id=made[0]))
    return page("open_room", form, organisation=organisation, hints=MARKS)


@blueprint.route("/rooms/<id:room_id>/close", methods=["GET", "POST"])
@requires(Action.ADMIT, Room)
def close_room(room: Room) -> Any:
    """Close a room, having been asked whether that is meant."""
    form = ConfirmForm()
    if accepted(form, lambda: opening.close_room(by=me(), room_id=room.id)):
        flash("The room is closed. It can still be read; nothing can be added to it.", "success")
        return redirect(url_for("rooms.people", room_id=room.id))
    return page("close_room", form, room=room)
