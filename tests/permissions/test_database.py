"""The second line: what PostgreSQL itself refuses, whatever the program asks."""

import psycopg
import pytest
from sqlalchemy import create_engine, select, text
from sqlalchemy.exc import ProgrammingError

from tests.factories import World
from tests.permissions.conftest import Family
from workspace import database
from workspace.config import Config
from workspace.database import acting_as, audience_session, become, session
from workspace.documents.models import Document, Version
from workspace.permissions.database import UNGUARDED, condition, unguarded_tables
from workspace.permissions.policies import POLICIES
from workspace.rooms.models import Room

ROLES = ("workspace_app", "workspace_audience", "workspace_worker", "workspace_owner")


def test_every_table_is_guarded_or_says_why_not(config: Config, world: World) -> None:
    engine = create_engine(str(config.database_url_owner).replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection:
        assert unguarded_tables(connection) == set(UNGUARDED)
    engine.dispose()


def test_no_table_without_a_policy_holds_text_that_people_wrote() -> None:
    tables = database.Base.metadata.tables
    written = {
        f"{name}.{column.name}"
        for name in UNGUARDED
        if f"workspace.{name}" in tables
        for column in tables[f"workspace.{name}"].columns
        if column.info.get("content")
    }
    assert written == set()


def test_the_database_enforces_what_the_rules_say_today(config: Config, world: World) -> None:
    with psycopg.connect(str(config.database_url_owner)) as connection:
        reads = (
            "SELECT tablename, qual FROM pg_policies WHERE policyname = 'reads' AND schemaname = 'workspace'"
        )
        found: dict[str, str] = dict(connection.execute(reads).fetchall())
        for model in POLICIES:
            name = model.__tablename__
            connection.execute(f"CREATE POLICY same ON workspace.{name} USING ({condition(model)})")
            same = connection.execute(
                "SELECT qual FROM pg_policies WHERE tablename = %s AND policyname = 'same'", [name]
            ).fetchone()
            assert same is not None
            assert found[name] == same[0]
        connection.rollback()


def test_nobody_sees_nothing(family: Family) -> None:
    with acting_as(None):
        for model in (Room, Document, Version):
            assert session().scalars(select(model)).all() == []


def test_a_person_sees_their_own_rows_whatever_was_asked(family: Family) -> None:
    with acting_as(family.joy.id):
        assert [row.id for row in session().scalars(select(Document))] == [family.plan.id]
        become(family.gwen.id)
        assert session().scalars(select(Document)).all() == []
        assert session().scalars(select(Version)).all() == []
        assert [row.id for row in session().scalars(select(Room))] == [family.room.id]


def test_a_connection_carries_nobody_over(family: Family, config: Config) -> None:
    database.connect(config.database_url, config.database_url_audience, pool_size=1)
    asked = text("SELECT pg_backend_pid(), current_setting('workspace.actor', true)")
    with acting_as(family.joy.id):
        first = session().execute(asked).one()
        session().commit()
        again = session().execute(asked).one()
    with acting_as(None):
        after = session().execute(asked).one()
    assert first[1] == again[1] == str(family.joy.id)
    assert after[1] == ""
    assert first[0] == again[0] == after[0]


def test_the_audience_role_sees_every_row_and_no_text(family: Family) -> None:
    with audience_session() as nobody:
        assert nobody.scalars(select(Document.id)).all() == [family.plan.id]
        with pytest.raises(ProgrammingError, match="permission denied"):
            nobody.scalars(select(Document.title)).all()


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM workspace.document",
        "TRUNCATE workspace.document",
        "UPDATE workspace.version SET size = 1",
        "UPDATE workspace.document SET title = 'mine'",
        "UPDATE workspace.annotation SET body = 'mine'",
        "UPDATE workspace.membership SET role = 4",
        "UPDATE workspace.release SET people = NULL",
        "UPDATE workspace.session SET person_id = 1",
        "UPDATE workspace.person SET email = 'mine'",
        "UPDATE workspace.audit_entry SET action = 'nothing'",
        "DELETE FROM workspace.audit_entry",
        "DROP POLICY reads ON workspace.document",
        "ALTER TABLE workspace.document DISABLE ROW LEVEL SECURITY",
        "SET ROLE workspace_owner",
        "SET ROLE workspace_audience",
        "SET SESSION AUTHORIZATION postgres",
    ],
)
def test_the_program_has_no_right_to(family: Family, statement: str) -> None:
    with (
        acting_as(family.priya.id),
        pytest.raises(ProgrammingError, match=r"permission denied|must be owner"),
    ):
        session().execute(text(statement))


def test_no_role_may_pass_by_a_policy(config: Config, world: World) -> None:
    with psycopg.connect(str(config.database_url_owner)) as connection:
        found = connection.execute(
            "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)"
            " AND NOT rolsuper AND NOT rolbypassrls AND NOT rolcreaterole AND NOT rolcreatedb",
            [list(ROLES)],
        )
        assert {name for (name,) in found} == set(ROLES)
        owned = connection.execute(
            "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'workspace'"
        ).fetchall()
        assert owned == [("workspace_owner",)]


def test_a_row_cannot_be_put_where_its_author_may_not_be(family: Family) -> None:
    intruder = family.world.person(family.world.organisation("Eastbridge"), "Paul Tait")
    with pytest.raises(ProgrammingError, match="row-level security"):
        family.world.document(family.room, intruder, family.council)


def test_an_empty_or_endless_period_is_refused(family: Family) -> None:
    for period in ("'empty'::tstzrange", "tstzrange(NULL, now())"):
        with acting_as(family.priya.id), pytest.raises(Exception, match="during_whole"):
            session().execute(text(f"UPDATE workspace.membership SET during = {period}"))
