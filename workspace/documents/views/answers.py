"""What the pages of documents answer to our own scripts, and what they say about markings."""

from typing import Any

from flask import jsonify, request

from workspace.forms import Form
from workspace.rooms.models import Level

MARKING_SENTENCES = {
    Level.OFFICIAL: "",
    Level.OFFICIAL_SENSITIVE: (
        "Contributors may download it, and each download is recorded. Nothing from it goes into e-mail."
    ),
}


def wants_json() -> bool:
    """Whether one of our scripts asks, which shows the answer itself."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json"], default="text/html")
    return best == "application/json"


def refused(form: Form, status: int) -> Any:
    """Why a form was not accepted, one sentence a field."""
    errors = {field.name: field.errors[0] for field in form if field.errors}
    if form.form_errors:
        errors[""] = form.form_errors[0]
    return jsonify(errors=errors, error=next(iter(errors.values()), "")), status
