"""Joins this feature to the application: who asks is settled before anything else."""

from typing import Any

from flask import Flask, current_app, g, jsonify, redirect, request, session, url_for
from flask_login import LoginManager, current_user

from workspace.accounts import identity, views
from workspace.accounts.sessions import Sessions
from workspace.audit.services import session_hash
from workspace.people.models import Duty

# Where somebody may go who must change their password first.
BEFORE_CHANGING = ("accounts.change_password", "accounts.sign_out", "accounts.sign_in", "static")
MAIN = {"rooms", "documents", "annotations", "sharing"}


def register(app: Flask) -> None:
    """Have ``app`` know who asks, and add the pages for signing in and out."""
    app.session_interface = Sessions(app.config["WORKSPACE"])
    manager: Any = LoginManager()
    manager.session_protection = None  # the session is the database's, not a cookie to be compared
    manager.request_loader(lambda _request: identity.whoever())
    manager.unauthorized_handler(_unauthorized)
    manager.init_app(app)
    app.extensions["identify"] = identity.whoever_is_live  # for live events, at every event
    app.before_request(_settle)
    app.context_processor(_shown)
    app.register_blueprint(views.blueprint)


def _settle() -> Any:
    session_hash.set(None)
    g.unit.callback(session_hash.set, None)
    if request.endpoint == "static":
        return None
    if session.failure is not None:  # type: ignore[attr-defined]
        raise session.failure  # type: ignore[attr-defined]
    user: Any = current_user
    g.me = user._get_current_object() if user.is_authenticated else None
    if g.me is not None and g.me.must_change and request.endpoint not in BEFORE_CHANGING:
        if _is_script():
            return jsonify(error="Change your password first."), 403
        return redirect(url_for("accounts.change_password"))
    return None


def _unauthorized() -> Any:
    if _is_script():
        return current_app.make_response(
            (jsonify(error="You are not signed in any more. Sign in again."), 401)
        )
    if request.method in ("GET", "HEAD"):
        back = request.full_path.rstrip("?")
    else:  # what was sent is not sent again; go back to the form, if its page has the same address
        shows = request.url_rule is not None and "GET" in (request.url_rule.methods or ())
        back = request.path if shows else ""
    return redirect(url_for("accounts.sign_in", next=back if back not in ("", "/") else None))


def _is_script() -> bool:
    """Whether one of our scripts asks, which shows errors itself."""
    return request.accept_mimetypes.best_match(["text/html", "application/json"], "text/html") != "text/html"


def _shown() -> dict[str, Any]:
    me = g.get("me")
    config = current_app.config["WORKSPACE"]
    # Somebody who must change their password first has nowhere to go yet.
    links = _navigation(me) if me and not me.must_change else []
    return {"me": me, "navigation": links, "demonstration": config.demonstration}


def _navigation(me: identity.Me) -> list[tuple[str, str, bool]]:
    feature = (request.endpoint or "").partition(".")[0]
    named = request.view_args or {}
    own = named.get("organisation_id") == me.organisation.id
    agreements = feature == "sharing" and "room_id" not in named  # consents are a room's
    links = [
        ("rooms.home", "Home", feature in MAIN and not agreements),
        ("sharing.agreements", "Agreements", agreements),
    ]
    if me.duties & {Duty.AUDITOR, Duty.ADMINISTRATOR}:
        links.append(("audit.entries", "Audit", feature == "audit"))
    if Duty.MANAGER in me.duties:
        links.append(("administration.own", "Organisation", feature == "administration" and own))
    if Duty.ADMINISTRATOR in me.duties:
        links.append(
            ("administration.organisations", "Organisations", feature == "administration" and not own)
        )
    return [link for link in links if link[0] in current_app.view_functions]
