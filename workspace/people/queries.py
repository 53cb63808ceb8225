"""Finding people and organisations by id, for showing their names."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select

from workspace.database import session
from workspace.people.models import Appointment, Duty, Employment, Organisation, Person

NOW = func.statement_timestamp()


@dataclass(frozen=True)
class Named:
    """A person and whom they work for now; an organisation of None: nobody any more."""

    id: int
    name: str
    job_title: str
    organisation: Organisation | None


def people_named(ids: Iterable[int]) -> dict[int, Named]:
    """The people with ``ids``, by id, in one query."""
    employed = (Employment.person_id == Person.id) & Employment.during.contains(NOW)
    found = session().execute(
        select(Person, Organisation)
        .outerjoin(Employment, employed)
        .outerjoin(Organisation, Organisation.id == Employment.organisation_id)
        .where(Person.id.in_(set(ids)))
    )
    return {person.id: Named(person.id, person.name, person.job_title, at) for person, at in found}


def organisations_named(ids: Iterable[int]) -> dict[int, Organisation]:
    """The organisations with ``ids``, by id, in one query."""
    found = session().scalars(select(Organisation).where(Organisation.id.in_(set(ids))))
    return {organisation.id: organisation for organisation in found}


def agencies() -> list[Organisation]:
    """The active organisations by name, without those whose people run the platform: they share nothing."""
    runs_the_platform = select(Appointment.id).where(
        Appointment.organisation_id == Organisation.id,
        Appointment.duty == Duty.ADMINISTRATOR,
        Appointment.during.contains(NOW),
    )
    active = select(Organisation).where(Organisation.during.contains(NOW), ~runs_the_platform.exists())
    return sorted(session().scalars(active), key=lambda each: each.name.casefold())


def organisation_of(person_id: int | None) -> Organisation | None:
    """The organisation a person works for now."""
    return (
        session()
        .scalars(
            select(Organisation)
            .join(Employment, Employment.organisation_id == Organisation.id)
            .where(Employment.person_id == person_id, Employment.during.contains(NOW))
        )
        .one_or_none()
    )
