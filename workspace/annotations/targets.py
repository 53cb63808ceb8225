"""What an annotation points at, as a W3C Web Annotation target: read strictly, written back whole.

The selectors are those of https://www.w3.org/TR/annotation-model/#selectors that our own pages make: for a
PDF the page, inside it where the words stood and what they were. Anything else is refused, so that nothing
unread is ever stored or handed on.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from workspace.errors import Invalid

LONGEST_TARGET = 16 * 1024  # characters of JSON
LONGEST_QUOTE = 2000
LONGEST_AROUND = 200
LAST_OFFSET = 1_000_000_000
LAST_PAGE = 100_000
FRAGMENT = "http://tools.ietf.org/rfc/rfc3778"  # how a page of a PDF is named
CONTEXT = "http://www.w3.org/ns/anno.jsonld"

Target = dict[str, Any]


def read(text: str) -> Target | None:
    """Read a target from JSON; None when it is about the whole document.

    Raises `Invalid` for whatever is not exactly a passage, or a page, as our pages describe them.
    """
    if len(text) > LONGEST_TARGET:
        raise _odd()
    try:
        value = json.loads(text) if text.strip() else None
    except (ValueError, RecursionError):
        raise _odd() from None
    if value is None or value == {}:
        return None
    selectors = _only(value, "selector")["selector"]
    if not isinstance(selectors, list) or not selectors:
        raise _odd()
    first = selectors[0]
    if isinstance(first, dict) and first.get("type") == "FragmentSelector" and len(selectors) == 1:
        return {"selector": [_page(first)]}
    return {"selector": _words(selectors)}


def quote_of(target: Target | None) -> str | None:
    """The words a target points at, if it points at words."""
    for selector in _flat(target):
        if selector["type"] == "TextQuoteSelector":
            return str(selector["exact"])
    return None


def place_of(target: Target | None) -> tuple[int, int]:
    """Where in the document a target stands, for sorting; what is about the whole of it comes last."""
    page, start = LAST_PAGE + 1, 0
    for selector in _flat(target):
        if selector["type"] == "FragmentSelector":
            page = int(selector["value"].removeprefix("page="))
        elif selector["type"] == "TextPositionSelector":
            start = int(selector["start"])
            page = min(page, LAST_PAGE)
    return page, start


def web_annotation(
    id: str, source: str, target: Target | None, body: str, author: str, created: str, replies_to: str | None
) -> dict[str, Any]:
    """An annotation as the W3C's JSON-LD; ``source`` is the address of what it is about."""
    about: Any = {"source": source, **target} if target else source
    return {
        "@context": CONTEXT,
        "id": id,
        "type": "Annotation",
        "motivation": "replying" if replies_to else "commenting",
        "creator": {"type": "Person", "name": author},
        "created": created,
        "body": {"type": "TextualBody", "value": body, "format": "text/markdown"},
        "target": replies_to or about,
    }


def _flat(target: Target | None) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for selector in (target or {}).get("selector", ()):
        found += [selector, *selector.get("refinedBy", ())]
    return found


def _page(selector: Any) -> dict[str, Any]:
    given = _only(selector, "type", "value", optional=("conformsTo", "refinedBy"))
    number = str(given["value"]).removeprefix("page=")
    if given["value"] != f"page={number}" or not (number.isascii() and number.isdigit() and len(number) < 7):
        raise _odd()
    if not 0 < int(number) <= LAST_PAGE or given.get("conformsTo", FRAGMENT) != FRAGMENT:
        raise _odd()
    page: dict[str, Any] = {
        "type": "FragmentSelector",
        "conformsTo": FRAGMENT,
        "value": f"page={int(number)}",
    }
    return {**page, "refinedBy": _words(given["refinedBy"])} if "refinedBy" in given else page


def _words(selectors: Any) -> list[dict[str, Any]]:
    if not isinstance(selectors, Sequence) or isinstance(selectors, str) or len(selectors) != 2:
        raise _odd()
    return [_position(selectors[0]), _quote(selectors[1])]


def _position(selector: Any) -> dict[str, Any]:
    given = _only(selector, "type", "start", "end")
    start, end = given["start"], given["end"]
    if given["type"] != "TextPositionSelector" or type(start) is not int or type(end) is not int:
        raise _odd()
    if not 0 <= start < end <= LAST_OFFSET:
        raise _odd()
    return {"type": "TextPositionSelector", "start": start, "end": end}


def _quote(selector: Any) -> dict[str, Any]:
    given = _only(selector, "type", "exact", optional=("prefix", "suffix"))
    if given["type"] != "TextQuoteSelector" or not _text(given["exact"], 4 * LONGEST_TARGET).strip():
        raise _odd()
    if len(given["exact"]) > LONGEST_QUOTE:
        raise Invalid(f"Select a shorter passage: {LONGEST_QUOTE:,} characters at most.", "target")
    around = {name: _text(given.get(name, ""), LONGEST_AROUND) for name in ("prefix", "suffix")}
    return {"type": "TextQuoteSelector", "exact": given["exact"], **around}


def _text(value: Any, longest: int) -> str:
    """Text that the database can keep: not too long, no NUL, no half of a pair of surrogates."""
    if not isinstance(value, str) or len(value) > longest or "\0" in value:
        raise _odd()
    if any("\ud800" <= letter <= "\udfff" for letter in value):
        raise _odd()
    return value


def _only(value: Any, *names: str, optional: Sequence[str] = ()) -> Mapping[str, Any]:
    if not isinstance(value, dict) or not set(names) <= set(value) <= {*names, *optional}:
        raise _odd()
    return value


def _odd() -> Invalid:
    return Invalid(
        "The passage was not understood. Load the page again, select it and write once more.", "target"
    )
