"""What is known of agreements: their parties, their terms, and who has signed which of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from workspace.database import Lasting, Period, session
from workspace.people.models import Organisation
from workspace.people.queries import organisations_named
from workspace.periods import is_ahead, is_over, was_called_off
from workspace.permissions.policies import Action
from workspace.permissions.questions import permitted
from workspace.rooms.order import in_order
from workspace.sharing.models import Agreement, Category, Party, Signature, Term
from workspace.sharing.queries.grounds import in_words


@dataclass(frozen=True)
class SignedTerm:
    """A term with every signature it ever had, the oldest first."""

    term: Term
    signatures: tuple[Signature, ...]

    def standing(self, now: datetime) -> dict[int, Signature]:
        """The signatures that count at a moment, by organisation."""
        return {each.organisation_id: each for each in self.signatures if not is_over(each.during, now)}

    def withdrawn(self, organisation_id: int, now: datetime) -> Signature | None:
        """The last signature of an organisation, if it was withdrawn and none was given since."""
        theirs = [each for each in self.signatures if each.organisation_id == organisation_id]
        return theirs[-1] if theirs and is_over(theirs[-1].during, now) else None

    def together(self, one_id: int, other_id: int) -> Iterator[Period]:
        """The periods for which it binds two organisations: it runs, and both have signed."""
        for one in self.signatures:
            for other in self.signatures:
                if one.organisation_id == one_id and other.organisation_id == other_id:
                    both = self.term.during.intersection(one.during).intersection(other.during)
                    if not both.isempty:
                        yield both

    @property
    def categories(self) -> frozenset[Category]:
        """What it covers."""
        return frozenset(map(Category, self.term.categories))

    @property
    def covered(self) -> str:
        """What it covers, in words: "health, housing and plan"."""
        return in_words(each.label.lower() for each in sorted(self.categories))


@dataclass(frozen=True)
class Registered:
    """An agreement with all that hangs on it: its parties in their order, its terms by when they begin."""

    agreement: Agreement
    keeper: Organisation
    parties: tuple[Organisation, ...]
    terms: tuple[SignedTerm, ...]

    @property
    def name(self) -> str:
        """Its reference and title: "ISA-1 Westmoor Family Help"."""
        return f"{self.agreement.reference} {self.agreement.title}"

    @property
    def purposes(self) -> list[str]:
        """What it is for."""
        return self.agreement.purpose.splitlines()

    def is_party(self, organisation_id: int) -> bool:
        """Whether an organisation is named as a party."""
        return any(party.id == organisation_id for party in self.parties)

    def going_on(self, now: datetime) -> list[SignedTerm]:
        """The terms that run at a moment or will."""
        return [each for each in self.terms if not is_over(each.term.during, now)]

    def shown(self, now: datetime) -> SignedTerm:
        """The term that says how things stand: the one that runs, else the next one, else the last one.

        Of two that run at once, the one that binds somebody; of two that do, the newer.
        """
        running = [each for each in self.going_on(now) if not is_ahead(each.term.during, now)]
        if running:
            return max(running, key=lambda each: (len(each.standing(now)) > 1, _begins(each)))
        ahead = self.going_on(now)
        if ahead:
            return min(ahead, key=lambda each: (len(each.standing(now)) < 2, _begins(each)))
        ran = [each for each in self.terms if not was_called_off(each.term.during)]
        return max(ran or self.terms, key=lambda each: each.term.during.upper or now)

    def unsigned(self, organisation_id: int, now: datetime) -> list[SignedTerm]:
        """The terms that wait for an organisation's signature."""
        if not self.is_party(organisation_id):
            return []
        return [each for each in self.going_on(now) if organisation_id not in each.standing(now)]


def registered(
    ids: Collection[int] | None = None, who: int | None = None, *, most: int | None = None
) -> dict[int, Registered]:
    """The agreements with ``ids`` that whoever asks may read; or, without ids, all that ``who`` may read.

    By id, in the order of their references. Asks six times, however many there are.
    """
    asked = select(Agreement) if who is None else permitted(who, Action.READ, Agreement)
    if ids is not None:
        asked = asked.where(Agreement.id.in_(set(ids)))
    found = session().scalars(asked.order_by(Agreement.reference, Agreement.id).limit(most)).all()
    return _with_all(found)


def of_agreement(agreement: Agreement) -> Registered:
    """One agreement that was fetched already, with all that hangs on it."""
    return _with_all([agreement])[agreement.id]


def _with_all(agreements: Collection[Agreement]) -> dict[int, Registered]:
    terms, parties = _terms(agreements), defaultdict(set)
    for party in _of(Party, Party.agreement_id, (each.id for each in agreements)):
        parties[party.agreement_id].add(party.organisation_id)
    every = {id for ids in parties.values() for id in ids} | {each.organisation_id for each in agreements}
    named = organisations_named(every)
    return {
        each.id: Registered(
            agreement=each,
            keeper=named[each.organisation_id],
            parties=tuple(in_order(named[id] for id in parties[each.id])),
            terms=tuple(terms[each.id]),
        )
        for each in agreements
        if terms[each.id]
    }


def _terms(agreements: Collection[Agreement]) -> dict[int, list[SignedTerm]]:
    terms = _of(Term, Term.agreement_id, (each.id for each in agreements))
    signatures: dict[int, list[Signature]] = defaultdict(list)
    for signature in _of(Signature, Signature.term_id, (each.id for each in terms)):
        signatures[signature.term_id].append(signature)
    by_agreement: dict[int, list[SignedTerm]] = defaultdict(list)
    for term in terms:
        by_agreement[term.agreement_id].append(SignedTerm(term, tuple(signatures[term.id])))
    return by_agreement


def _of(model: type[Lasting], column: object, ids: Iterable[int]) -> list:  # type: ignore[type-arg]
    """Rows that belong to others, by when they began, as the database has them now."""
    chosen = select(model).where(column.in_(list(ids)))  # type: ignore[attr-defined]
    ordered = chosen.order_by(model.during, model.id)  # type: ignore[attr-defined]
    return list(session().scalars(ordered.execution_options(populate_existing=True)))


def _begins(each: SignedTerm) -> datetime:
    assert each.term.during.lower is not None  # noqa: S101 - the table refuses a period without a beginning
    return each.term.during.lower
