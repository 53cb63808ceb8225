"""Joins this feature to the application."""

from flask import Flask

from workspace.documents import uploads
from workspace.documents.queries.lists import newest_documents
from workspace.documents.queries.preview import documents_seen
from workspace.documents.views import content, reading, room, share, upload, versions, why
from workspace.documents.views.blueprint import blueprint

# Imported, so that each has added itself to the blueprint.
PAGES = (content, reading, room, share, upload, versions, why)


def register(app: Flask) -> None:
    """Add its pages to ``app``, and have files of forms go straight to the store."""
    uploads.register(app)
    app.register_blueprint(blueprint)
    app.jinja_env.globals.update(documents_seen=documents_seen, newest_documents=newest_documents)
