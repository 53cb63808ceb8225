"""A change is told at once to exactly those who may know of it, in every process."""

import time
from collections.abc import Callable

from flask.testing import FlaskClient

from tests.annotations.family import Family, act, added, entries
from tests.realtime.conftest import OpenWindow
from tests.serving import Server
from workspace.audit.models import Outcome
from workspace.database import acting_as, transaction
from workspace.identifiers import encode
from workspace.realtime.outbox import tell

SignIn = Callable[[int], FlaskClient]


def test_is_heard_within_a_second_by_the_entitled_and_not_at_all_by_others(
    family: Family, both: list[Server], window: OpenWindow, sign_in: SignIn
) -> None:
    here, there = both
    owen, samira, lena = (
        window(server, person.id)
        for server, person in ((here, family.owen), (there, family.samira), (here, family.lena))
    )
    assert owen.open(family.document.id)
    assert samira.open(family.document.id)
    assert lena.open(family.document.id)
    priya = sign_in(family.priya.id)

    thread = added(priya, family.document, audience="agencies", organisations=[encode(family.nhs.id)])
    began = time.monotonic()
    for entitled in (owen, samira):
        assert entitled.hears() == (
            "annotations.changed",
            {"document": encode(family.document.id), "count": 1},
        )
    assert time.monotonic() - began < 1

    # The police hear nothing of it: what comes to them first is a later event, and their count is 1.
    for what, form in (("reply", {"body": "x"}), ("resolve", {}), ("reopen", {}), ("withdraw", {})):
        act(priya, what, thread, **form)
    added(priya, family.document, body="For all")
    assert lena.hears() == ("annotations.changed", {"document": encode(family.document.id), "count": 1})
    for entitled in (owen, samira):
        assert [entitled.hears()[1]["count"] for _ in range(5)] == [2, 3, 4, 5, 6]
    assert lena.hears_nothing_yet()


def test_only_those_who_have_the_document_open_hear(
    family: Family, both: list[Server], window: OpenWindow, sign_in: SignIn
) -> None:
    other = family.world.document(family.room, family.priya, family.council, "Another")
    owen = window(both[0], family.owen.id)
    assert owen.open(family.document.id)
    assert owen.open(other.id)
    assert owen.close(family.document.id)
    priya = sign_in(family.priya.id)

    added(priya, family.document)
    added(priya, other)

    assert owen.hears()[1]["document"] == encode(other.id)
    assert owen.hears_nothing_yet()


def test_what_one_may_not_read_cannot_be_opened(
    family: Family, both: list[Server], window: OpenWindow, sign_in: SignIn
) -> None:
    secret = family.world.document(family.room, family.priya, family.council, "Not released")
    carl = window(both[0], family.carl.id)

    assert not carl.open(family.document.id)
    assert not carl.open(secret.id)
    assert not carl.open(secret.id + 1)
    refused = entries(family.auditors["Council"], "document.read")
    assert [(each.person_id, each.thing_id, each.outcome) for each in refused] == [
        (family.carl.id, family.document.id, Outcome.REFUSED),
        (family.carl.id, secret.id, Outcome.REFUSED),
    ]

    family.world.release(secret, family.housing, family.agreement, family.priya)
    assert carl.open(secret.id)
    added(sign_in(family.priya.id), family.document)
    added(sign_in(family.priya.id), secret)
    assert carl.hears() == ("annotations.changed", {"document": encode(secret.id), "count": 1})


def test_a_new_version_is_told(family: Family, both: list[Server], window: OpenWindow) -> None:
    samira = window(both[0], family.samira.id)
    assert samira.open(family.document.id)

    with acting_as(family.priya.id), transaction():
        tell("version.added", room_id=family.room.id, document_id=family.document.id, number=2)

    assert samira.hears() == (
        "version.added",
        {"document": encode(family.document.id), "count": 1, "number": 2},
    )
