"""Walking through every route there is."""

import re
from collections.abc import Iterator
from typing import Any

import psycopg
from flask import Flask
from werkzeug.routing import Rule

from workspace.config import Config

CHANGES_WITH_TIME = re.compile(r'(csrf-token" content|name="csrf_token"[^>]*value)="[^"]*"')


def routes(app: Flask, method: str) -> Iterator[Rule]:
    """Every route that answers to a method, but for the built files."""
    for rule in app.url_map.iter_rules():
        if method in (rule.methods or ()) and rule.endpoint != "static":
            yield rule


def address(app: Flask, rule: Rule, values: dict[str, Any]) -> str:
    """The address of a route with the values it needs."""
    with app.test_request_context():
        wanted = {name: values[name] for name in rule.arguments}
        return app.url_map.bind("localhost").build(rule.endpoint, wanted)


def shown(body: str) -> str:
    """A page without what changes from one second to the next."""
    return CHANGES_WITH_TIME.sub("", body)


def contents(config: Config, but: set[str]) -> dict[str, str | None]:
    """A digest of each table, except those named."""
    with psycopg.connect(str(config.database_url_owner)) as link:
        found = link.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'workspace'").fetchall()
        digests = {}
        for (name,) in sorted(found):
            if name not in but:
                all_rows = (
                    f'SELECT md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM workspace."{name}" t'
                )
                row = link.execute(all_rows).fetchone()
                digests[name] = row[0] if row else None
        return digests
