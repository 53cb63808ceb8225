"""The database: models' base, the session of the current unit of work, and transactions.

A unit of work (a request, a socket event, a command) acts for one person, or for nobody. Every
transaction tells PostgreSQL who that is, and row-level security shows only their rows. What must
be asked about everybody (audiences, explanations, past days) goes through `audience_session`,
whose role sees ids and periods but no text.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any, ClassVar, TypeVar

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    DateTime,
    Dialect,
    Engine,
    ForeignKey,
    MetaData,
    SmallInteger,
    TypeDecorator,
    create_engine,
    event,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import TSTZRANGE, ExcludeConstraint, Range
from sqlalchemy.dialects.postgresql.base import ischema_names
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, Session, mapped_column
from sqlalchemy.types import UserDefinedType

from workspace.identifiers import new_id

E = TypeVar("E", bound=IntEnum)
SCHEMA = "workspace"
Period = Range[datetime]
SHORTEST = text("interval '1 microsecond'")  # the least a period lasts: an empty range forgets its bounds
CONTENT = {"content": True}  # info of a column whose text only those may read whom the rules name


class Numbered(TypeDecorator[E]):
    """A column that holds the number of an `IntEnum` and gives back the member."""

    impl = SmallInteger
    cache_ok = True

    def __init__(self, kind: type[E]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else int(value)

    def process_literal_param(self, value: Any, dialect: Dialect) -> str:
        return str(int(value))

    def process_result_value(self, value: Any, dialect: Dialect) -> E | None:
        return None if value is None else self.kind(value)


class TransactionId(UserDefinedType[int]):
    """PostgreSQL's 64-bit transaction id, by which entries are later sealed in commit order."""

    cache_ok = True

    def get_col_spec(self, **_more: Any) -> str:
        """The name of the type in SQL."""
        return "xid8"


ischema_names["xid8"] = TransactionId  # so that comparing a database with the models knows the type


class Base(MappedAsDataclass, DeclarativeBase, kw_only=True):
    """The base of every model. Ids are made here, not by the database: a row-level policy may hide
    a row from `INSERT … RETURNING` that is only readable once its other rows are there.
    """

    __mapper_args__ = {"eager_defaults": False}  # noqa: RUF012 - SQLAlchemy declares it so
    metadata = MetaData(
        schema=SCHEMA,
        naming_convention={
            "ix": "%(table_name)s_%(column_0_N_name)s_index",
            "uq": "%(table_name)s_%(column_0_N_name)s_unique",
            "ck": "%(table_name)s_%(constraint_name)s",
            "fk": "%(table_name)s_%(column_0_name)s_fkey",
            "pk": "%(table_name)s_pkey",
        },
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        int: BigInteger,
        datetime: DateTime(timezone=True),
        Period: TSTZRANGE,
    }

    id: Mapped[int] = mapped_column(primary_key=True, default_factory=new_id)


class Lasting(MappedAsDataclass, kw_only=True):
    """Something that is so for a while. It is ended, never deleted or overwritten.

    An empty or unbounded-below range would be in force for ever or never, so both are refused.
    """

    during: Mapped[Period] = mapped_column(
        server_default=text("tstzrange(statement_timestamp(), NULL)"), default=None
    )


def to(table: str) -> ForeignKey:
    """Refer to the id of ``table``."""
    return ForeignKey(f"{SCHEMA}.{table}.id")


def ending(model: type[Lasting]) -> ColumnElement[Period]:
    """SQL for a row's period, over from the next statement on: what an UPDATE that ends it sets.

    At least one microsecond after this statement's moment, because row-level security also asks about the row
    as it will be, and would refuse to let somebody end what it would then hide from them.
    """
    lower = func.lower(model.during)
    soon = func.statement_timestamp() + SHORTEST
    return func.tstzrange(lower, func.greatest(func.clock_timestamp(), soon, lower + SHORTEST))


def never_twice(name: str, *columns: str) -> ExcludeConstraint:
    """Refuse two rows with the same ``columns`` whose periods overlap.

    A range of one number stands in for equality: the embedded server lacks `btree_gist`.
    """
    same = [(text(f"int8range({column}, {column}, '[]')"), "&&") for column in columns]
    return ExcludeConstraint(*same, (text("during"), "&&"), name=name)


