"""What stands beside a version: in its order, only what one may see, and without a trace of the rest."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event

from tests.annotations.family import PASSAGE, Family, act, added, address, entries, seen
from tests.pages import without_tokens
from workspace.annotations.feature import annotations_beside, open_annotations
from workspace.database import acting_as
from workspace.identifiers import encode

SignIn = Callable[[int], FlaskClient]


def _passage(page: int, start: int) -> dict[str, Any]:
    words: list[dict[str, Any]] = [
        {"type": "TextPositionSelector", "start": start, "end": start + 3},
        {"type": "TextQuoteSelector", "exact": "the", "prefix": "", "suffix": ""},
    ]
    return {"selector": [{"type": "FragmentSelector", "value": f"page={page}", "refinedBy": words}]}


def _numbered(page: str) -> list[tuple[str, str]]:
    return re.findall(r'data-number="(\d+)".*?app-annotation__body">\s*<p>(.*?)</p>', page, re.DOTALL)


def test_stands_in_the_order_of_the_document_numbered_for_this_reader(
    family: Family, sign_in: SignIn
) -> None:
    priya = sign_in(family.priya.id)
    added(priya, family.document, body="whole")
    added(priya, family.document, body="page 10", target=_passage(10, 5))
    added(priya, family.document, body="hidden", target=_passage(2, 1), audience="agency")
    added(priya, family.document, body="page 2 later", target=_passage(2, 900))
    added(priya, family.document, body="page 2", target=_passage(2, 30))

    assert _numbered(seen(sign_in(family.samira.id), family.document)) == [
        ("1", "page 2"),
        ("2", "page 2 later"),
        ("3", "page 10"),
        ("4", "whole"),
    ]
    assert ("1", "hidden") in _numbered(seen(priya, family.document))


def test_what_is_hidden_changes_nothing_of_what_one_gets(family: Family, sign_in: SignIn) -> None:
    """The same world twice, once with annotations that are not for the reader: the pages are the same."""
    priya, lena = sign_in(family.priya.id), sign_in(family.lena.id)
    thread = added(priya, family.document, body="For all", target=PASSAGE)
    before = without_tokens(seen(lena, family.document))
    told = len(entries(family.auditors["Police"], "annotation.added"))
    with acting_as(family.lena.id):
        counted = open_annotations([family.document.id])

    for audience in ("me", "agency", "agencies"):
        hidden = added(
            priya,
            family.document,
            body="Not for the police",
            audience=audience,
            organisations=[encode(family.nhs.id)],
            target=PASSAGE,
        )
        act(priya, "reply", hidden, body="Nor this")
    act(priya, "resolve", hidden)

    assert without_tokens(seen(lena, family.document)) == before
    assert act(lena, "resolve", hidden).status_code == act(lena, "resolve", thread + 1).status_code == 404
    assert len(entries(family.auditors["Police"], "annotation.added")) == told
    with acting_as(family.lena.id):
        assert open_annotations([family.document.id]) == counted == {family.document.id: 1}
    with acting_as(family.priya.id):
        assert open_annotations([family.document.id]) == {family.document.id: 3}


def test_counts_nothing_for_those_who_cannot_see_the_document(family: Family, sign_in: SignIn) -> None:
    added(sign_in(family.priya.id), family.document)

    for who in (family.carl.id, None):
        with acting_as(who):
            assert open_annotations([family.document.id]) == {}


def test_offers_the_audiences_with_the_people_each_has(family: Family, sign_in: SignIn, app: Flask) -> None:
    version = type("Version", (), {"number": 1})()
    with acting_as(family.samira.id):
        beside = annotations_beside(family.document, version)

    assert [(choice.value, choice.people) for choice in beside.audiences] == [
        ("me", 1),
        ("agency", 2),
        ("agencies", 6),
        ("everyone", 6),
    ]
    assert [(at.short_name, people, id) for at, people, id in beside.agencies] == [
        ("Council", 2, encode(family.council.id)),
        ("Police", 1, encode(family.police.id)),
        ("School", 1, encode(family.school.id)),
    ]
    assert beside.audience_default in {choice.value for choice in beside.audiences}
    with acting_as(family.gwen.id):
        assert annotations_beside(family.document, version).audiences == []


def test_offers_only_what_the_reader_may_do(family: Family, sign_in: SignIn) -> None:
    thread = added(sign_in(family.priya.id), family.document)

    mine = seen(sign_in(family.priya.id), family.document)
    theirs = seen(sign_in(family.samira.id), family.document)
    reader = seen(sign_in(family.gwen.id), family.document)

    for what, pages in {"reply": (mine, theirs), "resolve": (mine, theirs), "withdraw": (mine,)}.items():
        link = f"/annotations/{encode(thread)}/{what}"
        assert [link in page for page in (mine, theirs, reader)] == [
            page in pages for page in (mine, theirs, reader)
        ]
    assert "You" in mine
    assert "Priya Nair" in theirs


def test_asks_the_database_as_often_for_many_as_for_one(family: Family, sign_in: SignIn, app: Flask) -> None:
    priya = sign_in(family.priya.id)
    thread = added(priya, family.document)
    act(priya, "reply", thread, body="First")
    act(priya, "resolve", thread)
    seen(priya, family.document)
    with _counted() as few:
        seen(priya, family.document)

    for each in range(12):
        other = added(sign_in((family.samira, family.owen)[each % 2].id), family.document, target=PASSAGE)
        act(sign_in(family.joy.id), "reply", other, body="Yes")
        act(sign_in(family.lena.id), "resolve", other)
    with _counted() as many:
        seen(priya, family.document)

    assert len(many) == len(few)


@contextmanager
def _counted() -> Iterator[list[str]]:
    asked: list[str] = []

    def count(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", count)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", count)


def test_is_found_only_by_those_who_may_read_the_document(
    family: Family, sign_in: SignIn, client: FlaskClient
) -> None:
    carl = sign_in(family.carl.id)
    absent = address(family.document).replace(encode(family.document.id), encode(family.document.id + 1))

    assert carl.get(address(family.document)).status_code == 404
    assert carl.get(address(family.document)).data == carl.get(absent).data
    assert client.get(address(family.document)).status_code in (302, 401)


def test_reading_is_audited_without_content(family: Family, sign_in: SignIn) -> None:
    seen(sign_in(family.samira.id), family.document)

    entry = entries(family.auditors["Council"], "annotation.listed")[0]
    assert (entry.person_id, entry.thing_id) == (family.samira.id, family.document.id)
    assert entry.facts == {"version": 1}


def test_is_served_as_web_annotations(family: Family, sign_in: SignIn) -> None:
    priya = sign_in(family.priya.id)
    thread = added(priya, family.document, body="*Seen*", target=PASSAGE)
    act(priya, "reply", thread, body="Yes")
    added(priya, family.document, body="Hidden", audience="me")

    answer = sign_in(family.samira.id).get(
        address(family.document), headers={"Accept": "application/ld+json"}
    )

    assert answer.content_type == "application/ld+json"
    page = json.loads(answer.data)
    first, reply = page["items"]
    assert first["type"] == "Annotation"
    assert first["body"] == {"type": "TextualBody", "value": "*Seen*", "format": "text/markdown"}
    assert first["target"]["selector"] == PASSAGE["selector"]
    assert first["target"]["source"].endswith(f"/documents/{encode(family.document.id)}/versions/1/content")
    assert reply["target"] == first["id"]
