"""The demonstration's files are all there, are what they say, and never give the family away."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections import Counter
from html import unescape
from pathlib import Path

import pytest

PLACE = Path(__file__).resolve().parents[2] / "workspace" / "demo" / "files"
FILES = sorted(path for path in PLACE.iterdir() if path.name != "README.md")
VERSIONS = {1: 1, 2: 3, 3: 4, 4: 1, 5: 2, 6: 1, 7: 1, 8: 2, 9: 1, 10: 1, 11: 1, 12: 2, 13: 2}
FORMATS = {
    **dict.fromkeys((1, 12, 13), "docx"),
    **dict.fromkeys((2, 4, 5, 7, 9, 10), "pdf"),
    **dict.fromkeys((8, 11), "xlsx"),
    3: "md",
    6: "png",
}
MAGIC = {
    "docx": b"PK\x03\x04",
    "xlsx": b"PK\x03\x04",
    "pdf": b"%PDF-1.",
    "png": b"\x89PNG\r\n\x1a\n",
    "md": b"# ",
}
PARTS = {
    "docx": r"word/(document|header\d*|footer\d*)\.xml",
    "xlsx": r"xl/(sharedStrings|worksheets/sheet\d+)\.xml",
}
SENSITIVE = {2, 4, 9, 10}
PICTURES = {6, 10}  # scans: they hold no text
HELD = "Not written here. Held by Family Help."
NAME = re.compile(r"(\d\d)-([a-z-]+)-v(\d)\.([a-z]+)")


def number_of(path: Path) -> int:
    return int(path.name[:2])


def text_of_package(path: Path) -> str:
    with zipfile.ZipFile(path) as package:
        wanted = re.compile(PARTS[path.suffix[1:]])
        parts = [package.read(name).decode() for name in package.namelist() if wanted.fullmatch(name)]
    return " ".join(unescape(re.sub(r"<[^>]+>", "", re.sub(r"</(w:p|si|t)>", " ", part))) for part in parts)


def text_of_pdf(path: Path) -> str:
    """Return the words of a PDF whose fonts keep the usual codes for plain letters, as these do."""
    words, raw = [], path.read_bytes()
    for start in re.finditer(rb"/Length (\d+)[^>]*>>\s*stream\r?\n", raw):
        try:
            page = zlib.decompress(raw[start.end() : start.end() + int(start[1])])
        except zlib.error:
            continue
        if b" Tf" in page and b"BT" in page:
            pieces = re.findall(rb"\(((?:[^()\\]|\\.)*)\) Tj|(T\*|Td|Tm)", page, re.DOTALL)
            words.append(b"".join(piece or b" " for piece, _move in pieces).decode("latin-1"))
    return re.sub(r"\\(.)", r"\1", " ".join(words))


def text_of(path: Path) -> str:
    if path.suffix == ".pdf":
        text = text_of_pdf(path)
    elif path.suffix == ".md":
        text = path.read_text(encoding="utf-8")
    else:
        text = text_of_package(path)
    return re.sub(r"\s+", " ", text)


TEXTS = [path for path in FILES if number_of(path) not in PICTURES]


def named(path: Path) -> str:
    return path.name


def test_every_version_of_every_document_is_there_in_its_format() -> None:
    found = [NAME.fullmatch(path.name) for path in FILES]
    assert len(FILES) == 22
    assert Counter(int(name[1]) for name in found if name) == VERSIONS
    for name in found:
        assert name
        assert 1 <= int(name[3]) <= VERSIONS[int(name[1])]
        assert name[4] == FORMATS[int(name[1])]


@pytest.mark.parametrize("path", FILES, ids=named)
def test_a_file_is_what_its_name_says_and_is_small(path: Path) -> None:
    assert path.read_bytes().startswith(MAGIC[path.suffix[1:]])
    assert 1_000 < path.stat().st_size < 400 * 1024


def test_all_of_them_together_stay_small() -> None:
    assert sum(path.stat().st_size for path in FILES) < 3 * 1024 * 1024


@pytest.mark.parametrize("path", [path for path in FILES if path.suffix in {".docx", ".xlsx"}], ids=named)
def test_packages_open_and_hold_no_macros(path: Path) -> None:
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
        names = package.namelist()
    assert "[Content_Types].xml" in names
    assert not [name for name in names if "vba" in name.lower() or "external" in name.lower()]


@pytest.mark.parametrize("path", [path for path in FILES if path.suffix == ".pdf"], ids=named)
def test_pdfs_are_whole_titled_and_in_british_english(path: Path) -> None:
    raw = path.read_bytes()
    assert raw.rstrip().endswith(b"%%EOF")
    assert b"/Lang (en-GB)" in raw
    assert b"/DisplayDocTitle true" in raw
    assert re.search(rb"/Title \([^)]*, version \d\)", raw)
    assert b"/JavaScript" not in raw


@pytest.mark.parametrize("path", TEXTS, ids=named)
def test_each_text_bears_its_marking_and_the_room_s_reference(path: Path) -> None:
    text = text_of(path)
    assert "FH/2026/0147" in text
    assert ("OFFICIAL-SENSITIVE" in text) == (number_of(path) in SENSITIVE)
    assert "OFFICIAL" in text


@pytest.mark.parametrize("path", TEXTS, ids=named)
def test_the_hidden_address_is_nowhere(path: Path) -> None:
    text = text_of(path)
    postcode = r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b"
    street = (
        r"\b\d+[a-z]? [A-Z][a-z]+ (Road|Street|Close|Lane|Avenue|Court|Drive|Way|Gardens|Terrace|Rise|Row)\b"
    )
    assert HELD in text or number_of(path) == 11, "the place of the address says where it is held"
    assert not re.search(postcode, text)
    assert not re.search(street, text)


@pytest.mark.parametrize("path", TEXTS, ids=named)
def test_numbers_and_addresses_are_from_the_fictitious_ranges(path: Path) -> None:
    text = text_of(path)
    assert all(number.startswith("01632 960") for number in re.findall(r"\b0\d{4} \d{6}\b", text))
    assert all(host.endswith(".example") for host in re.findall(r"[\w.]+@([\w-]+(?:\.[a-z]+)+)", text))
    for number in re.findall(r"\b\d{3} \d{3} \d{4}\b", text):
        digits = [int(digit) for digit in number.replace(" ", "")]
        weighted = sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
        assert number.startswith("999 ")
        assert (11 - weighted % 11) % 11 == digits[9]


def test_the_assessment_can_be_quoted_and_its_third_version_is_corrected() -> None:
    first, second, third = (
        text_of(PLACE / f"02-whole-family-assessment-v{version}.pdf") for version in (1, 2, 3)
    )
    for sentence in (
        "stays home to keep an eye on things",
        "was discharged from CAMHS in November after two missed appointments",
        "He has been seen twice near the school at collection time",
        "in arrears and she has agreed to pay",
    ):
        assert sentence in first
        assert sentence in second
        assert sentence in third
    assert "most nights since December. The wall beside his bed is wet to the touch." in third
    assert "She says she would see someone again if it were at school." in third
    assert "runs to 4 October 2026" in first
    assert "runs to 4 October 2026" in second
    assert "runs to 14 October 2026" in third
    assert "red book could not be found" in second
    assert "red book could not be found" not in third


@pytest.mark.parametrize("path", TEXTS, ids=named)
def test_only_the_police_s_own_paper_names_the_excluded_cousin(path: Path) -> None:
    assert ("Karl Voss" in text_of(path)) == (number_of(path) == 9)


def test_scans_hold_pictures_and_no_text() -> None:
    order = PLACE / "10-non-molestation-order-v1.pdf"
    assert b"/DCTDecode" in order.read_bytes()
    assert text_of_pdf(order).strip() == ""
