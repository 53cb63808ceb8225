"""Brings the database from one version to the next; run through `workspace.migrations.run`."""

from typing import Any, Literal

from alembic import context

from workspace.database import SCHEMA, Numbered, TransactionId
from workspace.policies import complete


def written(kind: str, thing: Any, _context: Any) -> str | Literal[False]:
    """How a migration writes our own column types: as what they are in the database."""
    if kind == "type" and isinstance(thing, Numbered):
        return "sa.SmallInteger()"
    if kind == "type" and isinstance(thing, TransactionId):
        _context.imports.add("from workspace.database import TransactionId")
        return "TransactionId()"
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=complete(),
    version_table_schema=SCHEMA,
    include_schemas=True,
    include_name=lambda name, kind, _parents: kind != "schema" or name == SCHEMA,
    compare_type=True,
    render_item=written,
)
with context.begin_transaction():
    context.run_migrations()
