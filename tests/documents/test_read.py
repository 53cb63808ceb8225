"""Reading a document in the page."""

import pytest

from tests.documents.house import PDF, PNG, House, words
from workspace.documents.models import Document, Marking
from workspace.identifiers import encode
from workspace.rooms.models import Level, Role


def home(document: Document) -> str:
    """The document's address."""
    return f"/documents/{encode(document.id)}"


def test_text_is_shown_as_it_was_written(house: House) -> None:
    document = house.add(house.priya, "\ufeffTilly says:\n<b>no</b> & “yes”.".encode(), "Notes.txt")

    page = house.get(house.priya, home(document))

    assert page.status_code == 200
    assert "&lt;b&gt;no&lt;/b&gt; &amp; “yes”." in page.text
    assert 'data-shown="text"' in page.text
    assert f'data-document="{encode(document.id)}"' in page.text
    (entry,) = house.entries("document.opened")
    assert (entry.thing_id, entry.facts, entry.room_id) == (document.id, {"number": 1}, house.room.id)
    assert entry.material_of == [house.council.id]


def test_markdown_is_rendered_and_cleaned(house: House) -> None:
    text = b"# Plan\n\n**Bold** <script>alert(1)</script> [x](javascript:alert(1))"

    page = house.get(house.priya, home(house.add(house.priya, text, "Plan.md")))

    assert "<strong>Bold</strong>" in page.text
    assert "<script>alert" not in page.text
    assert 'href="javascript' not in page.text


@pytest.mark.parametrize(
    ("data", "filename", "shown"),
    [(PDF, "Plan.pdf", "pdf"), (PNG, "Scan.png", "image"), (b"\0\1\2", "Plan.pdf", "none")],
)
def test_each_kind_is_shown_as_what_it_is(house: House, data: bytes, filename: str, shown: str) -> None:
    document = house.add(house.priya, data, filename)

    page = house.get(house.priya, home(document))

    assert f'data-shown="{shown}"' in page.text
    assert (f"{home(document)}/versions/1/content" in page.text) == (shown in ("pdf", "image"))


def test_very_long_text_is_only_downloaded(house: House) -> None:
    page = house.get(house.priya, home(house.add(house.priya, b"x " * 1_000_001, "Log.txt")))

    assert "Very long text files cannot be shown in the page." in page.text


def test_older_versions_can_be_opened_and_absent_ones_not(house: House) -> None:
    document = house.add(house.priya, b"First words", "Plan.txt")
    house.post(
        f"{home(document)}/versions/new", house.priya, (b"Second words", "2.txt"), reason="m", based_on="1"
    )

    assert "Second words" in house.get(house.priya, home(document)).text
    older = house.get(house.priya, f"{home(document)}/versions/1")
    assert "First words" in older.text
    assert "Version 1, older" in older.text
    for number in ("0", "3", "999999999999999999999"):
        assert house.get(house.priya, f"{home(document)}/versions/{number}").status_code == 404


def test_it_says_who_else_can_see_it_and_offers_what_the_reader_may_do(house: House) -> None:
    document = house.add(house.priya, b"Words", "Plan.txt")
    house.release(document, may_annotate=False)

    for person, offered in ((house.priya, True), (house.owen, False), (house.joy, False)):
        page = house.get(person, home(document)).text
        assert "Council" in page
        assert "NHS" in page
        assert (f"{home(document)}/versions/new" in page) == offered
        assert (f"{home(document)}/share" in page) == offered
        assert f"{home(document)}/versions/1/download" in page


def test_hidden_and_absent_documents_answer_alike(house: House) -> None:
    document = house.add(house.priya, b"Words", "Plan.txt")

    for person in (house.joy, house.lena):
        hidden = house.get(person, home(document))
        absent = house.get(person, f"/documents/{encode(1234)}")
        assert (hidden.status_code, absent.status_code) == (404, 404)
        assert words(hidden) == words(absent)
        assert words(house.get(person, f"{home(document)}/versions/1")) == words(hidden)
    assert house.entries("document.opened") == []


def test_readers_do_not_see_what_is_marked_above_their_role(house: House) -> None:
    gwen = house.world.person(house.council, "Gwen Lyle")
    house.world.join(house.room, gwen, Role.READER, by=house.priya)
    document = house.add(house.priya, b"Words", "Plan.txt")
    assert house.get(gwen, home(document)).status_code == 200

    house.world.add(
        house.priya.id,
        Marking(document_id=document.id, level=Level.OFFICIAL_SENSITIVE, by_id=house.priya.id),
    )

    assert house.get(gwen, home(document)).status_code == 404
    assert "OFFICIAL-SENSITIVE" in house.get(house.priya, home(document)).text


def test_bytes_that_are_lost_are_said_to_be_lost(house: House) -> None:
    document = house.world.document(house.room, house.priya, house.council)

    page = house.get(house.priya, home(document))

    assert page.status_code == 200
    assert "cannot be found in the store" in page.text


def test_nobody_reads_without_signing_in(house: House) -> None:
    document = house.add(house.priya, b"Secret words", "Plan.txt")
    stranger = house.sign_in(house.priya.id)
    stranger.delete_cookie("workspace")

    answer = stranger.get(home(document))

    assert answer.status_code in (302, 303, 401)
    assert "Secret words" not in answer.text
