"""Names of files are text: the hostile ones too."""

import re

import pytest
from werkzeug.http import parse_options_header

from workspace.documents.filenames import cleaned, disposition, stem_of

HOSTILE = [
    "",
    ".",
    "..",
    "...",
    "/",
    "\\",
    "../../etc/passwd",
    "..\\..\\windows\\system32\\cmd.exe",
    "/etc/passwd",
    "C:\\fakepath\\Plan.pdf",
    "a/b\\c.pdf",
    ".htaccess",
    "Plan.pdf.",
    "Plan.pdf   ",
    "CON",
    "nul.txt",
    "com1.tar.gz",
    "a\0b.pdf",
    "a\r\nSet-Cookie: x=1.pdf",
    'a"; filename="b.exe',
    "a;b=c.pdf",
    "fdp.\u202eexe",
    "\u2066x\u2069.pdf",
    "zero\u200bwidth\ufeff.pdf",
    "tag\U000e0041.pdf",
    "Cafe\u0301.pdf",
    "März – Ärger.pdf",
    "文書.pdf",
    "👩‍👧.png",
    "x" * 5_000 + ".pdf",
    "ü" * 5_000 + ".pdf",
    "👩" * 400,
    "." * 5_000,
    "a." + "b" * 5_000,
    "a\u2028b\u2029c.txt",
    "\ud800.pdf",
    "%2e%2e%2fpasswd",
    "<script>alert(1)</script>.html",
    "   ",
    "\t\n",
]


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_name_becomes_text(name: str) -> None:
    kept = cleaned(name)

    assert 0 < len(kept) <= 150
    assert len(kept.encode()) <= 255
    assert not re.search(r"[/\\\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]", kept)
    assert kept.strip(" .") == kept
    assert kept.partition(".")[0].upper() not in {"CON", "NUL", "COM1"}
    assert cleaned(kept) == kept


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_the_header_with_a_hostile_name_says_one_thing(name: str) -> None:
    header = disposition("attachment", cleaned(name))

    assert header.isascii()
    assert header.isprintable()
    kind, options = parse_options_header(header)
    assert (kind, options) == ("attachment", {"filename": cleaned(name)})


def test_what_a_person_would_call_it_stays() -> None:
    assert cleaned("C:\\fakepath\\Plan for Tilly (v2).pdf") == "Plan for Tilly (v2).pdf"
    assert cleaned("Cafe\u0301.pdf") == "Café.pdf"
    assert cleaned("nul.txt") == "_nul.txt"
    assert cleaned("") == "document"
    assert cleaned("x" * 200 + ".pdf").endswith("x.pdf")


def test_a_stem_is_the_name_without_its_ending() -> None:
    assert stem_of("Plan v1.2.pdf") == "Plan v1.2"
    assert stem_of("Plan") == "Plan"
    assert stem_of("Dear Tilly. Here is what we said") == "Dear Tilly. Here is what we said"
