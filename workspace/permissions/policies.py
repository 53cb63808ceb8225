"""The register of policies: which rule decides which action on which model.

Each feature's `policy.py` declares its own. What nothing here mentions is refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select
from sqlalchemy.orm import InstrumentedAttribute

from workspace.database import Base
from workspace.permissions.rules import Clause, Rule


class Action(StrEnum):
    """The things a person can do."""

    READ = "read"
    ANNOTATE = "annotate"
    DOWNLOAD = "download"
    CONTRIBUTE = "contribute"
    RELEASE = "release"
    MANAGE = "manage"
    ADMIT = "admit"
    DISMISS = "dismiss"
    REPLY = "reply"
    RESOLVE = "resolve"
    WITHDRAW = "withdraw"
    OPEN_ROOM = "open_room"
    SIGN = "sign"
    AUDIT = "audit"
    ADMINISTER = "administer"


@dataclass(frozen=True)
class Policy:
    """The rules of one model.

    ``room`` is SQL for the room a row is in, and ``owner`` for the organisation whose material it is,
    so that the audit can say where a refusal happened and to whose material. ``crowd`` selects the
    people who could at all be the audience of the row whose id is the parameter ``id``.
    ``adds`` says what a new row must satisfy: the reading rule (``"reads"``), or nothing but that
    somebody is signed in (``"anyone"``), for rows that are readable only once others stand beside
    them.
    """

    rules: Mapping[Action, Rule]
    room: ColumnElement[int] | InstrumentedAttribute[int] | None = None
    owner: ColumnElement[int] | InstrumentedAttribute[int] | None = None
    crowd: Select[Any] | None = None
    adds: str = "reads"


NEVER = Clause("nothing_allows_this", "No rule allows this")
POLICIES: dict[type[Base], Policy] = {}


def declare(model: type[Base], rules: Mapping[Action, Rule], **more: Any) -> None:
    """Register the rules of ``model``; called once, by the `policy.py` of its feature."""
    if model in POLICIES:
        raise RuntimeError(f"{model.__name__} has a policy already")
    POLICIES[model] = Policy(rules, **more)


def rule_for(action: Action, model: type[Base]) -> Rule:
    """The rule about ``action`` on a ``model``, or the one that refuses."""
    policy = POLICIES.get(model)
    return policy.rules.get(action, NEVER) if policy else NEVER
