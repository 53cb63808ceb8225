"""Replying: for exactly those the thread is for, never more."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from tests.annotations.family import Family, act, added, entries, events, rows, seen
from workspace.identifiers import encode

SignIn = Callable[[int], FlaskClient]


@pytest.mark.parametrize("audience", ["me", "agency", "agencies", "everyone"])
def test_is_seen_by_exactly_those_who_see_the_thread(family: Family, sign_in: SignIn, audience: str) -> None:
    samira = sign_in(family.samira.id)
    chosen = [encode(family.council.id)]
    thread = added(samira, family.document, body="The thread", audience=audience, organisations=chosen)
    # Somebody of another agency answers where one can; what the form says of an audience is ignored.
    by = {"me": family.samira, "agency": family.joy}.get(audience, family.priya)

    answer = act(sign_in(by.id), "reply", thread, body="The reply", audience="everyone")

    assert answer.status_code == 201
    for one in family.readers:
        page = seen(sign_in(one.id), family.document)
        assert ("The thread" in page) == ("The reply" in page)
        assert {each.body for each in rows(one)} in (set(), {"The thread", "The reply"})


def test_trying_again_makes_no_second_one(family: Family, sign_in: SignIn) -> None:
    priya, name = sign_in(family.priya.id), str(uuid4())
    thread = added(priya, family.document)

    first = act(priya, "reply", thread, body="Once", request_id=name)
    again = act(priya, "reply", thread, body="Once", request_id=name)

    assert first.json == again.json
    assert [each.body for each in rows(family.priya)] == ["A remark", "Once"]
    assert events(family.priya) == ["annotation.added", "annotation.replied"]


def test_without_scripts_it_leads_back_to_the_document(family: Family, sign_in: SignIn) -> None:
    priya = sign_in(family.priya.id)
    thread = added(priya, family.document)

    answer = priya.post(f"/annotations/{encode(thread)}/reply", data={"body": "By hand", "request_id": ""})

    assert answer.status_code == 303
    assert answer.location == f"/documents/{encode(family.document.id)}/versions/1#annotations"
    assert "By hand" in seen(priya, family.document)


def test_a_reply_to_a_reply_is_refused(family: Family, sign_in: SignIn) -> None:
    priya = sign_in(family.priya.id)
    thread = added(priya, family.document)
    act(priya, "reply", thread, body="First")
    reply = rows(family.priya)[1]

    assert act(priya, "reply", reply.id, body="Deeper").status_code == 403


def test_what_one_cannot_see_does_not_exist_and_readers_only_read(family: Family, sign_in: SignIn) -> None:
    hidden = added(sign_in(family.priya.id), family.document, audience="agency")
    shown = added(sign_in(family.priya.id), family.document)

    unseen = act(sign_in(family.samira.id), "reply", hidden, body="x")
    absent = act(sign_in(family.samira.id), "reply", hidden + 1, body="x")

    assert (unseen.status_code, unseen.data) == (404, absent.data)
    assert act(sign_in(family.gwen.id), "reply", shown, body="x").status_code == 403
    assert act(sign_in(family.carl.id), "reply", shown, body="x").status_code == 404


@pytest.mark.parametrize("body", ["", " ", "x" * 10_001, "\0"])
def test_refuses_what_makes_no_sense(family: Family, sign_in: SignIn, body: str) -> None:
    priya = sign_in(family.priya.id)
    thread = added(priya, family.document)

    answer = act(priya, "reply", thread, body=body)

    assert answer.status_code == 422
    assert set(answer.json["errors"]) == {"body"}  # type: ignore[index]
    by_hand = priya.post(f"/annotations/{encode(thread)}/reply", data={"body": body})
    assert by_hand.status_code == 422


def test_the_audit_of_a_reply_concerns_those_who_read_the_thread(family: Family, sign_in: SignIn) -> None:
    thread = added(
        sign_in(family.samira.id),
        family.document,
        audience="agencies",
        organisations=[encode(family.council.id)],
    )
    act(sign_in(family.priya.id), "reply", thread, body="x")

    concerned = {name for name, auditor in family.auditors.items() if entries(auditor, "annotation.replied")}
    assert concerned == {"NHS", "Council"}
