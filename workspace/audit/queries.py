"""Finding audit entries, newest first. A person finds only what the rule lets them read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import BigInteger, Select, case, column, func, literal, or_, select, table
from sqlalchemy.dialects.postgresql import ARRAY

from workspace.audit.models import AuditEntry, Outcome
from workspace.audit.policy import knows_its_room
from workspace.audit.words import Group, actions_of
from workspace.database import SCHEMA, audience_session, session
from workspace.identifiers import EPOCH_MS, RANDOM_BITS
from workspace.permissions.policies import Action
from workspace.permissions.questions import NOW, ONE, permitted
from workspace.when import LONDON

PEOPLE_OF_OURS, PEOPLE_OF_OTHERS = "ours", "others"
MOST_CHOICES = 500  # of people and rooms together, in the sentence of filters
ROOM = table("room", column("id"), column("reference"), schema=SCHEMA)  # rooms stand above the audit
KNOWS = knows_its_room(ONE, NOW)
KNOWN_ROOM = case((KNOWS, AuditEntry.room_id))  # nothing where whoever asks may not know it


@dataclass(frozen=True)
class Wanted:
    """Which entries somebody wants to see. ``on`` is the id of a room or of a thing."""

    since: date
    until: date
    group: Group | None = None
    whose: str = ""
    by: int | None = None
    on: int | None = None
    outcome: Outcome | None = None

    @property
    def days(self) -> int:
        """How many days it spans."""
        return (self.until - self.since).days + 1


@dataclass(frozen=True)
class Found:
    """An entry, and the room it happened in as far as whoever asks may know it: never the entry's own."""

    entry: AuditEntry
    room_id: int | None


@dataclass(frozen=True)
class Counted:
    """How many acts the people of one organisation did in one span of days, with which outcome."""

    organisation_id: int | None
    span: int
    outcome: Outcome
    entries: int


@dataclass(frozen=True)
class Refused:
    """How often one person was refused one action."""

    person_id: int | None
    action: str
    entries: int


def first_id(the_day: date) -> int:
    """The least id that is made on a day, London's: an id holds the millisecond it was made in."""
    begins = datetime.combine(the_day, time(), LONDON).astimezone(UTC)
    return max(0, round(begins.timestamp() * 1000) - EPOCH_MS) << RANDOM_BITS


def entries(
    who: int, wanted: Wanted, limit: int, before: int | None = None, after: int | None = None
) -> list[Found]:
    """The newest entries ``before`` an id, or the oldest ``after`` one; always the newest first.

    A page is bounded by ids and not counted off, so entries added meanwhile shift nothing.
    """
    found = _entries(who, wanted).add_columns(KNOWN_ROOM).params(who=who)
    if after is not None:
        oldest = found.where(AuditEntry.id > after).order_by(AuditEntry.id).limit(limit)
        return [Found(*row) for row in session().execute(oldest)][::-1]
    if before is not None:
        found = found.where(AuditEntry.id < before)
    return [Found(*row) for row in session().execute(found.order_by(AuditEntry.id.desc()).limit(limit))]


def counts(who: int, wanted: Wanted, bounds: Sequence[int]) -> list[Counted]:
    """How many entries there are by organisation, span and outcome; ``bounds`` are the first ids of spans."""
    span = func.width_bucket(AuditEntry.id, literal(list(bounds), ARRAY(BigInteger))).label("span")
    by = (AuditEntry.organisation_id, span, AuditEntry.outcome)
    asked = _entries(who, wanted).with_only_columns(*by, func.count()).group_by(*by)
    return [
        Counted(organisation, at - 1, ended, n) for organisation, at, ended, n in session().execute(asked)
    ]


def refusals(who: int, wanted: Wanted, limit: int) -> list[Refused]:
    """Who was refused what most often."""
    by = (AuditEntry.person_id, AuditEntry.action)
    asked = (
        _entries(who, wanted)
        .with_only_columns(*by, func.count())
        .where(AuditEntry.outcome == Outcome.REFUSED)
        .group_by(*by)
        .order_by(func.count().desc(), func.max(AuditEntry.id).desc())
        .limit(limit)
    )
    return [Refused(*row) for row in session().execute(asked)]


def choices(who: int, wanted: Wanted) -> tuple[set[int], set[int]]:
    """The people and the rooms that occur in the days wanted, by id; rooms as far as they may know them."""
    by = (AuditEntry.person_id, KNOWN_ROOM.label("room"))
    found = _entries(who, Wanted(wanted.since, wanted.until)).with_only_columns(*by).distinct()
    rows = session().execute(found.limit(MOST_CHOICES).params(who=who)).all()
    return {row[0] for row in rows if row[0]}, {row[1] for row in rows if row[1]}


def knows_room(who: int, id: int) -> bool:
    """Whether an id is of a room that occurs in some entry that they may read, and that they may know."""
    there = permitted(who, Action.READ, AuditEntry).where(AuditEntry.room_id == id, KNOWS).params(who=who)
    return session().scalars(there.with_only_columns(AuditEntry.id).limit(1)).first() is not None


def references(room_ids: set[int]) -> dict[int, str]:
    """The references of rooms, by id: of rooms that entries gave as known, and no others.

    An auditor need not be in a room to be told which one it was.
    """
    with audience_session() as nobody:
        found = nobody.execute(select(ROOM.c.id, ROOM.c.reference).where(ROOM.c.id.in_(room_ids)))
        return {id: reference for id, reference in found}  # noqa: C416 - rows are not known to be pairs


def _entries(who: int, wanted: Wanted) -> Select[Any]:
    found: Select[Any] = permitted(who, Action.READ, AuditEntry).where(
        AuditEntry.id >= first_id(wanted.since),
        AuditEntry.id < first_id(wanted.until + timedelta(days=1)),
    )
    if wanted.group is not None:
        found = found.where(AuditEntry.action.in_(actions_of(wanted.group)))
    if wanted.outcome is not None:
        found = found.where(AuditEntry.outcome == wanted.outcome)
    if wanted.by is not None:
        found = found.where(AuditEntry.person_id == wanted.by)
    if wanted.on is not None:
        in_room = (AuditEntry.room_id == wanted.on) & KNOWS  # or asking would tell what is in which room
        on_it = AuditEntry.facts.contains({"document": wanted.on})  # an annotation on it
        found = found.where(or_(in_room, AuditEntry.thing_id == wanted.on, on_it))
    if wanted.whose:
        ours = AuditEntry.organisation_id.is_not_distinct_from(ONE.organisation(func.statement_timestamp()))
        found = found.where(ours if wanted.whose == PEOPLE_OF_OURS else ~ours)
    return found.params(who=who)
