"""Six questions, one rule. Every statement is built once and asked with parameters.

`fetch`, `permitted` and `abilities` are asked in a person's own session, where row-level security
holds as well. `audience`, `explain` and whatever is asked about a past day go through the role that
is nobody: in a person's session the database would silently shorten the answer to what they see.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import TIMESTAMP, BigInteger, Select, bindparam, func, select, true
from sqlalchemy.orm import Session

from workspace.database import Base, audience_session
from workspace.errors import NotAllowed, NotFound
from workspace.permissions.policies import POLICIES, Action, rule_for
from workspace.permissions.rules import Moment, Reason, Rule, Who, probing

Model = TypeVar("Model", bound=Base)

# The statement's start, never the transaction's: a writer who waited for a lock would otherwise
# ask about the moment before the removal it waited for.
NOW: Moment = func.statement_timestamp()
THEN: Moment = bindparam("at", type_=TIMESTAMP(timezone=True))
ONE = Who(bindparam("who", type_=BigInteger))


def fetch(
    db: Session, who: int | None, action: Action, model: type[Model], id: int, at: datetime | None = None
) -> Model:
    """Return the ``model`` with ``id`` if the person ``who`` may take ``action`` on it.

    What they may not read does not exist for them (`NotFound`); what they may read but not act on is
    `NotAllowed`. Always asks the database, and refreshes what the session already holds.
    """
    row = db.execute(
        _fetch(action, model, at is None),
        {"who": who, "at": at, "id": id},
        execution_options={"populate_existing": True},
    ).one_or_none()
    if row is None:
        raise NotFound("There is no such page, or you cannot see it.")
    if not row[1]:
        raise NotAllowed(rule_for(action, model).sentence)
    found: Model = row[0]
    return found


def permitted(
    who: int | None, action: Action, model: type[Model], at: datetime | None = None
) -> Select[Model]:
    """Select every ``model`` on which the person ``who`` may take ``action``, to narrow, order and limit."""
    return _permitted(action, model, at is None).params(who=who, at=at)


def abilities(db: Session, who: int | None, thing: Base, at: datetime | None = None) -> frozenset[Action]:
    """Everything the person ``who`` may do to ``thing``, with one query. For showing buttons."""
    model = type(thing)
    row = db.execute(_abilities(model, at is None), {"who": who, "at": at, "id": thing.id}).one_or_none()
    return frozenset(action for action, yes in zip(POLICIES[model].rules, row or (), strict=False) if yes)


def audience(action: Action, model: type[Base], id: int, at: datetime | None = None) -> Sequence[int]:
    """The people who may take ``action`` on the ``model`` with ``id``, of all who were ever in its room."""
    with audience_session() as nobody:
        return nobody.scalars(_audience(action, model, at is None), {"at": at, "id": id}).all()


def explain(who: int, action: Action, model: type[Base], id: int, at: datetime | None = None) -> Reason:
    """Why the person ``who`` may or may not take ``action`` on the ``model`` with ``id``.

    It names hidden rows by id; what of it the asker may be told is for the caller to decide.
    """
    with audience_session() as nobody:
        answers = nobody.scalar(_explain(action, model, at is None), {"who": who, "at": at, "id": id})
    if answers is None:
        raise NotFound("There is no such thing.")
    return rule_for(action, model).reason(answers)


def may_unseen(who: int, action: Action, model: type[Base], id: int) -> bool:
    """Whether the person ``who`` may take ``action`` on the ``model`` with ``id`` without reading it."""
    rule: Rule = probing(rule_for(action, model))
    with audience_session() as nobody:
        asked = select(model.id).where(model.id == id, rule(ONE, NOW))
        return nobody.scalar(asked, {"who": who}) is not None


def permitted_then(who: int, action: Action, model: type[Base], at: datetime) -> Sequence[int]:
    """The ids of every ``model`` on which the person ``who`` might take ``action`` at a past moment."""
    rule = rule_for(action, model)
    with audience_session() as nobody:
        return nobody.scalars(select(model.id).where(rule(ONE, THEN)), {"who": who, "at": at}).all()


def _probe(action: Action, model: type[Base], moment: Moment) -> Any:
    rule: Rule = probing(rule_for(action, model))
    return rule(ONE, moment)


@cache
def _fetch(action: Action, model: Any, now: bool) -> Select[Any]:
    moment = NOW if now else THEN
    acts = true() if action == Action.READ else _probe(action, model, moment)
    reads = _probe(Action.READ, model, moment)
    return select(model, acts.label("acts")).where(model.id == bindparam("id"), reads)


@cache
def _permitted(action: Action, model: Any, now: bool) -> Select[Any]:
    return select(model).where(rule_for(action, model)(ONE, NOW if now else THEN))


@cache
def _abilities(model: Any, now: bool) -> Select[Any]:
    moment = NOW if now else THEN
    answers = [_probe(action, model, moment).label(action.value) for action in POLICIES[model].rules]
    return select(*answers).select_from(model).where(model.id == bindparam("id"))


@cache
def _audience(action: Action, model: Any, now: bool) -> Select[Any]:
    crowd = POLICIES[model].crowd
    if crowd is None:
        raise TypeError(f"{model.__name__} is in no room, so it has no audience")
    # Materialised, so that the rule is asked of these few and not of everybody there is.
    members = crowd.cte("members").prefix_with("MATERIALIZED")
    holds = rule_for(action, model)(Who(members.c.person_id), NOW if now else THEN)
    return select(members.c.person_id).join(model, model.id == bindparam("id")).where(holds)


@cache
def _explain(action: Action, model: Any, now: bool) -> Select[Any]:
    answers = rule_for(action, model).answers(ONE, NOW if now else THEN)
    return select(answers).select_from(model).where(model.id == bindparam("id"))
