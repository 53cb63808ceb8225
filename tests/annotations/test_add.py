"""Adding an annotation: for whom it is, what it points at, and that trying again does nothing twice."""

import threading
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from tests.annotations.family import (
    JSON,
    PASSAGE,
    Family,
    added,
    address,
    annotate,
    entries,
    events,
    rows,
    seen,
)
from workspace.identifiers import encode, new_id

SignIn = Callable[[int], FlaskClient]

# Who sees a remark of Samira's (NHS), for each audience she can choose.
SEES = {
    "me": {"Dr Samira Haddad"},
    "agency": {"Dr Samira Haddad", "Joy Okafor"},
    "agencies": {"Dr Samira Haddad", "Joy Okafor", "Priya Nair", "Owen Blyth"},
    "everyone": {
        "Dr Samira Haddad",
        "Joy Okafor",
        "Priya Nair",
        "Owen Blyth",
        "DC Lena Fox",
        "Gwen Lyle",
    },
}


@pytest.mark.parametrize("audience", list(SEES))
def test_is_seen_by_those_it_is_for_and_nobody_else(family: Family, sign_in: SignIn, audience: str) -> None:
    added(
        sign_in(family.samira.id),
        family.document,
        body="Only for some",
        audience=audience,
        organisations=[encode(family.council.id)],
    )

    saw = {one.name for one in family.readers if "Only for some" in seen(sign_in(one.id), family.document)}
    in_sql = {one.name for one in [*family.readers, family.carl] if rows(one)}

    assert saw == SEES[audience]
    assert in_sql == SEES[audience]


def test_choosing_agencies_includes_ones_own_and_leaves_out_the_rest_of_the_form(
    family: Family, sign_in: SignIn
) -> None:
    priya = sign_in(family.priya.id)
    added(priya, family.document, audience="agencies", organisations=[encode(family.nhs.id)])
    added(priya, family.document, audience="agency", organisations=[encode(family.nhs.id)])

    chosen, own = rows(family.priya)
    assert set(chosen.organisations) == {family.council.id, family.nhs.id}
    assert own.organisations == []


def test_says_the_audience_in_words(family: Family, sign_in: SignIn) -> None:
    samira = sign_in(family.samira.id)
    for audience in SEES:
        added(samira, family.document, audience=audience, organisations=[encode(family.council.id)])

    page = seen(samira, family.document)

    for words in ("Only me", "My agency: NHS", "NHS and Council", "Everyone who can see this document"):
        assert words in page


@pytest.mark.parametrize("kind", ["cannot see it", "does not exist", "is no id"])
def test_refuses_agencies_that_cannot_see_the_document(family: Family, sign_in: SignIn, kind: str) -> None:
    word = {
        "cannot see it": encode(family.housing.id),
        "does not exist": encode(new_id()),
        "is no id": "../council",
    }[kind]

    answer = annotate(sign_in(family.priya.id), family.document, audience="agencies", organisations=[word])

    assert answer.status_code == 422
    assert answer.json == {
        "errors": {"organisations": "Choose among the agencies that can see this document."}
    }
    assert rows(family.priya) == []


def test_keeps_the_passage_and_shows_it_to_the_script_and_to_people(family: Family, sign_in: SignIn) -> None:
    priya = sign_in(family.priya.id)
    added(priya, family.document, target=PASSAGE)

    assert rows(family.priya)[0].target == PASSAGE
    assert "seen at home" in seen(priya, family.document)
    assert "data-target" in seen(priya, family.document)


def test_refuses_a_passage_it_does_not_understand(family: Family, sign_in: SignIn) -> None:
    priya = sign_in(family.priya.id)

    for target in ("{", '{"selector": [{"type": "XPathSelector", "value": "//p"}]}'):
        answer = annotate(priya, family.document, target=target)
        assert answer.status_code == 422
        assert set(answer.json["errors"]) == {"target"}  # type: ignore[index]

    assert rows(family.priya) == []


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"body": ""}, "body"),
        ({"body": "   \r\n "}, "body"),
        ({"body": "x" * 10_001}, "body"),
        ({"body": "a\0b"}, "body"),
        ({"audience": "world"}, "audience"),
        ({"audience": ""}, "audience"),
        ({"audience": "agencies"}, "organisations"),
        ({"request_id": "once"}, "request_id"),
    ],
)
def test_refuses_what_makes_no_sense_in_a_sentence(
    family: Family, sign_in: SignIn, given: dict[str, str], field: str
) -> None:
    answer = annotate(sign_in(family.priya.id), family.document, **given)

    assert answer.status_code == 422
    assert list(answer.json["errors"]) == [field]  # type: ignore[index]
    assert answer.json["errors"][field].endswith(".")  # type: ignore[index]


def test_own_agency_alone_is_no_choice_of_agencies(family: Family, sign_in: SignIn) -> None:
    own = [encode(family.council.id)]

    answer = annotate(sign_in(family.priya.id), family.document, audience="agencies", organisations=own)

    assert answer.json == {"errors": {"organisations": "Choose at least one agency."}}


