"""Nobody writes after they were removed, not even somebody who had begun before."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text, update
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session

from tests.annotations.family import Family, act, added, annotate, rows
from workspace.database import acting_as, transaction
from workspace.rooms import locks
from workspace.rooms.models import Membership

SignIn = Callable[[int], FlaskClient]
WAITING = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")


@pytest.mark.parametrize("what", ["add", "reply", "resolve", "withdraw"])
def test_a_write_that_waits_for_a_removal_is_refused(family: Family, sign_in: SignIn, what: str) -> None:
    samira = sign_in(family.samira.id)
    thread = added(samira, family.document)
    statuses: list[int] = []

    def write() -> None:
        if what == "add":
            statuses.append(annotate(samira, family.document).status_code)
        else:
            statuses.append(act(samira, what, thread, body="Too late").status_code)

    writer = threading.Thread(target=write)
    with acting_as(family.priya.id), transaction() as db:
        locks.hold_alone(db, family.room.id)
        theirs = (Membership.room_id == family.room.id) & (Membership.person_id == family.samira.id)
        began = db.query(Membership).filter(theirs).one().during.lower
        db.execute(update(Membership).where(theirs).values(during=Range(began, datetime.now(UTC))))
        writer.start()
        _wait_until_somebody_waits(db)
    writer.join(30)

    assert statuses == [404]
    assert [each.id for each in rows(family.priya)] == [thread]


def _wait_until_somebody_waits(db: Session) -> None:
    until = time.monotonic() + 10
    while not db.scalar(WAITING):
        assert time.monotonic() < until, "nobody waits for the room"
        time.sleep(0.01)
