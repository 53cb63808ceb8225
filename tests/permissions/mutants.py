"""Every rule with one clause taken out, in turn, and every database policy likewise.

A mutant is noticed when a history is found in which it lets somebody see or do what the oracle does not
say, or keeps it from them: then the histories would have gone red. All mutants that are still unnoticed
are tried at every step of every history, each as the statement, or the policy, that the program would have.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import and_, or_, select, true
from sqlalchemy.sql.elements import BooleanClauseList
from sqlalchemy.sql.operators import and_ as conjunction

from tests.permissions.asked import ALL, AnyModel, Inquiry, _holds, asked_by, filtering, table
from tests.permissions.oracle import Answers
from workspace.permissions import questions
from workspace.permissions.database import APP, condition
from workspace.permissions.policies import POLICIES, Action
from workspace.permissions.questions import NOW, ONE
from workspace.permissions.rules import Clause, Rule, Some, leaning

Place = tuple[int, int, str]  # which rule object, which part of it, and what is done to it

# What can be left out without any change, with the reason; found by where it stands.
EQUIVALENT: dict[tuple[str, str, str], str] = {
    (
        "rules",
        "AccessRequest",
        "may_answer_access_request > without is_active",
    ): "entering the room asks it too",
    (
        "policies",
        "AccessRequest",
        "leads_the_room_asked_for > without enters_room",
    ): "the policy of rooms asks it",
    ("policies", "AccessRequest", "leads_the_room_asked_for > enters_room"): "the policy of rooms asks it",
    (
        "policies",
        "Agreement",
        "is_active_administrator > without is_active",
    ): "reads_agreement asks it itself",
    ("policies", "Agreement", "is_active_administrator > is_active"): "reads_agreement asks it itself",
}


@dataclass(frozen=True)
class Mutant:
    """A rule or a policy that lacks something."""

    where: str  # "rules" or "policies"
    model: AnyModel
    action: Action
    path: str
    rule: Rule

    @property
    def name(self) -> str:
        """What is changed, and where."""
        return f"{self.where} {self.model.__name__}.{self.action}: {self.path}"

    @property
    def excuse(self) -> str | None:
        """Why it is no mutant, if it is none."""
        for (where, model, there), reason in EQUIVALENT.items():
            within = self.path.endswith(there) or f"{there} > " in self.path
            if where == self.where and model == self.model.__name__ and within:
                return reason
        return None


def places(rule: Rule, path: tuple[str, ...]) -> Iterator[tuple[Place, str]]:
    """Everything that can be done to a rule: a part taken out, a half of a link, a `no` made a `some`."""
    for which, part in enumerate(rule.parts):
        yield (id(rule), which, "without"), " > ".join((*path, f"without {part.name}"))
        yield from places(part, (*path, part.name))
    for which, half in enumerate(halves(rule)):
        yield (id(rule), which, "half"), " > ".join((*path, f"without half {which + 1}: {half}"))
    if isinstance(rule, Some) and rule.negated:
        yield (id(rule), 0, "turned"), " > ".join((*path, "turned round"))


def halves(rule: Rule) -> list[str]:
    """What a rule's own condition is made of, where it is more than one thing."""
    made = _made(rule)
    found = _joined(made(ONE, NOW)) if made else []
    return [" ".join(str(each).replace("workspace.", "").split())[:60] for each in found]


def _made(rule: Rule) -> Callable[..., Any] | None:
    return rule.link if isinstance(rule, Some) else rule.condition if isinstance(rule, Clause) else None


def _joined(condition: Any) -> list[Any]:
    """What is joined by AND, or by OR, in a condition; a single one is not."""
    return list(condition.clauses) if isinstance(condition, BooleanClauseList) else []


def changed(rule: Rule, place: Place) -> Rule:
    """The rule with that done to it, wherever in it the rule object stands."""
    parts = tuple(changed(part, place) for part in rule.parts)
    made: Rule = replace(rule, parts=parts)
    owner, which, act = place
    if id(rule) != owner:
        return made
    if act == "without":
        return replace(made, parts=parts[:which] + parts[which + 1 :])
    if isinstance(made, Some):
        return replace(made, link=_less(made.link, which)) if act == "half" else replace(made, negated=False)
    return replace(made, condition=_less(made.condition, which)) if isinstance(made, Clause) else made


def _less(made: Any, which: int) -> Callable[..., Any]:
    def less(who: Any, at: Any) -> Any:
        whole = made(who, at)
        left = [each for number, each in enumerate(_joined(whole)) if number != which]
        return and_(true(), *left) if whole.operator is conjunction else or_(*left)

    return less


def of_rules(rules: dict[tuple[AnyModel, Action], Rule], where: str) -> Iterator[Mutant]:
    """Each thing that can be done to these rules, once, in the first rule that has it."""
    seen: set[Place] = set()
    for (model, action), rule in rules.items():
        for place, path in places(rule, (rule.name,)):
            if place not in seen:
                seen.add(place)
                yield Mutant(where, model, action, path, changed(rule, place))


