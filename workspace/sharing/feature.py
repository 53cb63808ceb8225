"""Joins this feature to the application."""

from flask import Flask

from workspace.rooms.agreements import come_from
from workspace.sharing import agreements


def register(app: Flask) -> None:
    """Let rooms ask for agreements."""
    come_from(agreements)
