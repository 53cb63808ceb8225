"""How many uploads a person may have under way at the same time."""

from collections import Counter
from threading import Lock

from workspace.errors import TooMany

UPLOADS = 3  # of one person
BUSY = (
    f"You are sending documents in {UPLOADS} windows already. Nothing of this was saved: "
    "wait until one of them is done, then send it again."
)


class AtOnce:
    """Counts what each person has under way, and refuses more than ``most``.

    Each web process counts for itself. That is enough for what it is about: what uploads take of a
    process, its memory and its connections to the store.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._under_way: Counter[int] = Counter()
        self._lock = Lock()

    def begin(self, person_id: int) -> None:
        """Note that a person begins one more; raises `TooMany`. Call `end` however it ends."""
        with self._lock:
            if self._under_way[person_id] >= self._most:
                raise TooMany(BUSY, 10)
            self._under_way[person_id] += 1

    def end(self, person_id: int) -> None:
        """Note that one of a person's has ended."""
        with self._lock:
            self._under_way[person_id] -= 1
            if self._under_way[person_id] <= 0:
                del self._under_way[person_id]
