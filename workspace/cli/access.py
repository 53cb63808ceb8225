"""Writing down who may call and see what, so that a change of access is a change in one file."""

from collections.abc import Iterator

from workspace.config import Config

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
    for model, policy in sorted(POLICIES.items(), key=lambda each: each[0].__name__):
        yield ""
        for action, rule in sorted(policy.rules.items()):
            yield f"{model.__name__:16} {action:12} {rule.sentence}"
