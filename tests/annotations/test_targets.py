"""Reading what an annotation points at: exactly what our pages write, and nothing else."""

import json
from typing import Any

import pytest

from tests.annotations.family import PASSAGE
from workspace.annotations import targets
from workspace.errors import Invalid


def _with(**changes: Any) -> dict[str, Any]:
    position = {"type": "TextPositionSelector", "start": 1, "end": 2, **changes.get("position", {})}
    quote = {"type": "TextQuoteSelector", "exact": "x", **changes.get("quote", {})}
    return {"selector": [position, quote], **changes.get("target", {})}


@pytest.mark.parametrize(
    "target",
    [
        "{",
        "[]",
        '"x"',
        "NaN",
        "1" * 17_000,
        "[" * 9_000,
        {"selector": []},
        {"selector": "x"},
        {"selector": [None, None]},
        {"selector": [{"type": "XPathSelector", "value": "//p"}]},
        {"selector": [{"type": "FragmentSelector", "value": "page=0"}]},
        {"selector": [{"type": "FragmentSelector", "value": "page=1&more"}]},
        {"selector": [{"type": "FragmentSelector", "value": 1}]},
        {"selector": [{"type": "FragmentSelector", "value": "page=1", "refinedBy": []}]},
        {"selector": [{"type": "FragmentSelector", "value": "page=1", "refinedBy": {}}]},
        {"selector": [{"type": "FragmentSelector", "value": "page=1", "conformsTo": "x"}]},
        _with(position={"start": 2}),
        _with(position={"start": -1}),
        _with(position={"start": True}),
        _with(position={"end": 10**12}),
        _with(position={"end": 1.5}),
        _with(quote={"exact": ""}),
        _with(quote={"exact": None}),
        _with(quote={"exact": "a\0b"}),
        _with(quote={"exact": "\ud800"}),
        _with(quote={"exact": "x" * 2001}),
        _with(quote={"prefix": "x" * 300}),
        _with(quote={"onclick": "x"}),
        _with(target={"source": "https://elsewhere.example"}),
    ],
)
def test_refuses_what_it_does_not_understand(target: Any) -> None:
    text = target if isinstance(target, str) else json.dumps(target)

    with pytest.raises(Invalid) as wrong:
        targets.read(text)

    assert wrong.value.field == "target"


@pytest.mark.parametrize("text", ["", " ", "{}", "null"])
def test_nothing_is_the_whole_document(text: str) -> None:
    assert targets.read(text) is None


def test_reads_a_page_a_passage_of_a_page_and_a_passage_of_a_text() -> None:
    page = targets.read('{"selector": [{"type": "FragmentSelector", "value": "page=3"}]}')
    passage = targets.read(json.dumps(PASSAGE))
    words = targets.read(json.dumps(_with()))

    assert (targets.place_of(page), targets.quote_of(page)) == ((3, 0), None)
    assert passage == PASSAGE
    assert (targets.place_of(passage), targets.quote_of(passage)) == ((2, 40), "seen at home")
    assert targets.quote_of(words) == "x"
    assert targets.place_of(words) < targets.place_of(None)
