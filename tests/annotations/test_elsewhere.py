"""A new version hides no discussion beside an older one, and shows nobody more than they may read."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from tests.annotations.family import Family, act, added, seen
from workspace.documents.models import Version
from workspace.identifiers import encode, new_id

SignIn = Callable[[int], FlaskClient]


@dataclass(frozen=True)
class Said:
    """Two open annotations on version 1, of which one is the Council's own, and one that was resolved."""

    family: Family
    sign_in: SignIn

    def on(self, person_id: int, number: int) -> str:
        return seen(self.sign_in(person_id), self.family.document, number)


@pytest.fixture
def said(family: Family, sign_in: SignIn) -> Said:
    """What was said about version 1 before version 2 came."""
    priya = sign_in(family.priya.id)
    added(priya, family.document, body="For all")
    added(priya, family.document, body="For us", audience="agency")
    act(priya, "resolve", added(priya, family.document, body="Settled"))
    version = Version(
        id=new_id(),
        document_id=family.document.id,
        number=2,
        filename="Plan.pdf",
        media_type="application/pdf",
        size=100,
        sha256=b"2" * 32,
        reason="Corrected",
        key=f"versions/{uuid4().hex}",
        by_id=family.priya.id,
        organisation_id=family.council.id,
    )
    family.world.add(family.priya.id, version)
    return Said(family, sign_in)


def test_the_new_version_leads_to_what_one_may_read_beside_the_old(said: Said) -> None:
    ours, theirs = (said.on(who.id, 2) for who in (said.family.priya, said.family.lena))

    assert "Version 1 has 2 open annotations that you can see." in ours
    assert f'href="/documents/{encode(said.family.document.id)}/versions/1#annotations"' in ours
    assert "Version 1 has 1 open annotation that you can see." in theirs
    assert "No annotations on this version that you can see." in theirs
    assert 'id="elsewhere"' not in said.on(said.family.priya.id, 1)


def test_it_goes_when_nothing_there_is_open_for_one(said: Said) -> None:
    added(said.sign_in(said.family.priya.id), said.family.document, body="Mine", audience="me")
    lena = said.sign_in(said.family.lena.id)
    for annotation in _threads(said.on(said.family.lena.id, 1)):
        lena.post(f"/annotations/{annotation}/resolve")

    assert 'id="elsewhere"' not in said.on(said.family.lena.id, 2)
    assert "Version 1 has 2 open annotations" in said.on(said.family.priya.id, 2)


def _threads(page: str) -> list[str]:
    return [part[:13] for part in page.split('data-annotation="')[1:]]
