"""What a rule is made of.

A rule is asked with *who* and *at* and answers with an SQL condition on the model it guards.
`who.id` is always SQL: a bound number for one person, a column for everybody, the database's own
actor for row-level security. So a rule cannot see who is asking and cannot treat anyone
differently, and the same object decides, lists, names, explains and guards the tables.

Five kinds of node and no more: a clause, `all_of`, `any_of`, `@some` (a linked row exists for which
all parts hold) and `@no`; `@inside` is a `some` with a mark. The sentence of a rule, shown to
people, is the docstring of the function that links it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, false, func, or_, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import InstrumentedAttribute

from workspace.database import Base, Lasting
from workspace.people.models import Employment

Moment = ColumnElement[datetime]
Condition = ColumnElement[bool]
Link = Callable[["Who", Moment], Condition]


@dataclass(frozen=True)
class Who:
    """Whoever is asked about."""

    id: ColumnElement[int] | InstrumentedAttribute[int]

    def organisation(self, at: Moment) -> ScalarSelect[int]:
        """The organisation they work for at that moment."""
        employed = (Employment.person_id == self.id) & Employment.during.contains(at)
        return (
            select(Employment.organisation_id).where(employed).correlate_except(Employment).scalar_subquery()
        )


@dataclass(frozen=True)
class Looked:
    """A row that was looked at to answer a rule, and what was true of it."""

    model: str
    id: int
    holds: bool
    parts: tuple["Reason", ...] = ()


@dataclass(frozen=True)
class Reason:
    """A rule's name and sentence, whether it holds, and why: its parts, or the rows looked at."""

    name: str
    sentence: str
    holds: bool
    parts: tuple["Reason", ...] = ()
    rows: tuple[Looked, ...] = ()

    def every(self) -> Iterator["Reason"]:
        """This reason and all those under it, parts and rows included, from the top."""
        yield self
        for part in (*self.parts, *(part for row in self.rows for part in row.parts)):
            yield from part.every()

    def find(self, name: str) -> "Reason":
        """The reason of the rule called ``name`` under this one; `KeyError` when there is none."""
        for reason in self.every():
            if reason.name == name:
                return reason
        raise KeyError(name)


@dataclass(frozen=True)
class Rule:
    """A sentence that is true or not of *who*, *at* a moment, and a row."""

    name: str
    sentence: str
    parts: tuple["Rule", ...] = ()

    def __call__(self, who: Who, at: Moment) -> Condition:
        """The condition under which the sentence is true."""
        raise NotImplementedError

    def answers(self, who: Who, at: Moment) -> ColumnElement[Any]:
        """The truth of every clause as one JSON value, for `reason` to read."""
        return func.jsonb_build_array(*(part.answers(who, at) for part in self.parts))

    def reason(self, answers: Any) -> Reason:
        """Put the sentences beside the answers."""
        parts = tuple(part.reason(answer) for part, answer in zip(self.parts, answers, strict=True))
        return Reason(self.name, self.sentence, self.joined(part.holds for part in parts), parts)

    def joined(self, truths: Iterator[bool]) -> bool:
        """What the truths of the parts say about the whole."""
        return bool(self.parts) and all(truths)


@dataclass(frozen=True)
class Clause(Rule):
    """A rule that is one condition; one without a condition holds for nobody."""

    condition: Link | None = None

    def __call__(self, who: Who, at: Moment) -> Condition:
        return false() if self.condition is None else self.condition(who, at)

    def answers(self, who: Who, at: Moment) -> ColumnElement[Any]:
        return func.to_jsonb(func.coalesce(self(who, at), false()))

    def reason(self, answers: Any) -> Reason:
        return Reason(self.name, self.sentence, answers is True)


@dataclass(frozen=True)
class AllOf(Rule):
    """A rule that holds when every part does; without parts, never."""

    def __call__(self, who: Who, at: Moment) -> Condition:
        return and_(*(part(who, at) for part in self.parts)) if self.parts else false()


@dataclass(frozen=True)
class AnyOf(Rule):
    """A rule that holds when some part does; without parts, never."""

    def __call__(self, who: Who, at: Moment) -> Condition:
        return or_(false(), *(part(who, at) for part in self.parts))

    def joined(self, truths: Iterator[bool]) -> bool:
        return any(truths)


