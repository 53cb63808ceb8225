"""Asks every question about everybody and everything at once, by the very statements of the program.

Each statement that the program would send about one person, or one row, is made a sub-query over all
people, or rows: the rule in it stays as it was compiled. Who asks whom is what differs:

- the check and the filter as somebody whom row-level security does not bind, so that it cannot hide that
  they let too much through;
- the audience, the explanation and the past as the role that computes audiences;
- row-level security alone as the program's own role, for one person after another.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

import psycopg
from sqlalchemy import Select
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

from tests.permissions.oracle import Answers
from workspace.database import SCHEMA, Base
from workspace.permissions import questions
from workspace.permissions.database import APP, AUDIENCE, HIDDEN_FROM_AUDIENCE
from workspace.permissions.policies import POLICIES, Action, rule_for
from workspace.policies import complete

complete()
ALL: list[tuple[type[Base], Action]] = [
    (model, action) for model, policy in POLICIES.items() for action in policy.rules
]
WITH_AUDIENCE = [(model, action) for model, action in ALL if POLICIES[model].crowd is not None]
# The role that computes audiences reads no audit, so nobody is explained why they read an entry.
COUNTED = [(model, action) for model, action in ALL if model.__tablename__ not in HIDDEN_FROM_AUDIENCE]
READS: list[tuple[type[Base], Action]] = [(model, action) for model, action in ALL if action == Action.READ]
AnyModel = Any  # a model: SQLAlchemy gives its columns no types that hold for all
Answer = tuple[int, int, int]  # the number of a question, who, and which thing
WAYS = ("filter", "check", "audience", "explanation")
SECURITY = "row-level security"
ACTS = "explanation of acts"  # the longest answers by far, so seldom asked


def table(model: type[Base]) -> str:
    """A model's table, as SQL names it."""
    return f"{SCHEMA}.{model.__tablename__}"


def written(statement: Select[Any], **places: str) -> str:
    """A statement of the program as SQL, with other SQL in the place of its parameters."""
    compiled = statement.compile(dialect=PGDialect_psycopg())  # type: ignore[no-untyped-call]
    return compiled.string % {**{name: _literal(v) for name, v in compiled.params.items()}, **places}


