"""Joins this feature to the application."""

from flask import Flask

from workspace.rooms.agreements import come_from
from workspace.sharing import agreements
from workspace.sharing.queries.notices import notices_about, notices_at_home
from workspace.sharing.views import agreements as register_of_agreements
from workspace.sharing.views import consents, signing
from workspace.sharing.views.blueprint import blueprint

# Importing views puts them on the blueprint; each names itself here.
PAGES: tuple[object, ...] = (consents, register_of_agreements, signing)


def register(app: Flask) -> None:
    """Add its pages to ``app``, and let rooms ask for agreements."""
    app.register_blueprint(blueprint)
    app.jinja_env.globals.update(
        agreement_page="sharing.agreement", notices_about=notices_about, notices_at_home=notices_at_home
    )
    come_from(agreements)
