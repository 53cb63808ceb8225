"""What a measurement yields, and how it is written down."""

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

RESULTS = Path(__file__).with_name("results.json")


@dataclass(frozen=True)
class Figure:
    """One number: ``bar`` says what it should be, ``met`` whether it is; None where nothing is asked."""

    name: str
    value: float
    unit: str
    bar: str = ""
    met: bool | None = None


def at_least(name: str, value: float, unit: str, bar: float) -> Figure:
    """A figure that should not be smaller than ``bar``."""
    return Figure(name, _rounded(value), unit, f"≥ {bar:g}", value >= bar)


def at_most(name: str, value: float, unit: str, bar: float) -> Figure:
    """A figure that should not be greater than ``bar``."""
    return Figure(name, _rounded(value), unit, f"≤ {bar:g}", value <= bar)


def plain(name: str, value: float, unit: str) -> Figure:
    """A figure that only helps to understand the others."""
    return Figure(name, _rounded(value), unit)


def percentile(values: Sequence[float], percent: float) -> float:
    """The least value that ``percent`` of the values do not exceed."""
    return sorted(values)[max(0, math.ceil(len(values) * percent / 100) - 1)]


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The median of the ratios of what was measured in turns."""
    return median(our / their for our, their in zip(ours, theirs, strict=True))


def write(figures: Iterable[Figure]) -> None:
    """Keep the figures in `results.json`; those of benchmarks that did not run stay as they were."""
    kept = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    figures = list(figures)
    measured = {figure.name.partition(".")[0] for figure in figures}
    kept = {name: values for name, values in kept.items() if name.partition(".")[0] not in measured}
    for figure in figures:
        values = asdict(figure)
        kept[values.pop("name")] = values
    RESULTS.write_text(json.dumps(kept, indent=2, ensure_ascii=False, sort_keys=True) + "\n")


def table(figures: Iterable[Figure]) -> str:
    """The figures for people to read."""
    verdict = {True: "met", False: "NOT MET", None: ""}
    rows = [(each.name, f"{each.value:g}", each.unit, each.bar, verdict[each.met]) for each in figures]
    widths = [max((len(row[at]) for row in rows), default=0) for at in range(5)]
    return "\n".join(
        f"{row[0]:<{widths[0]}}  {row[1]:>{widths[1]}} {row[2]:<{widths[2]}}  {row[3]:<{widths[3]}}  {row[4]}"
        for row in rows
    )


def _rounded(value: float) -> float:
    return float(f"{value:.3g}")
