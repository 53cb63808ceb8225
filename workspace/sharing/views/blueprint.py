"""What the pages about agreements and consents share: their blueprint, and a page with a form."""

from typing import Any

from flask import Blueprint, Response, make_response, render_template, request

from workspace.forms import Form

blueprint = Blueprint("sharing", __name__)


def page(template: str, form: Form, **values: Any) -> Response:
    """A page with a form: with status 422 when it was refused."""
    status = 422 if request.method == "POST" else 200
    return make_response(render_template(f"sharing/{template}.html", form=form, **values), status)
