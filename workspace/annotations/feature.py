"""Joins this feature to the application."""

from collections.abc import Iterable
from typing import Any

from flask import Flask

from workspace import identifiers
from workspace.annotations import counts, queries, releasing, sockets
from workspace.annotations.views import blueprint
from workspace.database import actor
from workspace.documents.remarks import come_from


def register(app: Flask) -> None:
    """Add its pages to ``app``, and what it shows on others' pages."""
    sockets.offer()
    come_from(releasing)
    app.register_blueprint(blueprint)
    app.jinja_env.globals["annotations_beside"] = annotations_beside
    app.jinja_env.globals["open_annotations"] = open_annotations


def annotations_beside(document: Any, version: Any) -> queries.Beside:
    """What a document's page shows beside a version: threads, and what a new annotation can be."""
    who = actor()
    return queries.Beside([]) if who is None else queries.beside(who, _number(document.id), version.number)


def open_annotations(document_ids: Iterable[Any]) -> dict[int, int]:
    """How many open threads on each document whoever asks may read."""
    return counts.open_annotations(actor(), [_number(id) for id in document_ids])


def _number(id: Any) -> int:
    """An id, also where a page has it as the word it shows."""
    return identifiers.decode(id) if isinstance(id, str) else int(id)
