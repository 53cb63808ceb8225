"""Joins this feature to the application."""

from flask import Flask

from workspace.audit import views, words
from workspace.audit.refusals import record_refusal
from workspace.permissions import guards


def register(app: Flask) -> None:
    """Add its pages to ``app``, and have refusals recorded."""
    guards.refused.connect(record_refusal)
    app.jinja_env.filters["to_the_second"] = words.to_the_second
    app.jinja_env.filters["but"] = words.but
    app.register_blueprint(views.blueprint)
