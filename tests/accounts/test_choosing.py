"""Which new passwords are refused, and which are not."""

import pytest

from workspace.accounts import choosing
from workspace.errors import Invalid

ABOUT = ("Priya Nair", "priya.nair@westmoor.example", "Westmoor County Council", "Council")


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "eleven char",
        "x9" * 65,
        "password1234",
        "P4ssw0rd!!!!!!",
        "correct-horse-battery-staple",
        "123456789012",
        "098765432109",
        "qwertyuiopas",
        "aaaaaaaaaaaaaaaa",
        "abababababab",
        "priya loves tea",
        "PRIYA loves tea",
        "council of four",
        "westmoor in the rain",
        "workspace2026!",
    ],
)
def test_a_password_that_would_be_tried_first_is_refused(password: str) -> None:
    with pytest.raises(Invalid) as refused:
        choosing.check(password, ABOUT)
    assert refused.value.field == "new"


@pytest.mark.parametrize(
    "password",
    [
        "nine yellow kettles",
        "🦊🐇🐎🐖🐓🦆🦉🐝🐌🐛🦋🐞",
        "x9$kQ1!vB7#zz",
        "y" * 60 + "abcdefg",
        "lowercase words only",
        "918273645546372819",
    ],
)
def test_no_rule_says_what_a_password_is_made_of(password: str) -> None:
    choosing.check(password, ABOUT)