def _literal(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return {None: "NULL", True: "true", False: "false"}[value]
    return str(int(value)) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"


def filtering(statement: Select[Any], number: int) -> str:
    """The list of everybody: the statement for one person, for each of them."""
    one = written(statement, who="p.id", at="m.at")
    return f"SELECT {number}, p.id, x.id FROM asked_people p, asked_moment m, LATERAL ({one}) x"


def _checking(model: type[Base], action: Action, number: int, now: bool) -> str:
    one = written(_named(questions._fetch(action, model, now), model), who="p.id", at="m.at", id="t.id")
    each = f"asked_people p, asked_moment m, {table(model)} t, LATERAL ({one}) x"
    return f"SELECT {number}, p.id, x.id FROM {each} WHERE x.acts"


def _naming(model: type[Base], action: Action, number: int, now: bool) -> str:
    one = written(questions._audience(action, model, now), at="m.at", id="t.id")
    each = f"asked_moment m, {table(model)} t, LATERAL ({one}) x"
    return f"SELECT {number}, x.person_id, t.id FROM {each}"


def _explaining(model: type[Base], action: Action, number: int, now: bool) -> str:
    one = written(questions._explain(action, model, now), who="p.id", at="m.at", id="t.id")
    each = f"asked_people p, asked_moment m, {table(model)} t, LATERAL ({one}) x(answers)"
    return f"SELECT {number}, p.id, t.id, x.answers::text FROM {each}"


def _named(statement: Select[Any], model: type[Base]) -> Select[Any]:
    return statement.with_only_columns(model.id, statement.selected_columns["acts"])


@lru_cache(maxsize=100_000)
def _holds(number: int, answers: str) -> bool:
    model, action = ALL[number]
    return rule_for(action, model).reason(json.loads(answers)).holds


class Inquiry:
    """A connection on which everything is asked. Statements are prepared when they are first needed."""

    def __init__(self, db: psycopg.Connection[Any], people: Sequence[int]) -> None:
        self.db, self.people = db, people
        self.prepared: set[str] = set()
        db.execute("SET plan_cache_mode = force_generic_plan")
        db.execute("SET jit = off")
        db.execute("SET enable_bitmapscan = off")  # there are a few rows of everything
        db.commit()

    def everything(
        self, at: datetime | None = None, ways: Sequence[str] = ()
    ) -> Iterator[tuple[str, set[Answer]]]:
        """Every way of asking (or these), and all it lets people do now, or at a moment."""
        now = at is None
        ways = ways or ((*WAYS, SECURITY) if now else WAYS)
        one_by_one = [way for way in ways if way != SECURITY]
        moment = f"'{at.isoformat()}'" if at else "NULL"
        people = "'{" + ",".join(map(str, self.people)) + "}'"
        asked = []
        for way in one_by_one:
            role = "NONE" if now and way in WAYS[:2] else AUDIENCE
            asked += [f"SET LOCAL ROLE {role}", f"EXECUTE {self._prepared(way, now)}({people}, {moment})"]
        if SECURITY in ways:
            asked += [f"SET LOCAL ROLE {APP}", *(self._alone(person) for person in self.people)]
        results = self._results("; ".join([*asked, "SET LOCAL ROLE NONE"]))
        for way in one_by_one:
            rows = next(results)
            yield way, {(n, p, t) for n, p, t, *why in rows if not why or _holds(n, why[0])}
        if SECURITY in ways:
            yield SECURITY, {answer for rows in results for answer in rows}

    def sweep(self) -> None:
        """Clear away what undone histories left in the tables: it slows down every question."""
        self.db.autocommit = True
        self.db.execute("VACUUM")
        self.db.autocommit = False

    def _alone(self, person: int) -> str:
        """What a person's own session shows of everything, whatever the program asks."""
        if "security" not in self.prepared:
            texts = [
                f"SELECT {ALL.index((model, action))}, $1, id FROM {table(model)}" for model, action in READS
            ]
            self.db.execute(f"PREPARE security(bigint) AS {' UNION ALL '.join(texts)}")
            self.prepared.add("security")
        return f"SELECT set_config('workspace.actor', '{person}', true); EXECUTE security({person})"

    def _results(self, statements: str) -> Iterator[list[Any]]:
        """What each statement that gives more than one column gave."""
        cursor = self.db.execute(statements)
        more: bool | None = True
        while more:
            if cursor.description is not None and len(cursor.description) > 1:
                yield cursor.fetchall()
            more = cursor.nextset()

    def _prepared(self, way: str, now: bool) -> str:
        """The name of the statement that asks in a way about now, or about a moment."""
        name = f"{way.replace(' ', '_')}_{'now' if now else 'then'}"
        if name not in self.prepared:
            asked = asked_by(way, now)
            self.prepare(name, [_text(way, model, action, now) for model, action in asked])
        return name

    def prepare(self, name: str, texts: Sequence[str]) -> None:
        """Prepare the union of some statements, which speak of `asked_people` and `asked_moment`."""
        given = "asked_people(id) AS (SELECT unnest($1)), asked_moment(at) AS (SELECT $2)"
        self.db.execute(f"PREPARE {name}(bigint[], timestamptz) AS WITH {given} {' UNION ALL '.join(texts)}")
        self.prepared.add(name)


def _text(way: str, model: type[Base], action: Action, now: bool) -> str:
    number = ALL.index((model, action))
    if way == "filter":
        one = questions._permitted(action, model, now).with_only_columns(model.id)
        return filtering(one, number)
    return {"check": _checking, "audience": _naming}.get(way, _explaining)(model, action, number, now)


@cache
def asked_by(way: str, now: bool) -> list[tuple[type[Base], Action]]:
    """The questions that are asked in a way; of two with the very same rule, one."""
    asked = _of(way, now)
    parts = [(model, rule_for(action, model).parts or action) for model, action in asked]
    return [question for at, question in enumerate(asked) if parts[at] not in parts[:at]]


def _of(way: str, now: bool) -> list[tuple[type[Base], Action]]:
    if way == "audience":
        return WITH_AUDIENCE
    if way == SECURITY:
        return READS
    if way == "explanation":
        return [(model, action) for model, action in COUNTED if action == Action.READ]
    if way == ACTS:
        return [(model, action) for model, action in COUNTED if action != Action.READ]
    return ALL if now else COUNTED


def told(way: str, now: bool, answers: Answers) -> set[Answer]:
    """What the oracle says, as a way of asking would say it.

    What somebody may not read they cannot fetch, and an audience is made up of those who were ever in
    the room: that matters where auditors answer for what they may not read.
    """
    within = {"check": "read", "audience": "crowd"}.get(way)
    found: set[Answer] = set()
    for model, action in asked_by(way, now):
        kind, number = model.__tablename__, ALL.index((model, action))
        pairs = answers.get((kind, action.value), set())
        if within:
            pairs = pairs & answers.get((kind, within), set())
        found |= {(number, who, thing) for who, thing in pairs}
    return found


def disagreements(way: str, now: bool, got: set[Answer], answers: Answers) -> list[str]:
    """In words, what one way of asking says otherwise than the oracle."""
    want = told(way, now, answers)
    wrong = sorted((number, who, thing, (number, who, thing) in got) for number, who, thing in got ^ want)
    return [
        f"the {way} {'lets' if lets else 'does not let'} {who} {ALL[n][1]} {ALL[n][0].__name__} {thing}"
        for n, who, thing, lets in wrong
    ]
