"""Files on their way in: from whoever writes them, straight through to the object store."""

import threading
from collections import deque
from collections.abc import Callable

from workspace.storage import Store, Stored, too_large

PIPE = 2 * 1024 * 1024  # bytes that may wait between a sender and the store


class Incoming:
    """A file that is being received: what is written to it goes to the store while it arrives.

    It has as much of a file as the parser of web forms asks for. `finish` waits for the store and says
    what was stored; `discard` leaves nothing behind. Writing more than `limit` bytes raises `TooLarge`,
    a store that fails raises at the next write. A sender faster than the store is made to wait, so no
    more than some 15 MB are in memory, whatever the size of the file.
    """

    def __init__(self, store: Store, key: str, limit: int | None = None) -> None:
        self.key = key
        self._store = store
        self._limit = limit
        self._chunks: deque[bytes] = deque()
        self._waiting = 0
        self._size = 0
        self._complete = False
        self._failure: BaseException | None = None
        self._stored: Stored | None = None
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._send, name=f"store {key}", daemon=True)
        self._thread.start()

    def write(self, data: bytes) -> int:
        """Take the next bytes, waiting while the store is behind."""
        with self._changed:
            self._size += len(data)
            if self._limit is not None and self._size > self._limit:
                self._fail(too_large(self._limit))
            self._changed.wait_for(lambda: self._waiting < PIPE or self._failure is not None)
            if self._failure is not None:
                raise self._failure
            self._chunks.append(bytes(data))
            self._waiting += len(data)
            self._changed.notify_all()
        return len(data)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Do nothing: the parser rewinds what it has written, and this can only be read from the store."""
        return 0

    def tell(self) -> int:
        """How many bytes were written."""
        return self._size

    def read(self, size: int = -1) -> bytes:
        """Nothing; see `seek`."""
        return b""

    def close(self) -> None:
        """Discard it unless it was finished."""
        if self._stored is None:
            self.discard()

    def finish(self) -> Stored:
        """Wait until everything is stored and say what it was."""
        with self._changed:
            self._complete = True
            self._changed.notify_all()
        self._thread.join()
        if self._failure is not None:
            raise self._failure
        assert self._stored is not None  # noqa: S101 - the thread ends with one or the other
        return self._stored

    def discard(self) -> None:
        """Stop, and leave nothing in the store."""
        with self._changed:
            self._fail(_Discarded("the file was discarded"))
        self._thread.join()
        if self._stored is not None:
            self._stored = None
            self._store.remove(self.key)

    def _fail(self, reason: BaseException) -> None:
        if self._failure is None:
            self._failure = reason
        self._changed.notify_all()

    def _send(self) -> None:
        try:
            self._stored = self._store.put(self.key, _Pipe(self._next))
        except BaseException as reason:  # whoever writes or finishes gets it
            with self._changed:
                self._fail(reason)

    def _next(self) -> bytes:
        with self._changed:
            self._changed.wait_for(lambda: self._chunks or self._complete or self._failure is not None)
            if self._failure is not None:
                raise self._failure
            if not self._chunks:
                return b""
            chunk = self._chunks.popleft()
            self._waiting -= len(chunk)
            self._changed.notify_all()
            return chunk


class _Discarded(Exception):
    """Ends an upload that nobody wants any more."""


class _Pipe:
    """Reads whole chunks, of whatever size they were written in."""

    def __init__(self, take: Callable[[], bytes]) -> None:
        self._take = take
        self._rest = b""

    def read(self, size: int, /) -> bytes:
        chunk = self._rest or self._take()
        self._rest = chunk[size:]
        return chunk[:size] if self._rest else chunk
