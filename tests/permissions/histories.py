"""Where histories take place: a database of their own, whose one connection undoes each of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

import psycopg
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.permissions.asked import Inquiry
from tests.permissions.machine import Histories
from tests.permissions.past import some_days_later
from tests.permissions.story import PEOPLE, Story

# Days pass by moving periods one after another, so that two may overlap until all have moved.
LATER = """
DO $$ DECLARE each record; BEGIN
  FOR each IN SELECT conrelid::regclass AS place, conname, pg_get_constraintdef(oid) AS says
    FROM pg_constraint WHERE contype = 'x' AND connamespace = 'workspace'::regnamespace
  LOOP
    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', each.place, each.conname);
    EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I %s DEFERRABLE', each.place, each.conname, each.says);
  END LOOP;
END $$
"""


@contextmanager
def taking_place(url: str) -> Iterator[None]:
    """Let histories take place in the migrated, empty database at ``url``, as one who may do everything."""
    # The driver prepares nothing itself: else undoing a history would throw away all that is prepared.
    with psycopg.connect(url, prepare_threshold=None) as db:
        db.execute(LATER)
        Histories.base = Story(db)
        some_days_later(Histories.base)
        db.commit()
        Histories.inquiry = Inquiry(db, PEOPLE)
        Histories.told.update(histories=0, steps=0)
        yield


def play(number: int, steps: int, first: int, *, of: type[Histories] = Histories, shrink: bool = True) -> str:
    """Play that many histories, the same ones for the same ``first``, and say how many and how fast.

    Raises `Disagreement`, with the shortest history that was found to show it.
    """
    began = monotonic()
    phases = [Phase.generate, Phase.shrink] if shrink else [Phase.generate]
    run_state_machine_as_test(
        seed(first)(of),
        settings=settings(
            max_examples=number,
            stateful_step_count=steps,
            phases=phases,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            print_blob=False,
        ),
    )
    told = Histories.told
    return f"{told['histories']} histories, {told['steps']} times asked, {monotonic() - began:.0f} s"