def _quoting(words: str) -> dict[str, Any]:
    position = {"type": "TextPositionSelector", "start": 1, "end": 2}
    return {"selector": [position, {"type": "TextQuoteSelector", "exact": words}]}


def test_shows_markdown_and_nothing_that_runs(family: Family, sign_in: SignIn) -> None:
    priya = sign_in(family.priya.id)
    added(
        priya,
        family.document,
        body="**bold** <script>alert(1)</script> <img src=x onerror=alert(1)> [x](javascript:alert(1))",
        target=_quoting("'><script>alert(2)</script>"),
    )

    page = seen(priya, family.document)

    assert "<strong>bold</strong>" in page
    assert "<script" not in page
    assert "<img" not in page
    assert 'href="javascript' not in page


def test_trying_again_makes_no_second_one(family: Family, sign_in: SignIn) -> None:
    priya, name = sign_in(family.priya.id), str(uuid4())

    first = annotate(priya, family.document, request_id=name)
    again = annotate(priya, family.document, request_id=name)

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json == again.json
    assert len(rows(family.priya)) == 1
    assert events(family.priya) == ["annotation.added"]
    assert len(entries(family.auditors["Council"], "annotation.added")) == 1


def test_trying_twice_at_once_makes_one(family: Family, sign_in: SignIn) -> None:
    name = str(uuid4())
    browsers = [sign_in(family.priya.id) for _ in range(4)]
    together = threading.Barrier(len(browsers))
    answers: list[tuple[int, Any]] = []

    def send(browser: FlaskClient) -> None:
        together.wait(10)
        answer = annotate(browser, family.document, request_id=name)
        answers.append((answer.status_code, answer.json))

    threads = [threading.Thread(target=send, args=(browser,)) for browser in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert len(answers) == len(browsers)
    assert {status for status, _body in answers} == {201}
    assert len({body["id"] for _status, body in answers}) == 1
    assert len(rows(family.priya)) == 1
    assert events(family.priya) == ["annotation.added"]


def test_the_name_of_an_attempt_serves_only_once_and_only_its_author(family: Family, sign_in: SignIn) -> None:
    name = str(uuid4())
    priya, samira = sign_in(family.priya.id), sign_in(family.samira.id)
    other = family.world.document(family.room, family.priya, family.council, "Another")
    first = added(priya, family.document, request_id=name)

    assert added(samira, family.document, request_id=name) != first
    assert annotate(priya, other, request_id=name).status_code == 409


@pytest.mark.parametrize("who", ["carl", "gwen", "stranger", "nobody"])
def test_only_those_who_may_annotate_add(
    family: Family, sign_in: SignIn, client: FlaskClient, who: str
) -> None:
    stranger = family.world.person(family.housing, "Karl Voss")
    expected = {"carl": 404, "gwen": 403, "stranger": 404, "nobody": 401}[who]
    browser = {
        "carl": lambda: sign_in(family.carl.id),
        "gwen": lambda: sign_in(family.gwen.id),
        "stranger": lambda: sign_in(stranger.id),
        "nobody": lambda: client,
    }[who]()

    assert annotate(browser, family.document).status_code == expected
    assert rows(family.priya) == []


@pytest.mark.parametrize("number", ["0", "2", "99999999999999999999"])
def test_needs_a_version_of_this_document(family: Family, sign_in: SignIn, number: str) -> None:
    priya = sign_in(family.priya.id)
    place = address(family.document).replace("/1/", f"/{number}/")

    answer = priya.post(place, data={"body": "x", "audience": "me"}, headers=JSON)

    assert answer.status_code == 404
    assert priya.get(place).status_code == 404


def test_a_forged_form_adds_nothing(family: Family, sign_in: SignIn) -> None:
    priya = sign_in(family.priya.id)
    priya.environ_base["HTTP_X_CSRFTOKEN"] = "forged"

    assert annotate(priya, family.document).status_code == 400
    assert rows(family.priya) == []


@pytest.mark.parametrize("audience", list(SEES))
def test_auditors_learn_of_it_only_where_their_people_can_read_it(
    family: Family, sign_in: SignIn, audience: str
) -> None:
    added(
        sign_in(family.samira.id),
        family.document,
        body="Not for the audit",
        audience=audience,
        organisations=[encode(family.council.id)],
    )

    concerned = {name for name, auditor in family.auditors.items() if entries(auditor, "annotation.added")}

    names = {"agencies": {"NHS", "Council"}, "everyone": {"NHS", "Council", "Police"}}
    assert concerned == names.get(audience, {"NHS"})
    entry = entries(family.auditors["NHS"], "annotation.added")[0]
    assert entry.facts == {"document": family.document.id, "version": 1, "audience": audience}
    assert entry.room_id == family.room.id
