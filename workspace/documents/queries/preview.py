"""What other people of a room see or would see, of what the person who asks sees themselves."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Select, bindparam, func, select, true
from sqlalchemy.dialects.postgresql import ARRAY

from workspace.database import actor, audience_session, session
from workspace.documents.models import Document
from workspace.documents.policy.document import reads_document
from workspace.documents.policy.marking import DOWNLOADED_BY
from workspace.documents.queries.lists import Listed, in_room, readable_ids
from workspace.documents.queries.members import Member
from workspace.documents.queries.visibility import standing
from workspace.permissions.questions import NOW, THEN
from workspace.permissions.rules import Rule, Who, all_of, probing
from workspace.rooms.models import Level, Membership, Role
from workspace.sharing.models import Release

# The rule about reading, without the question to whom it is released: what a release cannot give.
COULD_READ = all_of(
    "could_read",
    "The person could read the document once it is released to them",
    *(part for part in reads_document.parts if part.name != "is_theirs_to_see"),
)


@dataclass(frozen=True)
class Glimpse:
    """A document that somebody would see; `only` names them when not all who were asked about would."""

    listed: Listed
    is_new: bool
    only: tuple[str, ...] = ()


@dataclass(frozen=True)
class Preview:
    """What some people would see, of the `total` documents that the person who asks can see.

    `at` is the day to come that was asked about; `abilities` says what one person could do.
    """

    people: tuple[Member, ...]
    documents: tuple[Glimpse, ...]
    total: int
    chosen: bool
    sees_this: bool
    abilities: tuple[str, ...] = ()
    at: datetime | None = None


def preview(
    document: Document,
    by: int,
    people: Iterable[Member],
    chosen: Collection[int],
    *,
    instead_of: Release | None = None,
    may_annotate: bool = True,
    at: datetime | None = None,
) -> Preview:
    """What ``people`` of one agency would see in a document's room if it were released to ``chosen``.

    ``instead_of`` is their release that this would replace; ``at`` asks for a day to come, for an agency
    that joins later.
    """
    asked = tuple(people)
    listed, total = in_room(document.room_id, by, most=1000)
    ids = [one.document.id for one in listed]
    readers = readers_of(ids, [person.id for person in asked], at)
    before = readers[document.id]
    kept = before if instead_of is None else _still(document, asked, instead_of)
    could = readers_of([document.id], sorted({*chosen, *kept}), at, COULD_READ)[document.id]
    after = readers | {document.id: kept & before | could}
    seen = [
        Glimpse(
            one,
            one.document.id == document.id and not before,
            _only(asked, after.get(one.document.id, set())),
        )
        for one in listed
        if after.get(one.document.id, set())
    ]
    level = next((one.level for one in listed if one.document.id == document.id), document.level)
    return Preview(
        asked,
        tuple(sorted(seen, key=lambda glimpse: not glimpse.is_new)),
        total,
        bool(chosen),
        bool(after.get(document.id)),
        _could(asked, document, level, may_annotate) if after.get(document.id) else (),
        at,
    )


def readers_of(
    document_ids: Collection[int],
    person_ids: Collection[int],
    at: datetime | None = None,
    rule: Rule = reads_document,
) -> dict[int, set[int]]:
    """Which of some people may read each of some documents, in one question; whoever asks may see less."""
    found: dict[int, set[int]] = defaultdict(set)
    if document_ids and person_ids:
        with audience_session() as nobody:
            asked = {"documents": list(document_ids), "people": list(person_ids), "at": at}
            for person_id, document_id in nobody.execute(_readers(rule, at is None), asked):
                found[document_id].add(person_id)
    return found


def documents_seen(room_id: int) -> dict[int, int]:
    """How many of the documents that whoever asks can see in a room each of its people can see, too."""
    who = actor()
    if who is None:
        return {}
    members = session().scalars(
        select(Membership.person_id).where(Membership.room_id == room_id, Membership.during.contains(NOW))
    )
    counts: dict[int, int] = dict.fromkeys(members, 0)
    for readers in readers_of(readable_ids(room_id, who), list(counts)).values():
        for person_id in readers:
            counts[person_id] += 1
    return counts


def _still(document: Document, asked: Iterable[Member], ended: Release) -> set[int]:
    """Which people of an agency another of its releases lets see a document when one has ended."""
    others = [
        one.release
        for one in standing([document.id]).get(document.id, [])
        if one.release.organisation_id == ended.organisation_id and one.release.id != ended.id
    ]
    return {person.id for person in asked for one in others if one.people is None or person.id in one.people}


@cache
def _readers(rule: Rule, now: bool) -> Select[Any]:
    asked = func.unnest(bindparam("people", type_=ARRAY(BigInteger)), type_=BigInteger)
    people = select(asked.label("person_id")).cte("people").prefix_with("MATERIALIZED")
    condition = probing(rule)(Who(people.c.person_id), NOW if now else THEN)
    among = Document.id == func.any(bindparam("documents", type_=ARRAY(BigInteger)))
    return select(people.c.person_id, Document.id).join(Document, true()).where(among, condition)


def _only(asked: tuple[Member, ...], readers: set[int]) -> tuple[str, ...]:
    names = tuple(person.name for person in asked if person.id in readers)
    return () if len(names) == len(asked) else names


def _could(
    asked: tuple[Member, ...], document: Document, level: Level, may_annotate: bool
) -> tuple[str, ...]:
    """What one person could do with the document beyond reading it; of several, nothing is said."""
    if len(asked) != 1:
        return ()
    role = asked[0].role
    annotates = may_annotate and document.takes_annotations and role >= Role.COMMENTER
    downloads = role >= DOWNLOADED_BY[level]
    return (
        "read all its versions, and any later one",
        "annotate, and reply where they see a thread" if annotates else "not annotate it",
        "download it: each download is recorded" if downloads else "not download it",
    )
