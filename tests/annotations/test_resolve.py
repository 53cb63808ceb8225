"""Resolving a thread and opening it again: periods, so that what was so stays known."""

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import select

from tests.annotations.family import Family, act, added, entries, events, seen
from workspace.annotations.models import Resolution
from workspace.database import acting_as, session
from workspace.identifiers import encode

SignIn = Callable[[int], FlaskClient]


def _resolutions(family: Family) -> list[Resolution]:
    with acting_as(family.priya.id):
        return list(session().scalars(select(Resolution).order_by(Resolution.id)))


def test_a_thread_is_resolved_opened_again_and_resolved(family: Family, sign_in: SignIn) -> None:
    priya, samira = sign_in(family.priya.id), sign_in(family.samira.id)
    thread = added(priya, family.document)

    assert act(samira, "resolve", thread).json == {"id": encode(thread)}
    assert 'data-state="resolved"' in seen(priya, family.document)
    assert "Resolved by Dr Samira Haddad" in seen(priya, family.document)
    assert "Open again" in seen(priya, family.document)
    assert act(priya, "reopen", thread).status_code == 200
    assert 'data-state="open"' in seen(priya, family.document)
    assert act(priya, "resolve", thread).status_code == 200

    first, second = _resolutions(family)
    assert first.during.upper is not None
    assert second.during.upper is None
    told = ["annotation.added", "annotation.resolved", "annotation.reopened", "annotation.resolved"]
    assert events(family.priya) == told
    assert len(entries(family.auditors["Council"], "annotation.resolved")) == 2
    assert len(entries(family.auditors["Council"], "annotation.reopened")) == 1


def test_doing_it_twice_is_doing_it_once(family: Family, sign_in: SignIn) -> None:
    priya = sign_in(family.priya.id)
    thread = added(priya, family.document)

    assert act(priya, "reopen", thread).status_code == 200
    assert act(priya, "resolve", thread).status_code == 200
    assert act(priya, "resolve", thread).status_code == 200

    assert len(_resolutions(family)) == 1
    assert events(family.priya) == ["annotation.added", "annotation.resolved"]


def test_only_those_who_may_answer_resolve(family: Family, sign_in: SignIn) -> None:
    thread = added(sign_in(family.priya.id), family.document)
    hidden = added(sign_in(family.priya.id), family.document, audience="me")

    assert act(sign_in(family.gwen.id), "resolve", thread).status_code == 403
    assert act(sign_in(family.carl.id), "resolve", thread).status_code == 404
    assert act(sign_in(family.samira.id), "resolve", hidden).status_code == 404
    assert act(sign_in(family.samira.id), "reopen", hidden).status_code == 404
    assert _resolutions(family) == []


def test_without_scripts_it_leads_back_to_the_document(family: Family, sign_in: SignIn) -> None:
    priya = sign_in(family.priya.id)
    thread = added(priya, family.document)

    assert priya.post(f"/annotations/{encode(thread)}/resolve").status_code == 303
    assert priya.post(f"/annotations/{encode(thread)}/reopen").status_code == 303
