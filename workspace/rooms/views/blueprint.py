"""What the pages of rooms share: their blueprint, and how a form's refusal is shown."""

from typing import Any

from flask import Blueprint, Response, make_response, render_template, request

from workspace.database import actor
from workspace.errors import NotAllowed
from workspace.forms import Form

blueprint = Blueprint("rooms", __name__)


def me() -> int:
    """The person who asks; only for views whose guard has made sure that there is one."""
    who = actor()
    if who is None:
        raise NotAllowed("Sign in first.")
    return who


def page(template: str, form: Form, **values: Any) -> Response:
    """A page with a form: with status 422 when it was refused."""
    status = 422 if request.method == "POST" else 200
    return make_response(render_template(f"rooms/{template}.html", form=form, **values), status)
