"""A file on its way to becoming a version: its bytes go to the store while they come."""

import contextlib
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workspace.database import release
from workspace.documents.filenames import cleaned
from workspace.documents.media import Sniffer
from workspace.errors import Invalid, StoreUnavailable, WorkspaceError
from workspace.identifiers import encode, new_id
from workspace.incoming import Incoming
from workspace.storage import Store, too_large

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Kept:
    """What the store has of a file; `id` is the id of the version it becomes."""

    id: int
    key: str
    filename: str
    media_type: str
    size: int
    sha256: bytes


class Arrival:
    """A file that somebody sends, from the first byte until it belongs to a version or is thrown away.

    What goes wrong is kept in `failure` and not raised by `write`: whoever parses a form must get to
    its end, so that the page can show again what was typed in it.
    """

    def __init__(
        self, store: Store, filename: str, limit: int, failure: WorkspaceError | None = None
    ) -> None:
        self.id = new_id()
        self.key = f"versions/{encode(self.id)}"
        self.filename = cleaned(filename)
        self.size = 0
        self.failure = failure
        self._store = store
        self._limit = limit
        self._sniffer = Sniffer()
        self._incoming: Incoming | None = None
        self._settled = False

    def write(self, data: bytes) -> int:
        """Take the next bytes. After a failure they are dropped."""
        self.size += len(data)
        if self.failure is None and self.size > self._limit:
            self._fail(too_large(self._limit))
        if self.failure is None and data:
            try:
                if self._incoming is None:
                    self._incoming = Incoming(self._store, self.key)
                self._incoming.write(data)
                self._sniffer.feed(data)
            except WorkspaceError as reason:
                self._fail(reason)
        return len(data)

    def is_empty(self) -> bool:
        """Whether nothing was in it; asked once it has all arrived, and a failure from then on."""
        if self.size == 0 and self.failure is None:
            self.failure = Invalid(f"{self.filename} is empty. Choose another document.", "documents")
        return self.size == 0

    def keep(self) -> Kept:
        """Wait until the store has all of it and say what it has; raises what failed."""
        if self.failure is not None or self.is_empty() or self._incoming is None:
            raise self.failure or Invalid("It was thrown away. Choose it again.", "documents")
        try:
            stored = self._incoming.finish()
        except WorkspaceError as reason:
            self._fail(reason)
            raise
        return Kept(
            id=self.id,
            key=self.key,
            filename=self.filename,
            media_type=self._sniffer.media_type(self.filename),
            size=stored.size,
            sha256=bytes.fromhex(stored.sha256),
        )

    def settle(self) -> None:
        """Say that a version has it (or may have it): from here on it stays in the store."""
        self._settled = True

    def discard(self) -> None:
        """Leave nothing of it in the store unless it is settled. What stays all the same is swept up."""
        incoming, self._incoming = self._incoming, None
        if incoming is None or self._settled:
            return
        try:
            incoming.discard()
        except StoreUnavailable:
            log.warning("an upload that nobody wants is left in the store until it is swept up: %s", self.key)

    close = discard

    def seek(self, offset: int, whence: int = 0) -> int:
        """Do nothing; the parser of forms rewinds what it has written."""
        return 0

    def read(self, size: int = -1) -> bytes:
        """Nothing: it can only be read from the store."""
        return b""

    def _fail(self, reason: WorkspaceError) -> None:
        self.discard()
        self.failure = reason


@contextlib.contextmanager
def unless_settled(arrivals: Sequence[Arrival]) -> Iterator[None]:
    """Throw away, at the end of the block, what it has not settled.

    Settle the files last of all in the transaction: whether a commit that failed was done, nobody can
    know, and bytes without a row are swept up, while a row without bytes would be a lost document.
    """
    try:
        yield
    finally:
        for arrival in arrivals:
            arrival.discard()


def keep(arrivals: Sequence[Arrival]) -> list[Kept]:
    """Wait until the store has the files, without holding a connection of the database meanwhile."""
    release()
    return [arrival.keep() for arrival in arrivals]
