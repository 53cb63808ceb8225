"""The day and the person that a page about access is asked about."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime

from flask import request

from workspace.errors import NotFound
from workspace.identifiers import decode
from workspace.people.queries import Named, people_named
from workspace.periods import SHORTEST, day_of, spoken_day, upper_of

NOBODY = "There is nobody of that name here."


@dataclass(frozen=True)
class Day:
    """A day as it was typed, the moment that ends it (None: now), and what is wrong with it."""

    typed: str
    at: datetime | None = None
    error: str = ""

    @property
    def today(self) -> str:
        """Today, as a field for days has it."""
        return day_of(datetime.now(UTC)).isoformat()

    @property
    def day(self) -> str:
        """The day in words."""
        return spoken_day(self.at - SHORTEST) if self.at else "today"

    @property
    def query(self) -> dict[str, str]:
        """It for the addresses of other pages about access; nothing for today."""
        return {"on": self.typed} if self.at else {}


def day_asked(first: datetime) -> Day:
    """The day the address asks about, up to its end; today is now. Nothing was there before ``first``."""
    typed = request.args.get("on", "").strip()[:40]
    if not typed:
        return Day("")
    try:
        wanted = date.fromisoformat(typed)
    except ValueError:
        return Day(typed, error="Enter a real day, such as 2026-03-13")
    today = day_of(datetime.now(UTC))
    if wanted == today:
        return Day(typed)
    if wanted > today:
        return Day(typed, error="That day is still to come. Choose today or an earlier one")
    if wanted.year < first.year - 50:
        return Day(typed, error="That day is long before there was anything here. Choose a later one")
    return Day(typed, upper_of(wanted, wanted))


def person_asked(askable: Collection[int]) -> Named | None:
    """The person that the address asks about; whoever may not be asked about is as good as absent."""
    word = request.args.get("person", "")
    if not word:
        return None
    try:
        id = decode(word)
    except ValueError:
        raise NotFound(NOBODY) from None
    person = people_named([id]).get(id) if id in askable else None
    if person is None:
        raise NotFound(NOBODY)
    return person
