"""What the tests ask the database, as its owner: no policy hides anything from it."""

from typing import Any

import psycopg


def rows(environment: dict[str, str], statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """Run a statement as the owner and give back its rows."""
    with psycopg.connect(environment["WORKSPACE_DATABASE_URL_OWNER"], autocommit=True) as connection:
        connection.execute("SET search_path = workspace")
        cursor = connection.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def entries(environment: dict[str, str], action: str) -> list[dict[str, Any]]:
    """The audit entries of one action, oldest first."""
    found = rows(
        environment,
        "SELECT to_jsonb(audit_entry) FROM audit_entry WHERE action = %s ORDER BY id",
        action,
    )
    return [entry for (entry,) in found]
