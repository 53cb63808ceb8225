"""Puts the parts together. The only module that knows every one of them."""

import json
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, g, url_for
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import BaseConverter, ValidationError

from workspace import database, error_pages, identifiers, security, storage, when
from workspace.accounts import feature as accounts
from workspace.administration import feature as administration
from workspace.annotations import feature as annotations
from workspace.audit import feature as audit
from workspace.config import LOOPBACK, Config
from workspace.documents import feature as documents
from workspace.permissions import guards
from workspace.policies import complete
from workspace.realtime import feature as realtime
from workspace.rooms import feature as rooms
from workspace.sharing import feature as sharing

FEATURES = (accounts, rooms, sharing, documents, annotations, audit, administration, realtime)
STATIC = Path(__file__).parent.parent / "static" / "dist"


class IdConverter(BaseConverter):
    """An id in an address, as `workspace.identifiers` writes it."""

    regex = f"[{identifiers.ALPHABET}]{{{identifiers.LENGTH}}}"

    def to_python(self, value: str) -> int:
        try:
            return identifiers.decode(value)
        except ValueError:
            raise ValidationError from None  # then the address is of nothing at all

    def to_url(self, value: int) -> str:
        return identifiers.encode(value)


class NumberConverter(BaseConverter):
    """A number in an address, such as a version's: written in one way, and small enough for every column."""

    regex = "[1-9][0-9]{0,8}"

    def to_python(self, value: str) -> int:
        return int(value)


def create_app(config: Config) -> Flask:
    """Make the web application, connected to the database and the object store that ``config`` names.

    Raises `RuntimeError` while any route or socket event has not said who may call it.
    """
    app = Flask("workspace", static_folder=str(STATIC), static_url_path="/static")
    app.config.from_mapping(
        SECRET_KEY=config.secret_key,
        WORKSPACE=config,
        TRUSTED_HOSTS=_hosts(config),
        WTF_CSRF_CHECK_DEFAULT=False,  # the guards check it, after access
        WTF_CSRF_TIME_LIMIT=None,  # it lives as long as the session it is bound to
        WTF_CSRF_SSL_STRICT=True,
        MAX_CONTENT_LENGTH=config.max_upload_mb * 1_000_000 + 1_000_000,
        MAX_FORM_MEMORY_SIZE=1_000_000,
        SEND_FILE_MAX_AGE_DEFAULT=31_536_000,  # built files carry their hash in their name
        SESSION_COOKIE_SECURE=config.public_url.startswith("https://"),
    )
    if config.demonstration:
        from workspace.demo.people import SIGN_IN

        app.config["DEMONSTRATION_PEOPLE"] = SIGN_IN
    complete()
    database.connect(config.database_url, config.database_url_audience)
    storage.connect(config)
    app.url_map.converters.update(id=IdConverter, int=NumberConverter)
    app.url_map.strict_slashes = False
    if config.trusted_proxies:
        n = config.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=n, x_proto=n, x_host=n)  # type: ignore[method-assign]
    _templates(app)
    app.before_request(_begin)
    app.after_request(_headers)
    app.teardown_request(_end)
    guards.csrf.init_app(app)
    error_pages.register(app)
    for feature in FEATURES:
        feature.register(app)
    app.extensions["access"] = guards.verify(app, realtime.events())
    return app


def _hosts(config: Config) -> list[str]:
    """The names under which browsers may ask: those of our own addresses, and this machine's on it."""
    named = [urlsplit(origin).hostname or "" for origin in config.allowed_origins]
    return [*named, *(LOOPBACK if config.host in LOOPBACK else ())]


def _begin() -> None:
    """Each request is one unit of work, for nobody until the session has said for whom."""
    g.unit = ExitStack()
    g.unit.enter_context(database.acting_as(None))


def _end(_error: BaseException | None) -> None:
    unit = g.pop("unit", None)
    if unit is not None:
        unit.close()


def _headers(response: Any) -> Any:
    for name, value in security.HEADERS.items():
        response.headers.setdefault(name, value)
    if current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers.setdefault("Strict-Transport-Security", security.STRICT_TRANSPORT)
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = security.PRIVATE
    return response


def _templates(app: Flask) -> None:
    app.jinja_loader = ChoiceLoader(
        [
            PackageLoader("workspace", "templates"),
            PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        ]
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    manifest = json.loads((STATIC / "manifest.json").read_text())
    app.jinja_env.globals["asset"] = lambda name: url_for("static", filename=manifest[name])
    app.jinja_env.filters["id"] = identifiers.encode
    app.jinja_env.filters.update(when.FILTERS)
