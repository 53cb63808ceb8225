"""Addresses that are of nothing, and hosts that are not ours."""

import pytest
from flask.testing import FlaskClient

from workspace.identifiers import decode, encode, new_id


@pytest.mark.parametrize("word", ["zzzzzzzzzzzzz", "8000000000000", "ILOUILOUILOUI", "0", "'--", "%00" * 13])
def test_what_is_no_id_is_no_page(client: FlaskClient, word: str) -> None:
    assert client.get(f"/documents/{word}").status_code == 404


@pytest.mark.parametrize("word", ["zzzzzzzzzzzzz", "8000000000000", "", "0", "ILOUILOUILOUI", "é" * 13])
def test_only_ids_are_read_as_ids(word: str) -> None:
    with pytest.raises(ValueError, match="not an id"):
        decode(word)


def test_an_id_reads_as_it_was_written() -> None:
    for number in (0, 1, (1 << 63) - 1, new_id()):
        assert decode(encode(number)) == number


def test_newer_ids_are_greater_and_say_nothing_of_how_many() -> None:
    first, second = new_id(), new_id()
    assert first >> 22 <= second >> 22
    assert len({new_id() for _ in range(100)}) == 100


@pytest.mark.parametrize(
    ("host", "status"), [("localhost", 200), ("127.0.0.1:8000", 200), ("evil.example", 400)]
)
def test_a_foreign_host_is_refused(client: FlaskClient, host: str, status: int) -> None:
    answer = client.get("/sign-in", headers={"Host": host})
    assert answer.status_code == status
    assert "evil" not in answer.text


def test_every_answer_is_strict(client: FlaskClient) -> None:
    for path in ("/sign-in", "/nothing", "/documents/zzzzzzzzzzzzz"):
        headers = client.get(path).headers
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "private, no-store"
