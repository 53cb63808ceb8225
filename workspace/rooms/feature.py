"""Joins this feature to the application."""

from datetime import datetime

from flask import Flask

from workspace import periods
from workspace.people.queries import organisations_named
from workspace.rooms.order import in_order
from workspace.rooms.queries.facts import room_facts
from workspace.rooms.queries.reasons import readable_reasons
from workspace.rooms.views import access, exclusion, home, lead, membership, people
from workspace.rooms.views.blueprint import blueprint

PAGES = (
    home,
    people,
    membership,
    exclusion,
    lead,
    access,
)  # importing them puts their views on the blueprint


def register(app: Flask) -> None:
    """Add its pages to ``app``, and what other pages show of rooms."""
    app.register_blueprint(blueprint)
    app.jinja_env.filters.update(periods.FILTERS)
    app.jinja_env.filters["in_order"] = in_order
    app.jinja_env.globals["room_facts"] = room_facts
    app.jinja_env.globals["organisations_named"] = organisations_named
    app.jinja_env.filters["last_day_of"] = _last_day
    app.jinja_env.globals["readable_reasons"] = readable_reasons


def _last_day(end: datetime) -> str:
    """The last day before the moment at which a period is over, in words."""
    return periods.day_in_words(periods.day_of(end - periods.SHORTEST))
