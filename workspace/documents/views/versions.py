"""The versions of a document: their list, and adding one."""

from typing import Any

from flask import current_app, flash, jsonify, redirect, render_template, request, url_for

from workspace.audit.services import record
from workspace.config import Config
from workspace.database import session, transaction
from workspace.documents.forms.version import VersionForm
from workspace.documents.models import Document
from workspace.documents.queries.versions import level_of, versions_of
from workspace.documents.queries.visibility import visible_to
from workspace.documents.services.versions import VersionConflict
from workspace.documents.services.versions import add_version as add
from workspace.documents.views.answers import MARKING_SENTENCES, refused, wants_json
from workspace.documents.views.blueprint import blueprint
from workspace.errors import Invalid, StoreUnavailable, TooLarge
from workspace.permissions.guards import requires, whoever_asks
from workspace.permissions.policies import Action
from workspace.permissions.questions import abilities
from workspace.rooms.models import Room


@blueprint.get("/documents/<id:document_id>/versions")
@requires(Action.READ, Document)
def versions(document: Document) -> str:
    """List what there is of a document, newest first."""
    _record(document)
    return render_template(
        "documents/versions.html",
        **_about(document),
        versions=versions_of(document),
        may=abilities(session(), whoever_asks(), document),
    )


@blueprint.route("/documents/<id:document_id>/versions/new", methods=["GET", "POST"])
@requires(Action.CONTRIBUTE, Document)
def add_version(document: Document) -> Any:
    """Show the form, or make what was sent with it the newest version."""
    form = VersionForm()
    status = 422
    if form.validate_on_submit():
        try:
            return _saved(document, _add(document, form))
        except VersionConflict as reason:
            form.form_errors.append(str(reason))
            status = 409
        except (Invalid, TooLarge, StoreUnavailable) as reason:
            form.refuse(reason if isinstance(reason, Invalid) else Invalid(str(reason), "documents"))
    known = versions_of(document)
    if request.method == "GET" or status == 409:
        form.based_on.data = str(known[0].number)
    if request.method == "GET":
        status = 200
    else:
        status = max(status, form.documents.status) if status == 422 else status
        if wants_json():
            return refused(form, status)
    _record(document)
    config: Config = current_app.config["WORKSPACE"]
    page = render_template(
        "documents/add_version.html",
        **_about(document),
        form=form,
        newest=known[0],
        limit=config.max_upload_bytes,
        visible_to=visible_to(document),
    )
    return page, status


def _record(document: Document) -> None:
    """Note that somebody reads what versions there are: the list, or the newest on the form for the next."""
    with transaction():
        record("document.versions_read", document, room_id=document.room_id, material_of=[document.owner_id])


def _add(document: Document, form: VersionForm) -> int:
    arrivals = form.documents.arrivals
    if len(arrivals) > 1:
        raise Invalid("Choose one document: the new version.", "documents")
    return add(whoever_asks(), document.id, arrivals[0], form.reason.data or "", form.base).number


def _saved(document: Document, number: int) -> Any:
    flash(f"Version {number} was saved.", "success")
    address = url_for("documents.read", document_id=document.id)
    return (jsonify(location=address), 201) if wants_json() else redirect(address, 303)


def _about(document: Document) -> dict[str, Any]:
    level = level_of(document)
    return {
        "document": document,
        "room": session().get_one(Room, document.room_id),
        "level": level,
        "marking_sentence": MARKING_SENTENCES[level],
    }
