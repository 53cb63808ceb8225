"""Asking to be let into a room, one's own requests, and what leads answer."""

from typing import Any

from flask import flash, redirect, url_for

from workspace.audit.services import record
from workspace.database import transaction
from workspace.errors import Conflict
from workspace.forms import accepted
from workspace.identifiers import encode
from workspace.people.queries import agencies, people_named
from workspace.permissions.guards import fetched_for, requires, signed_in
from workspace.permissions.policies import Action
from workspace.rooms.forms import AskForAccessForm, ConfirmForm, GrantAccessForm, role_of
from workspace.rooms.models import AccessRequest, Room
from workspace.rooms.queries.mine import may_open_room
from workspace.rooms.queries.requests import Waiting, asked_lately, my_requests, waiting_in
from workspace.rooms.services import access
from workspace.rooms.views.blueprint import blueprint, me, page
from workspace.rooms.views.membership import ROLE_HINTS

SENT = (
    "Your request is sent. If there is such a room, its leads see it now; nobody tells you whether there is."
)


@blueprint.route("/requests", methods=["GET", "POST"])
@signed_in
def ask_for_access() -> Any:
    """Ask for access to a room, and see what came of earlier requests."""
    form = AskForAccessForm()
    form.lead.choices = {"": "Choose an agency"} | {encode(each.id): each.name for each in agencies()}
    if accepted(form, lambda: access.ask_for_access(by=me(), **form.entered())):
        flash(SENT, "success")
        return redirect(url_for("rooms.ask_for_access"))
    with transaction():
        mine, left = my_requests(me()), max(0, access.MOST_A_DAY - len(asked_lately(me())))
        may = may_open_room(me())
        record("access.requests_listed", thing_name="person", thing_id=me())
    return page(
        "ask_for_access",
        form,
        mine=mine,
        left=left,
        most=access.MOST_A_DAY,
        days=access.DAYS_TO_ANSWER,
        may=may,
    )


@blueprint.route("/requests/<id:access_request_id>/grant", methods=["GET", "POST"])
@requires(Action.MANAGE, AccessRequest, unseen=True)
def grant_access(access_request: AccessRequest) -> Any:
    """Let in somebody who asked for it."""
    room, form = _room(access_request), GrantAccessForm()
    waiting = _waiting(room, access_request)
    if accepted(
        form,
        lambda: access.grant_access(
            by=me(), request=access_request, role=role_of(form.role.data), **form.days()
        ),
    ):
        flash(f"{_name(access_request)} is in the room now.", "success")
        return redirect(url_for("rooms.people", room_id=room.id))
    return page("grant_access", form, room=room, one=waiting, hints=ROLE_HINTS)


@blueprint.route("/requests/<id:access_request_id>/decline", methods=["GET", "POST"])
@requires(Action.MANAGE, AccessRequest, unseen=True)
def decline_access(access_request: AccessRequest) -> Any:
    """Decline a request, having been asked whether that is meant."""
    room, form = _room(access_request), ConfirmForm()
    waiting = _waiting(room, access_request)
    if accepted(form, lambda: access.decline_access(by=me(), request=access_request)):
        flash(f"The request of {_name(access_request)} is declined. They are not told.", "success")
        return redirect(url_for("rooms.people", room_id=room.id))
    return page("decline_access", form, room=room, one=waiting)


def _room(request: AccessRequest) -> Room:
    room = fetched_for(me(), Action.MANAGE, Room, request.room_id or 0)
    assert isinstance(room, Room)  # noqa: S101 - that is what was asked for
    return room


def _waiting(room: Room, request: AccessRequest) -> Waiting:
    """The request as a lead answers it; `Conflict` once it was answered or they are in the room."""
    found = next((each for each in waiting_in(room) if each.request.id == request.id), None)
    if found is None:
        raise Conflict(f"{access.ANSWERED} Look at the people of the room: nothing else was changed.")
    return found


def _name(request: AccessRequest) -> str:
    return people_named([request.person_id])[request.person_id].name
