"""A document with its versions, before they are written as files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Edition:
    """One version: who made it and why, and how its bytes come about."""

    author: str
    reason: str
    make: Callable[[], bytes]


@dataclass(frozen=True)
class Original:
    """One of the thirteen documents, with all its versions in order."""

    number: int
    slug: str
    title: str
    extension: str
    editions: tuple[Edition, ...]

    def name(self, version: int) -> str:
        """Return the file name of one version."""
        return f"{self.number:02d}-{self.slug}-v{version}.{self.extension}"
