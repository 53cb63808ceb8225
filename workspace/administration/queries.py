"""The organisations and their people, as those see them who manage them: no room and no document."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workspace.accounts.models import SignedSession
from workspace.people.models import Appointment, Duty, Employment, Organisation, Person, Suspension
from workspace.permissions.questions import NOW


@dataclass(frozen=True)
class Employer:
    """An organisation, how many people of it may sign in, and when it ended, if it did."""

    organisation: Organisation
    people: int
    ended_at: datetime | None


@dataclass(frozen=True)
class Colleague:
    """Somebody who works for an organisation, and how they stand."""

    person: Person
    duties: Sequence[Duty]
    suspended_at: datetime | None
    suspended_by: str | None
    sessions: int
    active_at: datetime | None


def organisations(db: Session) -> list[Employer]:
    """Every organisation there ever was, those that are active first."""
    suspended = select(Suspension.id).where(
        Suspension.person_id == Employment.person_id, Suspension.during.contains(NOW)
    )
    active = (
        select(func.count())
        .select_from(Employment)
        .where(
            Employment.organisation_id == Organisation.id,
            Employment.during.contains(NOW),
            ~suspended.exists(),
        )
        .scalar_subquery()
    )
    over = func.upper(Organisation.during) <= NOW
    rows = db.execute(
        select(Organisation, active, func.upper(Organisation.during), func.coalesce(over, False)).order_by(
            func.coalesce(over, False), func.lower(Organisation.name), Organisation.id
        )
    )
    return [
        Employer(each, 0 if ended else people, upper if ended else None)
        for each, people, upper, ended in rows
    ]


def people_of(db: Session, organisation_id: int, idle: timedelta) -> list[Colleague]:
    """The people who work for an organisation now, by name. ``idle`` ends a session that is not used."""
    running = (
        SignedSession.ended_at.is_(None)
        & (SignedSession.ends_at > NOW)
        & (SignedSession.active_at > NOW - idle)
    )
    used = (
        select(
            SignedSession.person_id,
            func.count().filter(running).label("running"),
            func.max(SignedSession.active_at).label("active_at"),
        )
        .group_by(SignedSession.person_id)
        .subquery()
    )
    duties = (
        select(func.array_agg(Appointment.duty))
        .where(
            Appointment.person_id == Person.id,
            Appointment.organisation_id == organisation_id,
            Appointment.during.contains(NOW),
        )
        .scalar_subquery()
    )
    rows = db.execute(
        select(Person, duties, used.c.running, used.c.active_at)
        .join(Employment, (Employment.person_id == Person.id) & Employment.during.contains(NOW))
        .outerjoin(used, used.c.person_id == Person.id)
        .where(Employment.organisation_id == organisation_id)
        .order_by(func.lower(Person.name), Person.id)
    ).all()
    suspended = _suspended(db, [person.id for person, *_more in rows])
    return [
        Colleague(
            person=person,
            duties=sorted(Duty(duty) for duty in held or ()),
            suspended_at=suspended[person.id][0] if person.id in suspended else None,
            suspended_by=suspended[person.id][1] if person.id in suspended else None,
            sessions=running or 0,
            active_at=active_at,
        )
        for person, held, running, active_at in rows
    ]


def _suspended(db: Session, people: list[int]) -> dict[int, tuple[datetime, str]]:
    rows = db.execute(
        select(Suspension.person_id, func.lower(Suspension.during), Person.name)
        .join(Person, Person.id == Suspension.by_id)
        .where(Suspension.person_id.in_(people), Suspension.during.contains(NOW))
    )
    return {person_id: (at, by) for person_id, at, by in rows}
