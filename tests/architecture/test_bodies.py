"""What is sent to a route need not be what its form sends: it is refused in words, never by breaking."""

import re
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.architecture.conftest import Everything
from tests.architecture.routes import address, routes

FIELD = re.compile(r'<(?:input|select|textarea|button)[^>]*\bname="([^"]+)"')
SCRIPTED = {"body", "audience", "anchor", "request_id", "parent"}  # fields that no page shows without scripts
ENDS_THE_WALK = {"accounts.sign_out"}


@pytest.fixture
def walkers(everything: Everything) -> list[FlaskClient]:
    """Browsers of a lead, of a manager and of the administrator; of each answer the rest know nothing."""
    lead, _joy, _helen, manager, administrator = everything.people
    return [everything.house.sign_in(each.id) for each in (lead, manager, administrator)]


def walk(app: Flask, everything: Everything, walkers: list[FlaskClient]) -> Any:
    """Every address that takes something, with the browser and with what its form's fields are called."""
    own = {**everything.values, "organisation_id": everything.house.council.id}
    for rule in routes(app, "POST"):
        if rule.endpoint in ENDS_THE_WALK:
            continue
        for where in sorted({address(app, rule, values) for values in (everything.values, own)}):
            for browser in walkers:
                shown = browser.get(where)
                fields = set(FIELD.findall(shown.text)) if shown.status_code == 200 else set()
                yield where, browser, sorted(fields | SCRIPTED)


def test_json_where_a_form_is_expected_breaks_nothing(
    app: Flask, everything: Everything, walkers: list[FlaskClient]
) -> None:
    for where, browser, fields in walk(app, everything, walkers):
        for body in ([1], {"a": 5}, dict.fromkeys(fields, 5)):
            status = browser.post(where, json=body).status_code
            assert status < 500, f"POST {where} answers {status} to {body}"


def test_a_file_under_any_fields_name_breaks_nothing(
    app: Flask, everything: Everything, walkers: list[FlaskClient]
) -> None:
    walked = 0
    for where, browser, fields in walk(app, everything, walkers):
        for field in fields:
            status = browser.post(where, data={field: (BytesIO(b"text"), "a.txt")}).status_code
            assert status < 500, f"POST {where} answers {status} to a file as {field}"
            walked += 1
        every = {field: (BytesIO(b"text"), "a.txt") for field in fields}
        assert browser.post(where, data=every).status_code < 500, where
    assert walked > 200


@pytest.mark.parametrize("field", ["email", "password", "csrf_token", "person"])
def test_a_stranger_breaks_nothing_either(app: Flask, field: str) -> None:
    browser = app.test_client()
    for sent in ({"json": {field: 5}}, {"json": [1]}, {"data": {field: (BytesIO(b"x"), "a.txt")}}):
        assert browser.post("/sign-in", **sent).status_code < 500
