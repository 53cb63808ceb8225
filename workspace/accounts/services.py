"""Signing in and out, and changing one's password."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import func, select, update

from workspace import database
from workspace.accounts import passwords, sessions, throttle
from workspace.accounts.models import Credential, SignedSession
from workspace.audit.models import Outcome
from workspace.audit.services import record, session_hash
from workspace.errors import Invalid, TooMany
from workspace.people.models import Employment, Person
from workspace.permissions.questions import NOW, ONE
from workspace.permissions.standing import is_active
from workspace.realtime.outbox import tell

WRONG = "The e-mail address or the password is not right."


@dataclass(frozen=True)
class Account:
    """What is known of an address that somebody tries to sign in with: nothing, if it is nobody's."""

    person_id: int | None = None
    organisation_id: int | None = None
    password_hash: str | None = field(default=None, repr=False)
    usable: bool = False


def sign_in(
    email: str,
    password: str,
    counted: Sequence[throttle.Key],
    lasts: timedelta,
    *,
    demonstration: bool = False,
    replaces: int | None = None,
) -> tuple[SignedSession, str]:
    """Begin a session for the person with that address and password, and end the one it ``replaces``.

    ``counted`` are the keys that failures are counted under. The answer is the same, and takes as
    long, for an address that is nobody's, a wrong password and a person who may not come in: `Invalid`.
    Raises `TooMany` after many failures.
    """
    with passwords.turn():
        with database.acting_as(None):
            seconds = throttle.wait(database.session(), counted)
        if seconds:
            _refuse(Account(), "throttled", ())
            raise _too_many("to sign in ", seconds)
        account = _account(email, demonstration)
        right = passwords.is_right(password, account.password_hash)
        if right and account.usable and account.person_id is not None:
            return _begin(account, lasts, replaces, password)
        _refuse(account, "wrong" if account.person_id is not None else "unknown", counted)
    raise Invalid(WRONG)


def sign_in_as_shown(
    email: str, lasts: timedelta, *, replaces: int | None = None
) -> tuple[SignedSession, str]:
    """Begin a session for a person of the demonstration, who needs no password; for nobody else."""
    account = _account(email, demonstration=True)
    if account.person_id is None or not account.usable or not _is_shown(account.person_id):
        raise Invalid(WRONG)
    return _begin(account, lasts, replaces)


def end_session(by: int, session_id: int, because: str = "signed_out") -> None:
    """End a session of the person ``by``: what they have open elsewhere in it closes too."""
    with database.transaction():
        sessions.end(session_id)
        record("session.ended", thing_name="session", thing_id=session_id, facts={"because": because})
        tell("person.access.changed", person_id=by)


def change_password(
    by: int, session_id: int | None, old: str, new: str, counted: Sequence[throttle.Key]
) -> None:
    """Give the person ``by`` a new password; all their other sessions end.

    Raises `Invalid` naming the field ``old`` if that is not their password now, and `TooMany` after
    many failures, which are ``counted``: the browser may have been found open.
    """
    with passwords.turn():
        seconds = throttle.wait(database.session(), counted)
        if seconds:
            _refuse_change(by, "throttled", ())
            raise _too_many("", seconds)
        kept = database.session().scalar(select(Credential.password_hash).where(Credential.person_id == by))
        database.release()
        if not passwords.is_right(old, kept):
            _refuse_change(by, "wrong", counted)
            raise Invalid("This is not your password now.", "old")
        hashed = passwords.hash_of(new)
    with database.transaction() as db:
        db.execute(
            update(Credential)
            .where(Credential.person_id == by)
            .values(password_hash=hashed, must_change=False)
        )
        sessions.end_others(by, session_id)
        record("password.changed", thing_name="person", thing_id=by)
        tell("person.access.changed", person_id=by)


def _account(email: str, demonstration: bool) -> Account:
    """What is known of an address, asked in the same steps whether or not it is somebody's."""
    with database.audience_session() as nobody:
        found = nobody.execute(
            select(Person.id, Employment.organisation_id)
            .outerjoin(Employment, (Employment.person_id == Person.id) & Employment.during.contains(NOW))
            .where(func.lower(Person.email) == email.lower())
        ).one_or_none()
    person_id, organisation_id = found or (None, None)
    # The row of a password is shown to its owner alone; nobody has the id 0.
    with database.acting_as(person_id or 0):
        kept = (
            database.session()
            .execute(
                select(Credential.password_hash, Credential.demonstration, is_active(ONE, NOW)).where(
                    Credential.person_id == (person_id or 0)
                ),
                {"who": person_id},
            )
            .one_or_none()
        )
    if kept is None:
        return Account(person_id, organisation_id)
    password_hash, of_demonstration, active = kept
    return Account(
        person_id, organisation_id, password_hash, active and (demonstration or not of_demonstration)
    )


def _is_shown(person_id: int) -> bool:
    with database.acting_as(person_id):
        shown = select(Credential.demonstration).where(Credential.person_id == person_id)
        return database.session().scalar(shown) is True


def _begin(
    account: Account, lasts: timedelta, replaces: int | None, password: str | None = None
) -> tuple[SignedSession, str]:
    rehashed = None
    if password is not None and passwords.is_outdated(account.password_hash or ""):
        rehashed = passwords.hash_of(password)
    with database.acting_as(account.person_id), database.transaction() as db:
        if replaces is not None:
            sessions.end(replaces)
        if rehashed is not None:
            db.execute(
                update(Credential)
                .where(Credential.person_id == account.person_id)
                .values(password_hash=rehashed)
            )
        row, token = sessions.begin(account.person_id, lasts)
        session_hash.set(row.token_hash)
        record("session.opened", thing_name="session", thing_id=row.id)
        return row, token


def _refuse(account: Account, because: str, counted: Sequence[throttle.Key]) -> None:
    """Write down a try that failed: for the throttle, and for the auditors of whom it claimed to be."""
    with database.acting_as(None), database.transaction() as db:
        throttle.note(db, counted)
        record(
            "session.refused",
            thing_name="person",
            thing_id=account.person_id,
            outcome=Outcome.REFUSED,
            material_of=[account.organisation_id] if account.organisation_id is not None else [],
            facts={"because": because},
        )


def _refuse_change(by: int, because: str, counted: Sequence[throttle.Key]) -> None:
    """Write down that somebody did not know the password of the person ``by`` whose session they have."""
    with database.transaction() as db:
        throttle.note(db, counted)
        facts = {"because": because}
        record("password.refused", thing_name="person", thing_id=by, outcome=Outcome.REFUSED, facts=facts)


def _too_many(what: str, seconds: int) -> TooMany:
    minutes = -(-seconds // 60)
    wait = f"{seconds} seconds" if seconds < 60 else f"{minutes} minute{'s' * (minutes > 1)}"
    return TooMany(f"Too many tries {what}have failed. Try again in {wait}.", seconds)
