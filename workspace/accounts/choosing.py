"""Which new passwords are refused: those that somebody else would try first.

Length is what counts (12 to 128 characters, whatever they are); nothing has to be mixed in and
nothing expires. Follows OWASP ASVS 5.0, 6.2.1 to 6.2.12, with a short list of our own instead of a
corpus of leaked passwords.
"""

import re
from collections.abc import Iterable

from workspace.errors import Invalid

SHORTEST, LONGEST = 12, 128
DIFFERENT = 5  # different characters at least
# Without the digits and marks that people add, and with the letters that digits stand for.
_COMMON = """
password passwordpassword mypassword thepassword passwort newpassword changeme changemenow pleasechangeme
letmein letmeinplease letmeinnow welcome welcomewelcome welcomeback qwerty qwertyuiop qwertyqwerty
qwertyuiopasdf qwertyuiopasdfghjkl asdfghjkl asdfghjklzxcvbnm zxcvbnm qazwsxedc qazwsxedcrfv azertyuiop
admin administrator adminadmin superuser supervisor rootroot iloveyou iloveyouforever ilovemymum
sunshine sunshinesunshine princess princessprincess football footballfootball liverpool liverpoolfc
manchesterunited arsenalfc chelseafc englandengland monkeymonkey dragondragon superman batmanbatman
abcdefghijkl abcdefghijklm abcdefghijklmnop abcabcabcabc abcd secret topsecret verysecret mysecret
trustno christmas happychristmas summer summertime winter wintertime spring springtime autumn
january february march april may june july august september october november december
monday tuesday wednesday thursday friday saturday sunday
correcthorsebatterystaple correctbatteryhorsestaple opensesame nopassword password passwordispassword
testtest testtesttest testing testpassword temporary temporarypassword default defaultpassword
workspace workspaceworkspace caseroom safeguarding socialworker socialwork familyhelp childrenservices
"""
COMMON = frozenset(_COMMON.split())
RUNS = (
    "01234567890123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "qazwsxedcrfvtgbyhnujmikolp",
)
_STAND_INS = str.maketrans("013457@$!", "oleastasi")


def check(password: str, about: Iterable[str]) -> None:
    """Raise `Invalid` for a password that is too short, too long, very common, or made of what is ``about``
    the person: their name, address and organisation.
    """
    if len(password) < SHORTEST:
        raise Invalid(f"Use at least {SHORTEST} characters. Three or four words do well.", "new")
    if len(password) > LONGEST:
        raise Invalid(f"Use at most {LONGEST} characters.", "new")
    lowered = password.lower()
    if len(set(lowered)) < DIFFERENT or _is_a_run(lowered) or _is_common(lowered):
        raise Invalid("This password is one of those that are tried first. Choose another.", "new")
    for word in _words(about):
        if word in lowered:
            raise Invalid(
                "This password contains your name, your address or your organisation. Choose another.", "new"
            )


def _is_common(lowered: str) -> bool:
    bare = re.sub(r"[\W\d_]+", "", lowered)
    meant = re.sub(r"[\W\d_]+", "", lowered.rstrip("0123456789!?.*#").translate(_STAND_INS))
    return bare in COMMON or meant in COMMON or (not bare and lowered.isdigit() and len(lowered) < 16)


def _is_a_run(lowered: str) -> bool:
    return any(lowered in run * 2 or lowered[::-1] in run * 2 for run in RUNS)


def _words(about: Iterable[str]) -> set[str]:
    """The words that give somebody away; short ones stand in too many others."""
    return {word for each in about for word in re.split(r"[\W_]+", each.lower()) if len(word) >= 4}