@dataclass(frozen=True)
class Some(Rule):
    """A rule that holds when a linked row exists for which every part holds (negated: when none does).

    The link finds the candidates and the parts decide, so that an explanation can show near misses.
    """

    model: type[Base] = Base
    link: Link | None = None
    negated: bool = False
    guarded: bool = False
    probing: bool = False

    def __call__(self, who: Who, at: Moment) -> Condition:
        holds = [part(who, at) for part in self.parts]
        found: Select[Any] = select(self.model.id).where(self._linked(who, at), *holds)
        found = found.offset(0) if self.probing else found
        there_is = found.correlate_except(self.model).exists()
        return ~there_is if self.negated else there_is

    def answers(self, who: Who, at: Moment) -> ColumnElement[Any]:
        row = func.jsonb_build_array(self.model.id, super().answers(who, at))
        rows = select(func.coalesce(func.jsonb_agg(row, type_=JSONB), func.jsonb_build_array()))
        return rows.where(self._linked(who, at)).correlate_except(self.model).scalar_subquery()

    def reason(self, answers: Any) -> Reason:
        rows = []
        for id_, truths in answers:
            parts = tuple(part.reason(truth) for part, truth in zip(self.parts, truths, strict=True))
            rows.append(Looked(self.model.__name__, id_, all(part.holds for part in parts), parts))
        holds = any(row.holds for row in rows) is not self.negated
        return Reason(self.name, self.sentence, holds, rows=tuple(rows))

    def _linked(self, who: Who, at: Moment) -> Condition:
        return false() if self.link is None else self.link(who, at)


def clause(condition: Link) -> Clause:
    """Make a rule of a function; its docstring is the sentence."""
    return Clause(condition.__name__, sentence_of(condition), condition=condition)


def all_of(name: str, sentence: str, *parts: Rule) -> AllOf:
    """Make a rule that holds when every one of ``parts`` does."""
    return AllOf(name, sentence, parts)


def any_of(name: str, sentence: str, *parts: Rule) -> AnyOf:
    """Make a rule that holds when one of ``parts`` does."""
    return AnyOf(name, sentence, parts)


def some(model: type[Base], *parts: Rule) -> Callable[[Link], Some]:
    """Make a rule that holds when some linked ``model`` satisfies ``parts``; the function links it."""
    return lambda link: Some(link.__name__, sentence_of(link), parts, model=model, link=link)


def no(model: type[Base], *parts: Rule) -> Callable[[Link], Some]:
    """Make a rule that holds when no linked ``model`` satisfies ``parts``."""
    return lambda link: replace(some(model, *parts)(link), negated=True)


def inside(model: type[Base], rule: Rule) -> Callable[[Link], Some]:
    """Make a rule that holds when the ``model`` this is inside may be read, which ``rule`` decides."""
    return lambda link: replace(some(model, rule)(link), guarded=True)


def in_force(model: type[Lasting]) -> Clause:
    """The rule that a ``model`` is in force."""
    return Clause("in_force", "It is in force", condition=lambda _who, at: model.during.contains(at))


def leaning(rule: Rule) -> Rule:
    """The same rule where what it is *inside* has already been found readable."""
    parts = tuple(leaning(part) for part in rule.parts)
    return replace(rule, parts=() if isinstance(rule, Some) and rule.guarded else parts)


def probing(rule: Rule) -> Rule:
    """The same rule as index probes for one row after another, for when few rows are asked about.

    OFFSET 0 keeps PostgreSQL from turning EXISTS into joins, or into hashes of all that a person or
    an organisation has, which cost more than the few probes they save.
    """
    parts = tuple(probing(part) for part in rule.parts)
    return replace(rule, parts=parts, probing=True) if isinstance(rule, Some) else replace(rule, parts=parts)


def sentence_of(function: Callable[..., Any]) -> str:
    """The first sentence of a function's docstring, without its full stop."""
    return (function.__doc__ or "").strip().split("\n")[0].rstrip(".")
