"""The database's shape is what the models say, and one can go back."""

import psycopg
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from workspace.config import Config
from workspace.migrations.run import migrate, step_back
from workspace.policies import complete


def _tables_and_indices(config: Config) -> set[str]:
    with psycopg.connect(str(config.database_url_owner)) as connection:
        found = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'workspace'"
            " UNION ALL SELECT indexname FROM pg_indexes WHERE schemaname = 'workspace'"
        )
        return {name for (name,) in found}


def test_from_empty_the_tables_are_what_the_models_say(config: Config) -> None:
    engine = create_engine(str(config.database_url_owner).replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "version_table_schema": "workspace",
                "include_schemas": True,
                "include_name": lambda name, kind, _parents: kind != "schema" or name == "workspace",
            },
        )
        assert compare_metadata(context, complete()) == []
    engine.dispose()


def test_one_step_back_and_forward_again(config: Config) -> None:
    before = _tables_and_indices(config)
    step_back(str(config.database_url_owner))
    assert _tables_and_indices(config) < before
    migrate(str(config.database_url_owner))
    assert _tables_and_indices(config) == before


def test_migrating_again_changes_nothing(config: Config) -> None:
    before = _tables_and_indices(config)
    migrate(str(config.database_url_owner))
    assert _tables_and_indices(config) == before
