"""The bytes that the page shows: ranges, headers, and who gets none."""

import hashlib

import pytest

from tests.documents.house import PDF, PNG, House, archive, words
from workspace.documents.models import Document
from workspace.identifiers import encode

DATA = PDF + bytes(range(256)) * 8
SIZE = len(DATA)
ETAG = f'"{hashlib.sha256(DATA).hexdigest()}"'


@pytest.fixture
def document(house: House) -> Document:
    """A PDF of the Council."""
    return house.add(house.priya, DATA, "Whole-family assessment – März.pdf", level="official-sensitive")


def address(document: Document, number: int = 1) -> str:
    """Where its bytes are."""
    return f"/documents/{encode(document.id)}/versions/{number}/content"


def test_whoever_may_read_it_gets_all_of_it(house: House, document: Document) -> None:
    house.release(document)

    answer = house.get(house.joy, address(document))

    assert (answer.status_code, answer.data) == (200, DATA)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Length"] == str(SIZE)
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.headers["ETag"] == ETAG
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Content-Disposition"] == "inline"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "sandbox" not in answer.headers["Content-Security-Policy"]
    (entry,) = house.entries("document.content_read")
    assert (entry.person_id, entry.facts, entry.material_of) == (
        house.joy.id,
        {"number": 1},
        [house.council.id],
    )


@pytest.mark.parametrize(
    ("wanted", "start", "stop"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=0-99", 0, 100),
        ("bytes=100-", 100, SIZE),
        ("bytes=-5", SIZE - 5, SIZE),
        (f"bytes=-{SIZE * 2}", 0, SIZE),
        (f"bytes={SIZE - 1}-{SIZE * 9}", SIZE - 1, SIZE),
    ],
)
def test_a_part_is_sent_on_its_own(
    house: House, document: Document, wanted: str, start: int, stop: int
) -> None:
    answer = house.get(house.priya, address(document), Range=wanted)

    assert (answer.status_code, answer.data) == (206, DATA[start:stop])
    assert answer.headers["Content-Range"] == f"bytes {start}-{stop - 1}/{SIZE}"
    assert answer.headers["Content-Length"] == str(stop - start)


@pytest.mark.parametrize("wanted", [f"bytes={SIZE}-", f"bytes={SIZE + 5}-{SIZE + 9}"])
def test_a_part_that_is_not_there_is_refused(house: House, document: Document, wanted: str) -> None:
    answer = house.get(house.priya, address(document), Range=wanted)

    assert answer.status_code == 416
    assert answer.headers["Content-Range"] == f"bytes */{SIZE}"


@pytest.mark.parametrize(
    "wanted",
    ["bytes=9-3", "bytes=x-y", "lines=1-2", "bytes=0-1,5-6", "bytes", "bytes=-0", "bytes=" + "0-1," * 500],
)
def test_a_range_that_makes_no_sense_or_is_several_gets_all_of_it(
    house: House, document: Document, wanted: str
) -> None:
    answer = house.get(house.priya, address(document), Range=wanted)

    assert (answer.status_code, len(answer.data)) == (200, SIZE)


def test_a_range_of_another_version_gets_all_of_it(house: House, document: Document) -> None:
    same = house.get(house.priya, address(document), Range="bytes=0-1", If_Range=ETAG)
    other = house.get(house.priya, address(document), Range="bytes=0-1", If_Range='"other"')
    dated = house.get(
        house.priya, address(document), Range="bytes=0-1", If_Range="Wed, 21 Oct 2026 07:28:00 GMT"
    )

    assert [one.status_code for one in (same, other, dated)] == [206, 200, 200]


def test_what_the_browser_has_already_is_not_sent_again(house: House, document: Document) -> None:
    answer = house.get(house.priya, address(document), If_None_Match=ETAG)

    assert (answer.status_code, answer.data) == (304, b"")
    assert answer.headers["ETag"] == ETAG
    assert house.entries("document.content_read") == []


def test_head_says_how_much_it_is_and_sends_none(house: House, document: Document) -> None:
    answer = house.sign_in(house.priya.id).head(address(document))

    assert (answer.status_code, answer.data) == (200, b"")
    assert answer.headers["Content-Length"] == str(SIZE)
    assert [entry.person_id for entry in house.entries("document.content_read")] == [house.priya.id]


def test_pictures_come_in_a_sandbox(house: House) -> None:
    answer = house.get(house.priya, address(house.add(house.priya, PNG, "Wall.png")))

    assert (answer.status_code, answer.data) == (200, PNG)
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")


@pytest.mark.parametrize(
    ("data", "filename"),
    [
        (b"<!doctype html><script>alert(1)</script>", "Plan.pdf"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "Picture.png"),
        (b"<?xml version='1.0'?><x/>", "x.pdf"),
        (b"Plain words", "Plan.pdf"),
        (b"# Words", "Plan.md"),
        (archive("[Content_Types].xml", "word/document.xml"), "Plan.docx"),
        (b"GIF89a" + b"\0" * 20, "Picture.jpeg"),
    ],
)
def test_other_types_are_never_sent_to_be_shown(house: House, data: bytes, filename: str) -> None:
    document = house.add(house.priya, data, filename)

    answer = house.get(house.priya, address(document))

    assert answer.status_code == 404
    assert data not in answer.data


def test_who_may_not_read_it_gets_the_same_as_for_what_is_not_there(house: House, document: Document) -> None:
    hidden = house.get(house.joy, address(document), Range="bytes=0-1")
    absent = house.get(house.joy, f"/documents/{encode(1234)}/versions/1/content")

    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert words(hidden) == words(absent)
    assert house.get(house.priya, address(document, 2)).status_code == 404


@pytest.mark.parametrize("number", ["0", "01", "-1", "1" * 10, "9" * 19, "9" * 5000, "١"])
@pytest.mark.parametrize("page", ["", "/content", "/download", "/annotations"])
def test_a_number_no_version_has_is_not_found(
    house: House, document: Document, number: str, page: str
) -> None:
    answer = house.get(house.priya, f"/documents/{encode(document.id)}/versions/{number}{page}")

    assert answer.status_code == 404


def test_bytes_that_are_lost_are_not_a_page_that_does_not_exist(house: House) -> None:
    document = house.world.document(house.room, house.priya, house.council)

    answer = house.get(house.priya, f"/documents/{encode(document.id)}/versions/1/download")

    assert answer.status_code == 503
    assert "cannot be found in the store" in answer.text
