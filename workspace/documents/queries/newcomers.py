"""What of an agency's own an agency that joined later does not see yet, and who joined later."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select

from workspace.database import actor, session
from workspace.documents.models import Document
from workspace.documents.queries.lists import MANY, Listed, Wanted, places, shown
from workspace.documents.queries.members import Member, members
from workspace.documents.queries.offers import best, first_time, receivers_of
from workspace.people.models import Organisation
from workspace.people.queries import organisations_named
from workspace.periods import is_ahead, is_over, spoken_day
from workspace.permissions.policies import Action
from workspace.permissions.questions import NOW, ONE, abilities
from workspace.rooms.models import Level, Participation, Room
from workspace.rooms.order import place
from workspace.rooms.queries.facts import not_over
from workspace.sharing.models import Category, Release
from workspace.sharing.queries.grounds import FROM_NOW_ON, Ground, grounds
from workspace.sharing.queries.ungrounded import why_no_ground

SAID_FOR = timedelta(days=14)  # for how long the room's front page says that somebody joined


@dataclass(frozen=True)
class Newcomer:
    """An organisation that takes part in a room, from when, and whether it did before."""

    organisation: Organisation
    participation: Participation
    returned: bool

    @property
    def joins(self) -> str:
        """That it joined, in words: "Lantern joined on 25 November"."""
        name, again = self.organisation.short_name, " again" if self.returned else ""
        verb = "joins" if self.since else "joined"
        start = self.participation.during.lower
        return f"{name} {verb}{again} on {spoken_day(start)}" if start else f"{name} {verb}{again}"

    @property
    def since(self) -> datetime | None:
        """The day from which it takes part, while that is still to come."""
        during = self.participation.during
        return during.lower if is_ahead(during, datetime.now(UTC)) else None


@dataclass(frozen=True)
class Own:
    """A document of one's own that the newcomer does not see: on what ground it could, or why it cannot."""

    listed: Listed
    ground: Ground | None
    why_not: str = ""

    @property
    def is_sensitive(self) -> bool:
        """Whether it is released only to named people or to a role."""
        return self.listed.level is Level.OFFICIAL_SENSITIVE


@dataclass(frozen=True)
class OfferTo:
    """Everything that an agency could release to a newcomer in one step.

    ``earlier`` is what was released to it before and stands; ``more`` whether there is more than is shown.
    """

    newcomer: Newcomer
    owner: Organisation
    documents: tuple[Own, ...]
    earlier: tuple[Listed, ...]
    people: tuple[Member, ...]
    more: bool
    first_time: str = ""  # that nothing was ever shown to it before, where that is so

    @property
    def can(self) -> list[Own]:
        """What an agreement covers."""
        return [one for one in self.documents if one.ground]

    @property
    def ground(self) -> Ground | None:
        """The agreement to pre-fill from, where all that can be released rests on the same one."""
        found = {one.ground.agreement.id: one.ground for one in self.can if one.ground}
        return next(iter(found.values())) if len(found) == 1 else None


def newcomer(room_id: int, organisation_id: int) -> Newcomer | None:
    """An organisation that takes part in a room or will; None for any other."""
    found = _newcomers(room_id, Participation.organisation_id == organisation_id)
    return found[0] if found else None


def offer_to(room_id: int, by: int, own: Organisation, joined: Newcomer) -> OfferTo:
    """What ``own`` could release to a newcomer of a room, as far as ``by``, who works for it, may read it."""
    found = places(room_id, by, Wanted(owner=own.id), most=MANY + 1)
    organisation = joined.organisation
    released = _released([one.document_id for one in found], organisation.id)
    listed = shown([one.document_id for one in found[:MANY]])
    agreed = grounds(own.id, [organisation.id]).get(organisation.id, [])
    free = [one for one in listed if one.document.id not in released]
    why_not = _why_not(own.id, organisation.id, agreed, {one.document.category for one in free})
    documents = [
        Own(one, best(agreed, one.document.category), why_not.get(one.document.category, "")) for one in free
    ]
    return OfferTo(
        joined,
        own,
        tuple(documents),
        tuple(one for one in listed if one.document.id in released),
        tuple(one for one in members(room_id) if one.organisation_id == organisation.id),
        len(found) > MANY,
        ""
        if receivers_of(own.id, [organisation.id])
        else first_time(own.short_name, organisation.short_name),
    )


def newcomers(room: Room) -> list[Newcomer]:
    """Who joined a room lately, or will, and should be told what whoever asks could show them.

    For contributors of an agency that owns something there: until something of theirs was released since,
    and no longer than two weeks.
    """
    own = ONE.organisation(NOW)
    lately = func.lower(Participation.during) > NOW - SAID_FOR
    found = _newcomers(room.id, lately, Participation.organisation_id != own, *_could_be_shown(own))
    may = abilities(session(), actor(), room) if found else ()
    return found if Action.CONTRIBUTE in may else []


def receivable(room_id: int, organisation_id: int) -> list[int]:
    """The documents of a room that are released to an organisation, as far as whoever asks may read them."""
    asked = (
        select(Document.id)
        .join(Release, Release.document_id == Document.id)
        .where(Document.room_id == room_id, Release.organisation_id == organisation_id, _unended())
        .distinct()
    )
    return list(session().scalars(asked))


def _newcomers(room_id: int, *conditions: Any) -> list[Newcomer]:
    asked = select(Participation).where(Participation.room_id == room_id)
    standing = asked.where(not_over(Participation), *conditions)
    found = list(session().scalars(standing, {"who": actor()}))
    if not found:
        return []
    ids = {one.organisation_id for one in found}
    before = session().scalars(asked.where(Participation.organisation_id.in_(ids))).all()
    now, named = datetime.now(UTC), organisations_named(ids)
    was_there = {one.organisation_id for one in before if is_over(one.during, now)}
    made = [
        Newcomer(named[one.organisation_id], one, one.organisation_id in was_there)
        for one in found
        if one.organisation_id in named
    ]
    return sorted(made, key=lambda one: place(one.organisation))


def _could_be_shown(own: Any) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """SQL for: it owns something older than a newcomer, who does not see it, and has shown it nothing since.

    Ids are in the order in which things were made, so they tell what was released since it was brought in.
    """
    theirs = (Release.document_id == Document.id) & (Release.organisation_id == Participation.organisation_id)
    mine = (
        (Document.room_id == Participation.room_id)
        & (Document.owner_id == own)
        & Document.during.contains(NOW)
    )
    unseen = ~select(Release.id).where(theirs, _unended()).correlate(Document, Participation).exists()
    since = select(Release.id).where(theirs, Release.id > Participation.id)
    older = func.lower(Document.during) < func.lower(Participation.during)
    something = select(Document.id).where(mine, older, unseen).correlate(Participation)
    shown_since = select(Document.id).where(mine, since.correlate(Document, Participation).exists())
    return something.exists(), ~shown_since.correlate(Participation).exists()


def _released(document_ids: Sequence[int], organisation_id: int) -> set[int]:
    asked = select(Release.document_id).where(
        Release.document_id.in_(document_ids), Release.organisation_id == organisation_id, _unended()
    )
    return set(session().scalars(asked))


def _unended() -> Any:
    return ~func.isempty(Release.during * FROM_NOW_ON)


def _why_not(
    owner_id: int, receiver_id: int, agreed: list[Ground], categories: Iterable[Category]
) -> dict[Category, str]:
    return {
        category: why_no_ground(owner_id, [receiver_id], category).get(receiver_id, "")
        for category in sorted(categories)
        if best(agreed, category) is None
    }
