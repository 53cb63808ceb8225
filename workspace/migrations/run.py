"""Migrating: the roles, the tables, every grant and policy written anew from the rules, the queue of jobs.

Policies are not part of a version's history. They are compiled from the rules each time, so the
database never enforces an older rule than the program asks.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, NullPool, create_engine

from workspace.database import SCHEMA
from workspace.migrations import jobs
from workspace.permissions import database
from workspace.policies import complete


def migrate(owner_url: str, revision: str = "head") -> None:
    """Bring the database at ``owner_url`` to ``revision``, in one transaction.

    The role of the URL must be able to create roles and to become `workspace_owner`.
    """
    with _engine(owner_url).begin() as connection:
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7731)")  # one at a time
        database.create_roles(connection)
        jobs.create_schema(connection)
        connection.exec_driver_sql(f"SET LOCAL ROLE {database.OWNER}")
        database.lift(connection)
        command.upgrade(_config(connection), revision)
        if revision == "head":
            database.apply(connection, complete())
            jobs.apply(connection)


def step_back(owner_url: str) -> None:
    """Undo the newest migration."""
    with _engine(owner_url).begin() as connection:
        connection.exec_driver_sql(f"SET LOCAL ROLE {database.OWNER}")
        database.lift(connection)
        command.downgrade(_config(connection), "-1")


def write(owner_url: str, message: str) -> None:
    """Write a migration that brings the database at ``owner_url`` to what the models say."""
    with _engine(owner_url).begin() as connection:
        connection.exec_driver_sql(f"SET LOCAL ROLE {database.OWNER}")
        command.revision(_config(connection), message=message, autogenerate=True)


def _engine(owner_url: str) -> Engine:
    return create_engine(owner_url.replace("postgresql://", "postgresql+psycopg://", 1), poolclass=NullPool)


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.set_main_option("version_table_schema", SCHEMA)
    config.attributes["connection"] = connection
    return config
