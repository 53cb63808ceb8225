"""The database's own copy of the reading rules, and the roles it knows.

`workspace_app` acts for one person at a time and is bound by policies compiled from the same rules
that the program asks. `workspace_audience` is nobody: it computes who may read what, and has been
granted only the columns that rules look at. `workspace_worker` clears away what has ended. None of
them owns anything, may become another, or may pass by a policy.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import BigInteger, Connection, MetaData, Select, Table, func, select, text
from sqlalchemy.dialects import postgresql

from workspace.database import SCHEMA
from workspace.permissions.policies import POLICIES, Action, Policy
from workspace.permissions.questions import NOW
from workspace.permissions.rules import Rule, Who, leaning, probing

ACTOR = Who(func.workspace.actor(type_=BigInteger))
APP, AUDIENCE, WORKER, OWNER = "workspace_app", "workspace_audience", "workspace_worker", "workspace_owner"

# Tables without row-level security, each with its reason. All else must carry it, and be forced.
UNGUARDED = {
    "employment": "a fact (ids and a period) that every rule asks",
    "suspension": "a fact that every rule asks",
    "appointment": "a fact that rules ask",
    "participation": "a fact that every rule asks",
    "membership": "a fact that every rule asks",
    "exclusion": "a fact that every rule asks; its reason is in exclusion_reason",
    "leadership": "a fact that rules ask",
    "access_answer": "ids and a yes or no; the request is in access_request",
    "party": "a fact that the rule about agreements asks",
    "term": "a fact that the rule about releases asks",
    "signature": "a fact that the rule about releases asks",
    "consent": "a fact that the rule about releases asks; its wording is in consent_record",
    "release": "a fact that the rule about documents asks; its purpose is in release_purpose",
    "marking": "a fact that the rule about documents asks",
    "resolution": "a fact: ids and a period",
    "annotation_release": "a fact that the rule about annotations asks",
    "outbox_event": "ids only; read by the listener, which is nobody",
    "presence": "ids only; shown only to those who may read the document",
    "session": "found by a secret of 256 bits before it is known who asks; holds no content",
    "sign_in_failure": "written before it is known who asks; holds hashes only",
    "alembic_version": "the version of the schema",
}

# The columns workspace_app may change. Of all that lasts it is the period and nothing else: whatever a
# policy lets somebody read, they cannot be made to rewrite. What is not named here is only ever added.
APP_UPDATES = {
    "credential": "password_hash, must_change, demonstration",
    "session": "data, active_at, ended_at",
    "presence": "seen_at",
}
APP_DELETES = {"presence"}
HIDDEN_FROM_AUDIENCE = {"credential", "session", "sign_in_failure", "audit_entry", "alembic_version"}
WORKER_GRANTS = {
    "version": "SELECT (id, key)",
    "session": "SELECT, DELETE",
    "sign_in_failure": "SELECT, DELETE",
    "outbox_event": "SELECT, DELETE",
    "presence": "SELECT, DELETE",
}

ROLES = f"""
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{OWNER}') THEN CREATE ROLE {OWNER} NOLOGIN; END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{APP}') THEN CREATE ROLE {APP} LOGIN NOINHERIT; END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{AUDIENCE}') THEN
    CREATE ROLE {AUDIENCE} LOGIN NOINHERIT; END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{WORKER}') THEN
    CREATE ROLE {WORKER} LOGIN NOINHERIT; END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
CREATE SCHEMA IF NOT EXISTS {SCHEMA} AUTHORIZATION {OWNER};
GRANT USAGE ON SCHEMA {SCHEMA} TO {APP}, {AUDIENCE}, {WORKER};
"""  # noqa: S608 - made of our own names alone

LIFTING = """
SELECT format('DROP POLICY %I ON %I.%I', policyname, schemaname, tablename)
  FROM pg_policies WHERE schemaname = :schema
UNION ALL
SELECT format('ALTER TABLE %s NO FORCE ROW LEVEL SECURITY', oid::regclass)
  FROM pg_class WHERE relnamespace = to_regnamespace(:schema) AND relforcerowsecurity
