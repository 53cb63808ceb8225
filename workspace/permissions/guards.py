"""Who may call a view or send an event. Every one of them says so, or the program does not start.

Order matters: first it is settled who asks, then whether they may, and only then is the body of the
request read and its CSRF token checked. So a stranger cannot make the server take in an upload.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from blinker import Signal
from flask import Flask, abort, current_app, request
from flask_wtf.csrf import CSRFProtect
from sqlalchemy import select

from workspace.database import Base, actor, session
from workspace.errors import NotAllowed, NotFound
from workspace.permissions.policies import Action, rule_for
from workspace.permissions.questions import NOW, ONE, explain, fetch, may_unseen
from workspace.permissions.rules import Rule

View = TypeVar("View", bound=Callable[..., Any])
CLOSED = "The room is closed: it can still be read, and nothing can be added to it."
csrf: Any = CSRFProtect()  # type: ignore[no-untyped-call]  # Flask-WTF has no types
refused = Signal("Somebody was refused: sent with the action (or the rule), model and id, for the audit.")


@dataclass(frozen=True)
class Access:
    """What a view or an event asks of whoever calls it."""

    kind: str
    action: Action | None = None
    model: type[Base] | None = None

    def __str__(self) -> str:
        if self.action is None or self.model is None:
            return self.kind
        return f"may {self.action} {self.model.__name__}"


def public(view: View) -> View:
    """Let anybody call a view. It still refuses a forged form."""
    return _guarded(view, Access("anybody"), lambda values: values)


def signed_in(view: View) -> View:
    """Let anybody call a view who is signed in."""
    return _guarded(view, Access("anybody signed in"), lambda values: (whoever_asks(), values)[1])


def holding(rule: Rule) -> Callable[[View], View]:
    """Let those call a view of whom ``rule`` is true, which speaks of people and no row.

    For everybody else there is no such page.
    """

    def asked(values: dict[str, Any]) -> dict[str, Any]:
        if not session().scalar(select(rule(ONE, NOW)), {"who": whoever_asks()}):
            refused.send(action=rule.name, model=None, id=None)
            raise NotFound("There is no such page, or you cannot see it.")
        return values

    return lambda view: _guarded(view, Access(f"whoever {rule.name.replace('_', ' ')}"), asked)


def requires(action: Action, model: type[Base], *, unseen: bool = False) -> Callable[[View], View]:
    """Let those call a view who may take ``action`` on the ``model`` that the address names.

    The view gets the row in place of its id: `document_id` in, `document` out. What the person may
    not read answers exactly as what does not exist; with ``unseen``, so does what they may not act on.
    """
    name = _snake(model.__name__)

    def fetched(values: dict[str, Any]) -> dict[str, Any]:
        who, id = whoever_asks(), values.pop(f"{name}_id")
        return {**values, name: fetched_for(who, action, model, id, unseen=unseen)}

    return lambda view: _guarded(view, Access("requires", action, model), fetched)


def answering_for(action: Action, model: type[Base]) -> Callable[[View], View]:
    """Let those call a view who may take ``action``, an auditor's, on a ``model`` that they may not read.

    The view gets only the row's id, which says nothing of it. For everybody else there is no such page.
    """
    name = f"{_snake(model.__name__)}_id"

    def asked(values: dict[str, Any]) -> dict[str, Any]:
        if not may_unseen(whoever_asks(), action, model, values[name]):
            refused.send(action=action, model=model, id=values[name])
            raise NotFound("There is no such page, or you cannot see it.")
        return values

    return lambda view: _guarded(view, Access("answers for", action, model), asked)


def fetched_for(who: int, action: Action, model: type[Base], id: int, *, unseen: bool = False) -> Base:
    """Fetch a row for the person ``who``, and have a refusal recorded before it is raised.

    With ``unseen`` what they may not act on is not there, and nothing more is asked about it.
    """
    try:
        return fetch(session(), who, action, model, id)
    except NotFound:
        refused.send(action=action, model=model, id=id)
        raise
    except NotAllowed as refusal:
        refused.send(action=action, model=model, id=id)
        if unseen:
            raise NotFound(str(refusal)) from None
        found = explain(who, action, model, id).every()
        if any(one.name == "room_is_open" and not one.holds for one in found):
            raise NotAllowed(f"{refusal}. {CLOSED}") from None
        raise


def whoever_asks() -> int:
    """The person who is signed in; otherwise the request ends at the sign-in page."""
    who = actor()
    if who is None:
        abort(current_app.login_manager.unauthorized())  # type: ignore[attr-defined]
    return who


def _guarded(view: View, access: Access, prepare: Callable[[dict[str, Any]], dict[str, Any]]) -> View:
    @wraps(view)
    def guarded(**values: Any) -> Any:
        values = prepare(values)
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            csrf.protect()
        return view(**values)

    guarded.access = access  # type: ignore[attr-defined]
    return guarded  # type: ignore[return-value]


def verify(app: Flask, events: Iterable[tuple[str, Callable[..., Any]]]) -> list[str]:
    """Refuse to start while a route or an event has not said who may call it; return the list of all."""
    lines = []
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, sorted(rule.methods or ()))):
        access = getattr(app.view_functions[rule.endpoint], "access", None)
        if access is None and rule.endpoint != "static":
            raise RuntimeError(f"{rule.endpoint} has not said who may call it")
        methods = ",".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        lines.append(f"{methods:9} {rule.rule:70} {access or 'anybody'}")
    for name, handler in sorted(events):
        access = getattr(handler, "access", None)
        if access is None:
            raise RuntimeError(f"the event {name} has not said who may send it")
        lines.append(f"{'event':9} {name:70} {access}")
    return lines


def sentence(action: Action, model: type[Base]) -> str:
    """The sentence of the rule about an action, as shown to whoever was refused it."""
    return rule_for(action, model).sentence


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
