"""What a document is made of, whatever format it ends in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias


@dataclass(frozen=True)
class Letterhead:
    """Who writes, as printed at the top of its papers."""

    name: str
    unit: str
    colour: str
    contact: str

    @property
    def running(self) -> str:
        """The name as it runs along the top of every page."""
        return f"{self.name} · {self.unit}" if self.unit else self.name


@dataclass(frozen=True)
class Paper:
    """One version of one document: what stands on it before its text begins."""

    letterhead: Letterhead
    title: str
    marking: str
    reference: str
    author: str
    version: int
    dated: date
    running_title: str = ""
    status: str = ""

    @property
    def day(self) -> str:
        """The date as people write it: 13 March 2026."""
        return f"{self.dated.day} {self.dated:%B %Y}"

    @property
    def foot(self) -> str:
        """What the foot of each page says beside the page number."""
        status = f"{self.status} · " if self.status else ""
        return f"{status}Version {self.version} · {self.day}"


@dataclass(frozen=True)
class Heading:
    """A heading of the first rank."""

    text: str


@dataclass(frozen=True)
class Prose:
    """A paragraph; `<b>` and `<i>` are the only markup in it."""

    text: str


@dataclass(frozen=True)
class Bullets:
    """A list without order."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """A table of two columns, the first of which names the second."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Grid:
    """A table with a row of headings; `widths` are shares of the line."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] = ()

    @property
    def shares(self) -> tuple[float, ...]:
        """The widths as fractions that add up to one."""
        widths = self.widths or (1.0,) * len(self.heads)
        return tuple(width / sum(widths) for width in widths)


@dataclass(frozen=True)
class Notice:
    """A paragraph in a box, for what must not be overlooked."""

    text: str


@dataclass(frozen=True)
class Picture:
    """A photograph with the sentence under it."""

    jpeg: bytes
    caption: str
    height_mm: float = 70.0


@dataclass(frozen=True)
class NewPage:
    """What follows starts on a new page."""


@dataclass(frozen=True)
class Signed:
    """Who signs, as what, and when."""

    lines: tuple[str, ...]


Block: TypeAlias = Heading | Prose | Bullets | Facts | Grid | Notice | Picture | NewPage | Signed


@dataclass(frozen=True)
class Sheet:
    """One page of a workbook: lines above, then a table, then lines below."""

    name: str
    title: str
    facts: tuple[tuple[str, object], ...] = ()
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[object, ...], ...] = ()
    widths: tuple[float, ...] = ()
    notes: tuple[str, ...] = ()
    formats: tuple[str, ...] = field(default=())
    strong_rows: frozenset[int] = frozenset()
