"""Adding people to a room, changing what they are in it, and taking them out."""

from typing import Any

from flask import flash, redirect, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from workspace import periods
from workspace.database import session
from workspace.errors import NotAllowed, NotFound
from workspace.forms import accepted
from workspace.identifiers import encode
from workspace.people.models import Organisation
from workspace.people.queries import Named, people_named
from workspace.permissions.guards import requires
from workspace.permissions.policies import Action
from workspace.permissions.questions import abilities
from workspace.rooms.forms import AddAgainForm, AddMemberForm, ChangeMemberForm, LeaveForm, role_of
from workspace.rooms.models import Membership, Room
from workspace.rooms.queries.earlier import former_members
from workspace.rooms.queries.facts import able_members, not_over
from workspace.rooms.queries.finding import cleaned, find_people
from workspace.rooms.queries.people import groups, reach_of
from workspace.rooms.services import membership as services
from workspace.rooms.services.managing import OTHERS_PEOPLE
from workspace.rooms.views.blueprint import blueprint, me, page
from workspace.rooms.views.lead import heirs

ROLE_HINTS = {
    "reader": "Reads what is OFFICIAL and released to their agency; nothing OFFICIAL-SENSITIVE.",
    "commenter": "Also annotates, and reads OFFICIAL-SENSITIVE.",
    "contributor": "Also adds documents and versions.",
    "lead": "Also manages who is in the room. A lead of another agency manages its own people only.",
}


@blueprint.route("/rooms/<id:room_id>/people/new", methods=["GET", "POST"])
@requires(Action.MANAGE, Room)
def add_member(room: Room) -> Any:
    """Find people of the agencies that take part, and add them."""
    words = cleaned(request.args.get("q", ""))
    found, more = find_people(room, reach_of(me(), room), words, taking_part=True)
    form = AddMemberForm()
    form.people.choices = {encode(each.person.id): each.person.name for each in found}
    if accepted(
        form,
        lambda: services.add_member(
            by=me(), room_id=room.id, person_ids=form.chosen(), role=role_of(form.role.data), **form.days()
        ),
    ):
        added = form.people.data or []
        flash(f"{len(added)} {'person is' if len(added) == 1 else 'people are'} in the room now.", "success")
        return redirect(url_for("rooms.people", room_id=room.id))
    return page("add_member", form, room=room, found=found, more=more, words=words, hints=ROLE_HINTS)


@blueprint.route("/rooms/<id:room_id>/people/<id:person_id>", methods=["GET", "POST"])
@requires(Action.MANAGE, Room)
def change_member(room: Room, person_id: int) -> Any:
    """Change a person's role or their last day in the room."""
    person, member = _member(room, person_id)
    form = ChangeMemberForm(role=member.role.name.lower(), last=periods.last_day(member.during))
    if accepted(
        form,
        lambda: services.change_member(
            by=me(),
            room_id=room.id,
            person_id=person_id,
            role=role_of(form.role.data),
            last=form.last.data,
            successor_id=form.successor_id(),
        ),
    ):
        flash(f"The membership of {person.name} is changed.", "success")
        return _back(room)
    return page(
        "change_member",
        form,
        room=room,
        one=person,
        member=member,
        hints=ROLE_HINTS,
        who=me(),
        heirs=heirs(form, room, person_id),
    )


@blueprint.route("/rooms/<id:room_id>/people/<id:person_id>/remove", methods=["GET", "POST"])
@requires(Action.DISMISS, Room)
def remove_member(room: Room, person_id: int) -> Any:
    """Take a person out of the room, having been asked whether that is meant."""
    person, member = _member(room, person_id)
    form = LeaveForm()
    if accepted(
        form,
        lambda: services.remove_member(
            by=me(), room_id=room.id, person_id=person_id, successor_id=form.successor_id()
        ),
    ):
        flash(f"{person.name} is no longer in the room.", "success")
        return _back(room)
    inheriting = heirs(form, room, person_id, one_is_chosen=True)
    return page("remove_member", form, room=room, one=person, member=member, who=me(), heirs=inheriting)


@blueprint.route("/rooms/<id:room_id>/organisations/<id:organisation_id>/people", methods=["GET", "POST"])
@requires(Action.MANAGE, Room)
def add_again(room: Room, organisation_id: int) -> Any:
    """Add those of an agency again who were in the room earlier, as what they were."""
    reach = reach_of(me(), room)
    group = next((one for one in groups(room, reach) if _is(one.organisation, organisation_id)), None)
    if group is None or group.organisation is None:
        raise NotFound("That agency does not take part in the room.")
    if not reach.over(group.organisation):
        raise NotAllowed(OTHERS_PEOPLE)
    former = former_members(room, organisation_id, reach)
    form = AddAgainForm()
    form.people.choices = {encode(each.person.id): each.person.name for each in former}
    if request.method == "GET":
        form.people.data = list(form.people.choices)
    if accepted(
        form,
        lambda: services.add_again(
            by=me(), room_id=room.id, organisation_id=organisation_id, person_ids=form.chosen()
        ),
    ):
        added = form.people.data or []
        flash(
            f"{len(added)} {'person is' if len(added) == 1 else 'people are'} in the room again.", "success"
        )
        return redirect(url_for("rooms.people", room_id=room.id))
    return page("add_again", form, room=room, organisation=group.organisation, former=former)


def _member(room: Room, person_id: int) -> tuple[Named, Membership]:
    """Somebody in the room whom the person who asks manages.

    Of another agency's people it is only said that they may not be changed when the People page shows
    them: who is excluded or suspended answers as who was never in the room, and takes as many questions.
    """
    theirs = (Membership.room_id == room.id) & (Membership.person_id == person_id)
    member = session().scalars(select(Membership).where(theirs, not_over(Membership))).first()
    person = people_named([person_id]).get(person_id)
    reach, shown = reach_of(me(), room), able_members(room.id)
    is_managed = person is not None and reach.over(person.organisation)
    if member is None or person is None or not (is_managed or person_id in shown):
        raise NotFound("That person is not a member of the room.")
    if not is_managed:
        raise NotAllowed(OTHERS_PEOPLE)
    return person, member


def _is(organisation: Organisation | None, id: int) -> bool:
    return organisation is not None and organisation.id == id


def _back(room: Room) -> Response:
    """To the People page, or Home for somebody who may no longer see it."""
    may = abilities(session(), me(), room)
    return redirect(url_for("rooms.people", room_id=room.id) if Action.READ in may else url_for("rooms.home"))
