"""What is entered about a term of an agreement, and what of it is refused."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from workspace.database import Period
from workspace.errors import Invalid
from workspace.periods import between, day_of
from workspace.sharing.models import Category

LONGEST_YEARS = 5


@dataclass(frozen=True)
class Entered:
    """A term as somebody entered it: days, whole ones. ``first`` of None: from now on."""

    categories: Collection[Category]
    first: date | None
    last: date
    review_on: date


def during_of(term: Entered, now: datetime) -> Period:
    """The period of a term that can be accepted.

    Raises `Invalid` at `categories`, `first`, `last` or `review_on`. What was shared before anybody had
    signed was not shared under it, so it begins today at the earliest.
    """
    if not term.categories:
        raise Invalid("Choose at least one category", "categories")
    during = between(now, term.first, term.last)
    begins = term.first or day_of(now)
    if term.last > years_after(begins, LONGEST_YEARS):
        raise Invalid(f"An agreement runs for at most {LONGEST_YEARS} years, and is then renewed", "last")
    if not begins <= term.review_on <= term.last:
        raise Invalid("The review has to be on a day on which it runs", "review_on")
    return during


def years_after(day: date, years: int) -> date:
    """The same day some years later; of 29 February, the last of that month."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
