"""Who asks: the person of the session, for as long as they and their organisation are active."""

from dataclasses import dataclass

from flask import session
from flask_login import UserMixin
from sqlalchemy import func, select

from workspace import database
from workspace.accounts import services
from workspace.accounts.models import Credential
from workspace.accounts.sessions import ServerSession
from workspace.audit.services import session_hash
from workspace.people.models import Appointment, Duty, Employment, Organisation, Person
from workspace.permissions.questions import NOW, ONE
from workspace.permissions.standing import is_active


@dataclass(frozen=True, eq=False)
class Me(UserMixin):
    """The person who is signed in, as pages show them."""

    id: int
    name: str
    email: str
    organisation: Organisation
    duties: frozenset[Duty]
    must_change: bool


def whoever() -> Me | None:
    """The person who is signed in, for whom the current unit of work acts from here on.

    Somebody who is no longer active is signed out. The audit is told by which session they act.
    Pages ask this once per request, live events at every event.
    """
    opened: ServerSession = session._get_current_object()  # type: ignore[attr-defined]
    session_hash.set(opened.hash if opened.person_id else None)
    if opened.person_id is None or opened.id is None:
        return None
    database.become(opened.person_id)
    me = _me(opened.person_id)
    if me is None:
        services.end_session(opened.person_id, opened.id, because="not_active")
        database.become(None)
        session_hash.set(None)
        opened.stop()
        opened.lapsed = True
    return me


def whoever_is_live() -> Me | None:
    """The person a live event comes from; nobody who must change their password first."""
    me = whoever()
    if me is not None and me.must_change:
        database.become(None)
        return None
    return me


def _me(person_id: int) -> Me | None:
    held = select(func.array_agg(Appointment.duty)).where(
        Appointment.person_id == Person.id,
        Appointment.organisation_id == Employment.organisation_id,
        Appointment.during.contains(NOW),
    )
    asked = (
        select(Person, Organisation, held.scalar_subquery(), Credential.must_change)
        .join(Employment, (Employment.person_id == Person.id) & Employment.during.contains(NOW))
        .join(Organisation, Organisation.id == Employment.organisation_id)
        .outerjoin(Credential, Credential.person_id == Person.id)
        .where(Person.id == person_id, is_active(ONE, NOW))
    )
    row = database.session().execute(asked, {"who": person_id}).one_or_none()
    if row is None:
        return None
    person, organisation, duties, must_change = row
    return Me(
        id=person.id,
        name=person.name,
        email=person.email,
        organisation=organisation,
        duties=frozenset(Duty(duty) for duty in duties or ()),
        must_change=bool(must_change),
    )
