"""Hashing passwords: the right work for every answer, a few at a time, and off the event loop."""

import subprocess
import sys

import pytest

from workspace.accounts import passwords
from workspace.errors import TooMany

BESIDE_OTHERS = """
from gevent import monkey
monkey.patch_all()
import gevent
from workspace.accounts import passwords

kept = passwords.hash_of("nine yellow kettles")
answers, turns = [], 0

def verify():
    for _ in range(3):
        answers.append(passwords.is_right("nine yellow kettles", kept))

verifying = gevent.spawn(verify)
while not verifying.ready():
    gevent.sleep(0)
    turns += 1
print(answers, turns > 20)
"""


def test_a_password_is_kept_as_argon2id_with_a_salt_of_its_own() -> None:
    first, second = passwords.hash_of("nine yellow kettles"), passwords.hash_of("nine yellow kettles")
    assert first != second
    assert first.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert not passwords.is_outdated(first)


def test_only_the_right_password_is_right() -> None:
    kept = passwords.hash_of("nine yellow kettles")
    assert passwords.is_right("nine yellow kettles", kept)
    assert not passwords.is_right("Nine yellow kettles", kept)
    assert not passwords.is_right("", kept)


def test_nothing_is_right_where_there_is_no_password() -> None:
    assert not passwords.is_right("nine yellow kettles", None)
    assert not passwords.is_right("nine yellow kettles", "not a hash")


def test_others_go_on_while_a_password_is_verified() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", BESIDE_OTHERS], capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.stdout.strip() == "[True, True, True] True", ran.stderr


def test_no_more_than_a_few_are_verified_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "PATIENCE", 0.01)
    with passwords.turn(), passwords.turn(), pytest.raises(TooMany), passwords.turn():
        pass
    with passwords.turn():
        pass


def test_a_first_password_is_long_and_never_the_same() -> None:
    made = {passwords.one_time() for _ in range(50)}
    assert len(made) == 50
    assert all(len(each) == 19 for each in made)
