"""The consents of a room: reading them, recording one, and recording that one was withdrawn."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from workspace.audit.services import record
from workspace.database import session, transaction
from workspace.errors import Conflict
from workspace.forms import accepted
from workspace.permissions.guards import requires, whoever_asks
from workspace.permissions.policies import Action
from workspace.rooms.models import Room
from workspace.rooms.queries.facts import room_facts
from workspace.rooms.queries.mine import agencies_of
from workspace.sharing.forms.consents import OUTCOME_HINTS, ConsentForm, WithdrawForm
from workspace.sharing.models import Asked, ConsentRecord
from workspace.sharing.queries.consents import consent_of, consents_of, subjects
from workspace.sharing.resting import resting_on
from workspace.sharing.services import consents as services
from workspace.sharing.views.blueprint import blueprint, page


@blueprint.get("/rooms/<id:room_id>/consents")
@requires(Action.READ, Room)
def consents(room: Room) -> Any:
    """The consents of a room that whoever asks may read, also those that have ended."""
    with transaction():
        listed = consents_of(room.id, whoever_asks())
        record("room.consents_read", room, room_id=room.id, material_of=[room.lead_id])
    return render_template(
        "sharing/consents.html",
        room=room,
        facts=room_facts(room),
        standing=[one for one in listed if one.stands],
        ended=[one for one in listed if not one.stands],
    )


@blueprint.route("/rooms/<id:room_id>/consents/new", methods=["GET", "POST"])
@requires(Action.CONTRIBUTE, Room)
def record_consent(room: Room) -> Any:
    """Record what came of asking a person of the family."""
    form = ConsentForm()
    form.offer(organisation for organisation, _how, _note in agencies_of([room.id]).get(room.id, []))
    if accepted(form, lambda: services.record_consent(whoever_asks(), room.id, form.said())):
        given = form.outcome.data == Asked.GIVEN.name.lower()
        flash(
            f"Recorded. {'What is released can rest on it now.' if given else 'Nothing can rest on it.'}",
            "success",
        )
        return redirect(url_for("sharing.consents", room_id=room.id))
    return page("record_consent", form, room=room, hints=OUTCOME_HINTS, subjects=subjects(room.id))


@blueprint.route("/consents/<id:consent_record_id>/withdraw", methods=["GET", "POST"])
@requires(Action.WITHDRAW, ConsentRecord)
def withdraw_consent(consent_record: ConsentRecord) -> Any:
    """Say what closes when a consent is withdrawn, and record that it was."""
    one = consent_of(consent_record, whoever_asks())
    if not one.stands:
        raise Conflict(services.OVER)
    resting = resting_on(consent_record.room_id, consent_record.consent_id)
    form = WithdrawForm()
    if accepted(form, lambda: services.withdraw_consent(whoever_asks(), consent_record.id)):
        flash(_done(one.record, one.outcome, sum(each.closes for each in resting)), "success")
        return redirect(url_for("sharing.consents", room_id=consent_record.room_id))
    return page(
        "withdraw_consent",
        form,
        room=session().get_one(Room, consent_record.room_id),
        one=one,
        given=one.outcome is Asked.GIVEN,
        closing=[each for each in resting if each.closes],
        staying=[each for each in resting if not each.closes],
    )


def _done(kept: ConsentRecord, outcome: Asked, closed: int) -> str:
    if outcome is not Asked.GIVEN:
        return f"Recorded: that of {kept.subject} no longer holds."
    what = "Nothing rested on it alone" if not closed else "What rested on it alone is closed"
    return f"The consent of {kept.subject} is withdrawn. {what}."
