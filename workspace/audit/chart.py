"""The chart of acts by agency and day: where everything stands, so that the page only writes it down."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from workspace.audit.queries import Counted, Wanted
from workspace.people.models import Organisation

COLUMNS = 7
DRAWN = 12  # organisations
LEFT, COLUMN, TOP, ROW = 112, 106, 26, 30  # of the drawing, 860 wide
LONGEST, SHORTEST = 68, 2  # bars
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True)
class Bar:
    """How many acts there were in one span of days, and how long its bar is."""

    x: int
    length: float
    entries: int


@dataclass(frozen=True)
class Row:
    """The acts of one organisation's people; None: of nobody who works for one."""

    organisation: Organisation | None
    y: int
    bars: list[Bar]

    @property
    def total(self) -> int:
        """How many in all."""
        return sum(bar.entries for bar in self.bars)


@dataclass(frozen=True)
class Chart:
    """The drawing, its columns with their first days in words, and how many days each one spans."""

    rows: list[Row]
    columns: list[tuple[int, str]]
    days: int

    @property
    def shown(self) -> list[Row]:
        """The rows that are drawn; the table has all."""
        return self.rows[:DRAWN]

    @property
    def height(self) -> int:
        """How high the drawing is."""
        return TOP + 2 + ROW * len(self.shown)


def spans(wanted: Wanted) -> list[date]:
    """The first days of at most seven spans of the same length that cover the days wanted."""
    step = -(-wanted.days // COLUMNS)
    return [wanted.since + timedelta(days=at) for at in range(0, wanted.days, step)]


def drawn(
    wanted: Wanted,
    counted: Sequence[Counted],
    organisations: dict[int, Organisation],
    order: Iterable[int | None],
) -> Chart:
    """Draw what was counted, the organisations in the given order."""
    firsts = spans(wanted)
    numbers: dict[tuple[int | None, int], int] = {}
    for each in counted:
        at = (each.organisation_id, each.span)
        numbers[at] = numbers.get(at, 0) + each.entries
    most = max(numbers.values(), default=1)
    rows = []
    for place, id in enumerate(order):
        in_spans = [numbers.get((id, span), 0) for span in range(len(firsts))]
        bars = [Bar(LEFT + COLUMN * span, _length(n, most), n) for span, n in enumerate(in_spans)]
        rows.append(Row(organisations.get(id or 0), TOP + ROW * place, bars))
    step = -(-wanted.days // COLUMNS)
    names = [(LEFT + COLUMN * span, _named(first, step)) for span, first in enumerate(firsts)]
    return Chart(rows, names, step)


def _length(entries: int, most: int) -> float:
    return max(round(entries * LONGEST / most, 1), SHORTEST) if entries else 0


def _named(first: date, step: int) -> str:
    if step == 1:
        return f"{_DAYS[first.weekday()]} {first.day}"
    return f"from {first.day} {first:%b}" + (f" {first:%y}" if step > 31 else "")
