"""Adding versions: who may, on which one they are based, and that two at once never collide."""

import hashlib
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.documents.house import JSON, PDF, PNG, House, stored_keys
from workspace import database
from workspace.documents.arriving import Arrival
from workspace.documents.models import Document
from workspace.documents.services.versions import VersionConflict, add_version
from workspace.errors import NotAllowed
from workspace.identifiers import encode
from workspace.rooms.models import Role
from workspace.storage import store


@pytest.fixture
def document(house: House) -> Document:
    """A document of the Council with one version."""
    return house.add(house.priya, b"First", "Plan.txt", title="Family plan")


def address(document: Document) -> str:
    """Where versions are added."""
    return f"/documents/{encode(document.id)}/versions/new"


def test_the_form_says_what_will_happen(house: House, document: Document) -> None:
    page = house.get(house.priya, address(document))

    assert page.status_code == 200
    assert "It becomes version 2." in page.text
    assert 'name="based_on" type="hidden" value="1"' in page.text


def test_a_version_is_added_and_the_first_stays(house: House, document: Document) -> None:
    answer = house.post(
        address(document), house.priya, (PDF, "Plan 2.pdf"), reason="Views of Tilly added", based_on="1"
    )

    assert answer.status_code == 303
    assert answer.location == f"/documents/{encode(document.id)}"
    first, second = house.versions(document)
    assert (first.number, second.number) == (1, 2)
    assert (second.reason, second.filename, second.media_type) == (
        "Views of Tilly added",
        "Plan 2.pdf",
        "application/pdf",
    )
    assert second.sha256 == hashlib.sha256(PDF).digest()
    assert b"".join(store().open(first.key)) == b"First"
    assert [entry.facts["number"] for entry in house.entries("document.version_added")] == [2]
    assert house.told()[-1] == "version.added"


def test_somebody_else_was_faster_so_nothing_is_saved_and_the_words_stay(
    house: House, document: Document
) -> None:
    house.post(address(document), house.priya, (PDF, "2.pdf"), reason="First of two", based_on="1")
    keys = stored_keys()

    answer = house.post(address(document), house.priya, (PNG, "2.png"), reason="Second of two", based_on="1")

    assert answer.status_code == 409
    assert "Version 2 was added while you were working, so yours was not saved." in answer.text
    assert 'value="Second of two"' in answer.text
    assert 'name="based_on" type="hidden" value="2"' in answer.text
    assert (len(house.versions(document)), stored_keys()) == (2, keys)

    again = house.post(address(document), house.priya, (PNG, "3.png"), reason="Second of two", based_on="2")
    assert again.status_code == 303
    assert [version.number for version in house.versions(document)] == [1, 2, 3]


def test_of_many_at_once_one_is_added(house: House, document: Document) -> None:
    together = threading.Barrier(6)

    def add() -> str:
        arrival = Arrival(store(), "2.txt", 1_000)
        arrival.write(b"Second")
        together.wait()
        try:
            with database.acting_as(house.priya.id):
                add_version(house.priya.id, document.id, arrival, "At once", 1)
        except VersionConflict:
            return "conflict"
        return "added"

    with ThreadPoolExecutor(6) as pool:
        answers = sorted(one.result() for one in [pool.submit(add) for _ in range(6)])

    assert answers == ["added", *["conflict"] * 5]
    assert [version.number for version in house.versions(document)] == [1, 2]
    assert len(stored_keys()) == 2


@pytest.mark.parametrize(
    ("files", "entered", "sentence"),
    [
        (((PDF, "2.pdf"),), {"reason": ""}, "Say what is different in this version."),
        (((PDF, "2.pdf"),), {"reason": "\u202e \u200b"}, "Say what is different in this version."),
        (((PDF, "2.pdf"),), {"reason": "a\0b"}, "characters that cannot be read"),
        (((PDF, "2.pdf"),), {"reason": "x" * 501}, "no more than 500 characters"),
        ((), {}, "Choose a document."),
        (((b"", "2.pdf"),), {}, "2.pdf is empty."),
        (((PDF, "2.pdf"), (PDF, "3.pdf")), {}, "Choose one document: the new version."),
    ],
)
def test_what_cannot_be_is_refused(
    house: House,
    document: Document,
    files: tuple[tuple[bytes, str], ...],
    entered: dict[str, str],
    sentence: str,
) -> None:
    fields: dict[str, Any] = {"reason": "Views added", "based_on": "1", **entered}

    answer = house.post(address(document), house.priya, *files, **fields)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert (len(house.versions(document)), len(stored_keys())) == (1, 1)


@pytest.mark.parametrize("base", ["", "0", "-1", "x", "9" * 30, "²"])
def test_nonsense_about_the_version_it_was_made_from_is_a_conflict(
    house: House, document: Document, base: str
) -> None:
    answer = house.post(address(document), house.priya, (PDF, "2.pdf"), reason="More", based_on=base)

    assert answer.status_code == 409
    assert len(house.versions(document)) == 1


def test_only_contributors_of_the_owner_add_versions(house: House, document: Document) -> None:
    house.release(document)

    for person, status in ((house.owen, 403), (house.joy, 403), (house.samira, 403), (house.lena, 404)):
        answer = house.post(address(document), person, (PDF, "2.pdf"), reason="More", based_on="1")
        assert answer.status_code == status
        assert house.get(person, address(document)).status_code == status
    assert len(stored_keys()) == 1


def test_who_was_made_a_reader_while_sending_adds_nothing(house: House) -> None:
    """The guard let them in; the service asks again, under the room's lock, once the bytes are there."""
    world = house.world
    farah = world.person(house.council, "Farah Aziz")
    world.join(house.room, farah, Role.COMMENTER, by=house.priya)
    document = house.add(house.priya, b"First", "Plan.txt")
    arrival = Arrival(store(), "2.txt", 1_000)
    arrival.write(b"Second")

    with database.acting_as(farah.id), pytest.raises(NotAllowed):
        add_version(farah.id, document.id, arrival, "More", 1)

    assert len(stored_keys()) == 1


def test_scripts_get_an_address_or_sentences(house: House, document: Document) -> None:
    refused = house.post(address(document), house.priya, (PDF, "2.pdf"), headers=JSON, based_on="1")
    late = house.post(
        address(document), house.priya, (PDF, "2.pdf"), headers=JSON, reason="More", based_on="7"
    )
    saved = house.post(
        address(document), house.priya, (PDF, "2.pdf"), headers=JSON, reason="More", based_on="1"
    )

    assert (refused.status_code, late.status_code, saved.status_code) == (422, 409, 201)
    assert refused.json == {
        "errors": {"reason": "Say what is different in this version."},
        "error": "Say what is different in this version.",
    }
    assert late.json is not None
    assert late.json["error"].startswith("Version 1 was added")
    assert saved.json == {"location": f"/documents/{encode(document.id)}"}