"""

ACTOR_FUNCTION = f"""
CREATE OR REPLACE FUNCTION {SCHEMA}.actor() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('workspace.actor', true), '')::bigint $$;
GRANT EXECUTE ON FUNCTION {SCHEMA}.actor() TO {APP}, {AUDIENCE}, {WORKER};
"""


def create_roles(connection: Connection) -> None:
    """Make the roles and the schema where they are missing. Asked as a role that may create roles."""
    connection.exec_driver_sql(ROLES)


def apply(connection: Connection, tables: MetaData) -> None:
    """Grant each role what it needs and write every policy anew from the rules. Asked as the owner."""
    connection.exec_driver_sql(ACTOR_FUNCTION)
    for statement in statements(tables):
        connection.exec_driver_sql(statement)


def lift(connection: Connection) -> None:
    """Drop every policy, for a migration to change what they speak of; tables stay closed to the program.

    Row-level security is no longer forced on their owner either: a migration that fills a column, or
    adds a reference, must find the rows. `apply` forces it again.
    """
    found = connection.execute(text(LIFTING), {"schema": SCHEMA})
    for statement in found.scalars().all():
        connection.exec_driver_sql(statement)


def statements(tables: MetaData) -> Iterator[str]:
    """Every grant and policy, as SQL, table by table."""
    for table in [*tables.sorted_tables, None]:
        name = table.name if table is not None else "alembic_version"
        full = f"{SCHEMA}.{name}"
        yield f"REVOKE ALL ON {full} FROM {APP}, {AUDIENCE}, {WORKER}"
        yield f"GRANT {_rights(name, table)} ON {full} TO {APP}"
        if table is not None and name not in HIDDEN_FROM_AUDIENCE:
            yield f"GRANT SELECT ({', '.join(_without_content(table))}) ON {full} TO {AUDIENCE}"
        if name in WORKER_GRANTS:
            yield f"GRANT {WORKER_GRANTS[name]} ON {full} TO {WORKER}"
        if name not in UNGUARDED:
            yield from _guard(full, name)
    yield f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {SCHEMA} TO {APP}"


def _rights(name: str, table: Table | None) -> str:
    """What workspace_app may do with a table."""
    if table is None:
        return "SELECT"
    changes = APP_UPDATES.get(name) or ("during" if "during" in table.columns else None)
    rights = ["SELECT", "INSERT"]
    rights += [f"UPDATE ({changes})"] if changes else []
    return ", ".join(rights + (["DELETE"] if name in APP_DELETES else []))


def _without_content(table: Table) -> list[str]:
    return [column.name for column in table.columns if not column.info.get("content")]


def _guard(full: str, name: str) -> Iterator[str]:
    yield f"ALTER TABLE {full} ENABLE ROW LEVEL SECURITY"
    yield f"ALTER TABLE {full} FORCE ROW LEVEL SECURITY"
    for policy in ("reads", "changes", "adds", "counts", "sweeps"):
        yield f"DROP POLICY IF EXISTS {policy} ON {full}"
    yield from _policies(full, name)
    yield f"CREATE POLICY counts ON {full} FOR SELECT TO {AUDIENCE} USING (true)"
    if name in WORKER_GRANTS:
        yield f"CREATE POLICY sweeps ON {full} FOR SELECT TO {WORKER} USING (true)"


def _policies(full: str, name: str) -> Iterator[str]:
    if name == "credential":  # a password is its owner's alone, whatever the program asks
        yield f"CREATE POLICY reads ON {full} TO {APP} USING (person_id = {SCHEMA}.actor())"
        return
    model, policy = _declared(name)
    reads = condition(model)
    if policy.adds == "reads":
        yield f"CREATE POLICY reads ON {full} TO {APP} USING ({reads})"
        return
    check = {
        "anyone": f"{SCHEMA}.actor() IS NOT NULL",
        "self": f"person_id IS NOT DISTINCT FROM {SCHEMA}.actor()",
    }[policy.adds]
    yield f"CREATE POLICY reads ON {full} FOR SELECT TO {APP} USING ({reads})"
    yield f"CREATE POLICY changes ON {full} FOR UPDATE TO {APP} USING ({reads})"
    yield f"CREATE POLICY adds ON {full} FOR INSERT TO {APP} WITH CHECK ({check})"


def _declared(name: str) -> tuple[Any, Policy]:
    for model, policy in POLICIES.items():
        if model.__tablename__ == name:
            return model, policy
    raise RuntimeError(f"table {name} has neither a policy nor a place in UNGUARDED")


def condition(model: Any, rule: Rule | None = None) -> str:
    """The reading rule of ``model`` as SQL about the database's current actor.

    It leans on what the row is inside: a document's policy only asks for its room's row, and the
    room's own policy hides that row from whoever may not enter.
    """
    rule = rule or leaning(POLICIES[model].rules[Action.READ])
    return _sql(select(model.id).where(probing(rule)(ACTOR, NOW))).partition("WHERE ")[2]


def _sql(statement: Select[Any]) -> str:
    dialect = postgresql.dialect(paramstyle="named")  # type: ignore[no-untyped-call]
    return str(statement.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))


def unguarded_tables(connection: Connection) -> set[str]:
    """The tables of the schema that lack forced row-level security, as the catalogue has it."""
    found = connection.execute(
        text(
            "SELECT relname FROM pg_class WHERE relnamespace = CAST(:schema AS regnamespace)"
            " AND relkind IN ('r', 'p', 'm', 'v') AND NOT (relrowsecurity AND relforcerowsecurity)"
        ),
        {"schema": SCHEMA},
    )
    return set(found.scalars())
