"""Registering agreements, signing them, renewing and ending them.

Those who answer for an organisation, its managers and auditors, act for it. Nothing is shared by an
agreement alone; but what rests on one opens and closes with the signatures of the two concerned.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session

from workspace.audit.services import record
from workspace.database import transaction
from workspace.errors import Conflict, Invalid, NotAllowed, NotFound
from workspace.people.models import Organisation
from workspace.people.queries import organisation_of
from workspace.periods import SHORTEST, day_of, ended, spoken_day, upper_of
from workspace.permissions.policies import Action
from workspace.permissions.questions import NOW, fetch
from workspace.realtime.outbox import tell
from workspace.rooms import locks
from workspace.sharing.models import Agreement, Basis, Party, Signature, Term
from workspace.sharing.queries.register import Registered, SignedTerm, of_agreement
from workspace.sharing.queries.rooms import rooms_concerned
from workspace.sharing.services.terms import Entered, during_of

LONGEST_PURPOSES = 500  # what a release is for is filled in with it, and has room for no more
RENEWED = (
    "Somebody else renewed {0} while you were writing. Nothing of yours was saved. Look at its terms on its "
    "page, then renew it if that is still needed."
)
FOR_NOBODY = "You work for no agency that is active, so you cannot register an agreement."


@dataclass(frozen=True)
class Work:
    """A change to an agreement under way, permitted to the person ``by``, who acts for ``own``."""

    db: Session
    by: int
    own: Organisation
    one: Registered
    now: datetime

    @property
    def agreement(self) -> Agreement:
        """The agreement that is changed."""
        return self.one.agreement

    def said(self, action: str, *, access: bool = True, **facts: object) -> None:
        """Write down what was done, and have all rooms concerned ask again who may see what.

        Not in how many rooms: each party reads the entry, and most know of some of them only.
        """
        self.db.flush()
        record(
            action, self.agreement, material_of=[party.id for party in self.one.parties], facts=dict(facts)
        )
        for room_id in rooms_concerned(self.agreement.id) if access else ():
            tell("agreement.access.changed", room_id=room_id)


def register_agreement(
    *,
    by: int,
    reference: str,
    title: str,
    purposes: Sequence[str],
    basis: Basis,
    party_ids: Sequence[int],
    term: Entered,
) -> int:
    """Register an agreement of one's own organisation with others, and sign its first term for it.

    Gives its id. It binds nobody until another party has signed. Raises `Invalid` at the field
    `reference`, `purposes`, `basis`, `parties`, or one of the term's.
    """
    with transaction() as db:
        own = organisation_of(by)
        if own is None:
            raise NotAllowed(FOR_NOBODY)
        locks.hold_alone(db, own.id)  # two who register at once wait for each other; no room has this id
        fetch(db, by, Action.SIGN, Organisation, own.id)
        now = db.scalars(select(NOW)).one()
        if basis is Basis.CONSENT:
            raise Invalid("A consent is one person’s and can be withdrawn: choose another basis", "basis")
        _refuse_reference(db, own, reference)
        parties = [own, *_parties(db, own, party_ids, now)]
        agreement = Agreement(
            organisation_id=own.id,
            reference=reference,
            title=title,
            purpose=_purposes(purposes),
            basis=basis,
        )
        added = Term(
            agreement_id=agreement.id,
            categories=sorted(int(each) for each in term.categories),
            review_on=term.review_on,
            by_id=by,
            during=during_of(term, now),
        )
        _add(db, agreement, *(_party(agreement.id, party.id, by, now) for party in parties))
        _add(db, added, _signature(added.id, own.id, by, now))
        record(
            "agreement.registered",
            agreement,
            material_of=[party.id for party in parties],
            facts={"term": added.id, "parties": [party.id for party in parties]},
        )
        return agreement.id


def sign_agreement(*, by: int, agreement_id: int, term_id: int) -> None:
    """Sign one term of an agreement for one's own organisation, which is then bound by what it says.

    Raises `Conflict` when it has been signed already, or is over.
    """
    with _changing(by, Action.SIGN, agreement_id) as work:
        wanted = term_of(work.one, term_id)
        refuse_signing(work.one, wanted, work.own, work.now)
        _add(work.db, _signature(term_id, work.own.id, by, work.now))
        work.said("agreement.signed", organisation=work.own.id, term=term_id)


def withdraw_signature(*, by: int, agreement_id: int) -> None:
    """Withdraw one's organisation's signature from an agreement: from every term that runs or will.

    What it released under it, and what it received under it, closes at once, wherever it is open.
    """
    with _changing(by, Action.SIGN, agreement_id, ends=True) as work:
        signatures = [
            each.standing(work.now)[work.own.id]
            for each in work.one.going_on(work.now)
            if work.own.id in each.standing(work.now)
        ]
        if not signatures:
            raise Conflict(not_bound(work.own, work.agreement))
        for signature in signatures:
            signature.during = ended(signature.during, work.now)
        work.said("agreement.signature_withdrawn", organisation=work.own.id, terms=len(signatures))


def renew_agreement(*, by: int, agreement_id: int, seen: int, term: Entered) -> int:
    """Add a term to an agreement and sign it for the organisation that keeps it; gives the term's id.

    It may begin before the one that runs is over, which goes on for whoever has not signed the new one.
    ``seen`` is the newest term that whoever renews has seen; raises `Conflict` when there is another,
    and `Invalid` at the term's fields.
    """
    with _changing(by, Action.MANAGE, agreement_id) as work:
        if seen != newest(work.one):
            raise Conflict(RENEWED.format(work.agreement.reference))
        added = Term(
            agreement_id=agreement_id,
            categories=sorted(int(each) for each in term.categories),
            review_on=term.review_on,
            by_id=by,
            during=during_of(term, work.now),
        )
        _add(work.db, added, _signature(added.id, work.own.id, by, work.now))
        work.said("agreement.renewed", term=added.id, organisation=work.own.id)
        return added.id


def end_agreement(*, by: int, agreement_id: int, last: date | None = None) -> None:
    """End an agreement now, or at the end of the day ``last``; terms that would begin later are called off.

    What rests on it then closes for everybody, and opens again should it be renewed.
    """
    with _changing(by, Action.MANAGE, agreement_id, ends=True) as work:
        going_on = work.one.going_on(work.now)
        if not going_on:
            raise Conflict(f"{work.agreement.reference} has ended already.")
        if last is not None and last < day_of(work.now):
            raise Invalid("Choose today or a day to come", "last")
        upper = upper_of(last, day_of(work.now))
        ends = [each.term.during.upper for each in going_on]
        if upper is not None and all(end is not None and end <= upper for end in ends):
            raise Invalid("It has ended by then as it is: choose an earlier day", "last")
        for each in going_on:
            during = each.term.during
            if upper is None or (during.lower or work.now) >= upper:
                each.term.during = ended(during, work.now)
            elif during.upper is None or during.upper > upper:
                each.term.during = Range(during.lower, upper)
        work.said("agreement.ended", terms=len(going_on))


def add_party(*, by: int, agreement_id: int, organisation_id: int) -> None:
    """Name one more organisation as a party to an agreement. It is bound by nothing until it signs."""
    with _changing(by, Action.MANAGE, agreement_id) as work:
        if not work.one.going_on(work.now):
            raise Conflict(f"{work.agreement.reference} has ended. Renew it first, then name more parties.")
        if work.one.is_party(organisation_id):
            raise Invalid("This agency is a party already", "party")
        (party,) = _parties(work.db, work.own, [organisation_id], work.now, field="party")
        _add(work.db, _party(agreement_id, party.id, by, work.now))
        work.said("agreement.party_added", access=False, organisation=party.id)


def refuse_signing(one: Registered, each: SignedTerm, own: Organisation, now: datetime) -> None:
    """Raise `Conflict` for a term that an organisation has signed already, or that is over."""
    standing, reference = each.standing(now).get(own.id), one.agreement.reference
    if each not in one.going_on(now):
        day = spoken_day((each.term.during.upper or now) - SHORTEST)
        raise Conflict(f"This term of {reference} ended on {day}. It cannot be signed any more.")
    if standing is not None:
        day = spoken_day(standing.during.lower or now)
        raise Conflict(f"{own.short_name} has signed this term of {reference} already, on {day}.")


def term_of(one: Registered, term_id: int) -> SignedTerm:
    """One term of an agreement; raises `NotFound` for what is none of its."""
    for each in one.terms:
        if each.term.id == term_id:
            return each
    raise NotFound("There is no such page, or you cannot see it.")


def newest(one: Registered) -> int:
    """The id of the term that was added last."""
    return max(each.term.id for each in one.terms)


def not_bound(own: Organisation, agreement: Agreement) -> str:
    """The sentence for an organisation that has no signature to withdraw."""
    return f"{own.short_name} has not signed {agreement.reference}, so there is nothing to withdraw."


@contextmanager
def _changing(by: int, action: Action, agreement_id: int, *, ends: bool = False) -> Iterator[Work]:
    """A transaction in which ``by`` changes an agreement, one after another with all who change it too.

    ``ends`` says that access ends by it, in however many rooms: nothing is then being written anywhere.
    """
    with transaction() as db:
        if ends:
            locks.hold_all_alone(db)
        else:
            locks.hold_alone(db, agreement_id)  # no room has this id
        agreement = fetch(db, by, action, Agreement, agreement_id)
        own = organisation_of(by)
        if own is None:
            raise NotFound("There is no such page, or you cannot see it.")
        yield Work(db, by, own, of_agreement(agreement), db.scalars(select(NOW)).one())


def _parties(
    db: Session, own: Organisation, ids: Sequence[int], now: datetime, field: str = "parties"
) -> list[Organisation]:
    """The other organisations that are to be parties, each once, and each active."""
    if not [id for id in ids if id != own.id]:
        raise Invalid("Choose at least one other agency", field)
    if len(set(ids)) != len(ids):
        raise Invalid("An agency is named twice: name each once", field)
    found = {each.id: each for each in db.scalars(select(Organisation).where(Organisation.id.in_(ids)))}
    for id in ids:
        if id not in found:
            raise Invalid("Choose agencies from the list", field)
        if not found[id].during.contains(now):
            raise Invalid(f"{found[id].short_name} is not active, so it cannot be a party", field)
    return [found[id] for id in ids if id != own.id]


def _refuse_reference(db: Session, own: Organisation, reference: str) -> None:
    same = func.lower(Agreement.reference) == reference.lower()
    kept = select(Agreement.id).where(same, Agreement.organisation_id == own.id).limit(1)
    if db.scalar(kept) is not None:
        raise Invalid(f"{own.short_name} keeps an agreement with this reference already", "reference")


def _purposes(lines: Collection[str]) -> str:
    purpose = "\n".join(line for line in lines if line)
    if not purpose:
        raise Invalid("Enter at least one purpose", "purposes")
    if len(purpose) > LONGEST_PURPOSES:
        raise Invalid(f"The purposes must be {LONGEST_PURPOSES} characters or fewer in all", "purposes")
    return purpose


def _party(agreement_id: int, organisation_id: int, by: int, now: datetime) -> Party:
    during = Range(now, None)
    return Party(agreement_id=agreement_id, organisation_id=organisation_id, by_id=by, during=during)


def _signature(term_id: int, organisation_id: int, by: int, now: datetime) -> Signature:
    return Signature(term_id=term_id, organisation_id=organisation_id, by_id=by, during=Range(now, None))


def _add(db: Session, *rows: Agreement | Party | Term | Signature) -> None:
    for row in rows:
        db.add(row)
        db.flush()
