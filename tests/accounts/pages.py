"""What a browser does on the pages for signing in: reads the form's token and sends it back."""

import re

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from workspace.accounts.sessions import cookie_name
from workspace.config import Config


def token(client: FlaskClient, path: str = "/sign-in") -> str:
    """The CSRF token that the page at ``path`` has in its form."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(path).text)
    assert found is not None, f"there is no form at {path}"
    return found[1]


def try_sign_in(client: FlaskClient, email: str, password: str, path: str = "/sign-in") -> TestResponse:
    """Fill in the ordinary form and send it."""
    values = {"email": email, "password": password, "csrf_token": token(client, path)}
    return client.post(path, data=values)


def cookie(client: FlaskClient, config: Config) -> str | None:
    """What the browser holds as its session."""
    found = client.get_cookie(cookie_name(config))
    return found.value if found else None
