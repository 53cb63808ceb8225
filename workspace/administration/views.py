"""The pages of managers and administrators."""

from typing import Any

from flask import Blueprint, current_app, flash, g, redirect, render_template, request, url_for

from workspace.accounts.sessions import Lifetimes
from workspace.administration import queries
from workspace.administration.forms import OrganisationForm, PersonForm
from workspace.administration.services import organisations as changing
from workspace.administration.services import people as staff
from workspace.audit.services import record
from workspace.database import session, transaction
from workspace.errors import Conflict, Invalid, NotAllowed
from workspace.forms import Form
from workspace.people.models import Duty, Organisation
from workspace.people.queries import people_named
from workspace.permissions.guards import holding, requires, signed_in
from workspace.permissions.policies import Action
from workspace.permissions.standing import is_administrator

blueprint = Blueprint("administration", __name__)
manages = requires(Action.MANAGE, Organisation, unseen=True)
PEOPLE = "/organisations/<id:organisation_id>/people"


@blueprint.get("/organisation")
@signed_in
def own() -> Any:
    """Go to the page of one's own organisation."""
    return redirect(url_for("administration.people", organisation_id=g.me.organisation.id))


@blueprint.route("/organisations", methods=["GET", "POST"])
@holding(is_administrator)
def organisations() -> Any:
    """List the organisations, and add one."""
    form = OrganisationForm()
    if form.validate_on_submit():
        try:
            added = changing.add_organisation(
                by=g.me.id, name=form.name.data or "", short_name=form.short_name.data or ""
            )
        except Invalid as wrong:
            form.refuse(wrong)
        else:
            flash(f"{added.name} was added. Add its manager next.", "success")
            return redirect(url_for("administration.people", organisation_id=added.id))
    with transaction():
        record("organisations.listed", thing_name="organisation")
        listed = queries.organisations(session())
    return _page("organisations", form, listed=listed)


@blueprint.get("/organisations/<id:organisation_id>")
@manages
def people(organisation: Organisation) -> Any:
    """Show who works for an organisation."""
    lifetimes = Lifetimes.of(current_app.config["WORKSPACE"])
    with transaction():
        record("organisation.people_read", organisation, material_of=[organisation.id])
        colleagues = queries.people_of(session(), organisation.id, lifetimes.idle)
    return render_template(
        "administration/people.html",
        organisation=organisation,
        people=colleagues,
        lifetimes=lifetimes,
        own=organisation.id == g.me.organisation.id,
        adds=staff.adds_people(g.me.id, organisation.id),
        administers=_administers(),
    )


@blueprint.route(f"{PEOPLE}/new", methods=["GET", "POST"])
@manages
def add_person(organisation: Organisation) -> Any:
    """Add somebody, and show their first password this once."""
    if not staff.adds_people(g.me.id, organisation.id):
        raise NotAllowed(staff.MANAGERS_ADD)
    form = PersonForm()
    form.offer(administrator=_administers() and organisation.id == g.me.organisation.id)
    if form.validate_on_submit():
        try:
            person, password = staff.add_person(
                by=g.me.id,
                organisation_id=organisation.id,
                name=form.name.data or "",
                email=form.email.data or "",
                job_title=form.job_title.data or "",
                duties=[Duty(duty) for duty in form.duties.data or []],
            )
        except Invalid as wrong:
            form.refuse(wrong)
        else:
            return _password_page(organisation, person.name, person.email, password, new=True)
    return _page("add_person", form, organisation=organisation)


@blueprint.route(f"{PEOPLE}/<id:person_id>/password", methods=["GET", "POST"])
@manages
def give_password(organisation: Organisation, person_id: int) -> Any:
    """Ask once more, then make a new first password for somebody who forgot theirs."""
    if request.method == "GET":
        colleague = staff.who_can_be_given_a_password(g.me.id, organisation.id, person_id)
        return _page("give_password", Form(), organisation=organisation, colleague=colleague)
    password = staff.give_password(by=g.me.id, organisation_id=organisation.id, person_id=person_id)
    person = people_named([person_id])[person_id]
    return _password_page(organisation, person.name, "", password, new=False)


@blueprint.route(f"{PEOPLE}/<id:person_id>/suspend", methods=["GET", "POST"])
@manages
def suspend(organisation: Organisation, person_id: int) -> Any:
    """Ask once more, then keep somebody out."""
    if request.method == "GET":
        colleague = staff.who_can_be_suspended(g.me.id, organisation.id, person_id)
        return _page("suspend", Form(), organisation=organisation, colleague=colleague)
    staff.suspend(by=g.me.id, organisation_id=organisation.id, person_id=person_id)
    return _back(organisation, person_id, "is suspended and was signed out everywhere")


@blueprint.post(f"{PEOPLE}/<id:person_id>/suspension/end")
@manages
def end_suspension(organisation: Organisation, person_id: int) -> Any:
    """Let somebody in again."""
    staff.end_suspension(by=g.me.id, organisation_id=organisation.id, person_id=person_id)
    return _back(organisation, person_id, "may sign in again")


@blueprint.post(f"{PEOPLE}/<id:person_id>/sessions/end")
@manages
def end_sessions(organisation: Organisation, person_id: int) -> Any:
    """Sign somebody out everywhere."""
    staff.end_sessions(by=g.me.id, organisation_id=organisation.id, person_id=person_id)
    return _back(organisation, person_id, "was signed out everywhere and can sign in again")


@blueprint.route("/organisations/<id:organisation_id>/end", methods=["GET", "POST"])
@requires(Action.ADMINISTER, Organisation, unseen=True)
def end_organisation(organisation: Organisation) -> Any:
    """Ask once more, then end an organisation."""
    form = Form()
    if form.validate_on_submit():
        try:
            changing.end_organisation(by=g.me.id, organisation_id=organisation.id)
        except Conflict as refusal:
            form.refuse(refusal)
        else:
            flash(f"{organisation.name} has ended. Its people are signed out.", "success")
            return redirect(url_for("administration.organisations"))
    count = len(
        queries.people_of(session(), organisation.id, Lifetimes.of(current_app.config["WORKSPACE"]).idle)
    )
    return _page("end_organisation", form, organisation=organisation, count=count)


def _administers() -> bool:
    return Duty.ADMINISTRATOR in g.me.duties


def _page(name: str, form: Form, **values: Any) -> Any:
    status = 422 if form.errors else 200
    return render_template(
        f"administration/{name}.html", form=form, administers=_administers(), **values
    ), status


def _password_page(organisation: Organisation, name: str, email: str, password: str, *, new: bool) -> Any:
    # Shown in the answer itself and kept nowhere: loading the page again does not show it again.
    return render_template(
        "administration/password.html",
        organisation=organisation,
        name=name,
        email=email,
        password=password,
        new=new,
        administers=_administers(),
    )


def _back(organisation: Organisation, person_id: int, what: str) -> Any:
    flash(f"{people_named([person_id])[person_id].name} {what}.", "success")
    return redirect(url_for("administration.people", organisation_id=organisation.id))
