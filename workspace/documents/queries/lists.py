"""The lists of documents that stay quick however many there are.

A person's documents in a room are those of their organisation and those ever released to it: two
indices, read in order and merged; the rule then decides each. Measured with a million documents, this
is fifty times quicker than asking the rule of every document of a large room.

Which documents these are is asked as the role that is nobody, which sees ids and periods only, because
the rule is asked anyway; the documents themselves are read in the person's own session, where row-level
security asks it once more of the few that are shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Integer, Select, bindparam, func, select, true, union_all
from sqlalchemy.dialects.postgresql import ARRAY, distinct_on
from sqlalchemy.orm import aliased

from workspace.database import actor, audience_session, session
from workspace.documents.models import Document, Version
from workspace.documents.policy.marking import level_at
from workspace.documents.queries.visibility import seen_by, seen_by_another
from workspace.permissions.policies import Action, rule_for
from workspace.permissions.questions import NOW, ONE
from workspace.permissions.rules import Condition, leaning, probing
from workspace.rooms.models import Level, Room
from workspace.sharing.models import Category, Release

ROOM = bindparam("room", type_=BigInteger)
MANY = 200  # what is counted, and put in order of its last change; of more is said that it is more


@dataclass(frozen=True)
class Listed:
    """A document in a list: what it is, its marking now, and its current version."""

    document: Document
    level: Level
    number: int
    media_type: str
    filename: str
    changed_at: datetime
    changed_by_id: int


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for in a room. `seen_by` 0: no other agency; None: whatever."""

    find: str = ""
    owner: int | None = None
    seen_by: int | None = None
    category: Category | None = None

    def __bool__(self) -> bool:
        return self != Wanted()

    def conditions(self) -> list[Condition]:
        """It as SQL about documents."""
        found: list[Condition] = []
        if self.find:
            found.append(Document.title.icontains(self.find, autoescape=True))
        if self.owner is not None:
            found.append(Document.owner_id == self.owner)
        if self.category is not None:
            found.append(Document.category == self.category)
        if self.seen_by == 0:
            found.append(~seen_by_another())
        elif self.seen_by is not None:
            asked = bindparam("seen_by", self.seen_by, type_=BigInteger)
            found.append((Document.owner_id == asked) | seen_by(asked))
        return found


@dataclass(frozen=True)
class Place:
    """Where a document stands in a list: by its own id, or by its current version's; both tell the time."""

    document_id: int
    version_id: int


def in_room(room_id: int, who: int, most: int = MANY) -> tuple[list[Listed], int]:
    """The documents that ``who`` may read in a room already fetched for them, those changed last first.

    Gives up to ``most`` of them, and how many these are; in a room of more, those that were added last.
    """
    found = by_change(places(room_id, who, most=most))
    return shown([place.document_id for place in found]), len(found)


def readable_ids(room_id: int, who: int, most: int | None = None) -> list[int]:
    """The ids of the documents that ``who`` may read in a room already fetched for them, newest first."""
    return [place.document_id for place in places(room_id, who, most=most)]


def places(
    room_id: int,
    who: int,
    wanted: Wanted | None = None,
    *,
    most: int | None,
    before: int | None = None,
    after: int | None = None,
) -> list[Place]:
    """What ``who`` may read in a room already fetched for them, by when it was added, the newest first.

    ``before`` and ``after`` are ids: only older documents, or only newer ones, those next to it first.
    What the current transaction has not committed is not among them, unless titles are searched.
    """
    asked = _places(before is not None, after is not None).limit(most)
    values = {"room": room_id, "who": who, "before": before, "after": after}
    if wanted:
        asked = asked.where(*wanted.conditions())
    if wanted and wanted.find:  # only the person's own session reads titles
        rows = session().execute(asked, values).all()
    else:
        with audience_session() as nobody:
            rows = nobody.execute(asked, values).all()
    return [Place(document_id, version_id) for document_id, version_id in rows]


def by_change(found: Sequence[Place]) -> list[Place]:
    """The same with those first that changed last."""
    return sorted(found, key=lambda place: place.version_id, reverse=True)


def shown(document_ids: Sequence[int]) -> list[Listed]:
    """What lists show of documents, in the same order, as far as whoever asks may read them."""
    if not document_ids:
        return []
    found = {
        document.id: Listed(
            document, Level(level), last.number, last.media_type, last.filename, last.created_at, last.by_id
        )
        for document, level, last in session().execute(_shown(), {"ids": list(document_ids)})
    }
    return [found[id] for id in document_ids if id in found]


