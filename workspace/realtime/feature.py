"""Joins live events to the application."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask


def register(app: Flask) -> None:
    """Add live events to ``app``."""


def events() -> Iterable[tuple[str, Callable[..., Any]]]:
    """Every event a browser may send, with what answers it."""
    return ()
