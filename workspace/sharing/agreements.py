"""Agreements as rooms ask for them: which bind two organisations, and what each says."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from workspace.database import actor, session
from workspace.people.queries import organisation_of
from workspace.periods import is_ahead, is_over
from workspace.rooms.agreements import Agreed
from workspace.sharing.models import Signature, Term
from workspace.sharing.queries.ends import notices
from workspace.sharing.queries.grounds import FROM_NOW_ON
from workspace.sharing.queries.register import Registered, SignedTerm, registered


def binding(organisation_id: int) -> dict[int, list[Agreed]]:
    """The agreements, in force or to come, of one organisation with each other one, by the other's id.

    Each with the term that binds the two: the one that runs, else the next one.
    """
    ours, theirs = aliased(Signature), aliased(Signature)
    pairs = session().execute(
        select(theirs.organisation_id, Term.agreement_id)
        .join(Term, Term.id == theirs.term_id)
        .join(ours, ours.term_id == theirs.term_id)
        .where(
            ours.organisation_id == organisation_id,
            theirs.organisation_id != organisation_id,
            ~func.isempty(Term.during * ours.during * theirs.during * FROM_NOW_ON),
        )
        .distinct()
    )
    by_other: dict[int, set[int]] = defaultdict(set)
    for other_id, agreement_id in pairs:
        by_other[other_id].add(agreement_id)
    agreements = registered({agreement_id for ids in by_other.values() for agreement_id in ids})
    warned, now = _warnings(agreements), datetime.now(UTC)
    return {
        other_id: [
            _agreed(one, _between(one, organisation_id, other_id, now), warned.get(id, ()), now)
            for id, one in agreements.items()
            if id in ids
        ]
        for other_id, ids in by_other.items()
    }


def readable(ids: Iterable[int]) -> dict[int, Agreed]:
    """Those of the agreements with ``ids`` that whoever asks may read, by id: with the term that counts."""
    agreements = registered(set(ids))
    warned, now = _warnings(agreements), datetime.now(UTC)
    return {id: _agreed(one, one.shown(now), warned.get(id, ()), now) for id, one in agreements.items()}


def _between(one: Registered, own_id: int, other_id: int, now: datetime) -> SignedTerm:
    bound = [
        each
        for each in one.terms
        if any(not is_over(period, now) for period in each.together(own_id, other_id))
    ]
    running = [each for each in bound if not is_ahead(each.term.during, now)]
    return running[-1] if running else bound[0] if bound else one.shown(now)


def _warnings(agreements: dict[int, Registered]) -> dict[int, tuple[str, ...]]:
    """What ends soon, by agreement, as whoever asks is concerned by it."""
    who = actor()
    own = organisation_of(who) if agreements else None
    if who is None or own is None:
        return {}
    found: dict[int, tuple[str, ...]] = {}
    for notice in notices(list(agreements.values()), who, own.id, signs=False):
        found[notice.agreement_id] = (*found.get(notice.agreement_id, ()), notice.sentence)
    return found


def _agreed(one: Registered, each: SignedTerm, warned: tuple[str, ...], now: datetime) -> Agreed:
    standing = each.standing(now)
    return Agreed(
        id=one.agreement.id,
        reference=one.agreement.reference,
        title=one.agreement.title,
        covered=each.covered,
        during=each.term.during,
        review_on=each.term.review_on,
        parties=tuple(party for party in one.parties if party.id in standing),
        warnings=warned,
    )