def all_mutants(only: str = "") -> list[Mutant]:
    """Every mutant of the rules and of the policies, or those whose name has ``only`` in it."""
    rules = {(model, action): POLICIES[model].rules[action] for model, action in ALL}
    # A policy leans on the policy of what it is inside: what is dropped there is no clause of it.
    leant = {key: leaning(rule) for key, rule in rules.items() if key[1] == Action.READ}
    found = [*of_rules(rules, "rules"), *of_rules(leant, "policies")]
    wanted = only.lower()
    return [m for m in found if wanted in m.name.lower() or wanted in m.model.__module__]


class Trial:
    """Mutants on trial, and those noticed so far."""

    def __init__(self, mutants: list[Mutant]) -> None:
        self.unnoticed = [mutant for mutant in mutants if mutant.excuse is None]
        self.noticed: set[str] = set()

    def try_all(self, inquiry: Inquiry, answers: Answers, *, at_last: bool = False) -> list[Mutant]:
        """Try every unnoticed mutant in the world as it is, and return those that are noticed now.

        It takes long to change a policy: so those of policies are tried when that of the same rule is
        noticed, and ``at_last`` anyway.
        """
        rules = [m for m in self.unnoticed if m.where == "rules" and shows(m, inquiry, answers)]
        alike = {m.path for m in rules}
        policies = [
            m
            for m in self.unnoticed
            if m.where != "rules" and (at_last or m.path in alike) and shows(m, inquiry, answers)
        ]
        found = {m.name for m in (*rules, *policies)}
        self.noticed |= found
        self.unnoticed = [m for m in self.unnoticed if m.name not in found]
        return [*rules, *policies]


def shows(mutant: Mutant, inquiry: Inquiry, answers: Answers) -> bool:
    """Whether a mutant says otherwise than the oracle in the world as it is."""
    want = answers.get((mutant.model.__tablename__, mutant.action.value), set())
    ask = _by_rule if mutant.where == "rules" else _by_policy
    return ask(mutant, inquiry) != want


def _by_rule(mutant: Mutant, inquiry: Inquiry) -> set[tuple[int, int]]:
    name = f"mutant_{id(mutant)}"
    if name not in inquiry.prepared:
        inquiry.prepare(name, [filtering(select(mutant.model.id).where(mutant.rule(ONE, NOW)), 0)])
    people = "'{" + ",".join(map(str, inquiry.people)) + "}'"
    return {(who, thing) for _, who, thing in inquiry.db.execute(f"EXECUTE {name}({people}, NULL)")}


def _by_policy(mutant: Mutant, inquiry: Inquiry) -> set[tuple[int, int]]:
    name, db = table(mutant.model), inquiry.db
    found = set()
    db.execute("SAVEPOINT whole")
    db.execute(_altered(mutant))
    db.execute(f"SET LOCAL ROLE {APP}")
    for person in inquiry.people:
        db.execute(f"SELECT set_config('workspace.actor', '{person}', true)")
        found |= {(person, thing) for (thing,) in db.execute(f"SELECT id FROM {name}")}
    db.execute("ROLLBACK TO SAVEPOINT whole")
    return found


def leant_away() -> Iterator[str]:
    """What stands in a rule and not in the policy made of it, so that it cannot be taken out of that."""
    for model, action in ALL:
        if action == Action.READ:
            for name in _guarded(POLICIES[model].rules[action]):
                yield f"policies {model.__name__}.{action}: {name}"


def _guarded(rule: Rule) -> Iterator[str]:
    if isinstance(rule, Some) and rule.guarded:
        inner = ", ".join(part.name for part in rule.parts)
        yield f"{rule.name} > {inner} (the policy of the {rule.model.__tablename__} itself asks that)"
    else:
        for part in rule.parts:
            yield from _guarded(part)


@contextmanager
def installed(mutant: Mutant, inquiry: Inquiry) -> Iterator[None]:
    """Have the program ask with a mutant of a rule, or the database guard with one of a policy."""
    whole = POLICIES[mutant.model]
    if mutant.where == "rules":
        POLICIES[mutant.model] = replace(whole, rules={**whole.rules, mutant.action: mutant.rule})
    else:
        inquiry.db.execute(_altered(mutant))
    forget(inquiry)
    try:
        yield
    finally:
        POLICIES[mutant.model] = whole
        inquiry.db.rollback()
        forget(inquiry)


def _altered(mutant: Mutant) -> bytes:
    policy = condition(mutant.model, mutant.rule)
    return f"ALTER POLICY reads ON {table(mutant.model)} USING ({policy})".encode()


def forget(inquiry: Inquiry) -> None:
    """Have every statement built and prepared anew."""
    for statements in (questions._fetch, questions._permitted, questions._audience, questions._explain):
        statements.cache_clear()
    _holds.cache_clear()
    asked_by.cache_clear()
    inquiry.db.execute("DEALLOCATE ALL")
    inquiry.prepared.clear()
