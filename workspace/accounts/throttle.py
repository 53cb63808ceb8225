"""How long somebody must wait who has failed to sign in: longer each time, but nobody is locked out.

Failures count for fifteen minutes, by the address that was tried and by the network it was tried
from. Many people share an office's network, so more failures are let pass there. Both are kept as
keyed hashes: the table names nobody.
"""

import hashlib
import math
from collections.abc import Sequence
from datetime import timedelta
from ipaddress import ip_address, ip_network

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workspace.accounts.models import SignInFailure

COUNTED = timedelta(minutes=15)
FREE = 5  # failures for one address that cost no waiting
FREE_BY_NETWORK = 50
FIRST_WAIT = 5.0  # seconds; doubled by every further failure
LONGEST_WAIT = COUNTED.total_seconds()


def keys(email: str, remote: str | None, secret: str) -> tuple[bytes, bytes]:
    """What failures are counted under: the address, and the network it was tried from (/24 or /64)."""
    return _key("address", email.lower(), secret), _key("network", network_of(remote), secret)


def network_of(remote: str | None) -> str:
    """The network of an internet address, as the neighbours one provider gives out together."""
    try:
        address = ip_address(remote or "")
    except ValueError:
        return "unknown"
    mapped = getattr(address, "ipv4_mapped", None) or address
    return str(ip_network((mapped, 24 if mapped.version == 4 else 64), strict=False))


def wait(db: Session, counted: tuple[bytes, bytes]) -> int:
    """The seconds to wait before the next try; 0 for none."""
    address, network = counted
    return max(_wait(db, address, FREE), _wait(db, network, FREE_BY_NETWORK))


def note(db: Session, counted: Sequence[bytes]) -> None:
    """Count a failure. Part of the current transaction."""
    db.add_all(SignInFailure(key=key) for key in counted)
    db.flush()


def _wait(db: Session, key: bytes, free: int) -> int:
    now = func.statement_timestamp()
    failures, since = db.execute(
        select(func.count(), func.extract("epoch", now - func.max(SignInFailure.at))).where(
            SignInFailure.key == key, SignInFailure.at > now - COUNTED
        )
    ).one()
    if failures < free:
        return 0
    due = min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(failures - free, 20))
    return max(0, math.ceil(due - float(since)))


def _key(kind: str, what: str, secret: str) -> bytes:
    return hashlib.blake2b(
        what.encode(), key=secret.encode()[:64], person=kind.encode(), digest_size=32
    ).digest()
