"""To whom a document may be offered, on what ground, and to whom not, with the reason in words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time

from sqlalchemy import BigInteger, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY

from workspace.database import audience_session, session
from workspace.documents.models import Document
from workspace.documents.queries.members import (
    Member,
    Participant,
    excluded_names,
    members,
    participants,
)
from workspace.documents.queries.versions import level_of
from workspace.documents.queries.visibility import standing
from workspace.people.models import Organisation
from workspace.people.queries import organisation_of, organisations_named
from workspace.periods import SHORTEST, spoken_day
from workspace.periods import words as spoken
from workspace.rooms.models import Level, Role, Room
from workspace.sharing.models import Agreement, Category, Release, ReleasePurpose
from workspace.sharing.queries.ends import ends_soon
from workspace.sharing.queries.grounds import FROM_NOW_ON, Ground, grounds, in_words
from workspace.sharing.queries.ungrounded import why_no_ground, why_not_under

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
    ``covers`` are the categories it may be chosen for, and ``covered`` says so in words; ``first_of`` is
    the owner's name where it would be the first time ever that the owner shows them anything.
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
    first_of: str = ""
    covers: frozenset[Category] = frozenset()
    covered: str = ""

    @property
    def later(self) -> str:
        """The day from which it takes part, if that is to come, in words."""
        return f"from {spoken_day(self.since)}" if self.since else ""

    @property
    def first_time(self) -> str:
        """That this would be the first time the owner shows them anything, where it would be."""
        return first_time(self.first_of, self.organisation.short_name) if self.first_of else ""

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
    ids = [one.organisation.id for one in taking_part if one.organisation.id != owner_id]
    agreed = grounds(owner_id, ids)
    people: dict[int, list[Member]] = defaultdict(list)
    for member in members(room_id):
        people[member.organisation_id].append(member)
    room = session().get(Room, room_id)
    excluded = excluded_names(room, by) if room is not None else {}
    already = _already(document, people) if document is not None else defaultdict(list)
    lacking = [id for id in ids if best(agreed.get(id, []), category) is None]
    why = why_no_ground(owner_id, lacking, category)
    found = [
        _offer(one, owner_id, category, agreed.get(one.organisation.id, []), excluded, why)
        for one in taking_part
    ]
    known = receivers_of(owner_id, (one.organisation.id for one in found if one.can))
    owner = next((one.organisation.short_name for one in found if one.owner), "your agency")
    return [
        replace(
            one,
            people=tuple(people[one.organisation.id]),
            already=tuple(already[one.organisation.id]),
            first_of=owner if one.can and one.organisation.id not in known else "",
        )
        for one in sorted(found, key=lambda one: not one.owner)
    ]


def receivers_of(owner_id: int, organisation_ids: Iterable[int]) -> set[int]:
    """To which of some organisations anything of an owner was ever released, in whichever room."""
    asked = func.unnest(bindparam("ids", type_=ARRAY(BigInteger)), type_=BigInteger)
    among = select(asked.label("id")).cte("among")
    ever = (
        select(Release.id)
        .join(Document, Document.id == Release.document_id)
        .where(Release.organisation_id == among.c.id, Document.owner_id == owner_id)
        .exists()
    )
    with audience_session() as nobody:  # rooms count in which whoever asks is not
        return set(nobody.scalars(select(among.c.id).where(ever), {"ids": list(organisation_ids)}))


def first_time(owner: str, receiver: str) -> str:
    """The warning that goes with the first release of one organisation to another."""
    return f"This would be the first time {owner} shows {receiver} anything."


def best(agreed: Iterable[Ground], category: Category | None) -> Ground | None:
    """The agreement to release under: of those that cover the category, the one that runs longest."""
    return next((one for one in agreed if category is None or one.covers(category)), None)


def _offer(
    one: Participant,
    owner_id: int,
    category: Category | None,
    agreed: list[Ground],
    excluded: Mapping[int, list[str]],
    why: Mapping[int, str],
) -> Offer:
    agency = one.organisation
    if agency.id == owner_id:
        return Offer(agency, False, "always: you are the owner", owner=True)
    stays_out = "".join(f" {name} stays excluded." for name in excluded.get(agency.id, ()))
    ground = best(agreed, category)
    if ground is None:
        return Offer(agency, False, why.get(agency.id, ""), since=one.since)
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
        f"Purpose: {lower(ground.purpose)}. Basis: {agreement.basis.label.lower()}.{_soon(ground)}"
    )


def _soon(ground: Ground) -> str:
    """That an agreement ends soon, for those who are about to release under it."""
    if not ends_soon(ground.during, datetime.now(UTC)) or ground.until is None:
        return ""
    return f" It ends soon: what is released under it closes after {spoken_day(ground.until - SHORTEST)}."


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
    level, releases = level_of(document), unended(document.id)
    agencies = organisations_named([document.owner_id, *(release.organisation_id for release in releases)])
    for release in releases:
        words = released_in_words(release, names)
        if release.id not in stands:
            words += f". It does not count now: {_why_not(release, document, level, agencies)}"
        found[release.organisation_id].append(Already(release.id, words))
    return found


def _why_not(release: Release, document: Document, level: Level, agencies: Mapping[int, Organisation]) -> str:
    owner, receiver = agencies[document.owner_id], agencies[release.organisation_id]
    why = why_not_under(release.agreement_id, owner, receiver, document.category)
    if why is not None:
        return why.rstrip(".")
    if level is Level.OFFICIAL_SENSITIVE and release.people is None and release.minimum_role is None:
        return f"it names neither people nor a role, which {level.label} asks for"
    return "its consent or their part in the room has ended"


def released_in_words(release: Release, names: Mapping[int, str]) -> str:
    """A release in words: for whom, since and until when, and what may be done."""
    words = [spoken(release.during)]
    if release.minimum_role is not None:
        words.insert(0, whom_in_words(release.minimum_role))
    if release.people is not None:
        words.insert(0, "only " + in_words(names.get(id, "somebody who has left") for id in release.people))
    by = f" by {spoken_day(datetime.combine(release.act_by, time(12), UTC))}" if release.act_by else ""
    words.append(f"for action{by}" if release.for_action else "for information")
    if not release.may_annotate:
        words.append("to read only")
    if not release.may_download:
        words.append("not for downloading")
    return ", ".join(words)


def whom_in_words(role: Role) -> str:
    """To whom of an agency something released to a role goes: "only contributors and up"."""
    return "only leads" if role is Role.LEAD else f"only {role.label.lower()}s and up"
