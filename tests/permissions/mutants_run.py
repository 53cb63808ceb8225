"""`make mutants`: shows that the histories go red for every rule, and every policy, that lacks something.

One line for each mutant, and "N of N noticed" at the end. Ends with 1 when one was not.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from multiprocessing import get_context
from pathlib import Path
from typing import ClassVar

import psycopg

from tests.permissions.asked import ACTS
from tests.permissions.histories import play, taking_place
from tests.permissions.machine import Histories
from tests.permissions.mutants import Mutant, Trial, all_mutants, leant_away
from tests.permissions.oracle import Oracle
from workspace.embedded.supervise import Embedded
from workspace.migrations.run import migrate

EVERYDAY_STEPS, LONG_STEPS, EVERYDAY_SEEDS = 6, 25, (1, 2)


class Tried(Histories):
    """The same histories; after each step it is the mutants that are asked."""

    trial: ClassVar[Trial]
    began: ClassVar[float]

    def ask(self, day: int, ways: tuple[str, ...] = ()) -> None:
        if day != self.story.today or ACTS in ways or not self.trial.unnoticed:
            return
        answers = Oracle(self.story.facts, day).answers()
        for mutant in self.trial.try_all(self.inquiry, answers, at_last=not ways):
            say(mutant, f"noticed in history {self.told['histories']}, {time.monotonic() - self.began:.0f} s")


def say(mutant: Mutant, what: str) -> None:
    """Print one line about a mutant."""
    print(f"{what}: {mutant.name}", flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Try the mutants, and return 0 when every one was noticed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="part of a mutant's name: a feature, a model, a rule")
    parser.add_argument("--histories", type=int, default=100, help="how many histories at a time")
    parser.add_argument("--rounds", type=int, default=6, help="how often to play as many others")
    parser.add_argument("--processes", type=int, default=2, help="how many processes share the work")
    chosen = parser.parse_args(arguments)
    began, share = time.monotonic(), chosen.processes
    work = [(chosen.only, part, share, chosen.histories, chosen.rounds) for part in range(share)]
    with get_context("spawn").Pool(share) as pool:
        counts = pool.starmap(try_some, work)
    for name in leant_away():
        if chosen.only.lower() in name.lower():
            print(f"not a mutant: {name}")
    noticed, unnoticed = (sum(count[which] for count in counts) for which in (0, 1))
    print(f"{noticed} of {noticed + unnoticed} noticed, {time.monotonic() - began:.0f} s")
    return 1 if unnoticed or not noticed else 0


def try_some(only: str, part: int, of: int, histories: int, rounds: int) -> tuple[int, int]:
    """Try one of some equal parts of the mutants on servers of their own; how many were noticed, or not."""
    # What is done to a rule and to the policy made of it stays together: they are noticed together.
    mutants = [m for m in all_mutants(only) if sum(m.path.encode()) % of == part]
    Tried.trial, Tried.began = Trial(mutants), time.monotonic()
    with tempfile.TemporaryDirectory() as folder, Embedded(Path(folder), fast=True) as running:
        head, _, query = running.environment()["WORKSPACE_DATABASE_URL_OWNER"].partition("?")
        server = head.rpartition("/")[0]
        with psycopg.connect(f"{server}/postgres?{query}", autocommit=True) as connection:
            connection.execute("CREATE DATABASE mutants")
        migrate(f"{server}/mutants?{query}")
        with taking_place(f"{server}/mutants?{query}"):
            for first in range(1, rounds + 1):
                if Tried.trial.unnoticed:  # first the everyday histories, then longer ones
                    steps = EVERYDAY_STEPS if first in EVERYDAY_SEEDS else LONG_STEPS
                    play(histories, steps, first, of=Tried, shrink=False)
    for mutant in mutants:
        if mutant.excuse is not None:
            say(mutant, f"not a mutant, {mutant.excuse}")
    for mutant in Tried.trial.unnoticed:
        say(mutant, "NOT NOTICED")
    return len(Tried.trial.noticed), len(Tried.trial.unnoticed)


if __name__ == "__main__":
    sys.exit(main())
