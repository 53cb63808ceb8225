"""Agreements as rooms ask for them: which bind two organisations, and what each says."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from workspace.database import Lasting, session
from workspace.people.models import Organisation
from workspace.people.queries import organisations_named
from workspace.periods import is_over
from workspace.permissions.questions import NOW
from workspace.permissions.rules import Condition
from workspace.rooms.agreements import Agreed
from workspace.rooms.order import in_order
from workspace.sharing.models import Agreement, Category, Signature, Term


def binding(organisation_id: int) -> dict[int, list[Agreed]]:
    """The agreements, in force or to come, of one organisation with each other one, by the other's id."""
    ours, theirs = aliased(Signature), aliased(Signature)
    pairs = session().execute(
        select(theirs.organisation_id, Term.agreement_id)
        .join(Term, Term.id == theirs.term_id)
        .join(ours, ours.term_id == theirs.term_id)
        .where(
            ours.organisation_id == organisation_id,
            theirs.organisation_id != organisation_id,
            _not_over(ours),
            _not_over(theirs),
        )
        .distinct()
    )
    by_other: dict[int, set[int]] = defaultdict(set)
    for other_id, agreement_id in pairs:
        by_other[other_id].add(agreement_id)
    agreed = readable({agreement_id for ids in by_other.values() for agreement_id in ids})
    now = datetime.now(UTC)
    return {
        other: [agreed[id] for id in sorted(ids) if id in agreed and not is_over(agreed[id].during, now)]
        for other, ids in by_other.items()
    }


def readable(ids: Iterable[int]) -> dict[int, Agreed]:
    """Those of the agreements with ``ids`` that whoever asks may read, by id: with their latest term."""
    wanted = set(ids)
    found = session().execute(
        select(Agreement, Term)
        .join(Term, Term.agreement_id == Agreement.id)
        .where(Agreement.id.in_(wanted))
        .order_by(Agreement.reference, func.lower(Term.during), Term.id)
    )
    latest = {agreement.id: (agreement, term) for agreement, term in found}
    parties = _parties(latest)
    return {
        id: Agreed(
            id=id,
            reference=agreement.reference,
            title=agreement.title,
            covered=_in_words([Category(number).label.lower() for number in sorted(term.categories)]),
            during=term.during,
            review_on=term.review_on,
            parties=parties.get(id, ()),
        )
        for id, (agreement, term) in latest.items()
    }


def _parties(ids: Iterable[int]) -> dict[int, tuple[Organisation, ...]]:
    signed: dict[int, set[int]] = defaultdict(set)
    for agreement_id, organisation_id in session().execute(
        select(Term.agreement_id, Signature.organisation_id)
        .join(Term, Term.id == Signature.term_id)
        .where(Term.agreement_id.in_(set(ids)), _not_over(Signature))
    ):
        signed[agreement_id].add(organisation_id)
    named = organisations_named(party for parties in signed.values() for party in parties)
    return {
        id: tuple(in_order(named[party] for party in parties if party in named))
        for id, parties in signed.items()
    }


def _not_over(model: type[Lasting]) -> Condition:
    return or_(func.upper_inf(model.during), func.upper(model.during) > NOW)


def _in_words(names: list[str]) -> str:
    """A list as people say it: "health", "health and plan", "health, housing and plan"."""
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)
