"""Which agencies can see a document. Told to everyone who can see it themselves, and to nobody else."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import TIMESTAMP, ColumnElement, Select, func, select

from workspace.database import session
from workspace.documents.models import Document
from workspace.documents.policy.release import RELEASE_STANDS, is_for_their_role, is_for_them
from workspace.documents.queries.members import agencies_of_members
from workspace.people.models import Organisation
from workspace.people.queries import organisations_named
from workspace.periods import spoken_day
from workspace.permissions.questions import NOW, ONE
from workspace.permissions.rules import in_force
from workspace.rooms.models import Participation, Role
from workspace.rooms.order import in_order
from workspace.sharing.models import Release
from workspace.sharing.queries.grounds import FROM_NOW_ON

Chip = tuple[Organisation, str, str]  # the organisation, how (owner, some, later or nothing), and a note

WHOM = (is_for_them, is_for_their_role)


@dataclass(frozen=True)
class Standing:
    """A release that stands, and since or from when: it, its agreement and the receiver's participation."""

    release: Release
    begins: datetime

    @property
    def later(self) -> bool:
        """Whether it only begins to count on a day to come."""
        return self.begins > datetime.now(UTC)


def standing(document_ids: Iterable[int]) -> dict[int, list[Standing]]:
    """The releases of documents that stand or will, as the rule about reading sees them, by document."""
    found: dict[int, list[Standing]] = defaultdict(list)
    begins = _begins().label("begins")
    chosen = Release.document_id.in_(set(document_ids))
    asked = _standing(Release, begins).join(Document, Document.id == Release.document_id).where(chosen)
    for release, start in session().execute(asked):
        found[release.document_id].append(Standing(release, start))
    return found


@dataclass(frozen=True)
class Seen:
    """Who besides its owner can see a document, and the agencies that should do something about it.

    `for_action` says of each of these until when, if a day was named.
    """

    chips: tuple[Chip, ...] = ()
    for_action: Mapping[int, date | None] = field(default_factory=dict)


def also_visible(documents: Iterable[Document]) -> dict[int, Seen]:
    """The agencies besides the owner that can see each document, by document; none for an unshared one."""
    by_document = standing(document.id for document in documents)
    everything = [one for ones in by_document.values() for one in ones]
    named = organisations_named(one.release.organisation_id for one in everything)
    here = agencies_of_members({one.release.room_id for one in everything if one.release.people is not None})
    return {
        id: Seen(
            tuple(chips(ones, named, here)),
            {one.release.organisation_id: one.release.act_by for one in ones if one.release.for_action},
        )
        for id, ones in by_document.items()
    }


def visible_to(document: Document) -> list[Chip]:
    """The chips of all agencies that can see a document, its owner first."""
    also = also_visible([document]).get(document.id, Seen())
    return [(organisations_named([document.owner_id])[document.owner_id], "owner", ""), *also.chips]


def chips(
    releases: Iterable[Standing], named: dict[int, Organisation], here: Mapping[tuple[int, int], int]
) -> list[Chip]:
    """One chip an agency, for the widest that its releases allow; none when all whom it names have left.

    ``here`` are the organisations of the people of the rooms, by room and person.
    """
    by_agency: dict[int, list[Standing]] = defaultdict(list)
    for one in releases:
        if one.release.people is None or people_here(one.release, here):
            by_agency[one.release.organisation_id].append(one)
    return [(agency, *_how(by_agency[agency.id], here)) for agency in in_order(named[id] for id in by_agency)]


def people_here(release: Release, here: Mapping[tuple[int, int], int]) -> set[int]:
    """Those whom a release names who are in the room for the agency it was made to."""
    return {
        person
        for person in release.people or ()
        if here.get((release.room_id, person)) == release.organisation_id
    }


def _how(releases: list[Standing], here: Mapping[tuple[int, int], int]) -> tuple[str, str]:
    now = [one for one in releases if not one.later]
    note = _whom([one.release for one in now or releases], here)
    if now:
        return ("some" if note else "", note)
    # A short month, or the chip is wider than a telephone's column.
    start = " ".join(word[:3] if word.isalpha() else word for word in _first_day(releases).split())
    return "later", f"{note + ', ' if note else ''}from {start}"


def _whom(releases: list[Release], here: Mapping[tuple[int, int], int]) -> str:
    """Whom the widest of an agency's releases leaves: nothing (everybody), "contributors", "2 people"."""
    roles = [one.minimum_role for one in releases if one.people is None]
    if roles:
        least = min(roles, key=lambda role: role or 0)
        return f"{least.label.lower()}s" if least is not None and least > Role.READER else ""
    people = {person for one in releases for person in people_here(one, here)}
    return f"{len(people)} {'person' if len(people) == 1 else 'people'}"


def _first_day(releases: list[Standing]) -> str:
    return spoken_day(min(one.begins for one in releases))


def seen_by(organisation_id: ColumnElement[int]) -> ColumnElement[bool]:
    """The condition that a document is released to an organisation, now or from a later day."""
    return _there_is(Release.organisation_id == organisation_id)


def seen_by_another() -> ColumnElement[bool]:
    """The condition that a document is released to any organisation at all."""
    return _there_is()


def _there_is(*parts: ColumnElement[bool]) -> ColumnElement[bool]:
    of_it = Release.document_id == Document.id
    return _standing(Release.id).where(of_it, *parts).correlate(Document).exists()


def _begins() -> ColumnElement[datetime]:
    starts = (func.lower(Release.during), func.lower(Participation.during))
    return func.greatest(NOW, *starts, type_=TIMESTAMP(timezone=True))


def _standing(*what: Any) -> Select[Any]:
    """Releases asked as of the moment they begin to count: the rule's own parts, without whom they name."""
    begins = _begins()
    rule = (part for part in (*RELEASE_STANDS, in_force(Participation)) if part not in WHOM)
    takes_part = (Participation.room_id == Release.room_id) & (
        Participation.organisation_id == Release.organisation_id
    )
    return (
        select(*what)
        .join(Participation, takes_part)
        .where(~func.isempty(Release.during * FROM_NOW_ON), *(part(ONE, begins) for part in rule))
    )
