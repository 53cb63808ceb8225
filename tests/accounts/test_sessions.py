"""Sessions: how long they last, what ends them, and what the browser is given."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.accounts.asking import entries, rows
from tests.accounts.conftest import PASSWORD
from tests.accounts.pages import cookie, token, try_sign_in
from tests.factories import World, lasting
from workspace.app import create_app
from workspace.config import Config
from workspace.people.models import Person, Suspension

SECURE = {"base_url": "https://workspace.example"}


@pytest.fixture
def signed_in(client: FlaskClient, priya: Person) -> FlaskClient:
    """A browser in which Priya is signed in."""
    assert try_sign_in(client, priya.email, PASSWORD).status_code == 302
    return client


def test_signing_out_ends_the_session_for_every_copy_of_its_cookie(
    app: Flask, signed_in: FlaskClient, config: Config, priya: Person, environment: dict[str, str]
) -> None:
    stolen = cookie(signed_in, config)
    assert stolen is not None
    answer = signed_in.post("/sign-out", data={"csrf_token": token(signed_in, "/password")})
    assert (answer.status_code, answer.location) == (302, "/sign-in")
    assert "You have signed out" in signed_in.get("/sign-in").text
    thief = app.test_client()
    thief.set_cookie("workspace", stolen)
    assert thief.get("/password").status_code == 302
    (ended,) = entries(environment, "session.ended")
    assert ended["person_id"] == priya.id
    assert rows(environment, "SELECT name FROM outbox_event WHERE person_id = %s", priya.id) == [
        ("person.access.changed",)
    ]


def test_signing_out_cannot_be_forged(signed_in: FlaskClient) -> None:
    assert signed_in.post("/sign-out").status_code == 400
    assert signed_in.get("/sign-out").status_code == 405
    assert signed_in.get("/password").status_code == 200


@pytest.mark.parametrize(
    "age",
    [
        "UPDATE session SET active_at = active_at - interval '31 minutes'",
        "UPDATE session SET ends_at = statement_timestamp() - interval '1 second'",
        "UPDATE session SET ended_at = statement_timestamp()",
    ],
    ids=["idle", "lasted its time", "ended"],
)
def test_a_session_that_is_over_is_answered_by_the_sign_in_page(
    signed_in: FlaskClient, priya: Person, environment: dict[str, str], age: str
) -> None:
    rows(environment, age)
    assert signed_in.get("/password", headers={"Accept": "application/json"}).status_code == 401
    sent = signed_in.get("/password")
    assert sent.status_code == 302
    page = signed_in.get(sent.location).text
    assert "Your session has ended" in page
    answer = try_sign_in(signed_in, priya.email, PASSWORD, sent.location)
    assert answer.location == "/password"


def test_a_form_sent_too_late_goes_back_to_its_page(
    signed_in: FlaskClient, environment: dict[str, str]
) -> None:
    form = token(signed_in, "/password")
    rows(environment, "UPDATE session SET ended_at = statement_timestamp()")
    assert signed_in.post("/password", data={"csrf_token": form}).location == "/sign-in?next=/password"


def test_a_visitor_is_not_told_of_a_session_they_never_had(client: FlaskClient) -> None:
    assert "Your session has ended" not in client.get("/sign-in").text


def test_pages_keep_a_session_going_and_are_noted_once_a_minute(
    signed_in: FlaskClient, environment: dict[str, str]
) -> None:
    noted = "SELECT active_at FROM session WHERE person_id IS NOT NULL"
    (first,) = rows(environment, noted)
    signed_in.get("/password")
    assert rows(environment, noted) == [first]
    rows(environment, "UPDATE session SET active_at = active_at - interval '20 minutes'")
    (aged,) = rows(environment, noted)
    signed_in.get("/password")
    (again,) = rows(environment, noted)
    assert again > first > aged


def test_a_page_that_refreshes_itself_does_not_keep_a_session_going(
    signed_in: FlaskClient, environment: dict[str, str]
) -> None:
    rows(environment, "UPDATE session SET active_at = active_at - interval '20 minutes'")
    aged = rows(environment, "SELECT active_at FROM session ORDER BY id")
    signed_in.get("/password", headers={"X-Requested-With": "fetch"})
    assert rows(environment, "SELECT active_at FROM session ORDER BY id") == aged


def test_somebody_suspended_is_out_at_their_next_request(
    signed_in: FlaskClient, priya: Person, world: World, environment: dict[str, str]
) -> None:
    world.add(priya.id, Suspension(person_id=priya.id, by_id=priya.id, during=lasting()))
    sent = signed_in.get("/password")
    assert (sent.status_code, sent.location) == (302, "/sign-in?next=/password")
    (ended,) = entries(environment, "session.ended")
    assert ended["facts"] == {"because": "not_active"}
    assert rows(
        environment, "SELECT count(*) FROM session WHERE person_id IS NOT NULL AND ended_at IS NULL"
    ) == [(0,)]


def test_somebody_who_left_is_out_at_their_next_request(
    signed_in: FlaskClient, environment: dict[str, str]
) -> None:
    rows(environment, "UPDATE employment SET during = tstzrange(lower(during), statement_timestamp())")
    assert signed_in.get("/password").status_code == 302


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client: FlaskClient) -> None:
    header = client.get("/sign-in").headers["Set-Cookie"]
    assert header.startswith("workspace=")
    assert "HttpOnly" in header
    assert "SameSite=Lax" in header
    assert "Path=/" in header
    assert "Secure" not in header
    assert "Domain" not in header


def test_over_tls_the_cookie_is_bound_to_this_host(
    environment: dict[str, str], with_password: Callable[..., Person]
) -> None:
    priya = with_password()
    config = Config.from_environment({**environment, "WORKSPACE_PUBLIC_URL": "https://workspace.example"})
    client = create_app(config).test_client()
    page = client.get("/sign-in", **SECURE)
    header = page.headers["Set-Cookie"]
    assert header.startswith("__Host-workspace=")
    assert "Secure" in header
    assert "Path=/" in header
    assert "Domain" not in header
    form = page.text.split('name="csrf_token" value="')[1].split('"')[0]
    values = {"email": priya.email, "password": PASSWORD, "csrf_token": form}
    referrer = {"Referer": "https://workspace.example/sign-in"}
    assert client.post("/sign-in", data=values, headers=referrer, **SECURE).status_code == 302
    foreign = {"Referer": "https://evil.example/"}
    assert client.post("/sign-in", data=values, headers=foreign, **SECURE).status_code == 400


def test_pages_say_that_nobody_else_may_keep_them(signed_in: FlaskClient) -> None:
    assert signed_in.get("/password").headers["Cache-Control"] == "private, no-store"


def test_nobody_without_a_session_is_given_a_row_for_looking(
    client: FlaskClient, environment: dict[str, str]
) -> None:
    client.get("/no-such-page")
    client.get("/password")
    client.get("/static/nothing.css")
    assert rows(environment, "SELECT count(*) FROM session") == [(0,)]


def test_a_database_that_is_down_is_said_to_be_down(app: Flask, environment: dict[str, str]) -> None:
    def nowhere(name: str) -> str:
        return f"postgresql://{name}@127.0.0.1:1/nowhere"

    away = {
        "WORKSPACE_DATABASE_URL": nowhere("workspace_app"),
        "WORKSPACE_DATABASE_URL_AUDIENCE": nowhere("workspace_audience"),
    }
    client = create_app(Config.from_environment({**environment, **away})).test_client()
    first = client.get("/sign-in")
    client.set_cookie("workspace", "whatever")
    with_cookie = client.get("/password")
    for answer in (first, with_cookie):
        assert answer.status_code == 503
        assert "cannot reach its storage" in answer.text
        assert "Set-Cookie" not in answer.headers
