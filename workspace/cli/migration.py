"""Writing a migration against a throw-away database, so that nobody's data are in the way."""

import tempfile
from pathlib import Path

from workspace.cli.surroundings import step
from workspace.embedded.supervise import Embedded


def write_migration(message: str) -> None:
    """Start an empty database, bring it to the newest migration, and write what the models have beyond it."""
    from workspace.migrations.run import migrate, write

    with tempfile.TemporaryDirectory() as folder, Embedded(Path(folder), fast=True, say=step) as servers:
        owner = servers.environment()["WORKSPACE_DATABASE_URL_OWNER"]
        migrate(owner, "heads")  # by another name than "head": grants of what is yet to come would fail
        step("Comparing the models with it")
        write(owner, message)
