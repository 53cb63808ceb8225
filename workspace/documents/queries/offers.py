"""To whom a document may be offered, on what ground, and to whom not, with the reason in words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select

from workspace.database import session
from workspace.documents.models import Document
from workspace.documents.queries.members import (
    Member,
    Participant,
    excluded_names,
    members,
    participants,
)
from workspace.documents.queries.visibility import standing
from workspace.people.models import Organisation
from workspace.people.queries import organisation_of
from workspace.periods import SHORTEST, spoken_day
from workspace.periods import words as spoken
from workspace.rooms.models import Room
from workspace.sharing.models import Agreement, Category, Release, ReleasePurpose
from workspace.sharing.queries.grounds import FROM_NOW_ON, Ground, grounds, in_words

__all__ = ("Already", "Offer", "best", "offers", "unended")


@dataclass(frozen=True)
class Already:
    """A release that an agency has already, in words."""

    id: int
    words: str


@dataclass(frozen=True)
class Offer:
    """An agency of the room, whether it may be chosen, and what there is to say about that.

    ``until`` is when its agreement ends, ``since`` the day from which it takes part, if that is to come.
    ``covers`` are the categories it may be chosen for, and ``covered`` says so in words.
    """

    organisation: Organisation
    can: bool
    sentence: str
    agreement: Agreement | None = None
    people: tuple[Member, ...] = ()
    already: tuple[Already, ...] = ()
    until: datetime | None = None
    since: datetime | None = None
    owner: bool = False
    covers: frozenset[Category] = frozenset()
    covered: str = ""

    @property
    def later(self) -> str:
        """The day from which it takes part, if that is to come, in words."""
        return f"from {spoken_day(self.since)}" if self.since else ""

    @property
    def counted(self) -> str:
        """How many people of the agency are in the room."""
        return f"{len(self.people)} {'person' if len(self.people) == 1 else 'people'}"


def offers(room_id: int, by: int, category: Category | None, document: Document | None = None) -> list[Offer]:
    """Every agency of a room, the owner first, with what its agreement lets the owner release to it.

    Without a ``category`` (it has not been chosen yet) an agency can be chosen if any agreement
    stands, and the sentence says all that it covers; saving refuses what it does not. The owner is the
    document's, or for a new one the organisation of ``by``.
    """
    taking_part = participants(room_id)
    employer = organisation_of(by)
    owner_id = document.owner_id if document is not None else employer.id if employer is not None else 0
    agreed = grounds(owner_id, (one.organisation.id for one in taking_part))
    people: dict[int, list[Member]] = defaultdict(list)
    for member in members(room_id):
        people[member.organisation_id].append(member)
    room = session().get(Room, room_id)
    excluded = excluded_names(room, by) if room is not None else {}
    already = _already(document, people) if document is not None else defaultdict(list)
    found = [
        _offer(one, owner_id, category, agreed.get(one.organisation.id, []), excluded) for one in taking_part
    ]
    return [
        replace(one, people=tuple(people[one.organisation.id]), already=tuple(already[one.organisation.id]))
        for one in sorted(found, key=lambda one: not one.owner)
    ]


def best(agreed: Iterable[Ground], category: Category | None) -> Ground | None:
    """The agreement to release under: of those that cover the category, the one that runs longest."""
    return next((one for one in agreed if category is None or one.covers(category)), None)


def _offer(
    one: Participant,
    owner_id: int,
    category: Category | None,
    agreed: list[Ground],
    excluded: Mapping[int, list[str]],
) -> Offer:
    agency = one.organisation
    if agency.id == owner_id:
        return Offer(agency, False, "always: you are the owner", owner=True)
    stays_out = "".join(f" {name} stays excluded." for name in excluded.get(agency.id, ()))
    ground = best(agreed, category)
    if ground is None:
        return Offer(agency, False, _reason(agency, category, agreed), since=one.since)
    told = [ground] if category else agreed
    sentence = " ".join(_covers(each, category) for each in told) + stays_out
    return Offer(
        agency,
        True,
        sentence,
        ground.agreement,
        until=ground.until,
        since=one.since,
        covers=frozenset(each for one_of in agreed for each in one_of.categories),
        covered=_covered(agreed),
    )


def _covers(ground: Ground, category: Category | None) -> str:
    agreement = ground.agreement
    until = f", until {spoken_day(ground.until - SHORTEST)}" if ground.until else ""
    return (
        f"{agreement.reference} covers {category.label.lower() if category else ground.covered}{until}. "
        f"Purpose: {lower(agreement.purpose)}. Basis: {agreement.basis.label.lower()}."
    )


def _reason(agency: Organisation, category: Category | None, agreed: list[Ground]) -> str:
    if not agreed:
        return f"You and {agency.short_name} have no agreement in force that both have signed."
    return f"{_covered(agreed)}, not {category.label.lower() if category else 'this'}."


def _covered(agreed: Iterable[Ground]) -> str:
    return in_words(f"{one.agreement.reference} covers {one.covered}" for one in agreed)


def lower(purpose: str) -> str:
    """Somebody's words inside a sentence of ours: a small letter at the start, unless it is a name's."""
    words = purpose.strip().rstrip(".")
    return words[:1].lower() + words[1:] if words[1:2].islower() else words


def unended(document_id: int) -> list[Release]:
    """The releases of a document that have not been withdrawn or run out, whether they count now or not."""
    return list(
        session().scalars(
            select(Release)
            .where(Release.document_id == document_id, ~func.isempty(Release.during * FROM_NOW_ON))
            .order_by(Release.id)
            .execution_options(populate_existing=True)
        )
    )


def purpose_of(release_id: int) -> str:
    """What a release is for, in the words of whoever made it; nothing for those who may not read that."""
    asked = select(ReleasePurpose.purpose).where(ReleasePurpose.release_id == release_id)
    return session().scalars(asked).one_or_none() or ""


def _already(document: Document, people: Mapping[int, list[Member]]) -> defaultdict[int, list[Already]]:
    stands = {one.release.id for one in standing([document.id]).get(document.id, [])}
    names = {member.id: member.name for group in people.values() for member in group}
    found: defaultdict[int, list[Already]] = defaultdict(list)
    for release in unended(document.id):
        words = released_in_words(release, names)
        if release.id not in stands:
            words += ". It does not count now: its agreement, its consent or their part in the room has ended"
        found[release.organisation_id].append(Already(release.id, words))
    return found


def released_in_words(release: Release, names: Mapping[int, str]) -> str:
    """A release in words: for whom, since and until when, and what may be done."""
    words = [spoken(release.during)]
    if release.people is not None:
        words.insert(0, "only " + in_words(names.get(id, "somebody who has left") for id in release.people))
    words.append("for action" if release.for_action else "for information")
    if not release.may_annotate:
        words.append("to read only")
    return ", ".join(words)
