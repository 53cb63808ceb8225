"""Recording what somebody of the family agreed to, and that they have withdrawn it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from workspace import periods
from workspace.audit.services import record
from workspace.database import transaction
from workspace.errors import Conflict, Invalid, NotAllowed
from workspace.identifiers import encode
from workspace.people.queries import organisation_of
from workspace.permissions.policies import Action
from workspace.permissions.questions import NOW, fetch
from workspace.realtime.outbox import tell
from workspace.rooms import locks
from workspace.rooms.models import Participation, Room
from workspace.rooms.queries.facts import not_over
from workspace.sharing.models import Asked, Consent, ConsentRecord

LONGEST = 300
LONGEST_NAME = 120
OVER = "Somebody else has recorded this already, or it has ended: look at the list again."


@dataclass(frozen=True)
class Said:
    """What came of asking a person of the family: whom, for what, who may receive, and how or why not."""

    subject: str
    outcome: Asked
    wording: str
    organisations: frozenset[int]
    given_how: str = ""
    because: str = ""
    last: date | None = None


def record_consent(by: int, room_id: int, said: Said) -> int:
    """Record what was said for the agency that ``by`` works for, and return the record's id.

    It counts from now until the end of the day ``said.last``. Raises `Invalid`.
    """
    with transaction() as db:
        locks.hold(db, room_id)
        fetch(db, by, Action.CONTRIBUTE, Room, room_id)
        own = organisation_of(by)
        if own is None:
            raise NotAllowed("The person works for nobody.")
        _refuse(said)
        taking_part = select(Participation.organisation_id).where(
            Participation.room_id == room_id, not_over(Participation)
        )
        if not said.organisations <= set(db.scalars(taking_part)):
            raise Invalid("Choose among the agencies that take part in this room.", "organisations")
        consent = Consent(
            room_id=room_id,
            organisation_id=own.id,
            outcome=said.outcome,
            organisations=sorted(said.organisations),
            by_id=by,
            during=periods.between(db.scalars(select(NOW)).one(), None, said.last),
        )
        db.add(consent)
        db.flush()
        kept = _record_of(consent, said)
        db.add(kept)
        db.flush()
        _note("consent.recorded", consent)
        return kept.id


def withdraw_consent(by: int, record_id: int) -> None:
    """Record that a consent was withdrawn, or that a refusal or the reason for not asking no longer holds.

    What rests on the consent alone closes at once, wherever it is open.
    """
    with transaction() as db:
        room_id = fetch(db, by, Action.WITHDRAW, ConsentRecord, record_id).room_id
        locks.hold_alone(db, room_id)
        kept = fetch(db, by, Action.WITHDRAW, ConsentRecord, record_id)
        consent = db.get_one(Consent, kept.consent_id, populate_existing=True)
        now = db.scalars(select(NOW)).one()
        if periods.is_over(consent.during, now):
            raise Conflict(OVER)
        consent.during = periods.ended(consent.during, now)
        db.flush()
        _note("consent.withdrawn", consent)
        tell("consent.access.changed", room_id=room_id)


def _record_of(consent: Consent, said: Said) -> ConsentRecord:
    given = said.outcome is Asked.GIVEN
    return ConsentRecord(
        consent_id=consent.id,
        room_id=consent.room_id,
        reference=_reference(consent.id),
        subject=said.subject,
        wording=said.wording,
        given_how=said.given_how if given else "",
        because="" if given else said.because,
    )


def _reference(id: int) -> str:
    """How people call a consent. Not counted: the number would tell how many others there are."""
    return f"C-{encode(id)[-4:].upper()}"


def _refuse(said: Said) -> None:
    _text(said.subject, "subject", "Say whose consent it is.", LONGEST_NAME)
    _text(said.wording, "wording", "Say what for.")
    if not said.organisations:
        raise Invalid("Tick at least one agency.", "organisations")
    if said.outcome is Asked.GIVEN:
        _text(said.given_how, "given_how", "Say how it was given, and to whom.")
    else:
        why = "it was not sought" if said.outcome is Asked.NOT_SOUGHT else "they refused, as far as they said"
        _text(said.because, "because", f"Say why {why}.")


def _text(words: str, field: str, missing: str, longest: int = LONGEST) -> None:
    if not words.strip() or "\0" in words:
        raise Invalid(missing, field)
    if len(words) > longest:
        raise Invalid(f"Say it in {longest} characters or fewer.", field)


def _note(action: str, consent: Consent) -> None:
    record(
        action,
        thing_name="consent",
        thing_id=consent.id,
        room_id=consent.room_id,
        material_of=[consent.organisation_id],
        facts={"outcome": consent.outcome.label, "organisations": consent.organisations},
    )
