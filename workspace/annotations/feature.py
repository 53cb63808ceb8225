"""Joins this feature to the application."""

from flask import Flask


def register(app: Flask) -> None:
    """Add its pages to ``app``."""