def newest(who: int, limit: int = 50) -> list[Document]:
    """The documents added last of all that ``who`` may read, in all their rooms.

    Exact: first the newest few of each room, as many as make ``limit`` if every room has them. The
    last of these is the cut-off: nothing older can be among them. Then, in the rooms that reach it,
    all that is not older.
    """
    with audience_session() as nobody:
        ids = list(nobody.scalars(_newest(limit), {"who": who}))
    if not ids:
        return []
    return list(session().scalars(_documents(), {"ids": ids}))


def newest_documents(limit: int) -> list[Document]:
    """The documents added last of all that whoever asks may read; for their Home."""
    who = actor()
    return [] if who is None else newest(who, limit)


def _listed(
    room: ColumnElement[int],
    since: ColumnElement[int] | None = None,
    before: ColumnElement[int] | None = None,
    *,
    oldest_first: bool = False,
) -> Any:
    """The ids, newest first, that the person's organisation owns or was ever released in ``room``.

    Only an index: the rule still decides each. OFFSET 0 keeps both arms in index order, so that
    they are merged as they are read, instead of all fetched and sorted.
    """
    organisation, own = ONE.organisation(NOW), aliased(Document)
    owned = select(own.id.label("id")).where(own.owner_id == organisation, own.room_id == room)
    released = select(Release.document_id).where(
        Release.organisation_id == organisation, Release.room_id == room
    )
    if since is not None:
        owned, released = owned.where(own.id >= since), released.where(Release.document_id >= since)
    if before is not None:
        owned, released = owned.where(own.id < before), released.where(Release.document_id < before)
    arms = union_all(
        owned.order_by(_in(own.id, oldest_first)).offset(0).correlate_except(own),
        released.order_by(_in(Release.document_id, oldest_first)).offset(0).correlate_except(Release),
    ).subquery("arms")
    ids = select(arms.c.id).ext(distinct_on(arms.c.id)).order_by(_in(arms.c.id, oldest_first))
    return ids.correlate_except(arms).lateral("ids")


def _in(id: Any, oldest_first: bool) -> Any:
    return id.asc() if oldest_first else id.desc()


def _reads() -> Condition:
    return probing(leaning(rule_for(Action.READ, Document)))(ONE, NOW)


@cache
def _places(before: bool, after: bool) -> Select[Any]:
    current = select(Version.id).where(Version.document_id == Document.id).order_by(Version.number.desc())
    ids = _listed(
        ROOM,
        since=bindparam("after", type_=BigInteger) + 1 if after else None,
        before=bindparam("before", type_=BigInteger) if before else None,
        oldest_first=after,
    )
    return (
        select(Document.id, current.limit(1).correlate(Document).scalar_subquery())
        .join(ids, ids.c.id == Document.id)
        .where(_reads())
        .order_by(_in(ids.c.id, after))
    )


def _chosen() -> Condition:
    return Document.id == func.any(bindparam("ids", type_=ARRAY(BigInteger)))


@cache
def _documents() -> Select[Document]:
    return select(Document).where(_chosen()).order_by(Document.id.desc())


@cache
def _shown() -> Select[Document, int, Version]:
    found = (
        select(Version)
        .where(Version.document_id == Document.id)
        .order_by(Version.number.desc())
        .limit(1)
        .correlate(Document)
        .lateral("current")
    )
    current = aliased(Version, found)
    return select(Document, level_at(NOW), current).join(found, true()).where(_chosen())


@cache
def _newest(limit: int) -> Select[Any]:
    rule = rule_for(Action.READ, Room)
    rooms = select(Room.id).where(rule(ONE, NOW)).cte("rooms").prefix_with("MATERIALIZED")
    few = select(func.ceil(limit / func.greatest(func.count(), 1.0)).cast(Integer)).select_from(rooms)

    ids = _listed(rooms.c.id)
    top = select(Document.id).join(ids, ids.c.id == Document.id).where(_reads()).order_by(ids.c.id.desc())
    first = top.limit(few.scalar_subquery()).correlate(rooms).lateral("first")
    found = select(rooms.c.id, first.c.id.label("document_id")).join(first, true())
    tops = found.cte("tops").prefix_with("MATERIALIZED")

    # Only a condition that cannot fail reaches an index under row-level security: coalesce stays inside.
    last = select(tops.c.document_id).order_by(tops.c.document_id.desc()).offset(limit - 1).limit(1)
    cut = select(func.coalesce(last.scalar_subquery(), 0)).scalar_subquery()
    near = select(tops.c.id).distinct().where(tops.c.document_id >= cut).cte("near")
    near = near.prefix_with("MATERIALIZED")

    ids = _listed(near.c.id, since=cut)
    rest = select(Document.id).join(ids, ids.c.id == Document.id).where(_reads()).order_by(ids.c.id.desc())
    recent = rest.limit(limit).correlate(near).lateral("recent")
    chosen = select(recent.c.id).select_from(near).join(recent, true())
    return chosen.order_by(recent.c.id.desc()).limit(limit)
