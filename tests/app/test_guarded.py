"""The program does not start while anything has not said who may call it."""

import pytest
from flask import Flask

from workspace.app import create_app
from workspace.config import Config
from workspace.permissions.guards import public, signed_in, verify
from workspace.policies import complete


def small() -> Flask:
    """An application with two views that have said who may call them."""
    app = Flask("small")
    app.add_url_rule("/", "home", public(lambda: "home"))
    app.add_url_rule("/mine", "mine", signed_in(lambda: "mine"))
    return app


def test_what_has_said_who_may_call_it_is_listed() -> None:
    lines = verify(small(), [])
    assert any("/mine" in line and "signed in" in line for line in lines)


def test_a_view_that_has_not_said_so_stops_the_program() -> None:
    app = small()
    app.add_url_rule("/open", "forgotten", lambda: "open")
    with pytest.raises(RuntimeError, match="forgotten has not said who may call it"):
        verify(app, [])


def test_an_event_that_has_not_said_so_stops_the_program() -> None:
    with pytest.raises(RuntimeError, match="the event forgotten has not said who may send it"):
        verify(small(), [("forgotten", lambda: None)])


@pytest.mark.parametrize(
    ("url", "strict"), [("https://workspace.example", True), ("http://127.0.0.1:8000", False)]
)
def test_over_tls_browsers_are_told_to_stay_there(
    environment: dict[str, str], url: str, strict: bool
) -> None:
    complete()
    app = create_app(Config.from_environment({**environment, "WORKSPACE_PUBLIC_URL": url}))
    host = url.partition("//")[2]
    headers = app.test_client().get("/nothing", headers={"Host": host}).headers
    assert ("Strict-Transport-Security" in headers) is strict
