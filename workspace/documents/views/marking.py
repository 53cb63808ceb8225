"""Changing how a document is marked."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from workspace.audit.services import record
from workspace.database import session, transaction
from workspace.documents.forms.marking import MarkingForm
from workspace.documents.models import Document
from workspace.documents.queries.marking import follows
from workspace.documents.queries.members import members
from workspace.documents.queries.offers import unended
from workspace.documents.queries.preview import able
from workspace.documents.queries.versions import level_of
from workspace.documents.services import marking
from workspace.documents.views.answers import MARKING_SENTENCES
from workspace.documents.views.blueprint import blueprint
from workspace.errors import Conflict, Invalid
from workspace.people.queries import organisations_named
from workspace.permissions.guards import requires, whoever_asks
from workspace.permissions.policies import Action
from workspace.rooms.models import Level, Room
from workspace.rooms.order import in_order
from workspace.sharing.queries.grounds import in_words


@blueprint.route("/documents/<id:document_id>/marking", methods=["GET", "POST"])
@requires(Action.RELEASE, Document)
def change_marking(document: Document) -> Any:
    """Show what would follow from another marking, or change it."""
    form, status = MarkingForm(), 200
    if request.method == "POST":
        try:
            if form.validate():
                return _saved(document, form)
            status = 422
        except Invalid as refused:
            form.refuse(refused)
            status = 422
        except Conflict as refused:
            form.refuse(refused)
            status = 409
    return _shown(document, form), status


def _saved(document: Document, form: MarkingForm) -> Any:
    chosen = form.chosen()
    marking.change_marking(whoever_asks(), document.id, **chosen)
    flash(f"Saved. {document.title} is marked {chosen['level'].label} from now on.", "success")
    return redirect(url_for("documents.share", document_id=document.id), 303)


def _shown(document: Document, form: MarkingForm) -> str:
    by, now, room = whoever_asks(), level_of(document), session().get_one(Room, document.room_id)
    then = Level.OFFICIAL if now is Level.OFFICIAL_SENSITIVE else Level.OFFICIAL_SENSITIVE
    form.show(now, then, unended(document.id))
    wide = marking.too_wide(document) if then > now else []
    agencies = in_order(organisations_named(one.organisation_id for one in wide).values())
    people = members(document.room_id)
    ids = [person.id for person in people]
    before = able(session(), document, ids)
    told = {
        name: follows(people, before, marking.try_marking(by, document, then, ids, narrow=name == "narrow"))
        for name in ("narrow", "leave")
    }
    with transaction():
        record(
            "document.releases_previewed",
            document,
            room_id=document.room_id,
            material_of=[document.owner_id],
        )
    return render_template(
        "documents/change_marking.html",
        document=document,
        room=room,
        level=now,
        then=then,
        marking_sentence=MARKING_SENTENCES[now],
        form=form,
        can=then <= room.level,
        raised=then > now,
        wide=in_words(agency.short_name for agency in agencies) if wide else "",
        follows=told,
        hints={name: " ".join(sentences) for name, sentences in told.items()},
    )
