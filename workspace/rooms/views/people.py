"""Who is in a room, and which agencies take part."""

from datetime import UTC, date, datetime
from typing import Any

from flask import flash, redirect, render_template, url_for
from sqlalchemy import select

from workspace import periods
from workspace.audit.services import record
from workspace.database import session, transaction
from workspace.errors import NotAllowed, NotFound
from workspace.forms import accepted
from workspace.identifiers import encode
from workspace.people.queries import organisations_named
from workspace.permissions.guards import requires
from workspace.permissions.policies import Action
from workspace.permissions.questions import abilities
from workspace.rooms import agreements
from workspace.rooms.forms import BringInForm, ConfirmForm
from workspace.rooms.models import Participation, Room
from workspace.rooms.order import place
from workspace.rooms.queries.earlier import former_members, took_part
from workspace.rooms.queries.facts import not_over
from workspace.rooms.queries.people import ending_soon, excluded, groups, past, reach_of
from workspace.rooms.queries.requests import waiting_in
from workspace.rooms.services import participation
from workspace.rooms.views.blueprint import blueprint, me, page

RETURNS = "Took part {period}: what was released to it then and still runs stands again."


@blueprint.get("/rooms/<id:room_id>/people")
@requires(Action.READ, Room)
def people(room: Room) -> Any:
    """The agencies of a room and their people; leads also see who is excluded, and who was here earlier."""
    with transaction() as db:
        may = abilities(db, me(), room)
        reach = reach_of(me(), room) if Action.DISMISS in may else None
        listed = groups(room, reach)
        agreed = agreements.readable(each.agreement_id for each in listed if each.agreement_id)
        barred = excluded(room, reach) if reach else []
        earlier = past(room, reach) if reach else []
        waiting = waiting_in(room) if reach and Action.MANAGE in may else []
        record("room.people_opened", room, room_id=room.id, material_of=[room.lead_id])
    return render_template(
        "rooms/people.html",
        room=room,
        who=me(),
        may={action.value for action in may},
        leads_for_all=reach is not None and reach.own_id == room.lead_id,
        groups=listed,
        agreements=agreed,
        excluded=barred,
        earlier=earlier,
        waiting=waiting,
        soon=ending_soon(listed),
        today=_today(),
    )


@blueprint.route("/rooms/<id:room_id>/organisations/new", methods=["GET", "POST"])
@requires(Action.ADMIT, Room)
def bring_in(room: Room) -> Any:
    """Bring an agency into a room, under an agreement."""
    form = BringInForm()
    before = took_part(room)
    choices, hints = _grounds(room, before)
    form.ground.choices = choices

    def act() -> None:
        organisation_id, agreement_id = form.chosen()
        participation.bring_in(
            by=me(),
            room_id=room.id,
            organisation_id=organisation_id,
            agreement_id=agreement_id,
            **form.days(),
        )

    if accepted(form, act):
        organisation_id, _agreement_id = form.chosen()
        name = organisations_named([organisation_id])[organisation_id].short_name
        first = form.first.data
        later = f" from {periods.day_in_words(first)}" if first and first > _today() else ""
        if organisation_id in before:
            flash(
                f"{name} takes part again{later}, and what was released to it and still runs stands again.",
                "success",
            )
            if former_members(room, organisation_id, reach_of(me(), room)):
                return redirect(url_for("rooms.add_again", room_id=room.id, organisation_id=organisation_id))
            return redirect(url_for("rooms.people", room_id=room.id))
        flash(
            f"{name} takes part{later}. Add its people next: nobody of {name} is in the room yet.", "success"
        )
        return redirect(url_for("rooms.people", room_id=room.id))
    return page("bring_in", form, room=room, hints=hints, returning=bool(before))


def _today() -> date:
    return periods.day_of(datetime.now(UTC))


def _grounds(room: Room, before: dict[int, periods.Period]) -> tuple[dict[str, str], dict[str, str]]:
    taking = select(Participation.organisation_id).where(
        Participation.room_id == room.id, not_over(Participation)
    )
    found = participation.choosable(room.lead_id, set(session().scalars(taking)))
    choices, hints = {}, {}
    for organisation, binding in sorted(found, key=lambda each: place(each[0])):
        for each in binding:
            value = f"{encode(organisation.id)}.{encode(each.id)}"
            choices[value] = f"{organisation.name}, under {each.name}"
            ends = periods.last_day(each.during)
            until = f", until {periods.day_in_words(ends)}" if ends else ""
            hints[value] = " ".join([f"Covers {each.covered}{until}.", *each.warnings])
            if organisation.id in before:
                hints[value] += f" {RETURNS.format(period=periods.words(before[organisation.id]))}"
    return choices, hints


@blueprint.route("/rooms/<id:room_id>/organisations/<id:organisation_id>/end", methods=["GET", "POST"])
@requires(Action.DISMISS, Room)
def end_participation(room: Room, organisation_id: int) -> Any:
    """End that an agency takes part, having been asked whether that is meant."""
    form = ConfirmForm()
    organisation = organisations_named([organisation_id]).get(organisation_id)
    reach = reach_of(me(), room)
    group = next((one for one in groups(room, reach) if one.organisation == organisation), None)
    if organisation is None or group is None:
        raise NotFound("That agency does not take part in the room.")
    if reach.own_id != room.lead_id:
        raise NotAllowed(participation.LEAD_AGENCY_ONLY)  # nobody is asked whether they mean it in vain
    if accepted(
        form,
        lambda: participation.end_participation(by=me(), room_id=room.id, organisation_id=organisation_id),
    ):
        flash(
            f"{organisation.short_name} no longer takes part, and its people can no longer enter.", "success"
        )
        return redirect(url_for("rooms.people", room_id=room.id))
    return page("end_participation", form, room=room, organisation=organisation, group=group)
