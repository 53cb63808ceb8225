"""Adding documents to a room."""

from typing import Any

from flask import current_app, flash, jsonify, redirect, render_template, request, url_for

from workspace.config import Config
from workspace.documents.forms.share import ticked
from workspace.documents.forms.upload import UploadForm
from workspace.documents.models import Document
from workspace.documents.queries.offers import offers
from workspace.documents.queries.seeing import seen_by
from workspace.documents.services.add import add_documents
from workspace.documents.views.answers import refused, wants_json
from workspace.documents.views.blueprint import blueprint
from workspace.errors import Invalid, StoreUnavailable, TooLarge
from workspace.permissions.guards import requires, whoever_asks
from workspace.permissions.policies import Action
from workspace.rooms.models import Room

RULES = {"official-sensitive": "Only contributors may download it, and nothing from it goes into e-mail."}


@blueprint.route("/rooms/<id:room_id>/documents/new", methods=["GET", "POST"])
@requires(Action.CONTRIBUTE, Room)
def upload(room: Room) -> Any:
    """Show the form, or make documents of what was sent with it."""
    by = whoever_asks()
    form = UploadForm(room.level)
    boxes = ticked(request.form)
    if form.validate_on_submit():
        try:
            chosen = form.chosen(boxes, offers(room.id, by, form.chosen_category))
            return _saved(room, add_documents(by, room.id, form.documents.arrivals, form.details, chosen))
        except (Invalid, TooLarge, StoreUnavailable) as reason:
            form.refuse(reason if isinstance(reason, Invalid) else Invalid(str(reason), "documents"))
    if request.method == "GET":
        form.begin(request.args.get("category", ""))
    elif wants_json():
        return refused(form, form.documents.status)
    config: Config = current_app.config["WORKSPACE"]
    page = render_template(
        "documents/upload.html",
        room=room,
        form=form,
        limit=config.max_upload_bytes,
        rules=RULES,
        offers=offers(room.id, by, None),
        ticked=boxes,
        offer_error=" ".join(form.see.errors),
    )
    return page, 200 if request.method == "GET" else form.documents.status


def _saved(room: Room, made: list[Document]) -> Any:
    if len(made) == 1:
        flash(f"{made[0].title} was saved. {seen_by(made)}", "success")
        address = url_for("documents.read", document_id=made[0].id)
    else:
        flash(f"{len(made)} documents were saved. {seen_by(made)}", "success")
        address = url_for("documents.room", room_id=room.id)
    return (jsonify(location=address), 201) if wants_json() else redirect(address, 303)
