"""Whatever more is sent with a form, the rows that it makes are the same: no column can be smuggled in."""

import json
import re
from typing import Any

import psycopg
import pytest

from tests.matrix.asking import address, valued
from tests.matrix.bodies import BODIES, UNTRIED, Body
from tests.matrix.site import Site
from tests.matrix.test_routes import rules
from workspace.config import Config
from workspace.database import Base
from workspace.identifiers import encode

NOT_MADE = {"session", "presence", "outbox_event", "alembic_version"}
FIELD = re.compile(r'<(?:input|select|textarea|button)[^>]*\bname="([^"]+)"')
# What differs whenever the same is done twice.
EACH_TIME = {"id", "key", "at", "request_id", "password_hash", "session_hash", "transaction_id"}
ID = re.compile(r"\b\d{15,19}\b")
MADE_UP = re.compile(r"\bC-[0-9A-Z]{4}\b")  # a consent's own reference
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?(\+\d\d(:\d\d)?)?")


def test_every_form_is_tried(site: Site) -> None:
    taking = {rule.endpoint for rule in rules(site) if "POST" in (rule.methods or ())}
    missing = taking - set(BODIES) - set(UNTRIED)
    assert not missing, f"add to tests/matrix/bodies.py a form of {missing} that is accepted"


@pytest.mark.parametrize("endpoint", BODIES)
def test_nothing_more_than_the_form_allows_is_taken(site: Site, endpoint: str) -> None:
    """Every column of every table is sent as well, with a value that would matter."""
    made = []
    for smuggling in (False, True):
        with site.copy() as config:
            before = _rows(config)
            answer = _sent(site, endpoint, BODIES[endpoint], smuggling)
            assert answer.status_code in (200, 201, 302, 303), (
                endpoint,
                answer.status_code,
                answer.text[-900:],
            )
            made.append(_added(before, _rows(config)))
    assert made[0], f"{endpoint} makes no rows, so it shows nothing"
    assert made[0] == made[1]


def _sent(site: Site, endpoint: str, body: Body, smuggling: bool) -> Any:
    rule = next(each for each in rules(site) if each.endpoint == endpoint and "POST" in (each.methods or ()))
    where = address(site.app, rule, valued(site.town, body.asked)) + body.query
    browser, data = site.browser(body.by), body.data(site.town)
    page = browser.get(where) if "GET" in (rule.methods or ()) else None
    if smuggling:
        fields = set(FIELD.findall(page.text)) if page is not None else set()
        data = {**_smuggled(site, fields | set(data) | body.also), **data}
    return browser.post(where, data=data, content_type="multipart/form-data" if body.has_file else None)


def _smuggled(site: Site, fields: set[str]) -> dict[str, Any]:
    """Every column that the form does not have itself, with an id or a word that would change something."""
    outsider, eastbridge = site.town.people["outsider"].id, site.town.agencies["EAS"].id
    others = {
        "person_id": encode(outsider),
        "by_id": encode(outsider),
        "room_id": encode(site.town.rooms["other"].id),
        "document_id": encode(site.town.papers["other"].id),
        "people": encode(outsider),
        "organisations": encode(eastbridge),
        "during": "[2020-01-01,)",
        "role": "lead",
        "level": "official_sensitive",
        "duty": "3",
        "number": "7",
    }
    names = {column.key for mapper in Base.registry.mappers for column in mapper.column_attrs}
    names |= {column.name for table in Base.metadata.sorted_tables for column in table.columns}
    sent = {name: others.get(name, encode(eastbridge) if name.endswith("_id") else "1") for name in names}
    return {name: value for name, value in sent.items() if name not in fields | {"csrf_token"}}


def _rows(config: Config) -> dict[str, set[str]]:
    """Every row of every table that lasts, as JSON."""
    with psycopg.connect(str(config.database_url_owner)) as link:
        tables = link.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'workspace'").fetchall()
        return {
            name: {row[0] for row in link.execute(f'SELECT to_jsonb(t)::text FROM workspace."{name}" t')}
            for (name,) in tables
            if name not in NOT_MADE
        }


def _added(before: dict[str, set[str]], after: dict[str, set[str]]) -> list[str]:
    """What was added or changed, without what differs each time: new ids and moments."""
    known = {id for rows in before.values() for row in rows for id in ID.findall(row)}
    found = []
    for table, rows in after.items():
        for row in rows - before[table]:
            kept = {name: value for name, value in json.loads(row).items() if name not in EACH_TIME}
            text = MADE_UP.sub("C", MOMENT.sub("then", json.dumps(kept, sort_keys=True)))
            found.append(f"{table} {ID.sub(lambda id: id[0] if id[0] in known else 'new', text)}")
    return sorted(found)