@dataclass
class _Unit:
    """A unit of work: whom it acts for, and its session once one was needed."""

    actor: int | None
    session: Session | None = None


@dataclass
class _Engines:
    """The connections of this process, by role."""

    app: Engine
    audience: Engine


_unit: ContextVar[_Unit | None] = ContextVar("unit", default=None)
_engines: list[_Engines] = []
_SET_ACTOR = text("SELECT set_config('workspace.actor', :actor, true)")
_SETTINGS = (
    "-c jit=off -c timezone=UTC -c statement_timeout=15s -c lock_timeout=5s "
    "-c idle_in_transaction_session_timeout=60s"
)


class ActingSession(Session):
    """A session that acts for the person in ``info["actor"]``, and for nobody without one."""


@event.listens_for(ActingSession, "after_begin")
def _act(session: Session, _transaction: Any, connection: Connection) -> None:
    actor = session.info.get("actor")
    connection.execute(_SET_ACTOR, {"actor": "" if actor is None else str(actor)})


def engine_for(url: str, pool_size: int = 10) -> Engine:
    """Make an engine for the PostgreSQL at ``url`` with this program's session settings."""
    return create_engine(
        url.replace("postgresql://", "postgresql+psycopg://", 1),
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_timeout=10,
        pool_pre_ping=True,
        hide_parameters=True,  # what people wrote does not go into logs
        connect_args={"options": _SETTINGS, "connect_timeout": 5, "prepare_threshold": 2},
    )


def connect(app_url: str, audience_url: str, pool_size: int = 10) -> None:
    """Let this process work on a database, as the roles of the two URLs. Ends earlier connections."""
    disconnect()
    _engines.append(_Engines(engine_for(app_url, pool_size), engine_for(audience_url, pool_size)))


def disconnect() -> None:
    """Close every connection of this process."""
    while _engines:
        engines = _engines.pop()
        engines.app.dispose()
        engines.audience.dispose()


def _connected() -> _Engines:
    if not _engines:
        raise RuntimeError("connect() has not been called: this process has no database")
    return _engines[-1]


@contextmanager
def acting_as(person_id: int | None) -> Iterator[None]:
    """Run a unit of work for a person, or for nobody; whatever was not committed is undone at its end."""
    unit = _Unit(person_id)
    token = _unit.set(unit)
    try:
        yield
    finally:
        _unit.reset(token)
        if unit.session is not None:
            unit.session.close()


def actor() -> int | None:
    """The person for whom the current unit of work acts; None for nobody."""
    unit = _unit.get()
    return unit.actor if unit else None


def become(person_id: int | None) -> None:
    """Go on in this unit of work as another person, or as nobody (signing in and out)."""
    unit = _current()
    release()
    unit.actor = person_id


def release() -> None:
    """Give the connection of the current unit back, undoing what was not committed (before long work)."""
    unit = _current()
    if unit.session is not None:
        unit.session.close()
        unit.session = None


def abandon() -> None:
    """Forget the session of the current unit without a word to the database, which is not answering."""
    unit = _unit.get()
    if unit is not None and unit.session is not None:
        unit.session.invalidate()
        unit.session = None


def session() -> Session:
    """The session of the current unit of work, opened when first asked for."""
    unit = _current()
    if unit.session is None:
        unit.session = ActingSession(_connected().app, expire_on_commit=False, info={"actor": unit.actor})
    return unit.session


def _current() -> _Unit:
    unit = _unit.get()
    if unit is None:
        raise RuntimeError("there is no unit of work: use acting_as()")
    return unit


@contextmanager
def transaction() -> Iterator[Session]:
    """Commit what the block does, all of it or, when it raises, nothing. Transactions do not nest."""
    db = session()
    try:
        yield db
        db.commit()
    except BaseException:
        db.rollback()
        raise


@contextmanager
def audience_session() -> Iterator[Session]:
    """A session that is nobody: it sees the ids and periods of every row, and no text."""
    with Session(_connected().audience, expire_on_commit=False) as nobody:
        yield nobody
