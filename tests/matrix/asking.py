"""Asking an address, comparing two answers, and looking for texts where they must not be."""

import itertools
import re
from collections.abc import Iterator
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.matrix.cast import (
    Somebody,
)
from tests.matrix.oracle import Answer
from tests.matrix.site import Said, counting
from tests.matrix.table import ARGUMENTS, FEWER, TOGETHER, Asked
from tests.matrix.town import Town
from tests.pages import without_tokens
from workspace.identifiers import new_id

WITHOUT_TOKEN = {"HTTP_X_CSRFTOKEN": ""}
NOT_LET_IN = {401, 403, 404, 405, 500, 502, 503}


def combinations(rule: Rule, who: Somebody) -> Iterator[Asked]:
    """The combinations of things in an address that somebody is asked about."""
    names = tuple(arguments(rule))
    together = TOGETHER.get(names) or itertools.product(*(ARGUMENTS[name] for name in names))
    for slugs in together if who.is_active else list(together)[:1]:
        asked = dict(zip(names, slugs, strict=True))
        fewer = (slug in FEWER.get(name, {slug}) for name, slug in asked.items())
        if all(fewer) or (who.roles and not who.kept_out):
            yield asked


def arguments(rule: Rule) -> list[str]:
    """The arguments of an address, in its order."""
    return re.findall(r"<(?:\w+:)?(\w+)>", rule.rule)


def valued(town: Town, asked: Asked) -> dict[str, int]:
    """The ids of what is named."""
    kinds: dict[str, Any] = {
        "room_id": town.rooms,
        "document_id": town.papers,
        "annotation_id": town.remarks,
        "organisation_id": town.agencies,
        "person_id": town.people,
        "agreement_id": town.agreements,
        "term_id": town.terms,
        "consent_record_id": town.records,
        "exclusion_reason_id": town.reasons,
        "access_request_id": town.requests,
    }
    found = {name: kinds[name][slug].id for name, slug in asked.items() if name in kinds}
    if "release_id" in asked:
        paper, _, code = asked["release_id"].partition(">")
        found["release_id"] = town.releases[paper, code].id
    if "number" in asked:
        found["number"] = int(asked["number"])
    return found


def absent(values: dict[str, int], *names: str) -> dict[str, int]:
    """The same with ids that nothing has, for these arguments or for all."""
    return {
        name: value if names and name not in names else 999 if name == "number" else new_id()
        for name, value in values.items()
    }


def address(app: Flask, rule: Rule, values: dict[str, int]) -> str:
    """The address of a route."""
    with app.test_request_context():
        return app.url_map.bind("localhost").build(rule.endpoint, values)


def ask(browser: FlaskClient, method: str, where: str, **more: Any) -> Said:
    """Ask, and keep what was run for it."""
    with counting() as run:
        answer = browser.open(where, method=method, **more)
        answer.get_data()
    return Said(answer, run)


def read(said: Said) -> Answer:
    """Which of the four answers it is."""
    answer = said.answer
    if answer.status_code == 302 and answer.location.startswith("/sign-in"):
        return Answer.SIGN_IN
    if answer.status_code == 403:
        return Answer.SEE_BUT_NOT_ACT
    if answer.status_code == 404:
        return Answer.HIDDEN
    assert answer.status_code not in NOT_LET_IN, f"{answer.request.path} answers {answer.status_code}"
    return Answer.ALLOWED


def text(answer: TestResponse) -> str:
    """A body, whatever it holds."""
    return answer.get_data().decode("utf-8", "replace")


def shown(answer: TestResponse) -> tuple[int, str, list[tuple[str, str]]]:
    """All that an answer says: status, body without its tokens, headers with cookies' shape."""
    headers = sorted(
        (name, _shape(value) if name == "Set-Cookie" else value) for name, value in answer.headers
    )
    return answer.status_code, without_tokens(text(answer)), headers


def _shape(cookie: str) -> str:
    return re.sub(r"=[^;]*", "=", cookie, count=1)
