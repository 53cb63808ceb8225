"""Each page asks a number of statements that is known, and the same number however much there is to show.

A page that needs another number says it in `queries.txt`; that it grows is a mistake. What is counted is
all that one request sends, beginning each transaction as its person included.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from tests.architecture.growing import Growing, counted
from tests.architecture.routes import address, routes
from tests.factories import World

TABLE = Path(__file__).with_name("queries.txt")
ALONE = {  # of which no number is stated
    "accounts.sign_in": "before it is known who asks",
    "documents.content": "bytes out of the object store",
    "documents.download": "bytes out of the object store",
    "administration.own": "sends on to another page",
    "documents.change_marking": "tries out the change: it writes one row for each release it would narrow",
}
OTHERS = {  # pages about somebody else than most
    "rooms.end_exclusion": {"person_id": "excluded"},
    "documents.offer": {"organisation_id": "joined"},
}


def stated() -> dict[str, int]:
    """The committed numbers, by endpoint."""
    lines = (line.split() for line in TABLE.read_text().splitlines() if line and not line.startswith("#"))
    return {endpoint: int(number) for endpoint, number in lines}


class Pages:
    """Asks for each page as the first of the case's people who may open it, and counts."""

    def __init__(self, app: Flask, growing: Growing, sign_in: Callable[[int], FlaskClient]) -> None:
        self.app, self.growing = app, growing
        self.browsers = [sign_in(person.id) for person in growing.people]
        self.whose: dict[str, FlaskClient] = {}

    def open(self, rule: Rule) -> None:
        """Find out who may open a page. The first time, connections are made and statements learnt."""
        may = (each for each in self.browsers if each.get(self._address(rule)).status_code == 200)
        if browser := next(may, None):
            self.whose[rule.endpoint] = browser

    def asked(self, rule: Rule) -> int:
        """How many statements a page sends, without noting once a minute that a session is in use."""
        numbers = []
        for _ in range(2):
            with counted() as statements:
                answer = self.whose[rule.endpoint].get(self._address(rule))
            assert answer.status_code == 200, (rule.endpoint, answer.status)
            numbers.append(len(statements))
        return min(numbers)

    def _address(self, rule: Rule) -> str:
        values = self.growing.values
        others = {name: values[other] for name, other in OTHERS.get(rule.endpoint, {}).items()}
        return address(self.app, rule, values | others)


@pytest.fixture
def pages(app: Flask, world: World, sign_in: Callable[[int], FlaskClient]) -> Pages:
    """A case that can grow, and the browsers of those who look at it."""
    return Pages(app, Growing(world, sign_in), sign_in)


def test_no_page_asks_more_when_there_is_more(app: Flask, pages: Pages) -> None:
    rules = [rule for rule in routes(app, "GET") if rule.endpoint not in ALONE]
    for rule in rules:
        pages.open(rule)
    assert not {rule.endpoint for rule in rules} - pages.whose.keys(), "nobody of the case may open these"
    few = {rule.endpoint: pages.asked(rule) for rule in rules}
    pages.growing.grow(4)
    many = {rule.endpoint: pages.asked(rule) for rule in rules}

    grown = {name: (few[name], many[name]) for name in few if few[name] != many[name]}
    assert not grown, f"these ask more as there is more: {grown}"
    assert few == stated(), "say it in tests/architecture/queries.txt:\n" + "\n".join(
        f"{name} {number}" for name, number in sorted(few.items())
    )
