"""Identifiers: numbers that sort by time inside, short opaque words outside.

A plain sequence would let a reader count what they may not see: between documents 7 and 9 there
is an 8. So an id is 41 bits of milliseconds and 22 random bits. It still sorts by age, fits a
`bigint` (which exclusion constraints need), and a gap between two of them says nothing.
"""

import secrets
import time
from datetime import datetime

EPOCH_MS = 1_767_225_600_000  # 1 January 2026, UTC
RANDOM_BITS = 22
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: no i, l, o, u
LENGTH = 13
_VALUES = {letter: value for value, letter in enumerate(ALPHABET)}


def new_id(at: datetime | None = None) -> int:
    """Make an id that nothing else has, newer ones being greater (to the millisecond).

    ``at`` dates what is written down later than it happened; it must not be before 2026.
    """
    now = time.time_ns() // 1_000_000 if at is None else int(at.timestamp() * 1000)
    return (max(now - EPOCH_MS, 0) << RANDOM_BITS) | secrets.randbits(RANDOM_BITS)


def encode(number: int) -> str:
    """Write an id as the 13 lower-case letters and digits used in addresses, pages and events."""
    if not 0 <= number < 1 << 63:
        raise ValueError("an id is a number of 63 bits")
    return "".join(ALPHABET[(number >> shift) & 31] for shift in range(5 * (LENGTH - 1), -1, -5))


def decode(word: str) -> int:
    """Read an id as `encode` wrote it; anything else is a `ValueError`."""
    if len(word) != LENGTH or any(letter not in _VALUES for letter in word):
        raise ValueError("not an id")
    number = 0
    for letter in word:
        number = (number << 5) | _VALUES[letter]
    if number >= 1 << 63:
        raise ValueError("not an id")
    return number
