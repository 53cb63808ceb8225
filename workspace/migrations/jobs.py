"""The tables of the queue of background work, in a schema of their own.

They are procrastinate's, made by its own SQL once. They hold no content: a job is a name and ids. Only
the worker may touch them; whoever is first to enqueue from a request grants `workspace_app` what it
takes, which is nothing today. A newer procrastinate whose tables differ brings its own steps to take
(`procrastinate/sql/migrations`): they belong here then.
"""

from procrastinate.schema import SchemaManager
from sqlalchemy import Connection, text

from workspace.permissions.database import OWNER, WORKER

SCHEMA = "procrastinate"
MADE = text("SELECT to_regclass(:jobs) IS NOT NULL")


def create_schema(connection: Connection) -> None:
    """Make the schema where it is missing. Asked as a role that may create schemas."""
    connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA} AUTHORIZATION {OWNER}")


def apply(connection: Connection) -> None:
    """Make the tables where they are missing, and let the worker use them. Asked as the owner."""
    if not connection.scalar(MADE, {"jobs": f"{SCHEMA}.procrastinate_jobs"}):
        connection.exec_driver_sql(f"SET LOCAL search_path TO {SCHEMA}")
        connection.exec_driver_sql(SchemaManager.get_schema().replace("%", "%%"))
        connection.exec_driver_sql("RESET search_path")
    connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA {SCHEMA} TO {WORKER}")
    for tables in (
        f"SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {SCHEMA}",
        f"USAGE ON ALL SEQUENCES IN SCHEMA {SCHEMA}",
    ):
        connection.exec_driver_sql(f"GRANT {tables} TO {WORKER}")
