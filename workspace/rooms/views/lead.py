"""Leaving a room, and handing over its lead."""

from typing import Any

from flask import flash, redirect, request, url_for

from workspace.forms import accepted
from workspace.identifiers import encode
from workspace.people.queries import Named, organisations_named
from workspace.permissions.guards import requires
from workspace.permissions.policies import Action
from workspace.rooms.forms import LeaveForm, SuccessorForm, TransferLeadForm, role_of
from workspace.rooms.models import Room
from workspace.rooms.queries.leads import is_last_lead, may_lead, successors
from workspace.rooms.services import leading
from workspace.rooms.views.blueprint import blueprint, me, page

LEAVE = "leave"


def heirs(
    form: SuccessorForm, room: Room, person_id: int, *, one_is_chosen: bool = False
) -> list[Named] | None:
    """Who could take over the lead, as choices of the form; None where nobody needs to.

    ``one_is_chosen``: where there is only one, they are ticked, because the button names them.
    """
    if not is_last_lead(room, person_id):
        return None
    found = successors(room, person_id)
    form.successor.choices = {encode(each.id): f"{each.name}, {each.job_title}" for each in found}
    if one_is_chosen and len(found) == 1 and not form.successor.data:
        form.successor.data = encode(found[0].id)
    return found


@blueprint.route("/rooms/<id:room_id>/leave", methods=["GET", "POST"])
@requires(Action.READ, Room)
def leave(room: Room) -> Any:
    """Leave a room, having been asked whether that is meant and, the last lead, who takes over."""
    form = LeaveForm()
    if accepted(form, lambda: leading.leave(by=me(), room_id=room.id, successor_id=form.successor_id())):
        flash(f"You have left {room.title}. To come back, ask its leads for access.", "success")
        return redirect(url_for("rooms.home"))
    return page("leave", form, room=room, heirs=heirs(form, room, me(), one_is_chosen=True))


@blueprint.route("/rooms/<id:room_id>/lead", methods=["GET", "POST"])
@requires(Action.ADMIT, Room)
def transfer_lead(room: Room) -> Any:
    """Choose who leads a room from now on; then, having been told what changes, make them."""
    listed = {encode(each.id): each for each in may_lead(room, me())}
    form = TransferLeadForm()
    wanted = form.person.data or request.args.get("person", "")
    person = listed.get(wanted)
    own = organisations_named([room.lead_id])[room.lead_id]
    form.afterwards.choices = {
        "lead": "Still a lead"
        + (f", for people of {own.short_name} only" if _is_other(person, own.id) else ""),
        "contributor": "Contributor",
        LEAVE: "No longer in the room",
    }

    def act() -> None:
        chosen = form.afterwards.data
        afterwards = None if chosen == LEAVE else role_of(chosen)
        leading.transfer_lead(by=me(), room_id=room.id, person_id=form.person_id(), afterwards=afterwards)

    if accepted(form, act) and person is not None:
        flash(_said(person, own.id), "success")
        left = form.afterwards.data == LEAVE
        return redirect(url_for("rooms.home") if left else url_for("rooms.people", room_id=room.id))
    form.person.data = wanted
    template = "transfer_lead" if person else "_choose_lead"
    return page(template, form, room=room, people=list(listed.values()), one=person, own=own)


def _is_other(person: Named | None, organisation_id: int) -> bool:
    return (
        person is not None and person.organisation is not None and person.organisation.id != organisation_id
    )


def _said(person: Named, former_id: int) -> str:
    if person.organisation is not None and _is_other(person, former_id):
        return f"{person.organisation.short_name} leads the room now, and {person.name} is its lead."
    return f"{person.name} is lead of the room now."
