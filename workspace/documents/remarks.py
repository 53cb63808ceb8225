"""Remarks on documents that an agency which joined later may be shown: a higher floor keeps them.

`workspace.annotations` keeps them and, when the application is put together, names itself as the source with
`come_from`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Remark:
    """A thread for everyone that began before an agency took part: how it begins, and on what."""

    id: int
    document_id: int
    words: str
    author: str
    created_at: datetime
    replies: int


class Source(Protocol):
    """Whoever keeps the remarks."""

    def offered(
        self, by: int, room_id: int, organisation_id: int, document_ids: Collection[int]
    ) -> list[Remark]:
        """The threads that ``by`` may release to an organisation, on some documents, the oldest first."""

    def release(self, db: Session, by: int, organisation_id: int, thread_id: int) -> int:
        """Release a thread inside the caller's transaction; gives the id of the document it is on."""


_sources: list[Source] = []


def come_from(source: Source) -> None:
    """Name whoever keeps the remarks."""
    _sources[:] = [source]


def offered(by: int, room_id: int, organisation_id: int, document_ids: Collection[int]) -> list[Remark]:
    """See `Source.offered`."""
    return _sources[0].offered(by, room_id, organisation_id, document_ids)


def release(db: Session, by: int, organisation_id: int, thread_id: int) -> int:
    """See `Source.release`."""
    return _sources[0].release(db, by, organisation_id, thread_id)
