"""Joins this feature to the application."""

from flask import Flask

from workspace.administration import views


def register(app: Flask) -> None:
    """Add the pages of managers and administrators to ``app``."""
    app.register_blueprint(views.blueprint)
