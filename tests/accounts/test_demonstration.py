"""The demonstration's buttons: there in demonstration mode, and nowhere else."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.accounts.conftest import PASSWORD
from tests.accounts.pages import token, try_sign_in
from tests.pages import without_tokens
from workspace.app import create_app
from workspace.config import Config
from workspace.people.models import Person


@pytest.fixture
def shown(environment: dict[str, str]) -> Flask:
    """The application in demonstration mode."""
    app = create_app(Config.from_environment({**environment, "WORKSPACE_DEMONSTRATION": "yes"}))
    assert app.config["DEMONSTRATION_PEOPLE"]
    return app


def list_only(app: Flask, *people: Person) -> None:
    """Have the sign-in page show these people."""
    listed = [(each.name, each.email, "worker") for each in people]
    app.config["DEMONSTRATION_PEOPLE"] = [("In the room", [("Council", "Council", "council", listed)])]


def test_a_button_signs_in_without_a_password(shown: Flask, with_password: Callable[..., Person]) -> None:
    priya = with_password(demonstration=True)
    list_only(shown, priya)
    client = shown.test_client()
    assert "Who do you want to be?" in client.get("/sign-in").text
    values = {"person": priya.email, "csrf_token": token(client)}
    assert client.post("/sign-in?next=/password", data=values).location == "/password"
    assert "Priya Nair" in client.get("/password").text


def test_the_ordinary_form_stands_beside_the_buttons(
    shown: Flask, with_password: Callable[..., Person]
) -> None:
    priya = with_password(demonstration=True)
    assert try_sign_in(shown.test_client(), priya.email, PASSWORD).status_code == 302


def test_a_button_cannot_be_forged(shown: Flask, with_password: Callable[..., Person]) -> None:
    priya = with_password(demonstration=True)
    list_only(shown, priya)
    assert shown.test_client().post("/sign-in", data={"person": priya.email}).status_code == 400


def test_a_button_opens_no_account_but_the_demonstrations(
    shown: Flask, with_password: Callable[..., Person]
) -> None:
    real, unlisted = with_password("Tom Raine"), with_password("Not Listed", demonstration=True)
    list_only(shown, real)
    client = shown.test_client()
    for email in (real.email, unlisted.email, "nobody@westmoor.example"):
        answer = client.post("/sign-in", data={"person": email, "csrf_token": token(client)})
        assert answer.status_code == 422
    assert client.get("/password").status_code == 302


def test_outside_the_demonstration_there_are_no_buttons(
    app: Flask, client: FlaskClient, with_password: Callable[..., Person]
) -> None:
    priya = with_password(demonstration=True)
    list_only(app, priya)
    page = client.get("/sign-in").text
    assert "Who do you want to be?" not in page
    assert priya.email not in page
    form = token(client)
    pressed = client.post("/sign-in", data={"person": priya.email, "csrf_token": form})
    without = client.post("/sign-in", data={"csrf_token": form})
    assert pressed.status_code == without.status_code == 422
    assert without_tokens(pressed.text) == without_tokens(without.text)


def test_outside_the_demonstration_its_passwords_open_nothing(
    client: FlaskClient, with_password: Callable[..., Person]
) -> None:
    priya = with_password(demonstration=True)
    assert try_sign_in(client, priya.email, PASSWORD).status_code == 422


def test_the_ordinary_application_does_not_know_the_demonstrations_people(app: Flask) -> None:
    assert "DEMONSTRATION_PEOPLE" not in app.config
