"""Giving people passwords that were made for them."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from workspace.accounts.models import Credential
from workspace.database import actor, session

_ACT = text("SELECT set_config('workspace.actor', :actor, true)")


def give(person_id: int, password_hash: str) -> None:
    """Give a person a password that they must change when they sign in. Part of the current transaction.

    Only its owner can reach the row of a password, so this statement alone is done as that person.
    """
    values = {"password_hash": password_hash, "must_change": True}
    with _standing_in_for(person_id) as db:
        db.execute(
            insert(Credential)
            .values(person_id=person_id, **values)
            .on_conflict_do_update(index_elements=[Credential.person_id], set_=values)
        )


@contextmanager
def _standing_in_for(person_id: int) -> Iterator[Session]:
    db = session()
    db.flush()
    db.execute(_ACT, {"actor": str(person_id)})
    yield db
    db.execute(_ACT, {"actor": str(actor() or "")})
