"""What is written beside a document, over HTTP: as part of the page, as JSON for our scripts, as JSON-LD."""

import json
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from workspace import errors
from workspace.annotations import counts, queries, services, sight, targets
from workspace.annotations.concerned import concerned
from workspace.annotations.forms import AUDIENCES, AnnotationForm, ReplyForm
from workspace.annotations.models import Annotation
from workspace.audit.services import record
from workspace.database import actor, session, transaction
from workspace.documents import media
from workspace.documents.models import Document, Version
from workspace.documents.views.asked import day_asked, person_asked
from workspace.identifiers import encode
from workspace.permissions.guards import requires
from workspace.permissions.policies import Action

blueprint = Blueprint("annotations", __name__)
LINKED_DATA = "application/ld+json"


@blueprint.get("/documents/<id:document_id>/versions/<int:number>/annotations", endpoint="list")
@requires(Action.READ, Document)
def list_annotations(document: Document, number: int) -> Any:
    """Show every annotation on a version that the reader may see: a piece of the page, or JSON-LD."""
    version = _version(document, number)
    with transaction():
        record(
            "annotation.listed",
            document,
            room_id=document.room_id,
            material_of=[document.owner_id],
            facts={"version": number},
        )
        if request.accept_mimetypes.best_match(["text/html", LINKED_DATA]) == LINKED_DATA:
            return _linked_data(document, number)
        may = queries.abilities_on(_asker(), document.id)
        threads = queries.threads(_asker(), document.id, number, may)
        return render_template(
            "annotations/_list.html",
            threads=threads,
            elsewhere=counts.elsewhere(_asker(), document.id, number),
            may={action.value for action in may},
            shown=media.shown(version.media_type),
        )


@blueprint.get("/annotations/<id:annotation_id>/why")
@requires(Action.READ, Annotation)
def why(annotation: Annotation) -> Any:
    """Say who can see an annotation and, of one person, why or why not, link by link."""
    day = day_asked(annotation.created_at)
    found = sight.sight_of_annotation(annotation, _asker(), day.at)
    person = person_asked(found.askable)
    chain = None
    if person is not None and not day.error:
        chain = sight.annotation_chain(found, _asker(), person, day.at)
    with transaction():
        facts = {"person": person.id} if person else {}
        record(
            "annotation.access_asked",
            annotation,
            room_id=annotation.room_id,
            material_of=concerned(annotation),
            facts={**facts, **day.query},
        )
    body = queries.shown(annotation.body)
    page = render_template("annotations/why.html", sight=found, body=body, asked=person, chain=chain, day=day)
    return page, 422 if day.error else 200


@blueprint.post("/documents/<id:document_id>/versions/<int:number>/annotations")
@requires(Action.ANNOTATE, Document)
def add(document: Document, number: int) -> Any:
    """Add an annotation to a version."""
    form = AnnotationForm(request.form)
    if not form.validate():
        return _invalid(form.sentences)
    try:
        id = services.add(
            _asker(),
            document.id,
            number,
            body=form.body.data or "",
            audience=AUDIENCES[form.audience.data or ""],
            organisations=form.chosen,
            target=form.passage,
            request_id=form.attempt,
        )
    except errors.Invalid as wrong:
        return _invalid({wrong.field or "body": str(wrong)})
    return _done(id, document.id, number, 201)


@blueprint.post("/annotations/<id:annotation_id>/reply")
@requires(Action.REPLY, Annotation)
def reply(annotation: Annotation) -> Any:
    """Add a reply to a thread."""
    form = ReplyForm(request.form)
    if not form.validate():
        return _invalid(form.sentences)
    id = services.reply(_asker(), annotation.id, body=form.body.data or "", request_id=form.attempt)
    return _answered(annotation, id, 201)


@blueprint.post("/annotations/<id:annotation_id>/resolve")
@requires(Action.RESOLVE, Annotation)
def resolve(annotation: Annotation) -> Any:
    """Say that a thread is settled."""
    return _act(services.resolve, annotation)


@blueprint.post("/annotations/<id:annotation_id>/reopen")
@requires(Action.RESOLVE, Annotation)
def reopen(annotation: Annotation) -> Any:
    """Open a settled thread again."""
    return _act(services.reopen, annotation)


@blueprint.post("/annotations/<id:annotation_id>/withdraw")
@requires(Action.WITHDRAW, Annotation)
def withdraw(annotation: Annotation) -> Any:
    """Take back what one wrote."""
    return _act(services.withdraw, annotation)


def _act(service: Callable[[int, int], None], annotation: Annotation) -> Any:
    service(_asker(), annotation.id)
    return _answered(annotation, annotation.id, 200)


def _answered(annotation: Annotation, id: int, status: int) -> Any:
    version = session().get_one(Version, annotation.version_id)
    return _done(id, annotation.document_id, version.number, status)


def _asker() -> int:
    who = actor()
    assert who is not None  # noqa: S101 - the guard has let nobody else in
    return who


def _version(document: Document, number: int) -> Version:
    if not 0 < number < services.MOST_VERSIONS:
        raise errors.NotFound("There is no such version.")
    found = session().query(Version).filter_by(document_id=document.id, number=number).one_or_none()
    if found is None:
        raise errors.NotFound("There is no such version.")
    return found


def _done(id: int, document_id: int, number: int, status: int) -> Any:
    if _wants_json():
        return jsonify(id=encode(id)), status
    page = url_for("documents.read_version", document_id=document_id, number=number)
    return redirect(f"{page}#annotations", 303)


def _invalid(sentences: dict[str, str]) -> Any:
    if _wants_json():
        return jsonify(errors=sentences), 422
    raise errors.Invalid(next(iter(sentences.values())))


def _wants_json() -> bool:
    best = request.accept_mimetypes.best_match(["text/html", "application/json"], default="text/html")
    return best == "application/json"


def _linked_data(document: Document, number: int) -> Response | Answer:
    base = current_app.config["WORKSPACE"].public_url
    page = base + url_for("documents.read_version", document_id=document.id, number=number)
    source = base + url_for("documents.content", document_id=document.id, number=number)
    items = queries.web_annotations(_asker(), document.id, number, page, source)
    body = {"@context": targets.CONTEXT, "type": "AnnotationPage", "items": items}
    return Response(json.dumps(body), mimetype=LINKED_DATA)
