"""Counting the open threads that a person may read, on documents and on their versions."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from workspace.annotations.models import Annotation, Resolution
from workspace.database import session
from workspace.documents.models import Version
from workspace.permissions.policies import Action
from workspace.permissions.questions import NOW, permitted


@dataclass(frozen=True)
class Elsewhere:
    """Another version of a document, and how many open threads on it the reader may read."""

    document_id: int
    number: int
    open: int


def open_annotations(by: int | None, document_ids: Iterable[int]) -> dict[int, int]:
    """How many open threads on each document the person ``by`` may read; one query."""
    counted = session().execute(
        _open_threads(by)
        .where(Annotation.document_id.in_(list(document_ids)))
        .with_only_columns(Annotation.document_id, func.count(), maintain_column_froms=True)
        .group_by(Annotation.document_id)
    )
    return dict(counted.all())


def elsewhere(by: int, document_id: int, number: int) -> list[Elsewhere]:
    """The other versions with more open threads for the person ``by`` than this one, newest first; one query.

    Without it a new version would hide a discussion that goes on beside an older one.
    """
    counted = session().execute(
        _open_threads(by)
        .where(Annotation.document_id == document_id)
        .join(Version, Version.id == Annotation.version_id)
        .with_only_columns(Version.number, func.count(), maintain_column_froms=True)
        .group_by(Version.number)
        .order_by(Version.number.desc())
    )
    found = dict(counted.all())
    here = found.get(number, 0)
    return [Elsewhere(document_id, other, count) for other, count in found.items() if count > here]


def _open_threads(by: int | None) -> Select[Any]:
    return permitted(by, Action.READ, Annotation).where(Annotation.thread_id.is_(None), ~_is_resolved())


def _is_resolved() -> ColumnElement[bool]:
    stands = (Resolution.thread_id == Annotation.id) & Resolution.during.contains(NOW)
    return select(Resolution.id).where(stands).exists()
