"""Finding what the family has consented to, or why it was not asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time

from sqlalchemy import func, select

from workspace.database import Period, session
from workspace.errors import Invalid
from workspace.people.models import Organisation
from workspace.people.queries import Named, organisations_named, people_named
from workspace.periods import SHORTEST, is_over, spoken_day, words
from workspace.permissions.policies import Action
from workspace.permissions.questions import NOW, permitted
from workspace.rooms.order import in_order
from workspace.sharing.models import Asked, Basis, Consent, ConsentRecord
from workspace.when import LONDON, sentence


@dataclass(frozen=True)
class Nameable:
    """A consent that a release may name, or the record of why it was not sought.

    ``receivers`` are the ids of the organisations that it names.
    """

    record: ConsentRecord
    outcome: Asked
    receivers: frozenset[int]

    @property
    def words(self) -> str:
        """How lists to choose from call it."""
        outcome = "" if self.outcome is Asked.GIVEN else f" ({self.outcome.label.lower()})"
        return f"{self.record.reference}, {self.record.subject}{outcome}"


@dataclass(frozen=True)
class Listed:
    """A consent as pages show it: what was said, who recorded it for whom, and what became of it."""

    record: ConsentRecord
    outcome: Asked
    during: Period
    receivers: tuple[Organisation, ...]
    agency: Organisation
    by: Named | None
    may_withdraw: bool

    @property
    def stands(self) -> bool:
        """Whether it counts now."""
        return not is_over(self.during, datetime.now(UTC))

    @property
    def state(self) -> str:
        """What became of it, in words."""
        if self.stands:
            return "Stands" if self.outcome is Asked.GIVEN else self.outcome.label
        if self.outcome is Asked.GIVEN:
            return sentence(ended_in_words(self.during).removeprefix("was "))
        return f"{self.outcome.label} until {spoken_day(self.during.upper)}" if self.during.upper else ""

    @property
    def period(self) -> str:
        """When it was given or noted, and until when it is to last."""
        return words(self.during)


def standing_consents(room_id: int) -> list[ConsentRecord]:
    """What the family has consented to in a room, as far as it stands and whoever asks may read it."""
    return [one.record for one in nameable_consents(room_id) if one.outcome is Asked.GIVEN]


def nameable_consents(room_id: int) -> list[Nameable]:
    """What a release may name: consents that stand, and those that were not sought, by reference.

    Only those that whoever asks may read. A release can rest on one that was given; on another basis,
    either may be named beside it.
    """
    found = session().execute(
        select(ConsentRecord, Consent.outcome, Consent.organisations)
        .join(Consent, Consent.id == ConsentRecord.consent_id)
        .where(Consent.room_id == room_id, Consent.during.contains(NOW), Consent.outcome != Asked.REFUSED)
        .order_by(ConsentRecord.reference)
    )
    return [Nameable(record, outcome, frozenset(receivers)) for record, outcome, receivers in found]


def refuse_consent(
    consents: Iterable[Nameable], basis: Basis, consent_id: int | None, receiver: Organisation
) -> None:
    """Refuse a release to ``receiver`` that cannot rest on, or name, the consent that was chosen.

    ``consents`` are the `nameable_consents` of the room. Raises `Invalid` at the field `consent`.
    """
    if consent_id is None:
        if basis is Basis.CONSENT:
            raise Invalid("Choose the consent that this rests on, or another basis.", "consent")
        return
    chosen = next((one for one in consents if one.record.consent_id == consent_id), None)
    if chosen is None:
        raise Invalid("That consent does not belong to this room, or it has been withdrawn.", "consent")
    called = f"{chosen.record.reference} of {chosen.record.subject}"
    if basis is Basis.CONSENT and chosen.outcome is not Asked.GIVEN:
        raise Invalid(
            f"{called} was not sought, so nothing can rest on it alone. Choose another basis.", "consent"
        )
    if receiver.id not in chosen.receivers:
        name = receiver.short_name
        raise Invalid(
            f"{called} does not name {name} as a receiver. Untick {name}, or choose another consent.",
            "consent",
        )


def consents_of(room_id: int, by: int) -> list[Listed]:
    """Every consent of a room that ``by`` may read: what stands first, each group with the newest first."""
    found = session().execute(
        select(ConsentRecord, Consent)
        .join(Consent, Consent.id == ConsentRecord.consent_id)
        .where(Consent.room_id == room_id)
        .order_by(func.lower(Consent.during).desc(), ConsentRecord.id.desc())
    )
    rows = [(record, consent) for record, consent in found]
    listed = _listed(rows, by)
    return sorted(listed, key=lambda one: (not one.stands, one.outcome if one.stands else 0))


def consent_of(record: ConsentRecord, by: int) -> Listed:
    """One consent that ``by`` may read, as pages show it."""
    consent = session().get_one(Consent, record.consent_id, populate_existing=True)
    return _listed([(record, consent)], by)[0]


def subjects(room_id: int) -> list[str]:
    """Whose consents of a room whoever asks can read: to be offered while somebody types a name."""
    asked = select(ConsentRecord.subject).where(ConsentRecord.room_id == room_id).distinct()
    return sorted(session().scalars(asked))


def ended_in_words(during: Period) -> str:
    """How a consent that is over ended: "was withdrawn on 9 March", "ended after 9 March".

    What was to end on a day ends at midnight in London; what was withdrawn, at the moment that was done.
    """
    if during.upper is None:
        return ""
    if during.upper.astimezone(LONDON).time() == time():
        return f"ended after {spoken_day(during.upper - SHORTEST)}"
    return f"was withdrawn on {spoken_day(during.upper)}"


def _listed(rows: list[tuple[ConsentRecord, Consent]], by: int) -> list[Listed]:
    ids = {id for _record, consent in rows for id in (consent.organisation_id, *consent.organisations)}
    named, people = organisations_named(ids), people_named(consent.by_id for _record, consent in rows)
    withdrawable = {
        record.id
        for record in session().scalars(
            permitted(by, Action.WITHDRAW, ConsentRecord).where(
                ConsentRecord.id.in_([record.id for record, _consent in rows])
            )
        )
    }
    return [
        Listed(
            record,
            consent.outcome,
            consent.during,
            tuple(in_order(named[id] for id in consent.organisations if id in named)),
            named[consent.organisation_id],
            people.get(consent.by_id),
            record.id in withdrawable,
        )
        for record, consent in rows
    ]
