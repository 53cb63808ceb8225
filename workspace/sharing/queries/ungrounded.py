"""Why one organisation cannot release something to another: no agreement, not signed, ended, not covered."""

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased

from workspace.database import session
from workspace.people.models import Organisation
from workspace.people.queries import organisations_named
from workspace.periods import SHORTEST, is_ahead, is_over, spoken_day
from workspace.sharing.models import Category, Party
from workspace.sharing.queries.grounds import in_words
from workspace.sharing.queries.register import Registered, SignedTerm, registered

# The nearer to being a ground, the sooner it is told: signing is easier than agreeing anew.
UNSIGNED, UNCOVERED, ENDED = range(3)
MOST = 2  # sentences; who has more agreements than that with somebody reads them on their page


def why_no_ground(
    owner_id: int, receiver_ids: Iterable[int], category: Category | None = None
) -> dict[int, str]:
    """For each organisation to which ``owner_id`` cannot release a category, the sentence that says why.

    Without a ``category``: why nothing at all can be released. Those to which it can are not in it.
    Asked by people of the owner: of other agencies' agreements it knows nothing.
    """
    receivers = set(receiver_ids) - {owner_id}
    named, now = organisations_named({owner_id, *receivers}), datetime.now(UTC)
    shared = _in_common(owner_id, receivers)
    agreements = registered({id for ids in shared.values() for id in ids})
    told = {}
    for receiver_id in receivers & named.keys():
        owner, receiver = named[owner_id], named[receiver_id]
        ours = [agreements[id] for id in shared.get(receiver_id, ()) if id in agreements]
        reasons = [_reason(one, owner, receiver, category, now) for one in ours]
        if all(reasons):
            told[receiver_id] = _said([each for each in reasons if each], receiver)
    return told


def why_not_under(
    agreement_id: int, owner: Organisation, receiver: Organisation, category: Category
) -> str | None:
    """Why an agreement does not carry a release of a category now; None: it does, or cannot be read."""
    one = registered([agreement_id]).get(agreement_id)
    reason = _reason(one, owner, receiver, category, datetime.now(UTC), coming=False) if one else None
    return reason[1] if reason else None


def _in_common(owner_id: int, receivers: set[int]) -> dict[int, set[int]]:
    """The agreements in which both are, or were, named, by the other one's id."""
    owner = aliased(Party)
    rows = session().execute(
        select(Party.organisation_id, Party.agreement_id)
        .join(owner, owner.agreement_id == Party.agreement_id)
        .where(owner.organisation_id == owner_id, Party.organisation_id.in_(receivers))
        .distinct()
    )
    found: dict[int, set[int]] = {}
    for receiver_id, agreement_id in rows:
        found.setdefault(receiver_id, set()).add(agreement_id)
    return found


def _said(reasons: list[tuple[int, str]], receiver: Organisation) -> str:
    if not reasons:
        return f"You and {receiver.short_name} have no agreement in force that both have signed."
    nearest = sorted(reasons)
    if nearest[0][0] != ENDED:
        nearest = [each for each in nearest if each[0] != ENDED]
    return " ".join(sentence for _rank, sentence in nearest[:MOST])


def _reason(
    one: Registered,
    owner: Organisation,
    receiver: Organisation,
    category: Category | None,
    now: datetime,
    *,
    coming: bool = True,
) -> tuple[int, str] | None:
    """Why an agreement is no ground, how near it is to being one; None: it is. ``coming``: later will do."""
    reference, going_on = one.agreement.reference, one.going_on(now)
    if not coming:
        going_on = [each for each in going_on if not is_ahead(each.term.during, now)]
    if not going_on:
        return ENDED, _ended(one, now)
    covering = [each for each in going_on if category is None or category in each.categories]
    if not covering:
        return UNCOVERED, f"{reference} covers {one.shown(now).covered}, not {_word(category)}."
    missing = [_missing(each, (owner, receiver), now) for each in covering]
    if not all(missing):
        return None
    for each in going_on:  # a term that both signed says more than a newer one that they have not
        if each not in covering and not _missing(each, (owner, receiver), now):
            return UNCOVERED, f"{reference} covers {each.covered}, not {_word(category)}."
    return UNSIGNED, _unsigned(reference, covering[0], missing[0], now)


def _missing(each: SignedTerm, both: tuple[Organisation, Organisation], now: datetime) -> list[Organisation]:
    standing = each.standing(now)
    return [organisation for organisation in both if organisation.id not in standing]


def _unsigned(reference: str, each: SignedTerm, missing: list[Organisation], now: datetime) -> str:
    for organisation in missing:
        withdrawn = each.withdrawn(organisation.id, now)
        if withdrawn is not None and withdrawn.during.upper is not None:
            day = spoken_day(withdrawn.during.upper)
            return f"{organisation.short_name} withdrew its signature under {reference} on {day}."
    names = in_words(organisation.short_name for organisation in missing)
    return f"{names} {'has' if len(missing) == 1 else 'have'} not signed {reference} yet."


def _ended(one: Registered, now: datetime) -> str:
    term = one.shown(now).term
    if not is_over(term.during, now):
        return f"{one.agreement.reference} begins on {spoken_day(term.during.lower or now)}."
    return f"{one.agreement.reference} ended on {spoken_day((term.during.upper or now) - SHORTEST)}."


def _word(category: Category | None) -> str:
    return category.label.lower() if category else "this"
