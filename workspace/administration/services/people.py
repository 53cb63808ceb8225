"""Adding an organisation's people, suspending them, and ending their sessions."""

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.exc import IntegrityError

from workspace import periods
from workspace.accounts import credentials, passwords, sessions
from workspace.administration.services.acting import Work, acting, is_own
from workspace.database import audience_session, session
from workspace.errors import Conflict, Invalid, NotAllowed
from workspace.people.models import Appointment, Duty, Employment, Person, Suspension
from workspace.permissions.policies import Action
from workspace.permissions.questions import NOW

MANAGERS_ADD = "Only its managers add people to an organisation that has had one."
TAKEN = "Somebody already signs in with this address"


def add_person(
    *, by: int, organisation_id: int, name: str, email: str, job_title: str, duties: Collection[Duty]
) -> tuple[Person, str]:
    """Add somebody to an organisation and make their first password, which is returned this once.

    They must change it when they sign in. Only administrators make administrators, and only of people
    of their own organisation. Elsewhere they add people until there is a manager.
    Raises `Invalid` for an address that is somebody's.
    """
    with audience_session() as nobody:
        if nobody.scalar(select(Person.id).where(func.lower(Person.email) == email.lower())) is not None:
            raise Invalid(TAKEN, "email")
    password = passwords.one_time()
    with passwords.turn():
        hashed = passwords.hash_of(password)
    try:
        with acting(by, Action.MANAGE, organisation_id) as work:
            if not adds_people(by, organisation_id):
                raise NotAllowed(MANAGERS_ADD)
            _may_give(work, duties)
            now = work.now()
            if periods.is_over(work.organisation.during, now):
                raise Conflict("This organisation has ended. Nobody can be added to it.")
            person = Person(name=name, email=email, job_title=job_title)
            held: dict[str, object] = {"organisation_id": organisation_id, "during": Range(now, None)}
            work.db.add(person)
            work.db.flush()
            work.db.add(Employment(person_id=person.id, **held))  # type: ignore[arg-type]
            work.db.add_all(
                Appointment(person_id=person.id, duty=duty, **held)  # type: ignore[arg-type]
                for duty in sorted(duties)
            )
            credentials.give(person.id, hashed)
            work.said("person.added", person, {"duties": [duty.label for duty in sorted(duties)]})
    except IntegrityError as error:
        if "person_email_unique" in str(error.orig):
            raise Invalid(TAKEN, "email") from None
        raise
    return person, password


def adds_people(by: int, organisation_id: int) -> bool:
    """Whether somebody who manages an organisation's people may also add some.

    An administrator of another organisation may until it has had a manager. Whoever adds a manager
    sees their first password, and with it could have everybody's: a way into every room.
    """
    managed = (Appointment.organisation_id == organisation_id) & (Appointment.duty == Duty.MANAGER)
    return (
        is_own(by, organisation_id)
        or session().scalar(select(Appointment.id).where(managed).limit(1)) is None
    )


def give_password(*, by: int, organisation_id: int, person_id: int) -> str:
    """Make a new first password for somebody who forgot theirs; it is returned this once.

    Only a colleague may: an administrator would otherwise have a way into every organisation's rooms.
    """
    password = passwords.one_time()
    with passwords.turn():
        hashed = passwords.hash_of(password)
    with acting(by, Action.MANAGE, organisation_id) as work:
        person = _given_password(work, person_id)
        credentials.give(person.id, hashed)
        ended = sessions.end_all([person.id])
        work.said("person.password_given", person, {"sessions": ended})
    return password


def suspend(*, by: int, organisation_id: int, person_id: int) -> None:
    """Keep somebody out from now on, everywhere; their sessions end."""
    with acting(by, Action.MANAGE, organisation_id, ends=True) as work:
        person = _colleague(work, person_id)
        now = work.now()
        _refuse_twice(work, person)
        work.db.add(Suspension(person_id=person_id, by_id=by, during=Range(now, None)))
        work.db.flush()
        ended = sessions.end_all([person_id])
        work.said("person.suspended", person, {"sessions": ended})


def end_suspension(*, by: int, organisation_id: int, person_id: int) -> None:
    """Let somebody in again who was suspended; they see what they would see without it."""
    with acting(by, Action.MANAGE, organisation_id) as work:
        person = _colleague(work, person_id)
        standing = _suspensions(work, person_id)
        if not standing:
            raise Conflict(f"{person.name} is not suspended.")
        now = work.now()
        for each in standing:
            each.during = periods.ended(each.during, now)
        work.db.flush()
        work.said("suspension.ended", person)


def end_sessions(*, by: int, organisation_id: int, person_id: int) -> int:
    """Sign somebody out everywhere, and say how many sessions that ended."""
    with acting(by, Action.MANAGE, organisation_id, ends=True) as work:
        person = work.person(person_id)
        ended = sessions.end_all([person_id])
        work.said("person.sessions_ended", person, {"sessions": ended})
        return ended


def who_can_be_given_a_password(by: int, organisation_id: int, person_id: int) -> Person:
    """Somebody to whom `give_password` would give one now; refuses whom it would refuse."""
    with acting(by, Action.MANAGE, organisation_id) as work:
        return _given_password(work, person_id)


def who_can_be_suspended(by: int, organisation_id: int, person_id: int) -> Person:
    """Somebody whom `suspend` would suspend now; refuses whom it would refuse."""
    with acting(by, Action.MANAGE, organisation_id) as work:
        person = _colleague(work, person_id)
        _refuse_twice(work, person)
        return person


def _given_password(work: Work, person_id: int) -> Person:
    person = _colleague(work, person_id)
    if not is_own(work.by, work.organisation.id):
        raise NotAllowed("Only a manager of the organisation can give its people a new password.")
    return person


def _refuse_twice(work: Work, person: Person) -> None:
    if _suspensions(work, person.id):
        raise Conflict(f"{person.name} is suspended already.")


def _colleague(work: Work, person_id: int) -> Person:
    person = work.person(person_id)
    if person_id == work.by:
        raise Conflict("You cannot do this to yourself. Ask another manager to.")
    return person


def _may_give(work: Work, duties: Collection[Duty]) -> None:
    if Duty.ADMINISTRATOR not in duties:
        return
    administers = select(Appointment.id).where(
        Appointment.person_id == work.by,
        Appointment.duty == Duty.ADMINISTRATOR,
        Appointment.organisation_id == work.organisation.id,
        Appointment.during.contains(NOW),
    )
    if work.db.scalar(administers) is None:
        raise Invalid("Administrators are made by administrators, of their own organisation", "duties")


def _suspensions(work: Work, person_id: int) -> list[Suspension]:
    standing = (Suspension.person_id == person_id) & Suspension.during.contains(NOW)
    return list(work.db.scalars(select(Suspension).where(standing)))
