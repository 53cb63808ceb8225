"""The quick lists, against the plain filter: whatever the documents, they agree to the letter."""

from collections.abc import Callable, Iterator
from itertools import product
from random import Random
from typing import Any

import pytest
from sqlalchemy import select, update

from tests.documents.agencies import Agencies
from tests.factories import AGO, lasting
from workspace.database import acting_as, ending, session, transaction
from workspace.documents.models import Document, Marking, Version
from workspace.documents.queries import paging
from workspace.documents.queries.lists import Wanted, newest, readable_ids
from workspace.documents.queries.paging import Page, counted, page_of
from workspace.people.models import Person
from workspace.permissions.policies import Action
from workspace.permissions.questions import permitted
from workspace.rooms.models import Level, Role, Room
from workspace.sharing.models import Category

HALF = AGO / 2


@pytest.fixture
def generated(agencies: Agencies) -> Agencies:
    """Three rooms of documents of every kind: released or not, narrowed, ended, marked up, changed later."""
    chance, world = Random(7), agencies.world
    rooms = [agencies.room]
    for title in ("Second room", "Third room"):
        room = world.room(agencies.priya, agencies.council, title)
        world.bring_in(room, agencies.nhs, by=agencies.priya)
        world.join(room, agencies.joy, Role.COMMENTER, by=agencies.priya)
        rooms.append(room)
    for nth in range(36):
        room = chance.choice(rooms[: 2 if nth < 30 else 3])  # the third has only new ones
        by, owner = chance.choice([(agencies.priya, agencies.council), (agencies.joy, agencies.nhs)])
        document = world.document(
            room,
            by,
            owner,
            f"Document {nth}",
            level=chance.choice(list(Level)),
            category=chance.choice([Category.PLAN, Category.FINANCE, Category.HEALTH]),
        )
        other = agencies.nhs if owner is agencies.council else agencies.council
        for receiver in (other, agencies.school):
            if chance.random() < 0.7:
                world.release(document, receiver, agencies.isa_1, by, **_terms(agencies, chance))
        if chance.random() < 0.2:
            world.add(by.id, Marking(document_id=document.id, level=Level.OFFICIAL_SENSITIVE, by_id=by.id))
        if chance.random() < 0.3:
            world.add(by.id, _second(document, by))
        if chance.random() < 0.2:
            with acting_as(by.id), transaction() as db:
                db.execute(update(Document).where(Document.id == document.id).values(during=ending(Document)))
    return agencies


def _terms(agencies: Agencies, chance: Random) -> dict[str, Any]:
    return chance.choice(
        [
            {},
            {"minimum_role": Role.COMMENTER},
            {"minimum_role": Role.CONTRIBUTOR},
            {"people": [agencies.joy.id, agencies.gwen.id]},
            {"people": [agencies.samira.id]},
            {"during": lasting(end=-HALF)},
        ]
    )


def _second(document: Document, by: Person) -> Version:
    return Version(
        document_id=document.id,
        number=2,
        size=1,
        sha256=b"\1" * 32,
        media_type="application/pdf",
        filename="plan.pdf",
        reason="Corrected",
        key=f"versions/{document.id}-2",
        by_id=by.id,
        organisation_id=document.owner_id,
    )


def _filtered(who: int, room: Room | None = None) -> list[int]:
    """What the plain filter finds, the newest first."""
    wanted = permitted(who, Action.READ, Document).order_by(Document.id.desc())
    found = session().scalars(wanted if room is None else wanted.where(Document.room_id == room.id))
    return [document.id for document in found]


def _everybody(agencies: Agencies) -> Iterator[int]:
    for person in (
        agencies.priya,
        agencies.joy,
        agencies.samira,
        agencies.gwen,
        agencies.idris,
        agencies.paul,
    ):
        with acting_as(person.id):
            yield person.id


def _rooms() -> list[Room]:
    return list(session().scalars(select(Room)))


def test_the_newest_of_all_rooms_are_what_the_filter_finds(generated: Agencies) -> None:
    seen = set()
    for who in _everybody(generated):
        filtered = _filtered(who)
        seen.add(len(filtered))
        for limit in (1, 2, 5, 13, 50):
            assert [document.id for document in newest(who, limit)] == filtered[:limit], limit
    assert len(seen) >= 5, "people see different numbers, or this shows little"


def test_a_rooms_list_is_what_the_filter_finds(generated: Agencies) -> None:
    for who in _everybody(generated):
        for room in _rooms():
            filtered = _filtered(who, room)
            assert readable_ids(room.id, who) == filtered
            for most in (1, 3, 50):
                assert readable_ids(room.id, who, most) == filtered[:most]
            assert counted(room.id, who) == (len(filtered), False)


def test_the_pages_of_a_room_show_each_of_them_once(
    generated: Agencies, monkeypatch: pytest.MonkeyPatch
) -> None:
    for who in _everybody(generated):
        for room, size, many in product(_rooms(), (1, 2, 5), (5, 200)):
            monkeypatch.setattr(paging, "SIZE", size)
            monkeypatch.setattr(paging, "MANY", many)
            expected = _filtered(who, room)
            if len(expected) <= many:
                expected = _by_change(expected)
            pages = list(_pages(room, who))
            assert [id for page in pages for id in _ids(page)] == expected
            assert all(len(page.listed) == size for page in pages[:-1])
            assert pages[0].is_more is (len(expected) > many)
            back = list(_back(room, who, pages[-1]))
            assert set(expected) == {id for page in back for id in _ids(page)}
            assert _ids(back[-1]) == _ids(pages[0])


def test_a_filtered_list_is_the_same_part_of_it(generated: Agencies, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "SIZE", 3)
    wishes: list[tuple[Wanted, Callable[[Document], bool]]] = [
        (Wanted(category=Category.PLAN), lambda document: document.category == Category.PLAN),
        (Wanted(owner=generated.nhs.id), lambda document: document.owner_id == generated.nhs.id),
        (Wanted(find="ment 1"), lambda document: "ment 1" in document.title),
    ]
    for who in _everybody(generated):
        for room in _rooms():
            for wanted, fits in wishes:
                by_id = {document.id: document for document in session().scalars(select(Document))}
                expected = [id for id in _filtered(who, room) if fits(by_id[id])]
                found = [id for page in _pages(room, who, wanted) for id in _ids(page)]
                assert sorted(found, reverse=True) == expected


def _pages(room: Room, who: int, wanted: Wanted | None = None) -> Iterator[Page]:
    """All pages from the first; each leads further, or this would not end."""
    page = page_of(room.id, who, wanted)
    yield page
    while page.older is not None:
        further = page_of(room.id, who, wanted, before=page.older)
        assert _ids(further)[0] not in _ids(page)
        assert further.older != page.older
        page = further
        yield page


def _back(room: Room, who: int, page: Page) -> Iterator[Page]:
    yield page
    while page.newer is not None:
        nearer = page_of(room.id, who, after=page.newer)
        assert nearer.newer != page.newer
        page = nearer
        yield page


def _ids(page: Page) -> list[int]:
    return [one.document.id for one in page.listed]


def _by_change(ids: list[int]) -> list[int]:
    versions = session().execute(select(Version.document_id, Version.id).order_by(Version.number))
    changed = {row[0]: row[1] for row in versions}
    return sorted(ids, key=lambda id: changed[id], reverse=True)
