"""What the pages about agreements and consents share: their blueprint, and how a form's refusal is shown."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request

from workspace.database import actor
from workspace.errors import Conflict, Invalid, NotAllowed
from workspace.forms import Form

blueprint = Blueprint("sharing", __name__)


def me() -> int:
    """The person who asks; only for views whose guard has made sure that there is one."""
    who = actor()
    if who is None:
        raise NotAllowed("Sign in first.")
    return who


def accepted(form: Form, act: Callable[[], object]) -> bool:
    """Whether ``form`` was sent, can be accepted, and ``act`` did not refuse it; else it shows why."""
    if not form.validate_on_submit():
        return False
    try:
        act()
    except (Invalid, Conflict) as refusal:
        form.refuse(refusal)
        return False
    return True


def page(template: str, form: Form, **values: Any) -> Response:
    """A page with a form: with status 422 when it was refused."""
    status = 422 if request.method == "POST" else 200
    return make_response(render_template(f"sharing/{template}.html", form=form, **values), status)
