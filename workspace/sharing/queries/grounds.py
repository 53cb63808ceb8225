"""Finding on what ground something may be shared: the agreements that bind two organisations."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import TSTZRANGE
from sqlalchemy.orm import aliased

from workspace.database import Period, session
from workspace.permissions.questions import NOW
from workspace.sharing.models import Agreement, Category, Signature, Term

FROM_NOW_ON = func.tstzrange(NOW, None, type_=TSTZRANGE)


@dataclass(frozen=True)
class Ground:
    """An agreement under which one organisation may release to another: what it covers, and when."""

    agreement: Agreement
    categories: frozenset[Category]
    during: Period

    @property
    def until(self) -> datetime | None:
        """When it ends; None: no end is written."""
        return self.during.upper

    @property
    def purpose(self) -> str:
        """What it is for, on one line."""
        return purpose_of(self.agreement)

    def covers(self, category: Category) -> bool:
        """Whether it covers a category of information."""
        return category in self.categories

    @property
    def covered(self) -> str:
        """What it covers, in words: "health, housing and plan"."""
        return in_words(category.label.lower() for category in sorted(self.categories))


def grounds(owner_id: int, receiver_ids: Iterable[int]) -> dict[int, list[Ground]]:
    """The agreements under which ``owner_id`` may release to each of the others, now or from a later day.

    Both must have signed, and the agreement must run. What runs longest comes first.
    """
    owner = aliased(Signature)
    both = Term.during * owner.during * Signature.during
    found = session().execute(
        select(Agreement, Term.categories, Signature.organisation_id, both)
        .join(Term, Term.agreement_id == Agreement.id)
        .join(owner, owner.term_id == Term.id)
        .join(Signature, Signature.term_id == Term.id)
        .where(
            owner.organisation_id == owner_id,
            Signature.organisation_id.in_(set(receiver_ids) - {owner_id}),
            ~func.isempty(both * FROM_NOW_ON),
        )
        .order_by(func.upper(both).desc().nulls_first(), Agreement.id)
    )
    by_receiver: dict[int, list[Ground]] = defaultdict(list)
    for agreement, categories, receiver_id, during in found:
        by_receiver[receiver_id].append(Ground(agreement, frozenset(map(Category, categories)), during))
    return by_receiver


def purpose_of(agreement: Agreement) -> str:
    """What an agreement is for, on one line: it keeps each purpose on a line of its own."""
    return "; ".join(agreement.purpose.splitlines())


def in_words(names: Iterable[str]) -> str:
    """A list as people say it: "Council", "Council and NHS", "Council, NHS and Police"."""
    *head, last = [*names] or [""]
    return f"{', '.join(head)} and {last}" if head else last
