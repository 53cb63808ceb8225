"""Agreements as the register lists them, and how one came about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select

from workspace.database import session
from workspace.people.models import Organisation
from workspace.people.queries import Named, people_named
from workspace.periods import SHORTEST, is_ahead, is_over, spoken_day, words
from workspace.sharing.models import Party
from workspace.sharing.queries.grounds import in_words
from workspace.sharing.queries.register import Registered, SignedTerm

MOST = 200  # agreements on one page of the register


class State(StrEnum):
    """How an agreement stands."""

    RUNNING = "In force"
    WAITING = "Waits for signatures"
    AHEAD = "Not begun"
    ENDED = "Ended"


@dataclass(frozen=True)
class PartySigned:
    """A party with its signature under a term; `signed_at` None: it has not signed, or has withdrawn that."""

    organisation: Organisation
    by: Named | None
    signed_at: datetime | None
    withdrawn_at: datetime | None


@dataclass(frozen=True)
class Listed:
    """An agreement in the register, with the term that says how things stand."""

    one: Registered
    shown: SignedTerm
    state: State
    signed: tuple[Organisation, ...]
    missing: tuple[Organisation, ...]
    waits: bool  # for the signature of whoever asks

    @property
    def missing_words(self) -> str:
        """Who has yet to sign, in words."""
        return in_words(each.short_name for each in self.missing)

    @property
    def ends_words(self) -> str:
        """Since or until when it runs, in words, or when it ended."""
        during = self.shown.term.during
        if self.state is State.ENDED and during.upper is not None:
            return f"ended on {spoken_day(during.upper - SHORTEST)}"
        return words(during)


def listed(one: Registered, own_id: int, now: datetime) -> Listed:
    """An agreement as the register lists it, for somebody of an organisation."""
    shown = one.shown(now)
    standing = shown.standing(now)
    return Listed(
        one=one,
        shown=shown,
        state=_state(shown, now),
        signed=tuple(each for each in one.parties if each.id in standing),
        missing=tuple(each for each in one.parties if each.id not in standing),
        waits=bool(one.unsigned(own_id, now)),
    )


def _state(shown: SignedTerm, now: datetime) -> State:
    if is_over(shown.term.during, now):
        return State.ENDED
    if len(shown.standing(now)) < 2:
        return State.WAITING
    return State.AHEAD if is_ahead(shown.term.during, now) else State.RUNNING


def signatures_of(one: Registered, each: SignedTerm, now: datetime) -> list[PartySigned]:
    """Every party with its signature under a term."""
    standing = each.standing(now)
    named = people_named(signature.by_id for signature in standing.values())
    found = []
    for party in one.parties:
        signature, withdrawn = standing.get(party.id), each.withdrawn(party.id, now)
        found.append(
            PartySigned(
                organisation=party,
                by=named.get(signature.by_id) if signature else None,
                signed_at=signature.during.lower if signature else None,
                withdrawn_at=withdrawn.during.upper if withdrawn else None,
            )
        )
    return found


@dataclass(frozen=True)
class Happened:
    """Something that happened to an agreement, when, and by whom where that is known."""

    at: datetime
    sentence: str
    by: Named | None = None


def history(one: Registered, now: datetime) -> list[Happened]:
    """How an agreement came about, from its rows, the latest first."""
    parties = session().scalars(select(Party).where(Party.agreement_id == one.agreement.id)).all()
    signatures = [signature for each in one.terms for signature in each.signatures]
    named = people_named({each.by_id for each in parties} | {each.by_id for each in signatures})
    of = {each.id: each for each in one.parties}
    found = [
        Happened(
            each.during.lower,
            f"{of[each.organisation_id].short_name} was named as a party",
            named.get(each.by_id),
        )
        for each in parties
        if each.during.lower is not None
    ]
    for each in one.terms:
        found += _of_term(one, each, of, named, now)
    return sorted(found, key=lambda each: each.at, reverse=True)


def _of_term(
    one: Registered,
    each: SignedTerm,
    of: dict[int, Organisation],
    named: dict[int, Named],
    now: datetime,
) -> Iterable[Happened]:
    term = f" for {words(each.term.during)}" if len(one.terms) > 1 else ""
    for signature in each.signatures:
        organisation, during = of.get(signature.organisation_id), signature.during
        if organisation is None or during.lower is None:
            continue
        yield Happened(during.lower, f"{organisation.short_name} signed{term}", named.get(signature.by_id))
        if during.upper is not None and is_over(during, now) and during.upper != each.term.during.upper:
            yield Happened(during.upper, f"{organisation.short_name} withdrew its signature{term}")
    if each.term.during.upper is not None and is_over(each.term.during, now):
        yield Happened(each.term.during.upper, f"It ended{term}")
