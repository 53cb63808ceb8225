"""Joins this feature to the application."""

from flask import Flask

from workspace.documents import uploads
from workspace.documents.queries import resting
from workspace.documents.queries.lists import newest_documents
from workspace.documents.queries.newcomers import newcomers
from workspace.documents.queries.preview import documents_seen
from workspace.documents.queries.under_agreement import documents_under
from workspace.documents.views import (
    content,
    marking,
    offer,
    readers,
    reading,
    room,
    sees,
    share,
    upload,
    versions,
    why,
    why_room,
)
from workspace.documents.views.blueprint import blueprint
from workspace.sharing.resting import come_from

# Imported, so that each has added itself to the blueprint.
PAGES = (content, marking, offer, readers, reading, room, sees, share, upload, versions, why, why_room)


def register(app: Flask) -> None:
    """Add its pages to ``app``, and have files of forms go straight to the store."""
    uploads.register(app)
    app.register_blueprint(blueprint)
    come_from(resting)
    app.jinja_env.globals["newcomers"] = newcomers
    app.jinja_env.globals["open_without_consent"] = resting.open_without_consent
    app.jinja_env.globals.update(
        documents_seen=documents_seen, documents_under=documents_under, newest_documents=newest_documents
    )
