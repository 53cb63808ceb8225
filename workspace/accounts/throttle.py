"""How long somebody must wait who has failed to sign in: longer each time, but nobody is locked out.

Failures count for fifteen minutes, under three keys. The address together with the network it was
tried from: few are let pass, and whoever guesses there keeps nobody out who signs in elsewhere. The
address alone, for guesses from many networks: many are let pass, and the wait stays short, since it
is also that of the person themselves. The network alone, for one that tries many addresses: an
office's people share it. All are kept as keyed hashes: the table names nobody.
"""

import hashlib
import math
from collections.abc import Sequence
from datetime import timedelta
from ipaddress import ip_address, ip_network
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workspace.accounts.models import SignInFailure

COUNTED = timedelta(minutes=15)
FREE = 5  # failures for one address from one network, or of one person's own password, without waiting
FREE_FROM_ANYWHERE = 100  # for one address
FREE_BY_NETWORK = 50
FIRST_WAIT = 5.0  # seconds; doubled by every further failure
LONGEST_WAIT = COUNTED.total_seconds()
LONGEST_FROM_ANYWHERE = 30.0


class Key(NamedTuple):
    """What failures are counted under, how many of them cost nothing, and the longest wait for more."""

    digest: bytes
    free: int = FREE
    longest: float = LONGEST_WAIT


def keys(email: str, remote: str | None, secret: str) -> tuple[Key, ...]:
    """What failures to sign in are counted under, for an address tried from a network (/24 or /64)."""
    address, network = email.lower(), network_of(remote)
    return (
        Key(_digest("both", f"{network} {address}", secret)),
        Key(_digest("address", address, secret), FREE_FROM_ANYWHERE, LONGEST_FROM_ANYWHERE),
        Key(_digest("network", network, secret), FREE_BY_NETWORK),
    )


def keys_of(person_id: int, secret: str) -> tuple[Key, ...]:
    """What failures to give one's own password again are counted under, apart from those to sign in."""
    return (Key(_digest("person", str(person_id), secret)),)


def network_of(remote: str | None) -> str:
    """The network of an internet address, as the neighbours one provider gives out together."""
    try:
        address = ip_address(remote or "")
    except ValueError:
        return "unknown"
    mapped = getattr(address, "ipv4_mapped", None) or address
    return str(ip_network((mapped, 24 if mapped.version == 4 else 64), strict=False))


def wait(db: Session, counted: Sequence[Key]) -> int:
    """The seconds to wait before the next try; 0 for none."""
    return max(_wait(db, key) for key in counted)


def note(db: Session, counted: Sequence[Key]) -> None:
    """Count a failure. Part of the current transaction."""
    db.add_all(SignInFailure(key=key.digest) for key in counted)
    db.flush()


def _wait(db: Session, key: Key) -> int:
    now = func.statement_timestamp()
    failures, since = db.execute(
        select(func.count(), func.extract("epoch", now - func.max(SignInFailure.at))).where(
            SignInFailure.key == key.digest, SignInFailure.at > now - COUNTED
        )
    ).one()
    if failures < key.free:
        return 0
    due = min(key.longest, FIRST_WAIT * 2.0 ** min(failures - key.free, 20))
    return max(0, math.ceil(due - float(since)))


def _digest(kind: str, what: str, secret: str) -> bytes:
    return hashlib.blake2b(
        what.encode(), key=secret.encode()[:64], person=kind.encode(), digest_size=32
    ).digest()
