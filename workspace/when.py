"""Says moments the way people do: "today at 14:05", "Wednesday at 09:12", "9 March 2025".

Stored times are aware and in UTC; people read them in London's time. `FILTERS` is what templates get.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def when(moment: datetime, now: datetime | None = None) -> str:
    """Gives the words for a moment as somebody reading now would say it, for use inside a sentence.

    The past six days have names; further away it is the date, with the year when that is another one.
    """
    local = _local(moment)
    today = _local(now or datetime.now(UTC))
    days = (local.date() - today.date()).days
    clock = f"{local:%H:%M}"
    if days == 0:
        return f"today at {clock}"
    if days == -1:
        return f"yesterday at {clock}"
    if days == 1:
        return f"tomorrow at {clock}"
    if -7 < days < 0:
        return f"{_DAYS[local.weekday()]} at {clock}"
    date = f"{local.day} {_MONTHS[local.month - 1]}"
    return date if local.year == today.year else f"{date} {local.year}"


def exactly(moment: datetime) -> str:
    """Gives the whole date and time to the second, and which clock: for the title of a shorter one."""
    local = _local(moment)
    day = f"{_DAYS[local.weekday()]} {local.day} {_MONTHS[local.month - 1]} {local.year}"
    return f"{day} at {local:%H:%M:%S} {local.tzname()}"


def day(moment: datetime) -> str:
    """Gives the date alone, with its year: for periods and deadlines."""
    local = _local(moment)
    return f"{local.day} {_MONTHS[local.month - 1]} {local.year}"


def sentence(words: str) -> str:
    """Gives the words with a capital at the start, and leaves the rest as it is."""
    return words[:1].upper() + words[1:]


def size(number_of_bytes: int) -> str:
    """Gives the size of a file as people read it: "812 bytes", "640 KB", "1.8 MB", "23 MB"."""
    if number_of_bytes < 1000:
        return f"{number_of_bytes} {'byte' if number_of_bytes == 1 else 'bytes'}"
    amount = float(number_of_bytes)
    for unit in ("KB", "MB", "GB"):
        amount /= 1000
        if amount < 999.5 or unit == "GB":
            break
    return f"{amount:.1f} {unit}" if amount < 9.95 and unit != "KB" else f"{amount:.0f} {unit}"


def _isoformat(moment: datetime) -> str:
    return moment.isoformat()


def _local(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a time without its zone cannot be shown")
    return moment.astimezone(LONDON)


FILTERS: dict[str, Callable[..., str]] = {
    "when": when,
    "exactly": exactly,
    "day": day,
    "isoformat": _isoformat,
    "sentence": sentence,
    "size": size,
}
