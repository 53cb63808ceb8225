"""Changing a password: by choice, and because somebody else made it."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.accounts.asking import entries, rows
from tests.accounts.conftest import PASSWORD
from tests.accounts.pages import token, try_sign_in
from workspace.people.models import Person

BETTER = "a tractor hums quietly"


def change(client: FlaskClient, old: str, new: str, again: str | None = None) -> tuple[int, str]:
    values = {"old": old, "new": new, "again": new if again is None else again}
    answer = client.post("/password", data={**values, "csrf_token": token(client, "/password")})
    return answer.status_code, answer.text


@pytest.fixture
def signed_in(client: FlaskClient, priya: Person) -> FlaskClient:
    """A browser in which Priya is signed in."""
    try_sign_in(client, priya.email, PASSWORD)
    return client


def test_the_new_password_works_and_the_old_one_does_not(
    app: Flask, signed_in: FlaskClient, priya: Person, environment: dict[str, str]
) -> None:
    assert change(signed_in, PASSWORD, BETTER)[0] == 302
    assert try_sign_in(app.test_client(), priya.email, PASSWORD).status_code == 422
    assert try_sign_in(app.test_client(), priya.email, BETTER).status_code == 302
    assert [each["person_id"] for each in entries(environment, "password.changed")] == [priya.id]


def test_every_other_session_ends(app: Flask, signed_in: FlaskClient, priya: Person) -> None:
    other = app.test_client()
    try_sign_in(other, priya.email, PASSWORD)
    change(signed_in, PASSWORD, BETTER)
    assert other.get("/password").status_code == 302
    assert signed_in.get("/password").status_code == 200


def test_whoever_found_the_browser_open_cannot_change_it(
    signed_in: FlaskClient, environment: dict[str, str]
) -> None:
    status, page = change(signed_in, "ten green bottles", BETTER)
    assert status == 422
    assert "not your password" in page
    assert len(entries(environment, "password.refused")) == 1


def test_whoever_found_the_browser_open_cannot_go_on_guessing(
    app: Flask, signed_in: FlaskClient, priya: Person, environment: dict[str, str]
) -> None:
    for _ in range(5):
        assert change(signed_in, "ten green bottles", BETTER)[0] == 422
    values = {"old": PASSWORD, "new": BETTER, "again": BETTER, "csrf_token": token(signed_in, "/password")}
    answer = signed_in.post("/password", data=values)
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 5
    assert "Try again in" in answer.text
    assert [each["facts"]["because"] for each in entries(environment, "password.refused")] == [
        *["wrong"] * 5,
        "throttled",
    ]
    assert try_sign_in(app.test_client(), priya.email, PASSWORD).status_code == 302
    rows(environment, "UPDATE sign_in_failure SET at = at - interval '15 minutes'")
    assert change(signed_in, PASSWORD, BETTER)[0] == 302


def test_a_password_that_would_be_tried_first_is_refused(signed_in: FlaskClient) -> None:
    for new in ("short", "password1234", "priya loves tea", PASSWORD, "with a \0 in the middle"):
        status, page = change(signed_in, PASSWORD, new)
        assert status == 422
        assert "There is a problem" in page
    assert change(signed_in, PASSWORD, BETTER)[0] == 302


def test_two_that_differ_are_refused(signed_in: FlaskClient) -> None:
    status, page = change(signed_in, PASSWORD, BETTER, BETTER + "!")
    assert status == 422
    assert "not the same" in page


def test_letters_of_every_kind_are_kept_as_they_are(
    app: Flask, signed_in: FlaskClient, priya: Person
) -> None:
    new = "á tractor hùms 🦊"
    assert change(signed_in, PASSWORD, new)[0] == 302
    assert try_sign_in(app.test_client(), priya.email, new).status_code == 302


def test_a_password_made_by_somebody_else_must_be_changed_first(
    client: FlaskClient, with_password: Callable[..., Person], environment: dict[str, str]
) -> None:
    idris = with_password("Idris Cole", must_change=True)
    try_sign_in(client, idris.email, PASSWORD)
    assert client.get("/").location == "/password"
    assert client.get("/", headers={"Accept": "application/json"}).status_code == 403
    assert "somebody else has seen it" in client.get("/password").text
    assert change(client, PASSWORD, BETTER)[0] == 302
    assert client.get("/password").status_code == 200
    assert client.get("/").location != "/password"
    asked = "SELECT must_change FROM credential WHERE person_id = %s"
    assert rows(environment, asked, idris.id) == [(False,)]
