"""Joins this feature to the application."""

from flask import Flask

from workspace import periods
from workspace.people.queries import organisations_named
from workspace.rooms.order import in_order
from workspace.rooms.queries.facts import room_facts
from workspace.rooms.views import exclusion, home, membership, people
from workspace.rooms.views.blueprint import blueprint

PAGES = (home, people, membership, exclusion)  # importing them puts their views on the blueprint


def register(app: Flask) -> None:
    """Add its pages to ``app``, and what other pages show of rooms."""
    app.register_blueprint(blueprint)
    app.jinja_env.filters.update(periods.FILTERS)
    app.jinja_env.filters["in_order"] = in_order
    app.jinja_env.globals["room_facts"] = room_facts
    app.jinja_env.globals["organisations_named"] = organisations_named
