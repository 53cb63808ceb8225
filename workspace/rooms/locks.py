"""Locks that keep a write from committing after its author was removed.

Every write in a room holds the room's shared lock, and asks for permission in a statement of its
own after it; whatever ends somebody's access there holds the exclusive one. Measured elsewhere: a
plain check let late writes through in 40 of 40 trials, these locks in none.

Above the rooms stands one key that every writer shares, in whichever room. What ends access in many
rooms at once (a suspension, an agreement) holds that one alone: so it waits once and not room after
room, and no room can become another of those concerned while it waits.
"""

from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

EVERYWHERE = 0  # no room has this id


def hold(db: Session, room_id: int) -> None:
    """Hold ``room_id`` for writing until the transaction ends, together with other writers."""
    _below(db, func.pg_advisory_xact_lock_shared(room_id))


def hold_alone(db: Session, room_id: int) -> None:
    """Hold ``room_id`` alone until the transaction ends: for ending what somebody may see or do there."""
    _below(db, func.pg_advisory_xact_lock(room_id))


def hold_all(db: Session) -> None:
    """Hold every room for writing, together with other writers: for writes that are in no one room."""
    db.execute(select(func.pg_advisory_xact_lock_shared(EVERYWHERE)))


def hold_all_alone(db: Session) -> None:
    """Hold every room alone until the transaction ends: for ending what somebody may do in many of them.

    Take it before any other of these locks: two transactions that share one and both want it alone
    would wait for each other. Everybody else's writes wait meanwhile, so have the transaction be short.
    """
    db.execute(select(func.pg_advisory_xact_lock(EVERYWHERE)))


def _below(db: Session, lock: ColumnElement[Any]) -> None:
    """Take a room's lock after the share of the key above, in one statement: whoever had the room first and
    then waited for the key could wait for somebody who waits for the room.
    """
    above = func.pg_advisory_xact_lock_shared(EVERYWHERE).alias("above")
    db.execute(select(lock).select_from(above))  # what stands in FROM is read before what is selected
