"""Passwords: hashed with argon2id, verified away from the event loop, a few at a time.

A verification keeps a core busy for about 30 ms. On the event loop it would freeze everybody's
sockets for that long, and without a limit a stranger could keep every core busy.
Parameters: OWASP's for argon2id (19 MiB, two passes, one lane).
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from workspace.errors import TooMany
from workspace.threads import Aside

AT_ONCE = 2
PATIENCE = 8.0  # seconds to wait for a turn
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that are mistaken for one another when read out

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_turns = BoundedSemaphore(AT_ONCE)
_aside = Aside(AT_ONCE)
# Verified against when there is no such account, so that the answer takes as long.
_nobodys = _hasher.hash(secrets.token_urlsafe(24))


@contextmanager
def turn() -> Iterator[None]:
    """Wait for one of the few turns to verify a password; `TooMany` when they are all taken for long."""
    if not _turns.acquire(timeout=PATIENCE):
        raise TooMany("Many people are signing in just now. Try again in a few seconds.", 5)
    try:
        yield
    finally:
        _turns.release()


def hash_of(password: str) -> str:
    """Hash a password to keep it."""
    return _aside(_hasher.hash, password)


def is_right(password: str, kept: str | None) -> bool:
    """Whether ``password`` is the one kept as ``kept``; with None, the same work and False."""
    return _aside(_verify, password, kept or _nobodys) and kept is not None


def is_outdated(kept: str) -> bool:
    """Whether a hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(kept)


def one_time() -> str:
    """Make a password to be passed on and changed at once: about 79 bits, easy to read out."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))


def _verify(password: str, kept: str) -> bool:
    try:
        return _hasher.verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False
