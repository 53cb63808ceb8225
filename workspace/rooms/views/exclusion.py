"""Keeping a person from ever seeing a room, and ending that. For leads; nobody else learns of it."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from workspace.audit.queries import references
from workspace.errors import NotFound
from workspace.forms import accepted
from workspace.identifiers import decode, encode
from workspace.people.queries import Named, people_named
from workspace.permissions.guards import requires
from workspace.permissions.policies import Action
from workspace.rooms.forms import ConfirmForm, ExcludeForm
from workspace.rooms.models import ExclusionReason, Room
from workspace.rooms.queries.finding import cleaned, find_people
from workspace.rooms.queries.people import excluded, reach_of
from workspace.rooms.services import exclusion as services
from workspace.rooms.views.blueprint import blueprint, me, page
from workspace.rooms.views.lead import heirs


@blueprint.route("/rooms/<id:room_id>/exclusions/new", methods=["GET", "POST"])
@requires(Action.DISMISS, Room)
def exclude(room: Room) -> Any:
    """Find a person and exclude them."""
    words = cleaned(request.args.get("q", ""))
    reach = reach_of(me(), room)
    found, more = find_people(room, reach, words, taking_part=False) if words else ([], False)
    free = [each for each in found if not each.is_excluded and each.person.id != me()]
    form = ExcludeForm()
    form.person.choices = {encode(each.person.id): each.person.name for each in free}
    if accepted(
        form,
        lambda: services.exclude(
            by=me(),
            room_id=room.id,
            person_id=decode(str(form.person.data)),
            reason=str(form.reason.data),
            successor_id=form.successor_id(),
        ),
    ):
        name = next(each.person.name for each in free if encode(each.person.id) == form.person.data)
        flash(f"For {name} this room does not exist from now on.", "success")
        return redirect(url_for("rooms.people", room_id=room.id))
    inheriting = _heirs(form, room)
    return page("exclude", form, room=room, found=free, more=more, words=words, heirs=inheriting)


def _heirs(form: ExcludeForm, room: Room) -> list[Named] | None:
    """Who could take over the lead, where excluding the one who was chosen leaves the room without one."""
    if not isinstance(form.person.choices, dict) or form.person.data not in form.person.choices:
        return None
    return heirs(form, room, decode(str(form.person.data)))


@blueprint.route("/rooms/<id:room_id>/exclusions/<id:person_id>/end", methods=["GET", "POST"])
@requires(Action.DISMISS, Room)
def end_exclusion(room: Room, person_id: int) -> Any:
    """End an exclusion, having been asked whether that is meant."""
    barred = {each.person.id: each for each in excluded(room, reach_of(me(), room))}
    if person_id not in barred:
        raise NotFound("That person is not excluded from the room.")
    form = ConfirmForm()
    if accepted(form, lambda: services.end_exclusion(by=me(), room_id=room.id, person_id=person_id)):
        flash(f"The exclusion of {barred[person_id].person.name} is over.", "success")
        return redirect(url_for("rooms.people", room_id=room.id))
    return page("end_exclusion", form, room=room, one=barred[person_id])


@blueprint.get("/exclusions/<id:exclusion_reason_id>/reason")
@requires(Action.READ, ExclusionReason)
def exclusion_reason(exclusion_reason: ExclusionReason) -> Any:
    """Why somebody was excluded, for the auditors of the agency that excluded them."""
    exclusion = services.read_reason(exclusion_reason)
    named = people_named([exclusion.person_id, exclusion.by_id])
    return render_template(
        "rooms/exclusion_reason.html",
        reason=exclusion_reason.reason,
        exclusion=exclusion,
        one=named[exclusion.person_id],
        by=named[exclusion.by_id],
        room=references({exclusion.room_id})[exclusion.room_id],
    )
