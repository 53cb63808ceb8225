"""Work that keeps a core busy, done where it stops nobody else.

All sockets of a process are served by one thread, which such work would stop for as long as it takes.
"""

from collections.abc import Callable
from threading import BoundedSemaphore
from typing import Any, TypeVar

from gevent import get_hub, monkey

Answer = TypeVar("Answer")


class Aside:
    """Does work in real threads, ``at_once`` pieces of it at a time; whoever comes later waits.

    Each kind of work has one of its own, so that much of one kind keeps nobody from another. Release the
    connection of the database before, and do not use it in the work: it belongs to the other thread.
    """

    def __init__(self, at_once: int) -> None:
        self._turns = BoundedSemaphore(at_once)

    def __call__(self, work: Callable[..., Answer], *values: Any) -> Answer:
        """What ``work`` gives for these values, or raises."""
        if not monkey.is_module_patched("threading"):
            return work(*values)  # this thread carries nobody's sockets
        with self._turns:
            answer: Answer = get_hub().threadpool.apply(work, values)
            return answer
