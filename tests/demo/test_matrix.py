"""Who sees what in the family's room: the domain's table, asked of SQL, pages and the rules."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.demo.matrix import EVERYBODY, SEES, expected
from tests.demo.test_load import person_id
from tests.pages import without_tokens
from workspace.config import Config
from workspace.database import acting_as, audience_session, session
from workspace.documents.models import Document
from workspace.identifiers import encode
from workspace.permissions.policies import Action
from workspace.permissions.questions import abilities, audience, permitted, permitted_then
from workspace.rooms.models import Room

TITLES = {title for title, _ in SEES.values()}


def documents(connected: Config) -> dict[str, int]:
    """The ids of all thirteen documents by title, read as the people who see them."""
    found: dict[str, int] = {}
    for key in ("priya.nair",):
        with acting_as(person_id(key)):
            found |= {row.title: row.id for row in session().scalars(select(Document))}
    return found


@pytest.mark.parametrize("person", EVERYBODY)
def test_in_sql(connected: Config, person: str) -> None:
    who = person_id(person)
    with acting_as(who):
        everything = {row.title: row for row in session().scalars(select(Document))}
        listed = {row.title for row in session().scalars(permitted(who, Action.READ, Document))}
        seen = {
            title: "A" if Action.ANNOTATE in abilities(session(), who, row) else "F"
            for title, row in everything.items()
        }
    assert seen == expected(person)
    assert listed == set(seen)


def test_by_audience(connected: Config) -> None:
    everything = documents(connected)
    assert set(everything) == TITLES
    keys = {person_id(person): person for person in EVERYBODY}
    for title, id in everything.items():
        readers = {keys[reader] for reader in audience(Action.READ, Document, id)}
        assert readers == {person for person in EVERYBODY if title in expected(person)}, title


def test_once_lantern_has_joined(connected: Config) -> None:
    later = datetime.now(UTC) + timedelta(days=4)
    titles = {id: title for title, id in documents(connected).items()}
    for person in ("ada.quill", "priya.nair", "karl.voss"):
        ids = permitted_then(person_id(person), Action.READ, Document, later)
        assert {titles[id] for id in ids} == set(expected(person, lantern_joined=True))


@pytest.mark.parametrize("person", EVERYBODY)
def test_on_pages(sign_in: Callable[[int], FlaskClient], connected: Config, person: str) -> None:
    everything = documents(connected)
    with audience_session() as nobody:
        room = nobody.scalars(select(Room.id)).one()
    browser = sign_in(person_id(person))
    sees = expected(person)
    home, listing = browser.get("/"), browser.get(f"/rooms/{encode(room)}")
    in_room = bool(sees)
    assert home.status_code == 200
    assert ("Ashdown-Reyes" in home.text) is in_room
    assert listing.status_code == (200 if in_room else 404)
    for title, id in everything.items():
        page = browser.get(f"/documents/{encode(id)}")
        assert page.status_code == (200 if title in sees else 404), title
        assert (title in listing.text) is (title in sees), title
        if title not in sees:
            assert title not in home.text
            missing = browser.get(f"/documents/{encode(id ^ 1)}")
            assert without_tokens(page.text) == without_tokens(missing.text)
