"""Setting up an empty workspace."""

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from workspace.accounts import choosing
from workspace.accounts.models import Credential
from workspace.accounts.passwords import hash_of
from workspace.audit.services import record
from workspace.database import acting_as, transaction
from workspace.errors import Invalid
from workspace.identifiers import new_id
from workspace.people.models import Appointment, Duty, Employment, Organisation, Person
from workspace.permissions.questions import NOW


def create_administrator(name: str, email: str, password: str, organisation: str, short_name: str) -> Person:
    """Make the first people of an empty workspace: an administrator and the organisation they work for.

    An organisation of that name that is there already is theirs too. Raises `Invalid` for a password
    that is too short or would be guessed, or an address that is already somebody's.
    """
    choosing.check(password, (name, email, organisation))
    if "@" not in email.strip("@ "):
        raise Invalid("That is not an e-mail address.", "email")
    person = Person(name=name.strip(), email=email.strip(), id=new_id())
    with acting_as(person.id), transaction() as db:
        named = (
            func.lower(Organisation.name) == organisation.strip().lower()
        ) & Organisation.during.contains(NOW)
        employer = db.scalars(select(Organisation).where(named).limit(1)).one_or_none()
        employer = employer or Organisation(name=organisation.strip(), short_name=short_name.strip())
        db.add_all([person, employer])
        try:
            db.flush()
        except IntegrityError as reason:
            raise Invalid(f"Somebody already signs in as {person.email}.", "email") from reason
        who, where = person.id, employer.id
        db.add(Employment(person_id=who, organisation_id=where))
        db.add(Appointment(person_id=who, organisation_id=where, duty=Duty.ADMINISTRATOR))
        db.add(Credential(person_id=person.id, password_hash=hash_of(password)))
        db.flush()
        record("person.made_administrator", person)
    return person
