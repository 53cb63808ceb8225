"""The pages for signing in and out, and for changing one's password."""

from typing import Any
from urllib.parse import urlsplit

from flask import (
    Blueprint,
    current_app,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)

from workspace.accounts import choosing, services, throttle
from workspace.accounts.forms import ChangePasswordForm, SignInForm
from workspace.accounts.sessions import VISITOR, Lifetimes, ServerSession, begin
from workspace.config import Config
from workspace.database import transaction
from workspace.errors import Invalid, TooMany
from workspace.permissions.guards import public, signed_in

blueprint = Blueprint("accounts", __name__)
HOME = "/"


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> Any:
    """Show the way in, and take it."""
    if request.method == "GET" and g.me is not None:
        return redirect(_next() or HOME)
    _visit()
    form = SignInForm()
    if request.method == "POST":
        chosen = _chosen()
        if chosen is not None or form.validate():
            try:
                return _signed_in(chosen, form)
            except Invalid as wrong:
                form.refuse(wrong)
            except TooMany as many:
                form.refuse(many)
                return _later(_sign_in_page(form), many)
        return _sign_in_page(form), 422
    return _sign_in_page(form)


@blueprint.route("/sign-out", methods=["POST"])
@public
def sign_out() -> Any:
    """End the session; to sign out twice is no mistake."""
    opened = _session()
    if opened.person_id is not None and opened.id is not None:
        services.end_session(opened.person_id, opened.id)
    opened.stop()
    flash("You have signed out.", "success")
    return redirect(url_for("accounts.sign_in"))


@blueprint.route("/password", methods=["GET", "POST"])
@signed_in
def change_password() -> Any:
    """Let somebody choose a new password; those whose password was made for them must."""
    form = ChangePasswordForm()
    if form.validate_on_submit():
        me, old, new = g.me, form.old.data or "", form.new.data or ""
        try:
            if new != form.again.data:
                raise Invalid("The two new passwords are not the same.", "again")
            if new == old:
                raise Invalid("This is the password you have now. Choose another.", "new")
            choosing.check(new, (me.name, me.email, me.organisation.name, me.organisation.short_name))
            counted = throttle.keys_of(me.id, _config().secret_key)
            services.change_password(me.id, _session().id, old, new, counted)
        except Invalid as wrong:
            form.refuse(wrong)
        except TooMany as many:
            form.refuse(many)
            return _later(render_template("accounts/change_password.html", form=form), many)
        else:
            flash("Your password was changed. Your other sessions have ended.", "success")
            return redirect(HOME)
    page = render_template("accounts/change_password.html", form=form)
    return page, 422 if form.errors else 200


def safe_path(address: str | None) -> str | None:
    """``address`` if it is a path of this site, else None: nobody is sent elsewhere after signing in."""
    if not address or len(address) > 2000 or not address.startswith("/"):
        return None
    if address[1:2] in ("/", "\\") or "\\" in address or any(ord(letter) < 33 for letter in address):
        return None
    parts = urlsplit(address)
    return None if parts.scheme or parts.netloc else address


def _signed_in(chosen: str | None, form: SignInForm) -> Any:
    config, opened = _config(), _session()
    before, lasts = (opened.person_id, opened.id), Lifetimes.of(config).lasts
    if chosen is not None:
        row, token = services.sign_in_as_shown(chosen, lasts, replaces=opened.id)
    else:
        email = form.email.data or ""
        row, token = services.sign_in(
            email,
            form.password.data or "",
            throttle.keys(email, request.remote_addr, config.secret_key),
            lasts,
            demonstration=config.demonstration,
            replaces=opened.id,
        )
    if before[0] is not None and before[1] is not None:
        services.end_session(before[0], before[1], because="signed_in_again")
    opened.start(row, token)
    return redirect(_next() or HOME)


def _later(page: str, many: TooMany) -> Any:
    """The page that says how long to wait, for people and for programs."""
    answer = make_response(page, 429)
    answer.headers["Retry-After"] = str(many.seconds)
    return answer


def _chosen() -> str | None:
    """The address of the person whose button was pressed; outside the demonstration there are no buttons."""
    if not _config().demonstration:
        return None
    chosen = request.form.get("person")
    shown = {
        email
        for _heading, organisations in _people()
        for *_of, people in organisations
        for _name, email, _what in people
    }
    return chosen if chosen in shown else None


def _visit() -> None:
    """Give a visitor the session that their form belongs to, or say now that the database is not there."""
    opened = _session()
    if opened.id is None:
        with transaction():
            row, token = begin(None, VISITOR)
        opened.start(row, token)


def _sign_in_page(form: SignInForm) -> str:
    return render_template(
        "accounts/sign_in.html",
        form=form,
        groups=_people() if _config().demonstration else [],
        ended=_session().lapsed and request.method == "GET",
        next=_next(),
    )


def _people() -> Any:
    return current_app.config.get("DEMONSTRATION_PEOPLE", [])


def _next() -> str | None:
    return safe_path(request.args.get("next"))


def _config() -> Config:
    config: Config = current_app.config["WORKSPACE"]
    return config


def _session() -> ServerSession:
    opened: ServerSession = session._get_current_object()  # type: ignore[attr-defined]
    return opened
