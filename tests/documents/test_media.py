"""What a file is, by what is in it."""

import pytest

from tests.documents.house import PDF, PNG, archive
from workspace.documents import media
from workspace.documents.media import Sniffer, kind_name, media_type_of, served_as, shown

ODT = archive("content.xml", first=("mimetype", media.ODT.encode()))
CASES = [
    (PDF, "a.pdf", media.PDF),
    (PDF, "a.html", media.PDF),
    (PNG, "a.pdf", media.PNG),
    (b"\xff\xd8\xff\xe0" + b"\0" * 50, "a.jpg", media.JPEG),
    (b"plain", "a.txt", media.TEXT),
    (b"plain", "a", media.TEXT),
    (b"a,b\n=1+1", "a.csv", media.TEXT),
    ("Grüße".encode(), "a.txt", media.TEXT),
    ("\ufeffx".encode(), "a.txt", media.TEXT),
    (b"# Plan", "a.md", media.MARKDOWN),
    (b"# Plan", "A.MARKDOWN", media.MARKDOWN),
    (archive("[Content_Types].xml", "word/document.xml"), "a.docx", media.DOCX),
    (archive("[Content_Types].xml", "xl/workbook.xml"), "a.xlsx", media.XLSX),
    (archive("[Content_Types].xml", "ppt/presentation.xml"), "a.pptx", media.PPTX),
    (ODT, "a.odt", media.ODT),
    (archive(first=("mimetype", media.ODS.encode())), "a.ods", media.ODS),
    (archive("word/document.xml"), "a.docx", media.OTHER),
    (archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "a.docx", media.OTHER),
    (archive("x"), "a.docx", media.OTHER),
    (b"PK\x03\x04" + b"\0" * 90, "a.docx", media.OTHER),
    (b"", "a.txt", media.OTHER),
    (b"a\0b", "a.txt", media.OTHER),
    (b"caf\xe9", "a.txt", media.OTHER),
    (b"cut off \xc3", "a.txt", media.OTHER),
    (b"x" * 9_000 + b"\xff", "a.txt", media.OTHER),
    (b"<!DOCTYPE html>", "a.txt", media.OTHER),
    (b"\xef\xbb\xbf \n<svg/>", "a.txt", media.OTHER),
    (b"words", "a.html", media.OTHER),
    (b"words", "a.SVG", media.OTHER),
    (b"alert(1)", "a.js", media.OTHER),
    (b" %PDF-1.7", "a.pdf", media.TEXT),
    (b"GIF89a\0", "a.gif", media.OTHER),
]


@pytest.mark.parametrize(("data", "name", "expected"), CASES)
def test_the_type_is_what_the_bytes_say(data: bytes, name: str, expected: str) -> None:
    assert media_type_of(data, name) == expected


@pytest.mark.parametrize(("data", "name", "expected"), CASES)
def test_it_is_the_same_byte_by_byte(data: bytes, name: str, expected: str) -> None:
    sniffer = Sniffer()
    for place in range(len(data)):
        sniffer.feed(data[place : place + 1])

    assert sniffer.media_type(name) == expected


def test_a_long_zip_is_known_by_its_end() -> None:
    data = archive("[Content_Types].xml", "xl/workbook.xml", first=("a.bin", bytes(400_000)))

    assert media_type_of(data, "a.xlsx") == media.XLSX


def test_each_type_has_a_name_and_a_way_to_be_shown() -> None:
    assert [shown(one) for one in (media.PDF, media.PNG, media.MARKDOWN, media.DOCX, media.OTHER)] == [
        "pdf",
        "image",
        "text",
        "none",
        "none",
    ]
    assert kind_name(media.DOCX) == "Word"
    assert kind_name(media.OTHER, "a.zip") == "ZIP"
    assert kind_name(media.OTHER, "a.<b>") == "Unknown"
    assert kind_name(media.OTHER) == "Unknown"
    assert served_as("text/html") == media.OTHER
    assert served_as(media.TEXT) == "text/plain; charset=utf-8"
