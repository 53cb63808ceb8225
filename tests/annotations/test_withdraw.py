"""Taking back what one wrote: gone for everybody, kept as a period that has ended."""

from collections.abc import Callable
from datetime import UTC, datetime

from flask.testing import FlaskClient

from tests.annotations.family import Family, act, added, annotate, entries, events, rows, seen
from workspace.annotations.models import Annotation
from workspace.database import audience_session
from workspace.identifiers import encode
from workspace.permissions.policies import Action
from workspace.permissions.questions import audience

SignIn = Callable[[int], FlaskClient]


def test_a_thread_goes_with_its_replies(family: Family, sign_in: SignIn) -> None:
    priya, samira = sign_in(family.priya.id), sign_in(family.samira.id)
    thread = added(priya, family.document, body="Too much said")
    act(samira, "reply", thread, body="Indeed")
    before = datetime.now(UTC)

    assert act(priya, "withdraw", thread).json == {"id": encode(thread)}

    assert "Too much said" not in seen(samira, family.document)
    assert rows(family.samira) == rows(family.priya) == []
    assert act(samira, "reply", thread, body="x").status_code == 404
    assert audience(Action.READ, Annotation, thread) == []
    assert family.samira.id in audience(Action.READ, Annotation, thread, at=before)
    assert events(family.priya)[-1] == "annotation.withdrawn"
    assert len(entries(family.auditors["Police"], "annotation.withdrawn")) == 1
    with audience_session() as nobody:
        kept = nobody.query(Annotation.during).filter(
            (Annotation.id == thread) | (Annotation.thread_id == thread)
        )
        assert [during.upper is not None for (during,) in kept] == [True, True]


def test_a_reply_goes_alone(family: Family, sign_in: SignIn) -> None:
    priya, samira = sign_in(family.priya.id), sign_in(family.samira.id)
    thread = added(priya, family.document)
    reply = act(samira, "reply", thread, body="Mistaken").json["id"]  # type: ignore[index]
    assert f"/annotations/{reply}/withdraw" in seen(samira, family.document)
    assert f"/annotations/{reply}/withdraw" not in seen(priya, family.document)

    assert samira.post(f"/annotations/{reply}/withdraw").status_code == 303

    assert [each.id for each in rows(family.priya)] == [thread]


def test_only_its_author_withdraws_it(family: Family, sign_in: SignIn) -> None:
    thread = added(sign_in(family.priya.id), family.document)

    assert act(sign_in(family.owen.id), "withdraw", thread).status_code == 403
    assert act(sign_in(family.samira.id), "withdraw", thread).status_code == 403
    assert act(sign_in(family.carl.id), "withdraw", thread).status_code == 404
    assert "Withdraw" not in seen(sign_in(family.owen.id), family.document)
    assert len(rows(family.priya)) == 1


def test_sending_it_again_afterwards_does_not_bring_it_back(family: Family, sign_in: SignIn) -> None:
    priya = sign_in(family.priya.id)
    name = "7f6a1d5e-1111-4222-8333-944445555666"
    thread = added(priya, family.document, request_id=name)
    act(priya, "withdraw", thread)

    again = annotate(priya, family.document, request_id=name)

    assert (again.status_code, again.json) == (201, {"id": encode(thread)})
    assert rows(family.priya) == []
    assert act(priya, "withdraw", thread).status_code == 404
