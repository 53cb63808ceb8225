"""Everything that is recorded anywhere has words."""

import ast
import re
from pathlib import Path

from flask import Flask

from workspace.audit.words import WORDS, did, with_ids_encoded
from workspace.identifiers import encode, new_id
from workspace.permissions.policies import POLICIES

TOLD_ONLY = {"version.added", "presence.changed", "access.changed", "access.ended", "annotations.changed"}
NAMES = re.compile(r"[a-z_]+\.[a-z_]+")


def named_in(source: str, kinds: set[str]) -> set[str]:
    """The texts in a source that look like the names of actions on one of ``kinds``."""
    texts = {node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)}
    names = {text for text in texts if isinstance(text, str) and NAMES.fullmatch(text)}
    return {name for name in names if name.partition(".")[0] in kinds}


def test_every_action_in_the_program_has_words(app: Flask, project: Path) -> None:
    kinds = {action.partition(".")[0] for action in WORDS} | {model.__tablename__ for model in POLICIES}
    found: set[str] = set()
    for path in (project / "workspace").rglob("*.py"):
        found |= named_in(path.read_text(), kinds)
    assert found - set(WORDS) - TOLD_ONLY - set(app.view_functions) == set()


def test_every_action_that_can_be_refused_has_words(app: Flask) -> None:
    refused = {
        f"{model.__tablename__}.{action}" for model, policy in POLICIES.items() for action in policy.rules
    }
    unheard = {"release_purpose", "consent_record", "agreement"}  # nothing in an address names one
    missing = {name for name in refused - set(WORDS) if name.partition(".")[0] not in unheard}
    assert missing == set()


def test_an_action_without_words_is_still_shown() -> None:
    assert did("document.turned_upside_down") == "turned upside down"


def test_ids_in_facts_are_written_as_addresses_write_them() -> None:
    id = new_id()
    facts = {"a": id, "b": [id, 3], "c": True, "d": "wrong"}
    assert with_ids_encoded(facts) == {"a": encode(id), "b": [encode(id), 3], "c": True, "d": "wrong"}
