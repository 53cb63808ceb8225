"""Downloading: always a file to keep, never a page to run."""

import pytest
from sqlalchemy import event

from tests.documents.house import PDF, House, archive, words
from workspace import database, storage
from workspace.config import Config
from workspace.documents.models import Document
from workspace.identifiers import encode
from workspace.rooms.models import Role


def address(document: Document) -> str:
    """Where its first version is downloaded."""
    return f"/documents/{encode(document.id)}/versions/1/download"


def test_a_download_is_a_file_and_is_recorded(house: House) -> None:
    document = house.add(house.priya, PDF, "Asthma letter – Jonah.pdf")
    house.release(document)

    answer = house.get(house.joy, address(document))

    assert (answer.status_code, answer.data) == (200, PDF)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="Asthma letter  Jonah.pdf"; '
        "filename*=UTF-8''Asthma%20letter%20%E2%80%93%20Jonah.pdf"
    )
    assert answer.headers["Content-Security-Policy"].startswith("sandbox;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"
    (entry,) = house.entries("document.downloaded")
    assert (entry.person_id, entry.thing_id, entry.facts) == (house.joy.id, document.id, {"number": 1})


def test_only_contributors_download_what_is_sensitive(house: House) -> None:
    document = house.add(house.priya, PDF, "Risk.pdf", level="official-sensitive")
    house.release(document)

    answers = [house.get(person, address(document)) for person in (house.owen, house.joy)]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert all("contributors OFFICIAL-SENSITIVE ones too" in answer.text for answer in answers)
    assert house.entries("document.downloaded") == []
    assert [house.get(one, address(document)).status_code for one in (house.priya, house.samira)] == [
        200,
        200,
    ]


def test_readers_download_what_is_official(house: House) -> None:
    gwen = house.world.person(house.council, "Gwen Lyle")
    house.world.join(house.room, gwen, Role.READER, by=house.priya)

    assert house.get(gwen, address(house.add(house.priya, PDF, "Plan.pdf"))).status_code == 200


@pytest.mark.parametrize(
    ("data", "filename"),
    [
        (b"<html><script>alert(1)</script></html>", "Plan.pdf"),
        (b"alert(1)", "Plan.js"),
        (b"hello", "page.HTML"),
        (b"<svg onload='alert(1)'/>", "Picture.png"),
        (b"MZ\x90\0", "Letter.docx"),
        (archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "Letter.docx"),
        (archive("evil.exe"), "Letter.docx"),
    ],
)
def test_what_a_browser_might_run_is_only_bytes(house: House, data: bytes, filename: str) -> None:
    answer = house.get(house.priya, address(house.add(house.priya, data, filename)))

    assert (answer.status_code, answer.data) == (200, data)
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment;")


def test_a_part_can_be_downloaded(house: House) -> None:
    answer = house.get(house.priya, address(house.add(house.priya, PDF, "P.pdf")), Range="bytes=1-3")

    assert (answer.status_code, answer.data) == (206, b"PDF")


def test_no_connection_of_the_database_is_held_while_sending(house: House) -> None:
    data = b"x" * 3_000_000
    document = house.add(house.priya, data, "Scan.txt")
    engine = database._connected().app
    held = 0

    def taken(*_: object) -> None:
        nonlocal held
        held += 1

    def given(*_: object) -> None:
        nonlocal held
        held -= 1

    event.listen(engine, "checkout", taken)
    event.listen(engine, "checkin", given)
    browser = house.sign_in(house.priya.id)
    answer = browser.get(address(document), buffered=False)
    pieces = answer.iter_encoded()
    first = next(iter(pieces))

    assert held == 0
    assert len(first) <= 256 * 1024
    assert len(first) + sum(len(piece) for piece in pieces) == len(data)


def test_a_store_that_is_down_is_a_page_that_says_so(house: House, environment: dict[str, str]) -> None:
    document = house.add(house.priya, PDF, "Plan.pdf")
    storage.connect(Config.from_environment({**environment, "WORKSPACE_S3_ENDPOINT": "127.0.0.1:9"}))

    answer = house.get(house.priya, address(document))

    assert answer.status_code == 503
    assert "The store for documents does not answer." in answer.text
    assert "Content-Disposition" not in answer.headers


def test_hidden_and_absent_documents_answer_alike(house: House) -> None:
    document = house.add(house.priya, PDF, "Plan.pdf")

    hidden = house.get(house.joy, address(document))
    absent = house.get(house.joy, f"/documents/{encode(1234)}/versions/1/download")

    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert words(hidden) == words(absent)
