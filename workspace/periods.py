"""Makes, ends and says the periods for which something is so: memberships, participations, releases.

People enter days, London's, and mean them whole: until 16 June includes that day. The database keeps
moments, the first included and the last not. ``now`` is always the database's own moment, asked after
the room's lock was taken, so that nothing of one change overlaps with another.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy.dialects.postgresql import Range

from workspace.errors import Invalid
from workspace.when import LONDON, day

Period = Range[datetime]
SHORTEST = timedelta(microseconds=1)  # an empty range is in force never and for ever, and is refused
LATEST_YEAR = 2199


def between(now: datetime, first: date | None = None, last: date | None = None) -> Period:
    """Make the period from the day ``first`` (none, or today: from now on) to the end of the day ``last``.

    What has not been so before is not made so afterwards: raises `Invalid`, naming the field `first` or
    `last`, for days that are past, in the wrong order or absurd.
    """
    today = day_of(now)
    if first is not None and first < today:
        raise Invalid("The first day cannot be before today", "first")
    if first is not None and first.year > LATEST_YEAR:
        raise Invalid(f"The first day must be before the year {LATEST_YEAR + 1}", "first")
    lower = now if first is None or first == today else _start(first)
    return Range(lower, upper_of(last, first or today))


def upper_of(last: date | None, earliest: date) -> datetime | None:
    """The moment at which a period with the last day ``last`` is over; raises `Invalid` as `between` does."""
    if last is None:
        return None
    if last < earliest:
        raise Invalid("The last day cannot be before the first day", "last")
    if last.year > LATEST_YEAR:
        raise Invalid(f"The last day must be before the year {LATEST_YEAR + 1}", "last")
    return _start(last + timedelta(days=1))


def ended(period: Period, now: datetime) -> Period:
    """The same period, over ``now``; one that is over already stays as it is.

    One that has not begun is called off: it lasts the shortest time there is, now, so that it lets
    nobody in later and leaves its days free for another.
    """
    lower = _lower(period)
    if is_over(period, now):
        return period
    if lower > now:
        return Range(now, now + SHORTEST)
    return Range(lower, max(now, lower + SHORTEST))


def changed(period: Period, now: datetime, last: date | None) -> tuple[Period, Period]:
    """End a period and have another go on from there until the day ``last``; for changing what it says.

    Raises `Invalid` for a last day that is past or before the first one.
    """
    before, lower = ended(period, now), _lower(period)
    begins = lower if lower > now else max(now, before.upper or now)
    return before, Range(begins, upper_of(last, day_of(begins)))


def is_over(period: Period, now: datetime) -> bool:
    """Whether a period is over."""
    return period.upper is not None and period.upper <= now


def is_ahead(period: Period, now: datetime) -> bool:
    """Whether a period has not begun."""
    return _lower(period) > now


def was_called_off(period: Period) -> bool:
    """Whether a period was ended before it began (see `ended`)."""
    return period.upper is not None and period.upper - _lower(period) <= SHORTEST


def first_day(period: Period) -> date:
    """The first day of a period, in London."""
    return day_of(_lower(period))


def last_day(period: Period) -> date | None:
    """The last day of a period, in London; None while no end is known."""
    return None if period.upper is None else day_of(period.upper - SHORTEST)


def day_of(moment: datetime) -> date:
    """The day it is in London at a moment."""
    return moment.astimezone(LONDON).date()


def words(period: Period, now: datetime | None = None) -> str:
    """Say a period: "since 9 March", "from 16 March", "16 March to 16 June".

    Other years are named, and both where it begins in one and ends in another.
    """
    now = now or datetime.now(UTC)
    last = last_day(period)
    if last is not None and last.year != first_day(period).year:
        return f"{day_in_words(first_day(period))} to {day_in_words(last)}"
    first = _spoken(first_day(period), now)
    if last is None:
        return f"{'from' if is_ahead(period, now) else 'since'} {first}"
    if last == first_day(period):
        return f"on {first}"
    return f"{first} to {_spoken(last, now)}"


def spoken_day(moment: datetime, now: datetime | None = None) -> str:
    """Say the day of a moment, with its year only when that is another one: "9 March"."""
    return _spoken(day_of(moment), now or datetime.now(UTC))


def day_in_words(the_day: date) -> str:
    """Say a day with its year: "9 March 2026"."""
    return day(_start(the_day))


def _spoken(the_day: date, now: datetime) -> str:
    return day_in_words(the_day).removesuffix(f" {day_of(now).year}")


def _start(the_day: date) -> datetime:
    return datetime.combine(the_day, time(), LONDON).astimezone(UTC)


def _lower(period: Period) -> datetime:
    if period.lower is None:
        raise ValueError("a period has a beginning")
    return period.lower


FILTERS: dict[str, Callable[..., str]] = {
    "period": words,
    "spoken_day": spoken_day,
    "day_in_words": day_in_words,
}
