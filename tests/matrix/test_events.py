"""Every live event, sent by everybody about every thing; and nobody hears of what is hidden from them."""

from collections.abc import Iterator
from typing import Any

import pytest
import socketio.exceptions

from tests.matrix.cast import BY_SLUG, PAPERS, PEOPLE, Somebody
from tests.matrix.oracle import Answer
from tests.matrix.site import Site
from tests.matrix.table import EVENTS
from tests.realtime.windows import Window
from tests.serving import Server, served
from workspace.identifiers import encode, new_id
from workspace.realtime.events import KEYS

REFUSED = {"ok": False}
ADD = "add it to EVENTS in tests/matrix/table.py, with who may send it"


@pytest.fixture(scope="module")
def server(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A real web process on a copy of the town."""
    with site.copy(), served(site.here, tmp_path_factory.mktemp("serving")) as (running,):
        yield running
        assert "Traceback" not in running.log.read_text()


def test_every_event_is_in_the_table(site: Site) -> None:
    assert set(KEYS) == set(EVENTS), f"{set(KEYS) ^ set(EVENTS)}: {ADD}"
    assert set(KEYS.values()) == {"document"}, "say below what other things than documents an event may name"


@pytest.mark.parametrize("slug", [each.slug for each in PEOPLE])
def test_everybody_gets_the_oracles_answer(site: Site, server: Server, slug: str) -> None:
    who = BY_SLUG[slug]
    if not who.is_active:
        with pytest.raises(socketio.exceptions.ConnectionError):
            Window(server, site.cookie(slug) if who.agency else "")
        return
    window = Window(server, site.cookie(slug))
    try:
        for name in EVENTS:
            wrong = [each.slug for each in PAPERS if not _right(site, window, who, name, each.slug)]
            assert wrong == [], (slug, name)
            assert _says(window, name, {KEYS[name]: encode(new_id())})["ok"] is (name == "document.close")
    finally:
        window.leave()


def test_an_event_says_nothing_of_who_sends_it(site: Site, server: Server) -> None:
    """What a message names besides its thing is never believed: it is refused as a whole."""
    window = Window(server, site.cookie("neighbour"))
    lead, shared = site.town.people["lead"].id, site.town.papers["shared"].id
    try:
        for name, key in KEYS.items():
            for more in ("person", "person_id", "by", "organisation", "room", "session", "as"):
                assert _says(window, name, {key: encode(shared), more: encode(lead)}) == REFUSED
            for thing in (site.town.rooms["main"], site.town.remarks["to_all"], site.town.people["lead"]):
                if name.endswith(".open"):
                    assert _says(window, name, {key: encode(thing.id)}) == REFUSED
    finally:
        window.leave()


def test_nobody_hears_of_what_is_hidden_from_them(site: Site, server: Server) -> None:
    """Housing has a document open. What happens to it that is not for them is as if it did not happen."""
    town = site.town
    window = Window(server, site.cookie("neighbour"))
    shared = town.papers["shared"].id
    lead = site.browser("lead")
    try:
        assert window.open(shared)
        window.sees("You")
        beside = f"/documents/{encode(shared)}/versions/1/annotations"
        hidden: list[dict[str, Any]] = [
            {"audience": "agency"},
            {"audience": "me"},
            {"audience": "agencies", "organisations": encode(town.agencies["NHS"].id)},
        ]
        for form in hidden:
            assert lead.post(beside, data={"body": "x", **form}).status_code == 303
        secret = f"/documents/{encode(town.papers['secret'].id)}/versions/1/annotations"
        assert lead.post(secret, data={"body": "x", "audience": "everyone"}).status_code == 303
        assert lead.post(beside, data={"body": "x", "audience": "everyone"}).status_code == 303
        name, said = window.hears()  # what is told comes in the order in which it was committed
        assert (name, said["document"], said["count"]) == ("annotations.changed", encode(shared), 1)
        assert window.hears_nothing_yet()
        assert set(said) == {"document", "count"}
    finally:
        window.leave()


def _right(site: Site, window: Window, who: Somebody, name: str, slug: str) -> bool:
    allowed = EVENTS[name](who, {"document_id": slug}) == Answer.ALLOWED
    said = _says(window, name, {KEYS[name]: encode(site.town.papers[slug].id)})
    return said == ({"ok": True} if allowed else REFUSED)


def _says(window: Window, name: str, message: Any) -> dict[str, Any]:
    found: dict[str, Any] = window.client.call(name, message, timeout=5)
    return found
