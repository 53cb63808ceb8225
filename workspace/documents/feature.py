"""Joins this feature to the application."""

from flask import Flask

from workspace.documents import uploads
from workspace.documents.views import content, reading, upload, versions
from workspace.documents.views.blueprint import blueprint

PAGES = (content, reading, upload, versions)  # imported, so that each has added itself to the blueprint


def register(app: Flask) -> None:
    """Add its pages to ``app``, and have files of forms go straight to the store."""
    uploads.register(app)
    app.register_blueprint(blueprint)
