"""Writing down who may call and see what, so that a change of access is a change in one file."""

from collections.abc import Iterator

from workspace.config import Config
from workspace.permissions.rules import AnyOf, Rule, Some

# The report needs the application but no server: nothing connects before the first query.
NOWHERE = {
    "WORKSPACE_DATABASE_URL": "postgresql://nowhere.invalid/workspace",
    "WORKSPACE_DATABASE_URL_AUDIENCE": "postgresql://nowhere.invalid/workspace",
    "WORKSPACE_S3_ENDPOINT": "nowhere.invalid",
    "WORKSPACE_S3_ACCESS_KEY": "none",
    "WORKSPACE_S3_SECRET_KEY": "none",
    "WORKSPACE_SECRET_KEY": "none" * 8,
}


def report() -> str:
    """Routes and events with who may call them, then models and actions with the rule's sentence."""
    from workspace import database
    from workspace.app import create_app

    app = create_app(Config.from_environment(NOWHERE))
    database.disconnect()
    return "\n".join(["# Who may call", "", *app.extensions["access"], "", *_rules()]) + "\n"


def _rules() -> Iterator[str]:
    from workspace.permissions.policies import POLICIES

    yield "# Who may do what to what"
    yield "#"
    yield "# Each rule with what it is made of; a rule that stands above already is not taken apart again."
    known: set[Rule] = set()
    for model, policy in sorted(POLICIES.items(), key=lambda each: each[0].__name__):
        for action, rule in sorted(policy.rules.items()):
            yield ""
            yield f"{model.__name__} {action}: {rule.sentence}"
            yield from _parts(rule, known, 1)


def _parts(rule: Rule, known: set[Rule], depth: int) -> Iterator[str]:
    if not rule.parts:
        return
    if rule in known:
        yield f"{'    ' * depth}(as {rule.name} above)"
        return
    known.add(rule)
    yield f"{'    ' * depth}{_holds(rule)}"
    for part in rule.parts:
        yield f"{'    ' * (depth + 1)}- {part.sentence}"
        yield from _parts(part, known, depth + 2)


def _holds(rule: Rule) -> str:
    """When a rule of several parts holds."""
    if isinstance(rule, Some):
        return f"{rule.name}: {'no' if rule.negated else 'some'} {rule.model.__name__} for which"
    return f"{rule.name}: {'any' if isinstance(rule, AnyOf) else 'all'} of"
