"""What rooms need to know of agreements, which stand on a higher floor: it says so through here.

A participation rests on an agreement. `workspace.sharing` keeps them and, when the application is put
together, names itself as the source with `come_from`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol

from workspace.database import Period
from workspace.people.models import Organisation
from workspace.periods import day_in_words, is_ahead, is_over, last_day, words
from workspace.when import sentence

WARNED_DAYS = 14  # before an agreement ends or is to be reviewed, those concerned are warned


@dataclass(frozen=True)
class Agreed:
    """An agreement as pages about a room show it, with the term that says how things stand.

    `parties` are those who have signed that term, `warnings` sentences about what ends soon.
    """

    id: int
    reference: str
    title: str
    covered: str
    during: Period
    review_on: date
    parties: tuple[Organisation, ...]
    warnings: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Its reference and title: "ISA-1 Westmoor Family Help"."""
        return f"{self.reference} {self.title}"

    @property
    def runs(self) -> str:
        """Until when it runs, in words; from when, where that is still to come."""
        ends, now = last_day(self.during), datetime.now(UTC)
        if ends is None or is_ahead(self.during, now):
            return sentence(words(self.during))
        return f"{'Ended on' if is_over(self.during, now) else 'Until'} {day_in_words(ends)}"

    def review_is_near(self, today: date, days: int = WARNED_DAYS) -> bool:
        """Whether it must be reviewed within ``days``."""
        return (self.review_on - today).days <= days


class Source(Protocol):
    """Whoever knows the agreements."""

    def binding(self, organisation_id: int) -> dict[int, list[Agreed]]:
        """The agreements, in force or to come, of one organisation with each other one, by the other's id."""

    def readable(self, ids: Iterable[int]) -> dict[int, Agreed]:
        """Those of the agreements with ``ids`` that whoever asks may read, by id."""


_sources: list[Source] = []


def come_from(source: Source) -> None:
    """Name whoever knows the agreements."""
    _sources[:] = [source]


def binding(organisation_id: int) -> dict[int, list[Agreed]]:
    """See `Source.binding`."""
    return _sources[0].binding(organisation_id)


def readable(ids: Iterable[int]) -> dict[int, Agreed]:
    """See `Source.readable`."""
    return _sources[0].readable(ids)
