"""Joins this feature to the application."""

from flask import Flask

from workspace.rooms.agreements import come_from
from workspace.sharing import agreements
from workspace.sharing.views import consents
from workspace.sharing.views.blueprint import blueprint

PAGES: tuple[object, ...] = (consents,)  # importing views puts them on the blueprint; each names itself here


def register(app: Flask) -> None:
    """Add its pages to ``app``, and let rooms ask for agreements."""
    app.register_blueprint(blueprint)
    come_from(agreements)
