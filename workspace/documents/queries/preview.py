"""What other people of a room see or would see, of what the person who asks sees themselves."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Select, bindparam, func, select, true
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from workspace.database import actor, audience_session, session
from workspace.documents.models import Document
from workspace.documents.policy.document import reads_document
from workspace.documents.queries.lists import Listed, in_room, readable_ids
from workspace.documents.queries.members import Member
from workspace.permissions.policies import Action, rule_for
from workspace.permissions.questions import NOW, THEN
from workspace.permissions.rules import Rule, Who, probing
from workspace.rooms.models import Membership
from workspace.sharing.queries.grounds import in_words

Able = Mapping[Action, set[int]]  # who could read, annotate and download a document


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
    could: Able,
    *,
    chosen: bool = True,
    at: datetime | None = None,
) -> Preview:
    """What ``people`` of one agency would see in a document's room if it were released as somebody chose.

    ``could`` is what they could then do with it, as `try_releases` found out; ``chosen`` says whether it
    was to be released to their agency at all. ``at`` asks for a day to come, for one that joins later.
    """
    asked = tuple(people)
    listed, total = in_room(document.room_id, by, most=1000)
    ids = [one.document.id for one in listed]
    readers = readers_of(ids, [person.id for person in asked], at)
    after = readers | {document.id: could[Action.READ]}
    seen = [
        Glimpse(
            one,
            one.document.id == document.id and not could[Action.READ] <= readers[document.id],
            _only(asked, after.get(one.document.id, set())),
        )
        for one in listed
        if after.get(one.document.id, set())
    ]
    return Preview(
        asked,
        tuple(sorted(seen, key=lambda glimpse: not glimpse.is_new)),
        total,
        chosen,
        bool(after[document.id]),
        _abilities(asked, could),
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
            for person_id, document_id in _asked(nobody, rule, document_ids, person_ids, at):
                found[document_id].add(person_id)
    return found


def able(db: Session, document: Document, person_ids: Collection[int], at: datetime | None = None) -> Able:
    """Which of some people could read, annotate and download a document, as the rows in a session say."""
    return {
        action: {
            person_id
            for person_id, _ in _asked(db, rule_for(action, Document), [document.id], person_ids, at)
        }
        for action in (Action.READ, Action.ANNOTATE, Action.DOWNLOAD)
    }


def _asked(
    db: Session, rule: Rule, document_ids: Collection[int], person_ids: Collection[int], at: datetime | None
) -> Iterable[Any]:
    asked = {"documents": list(document_ids), "people": list(person_ids), "at": at}
    return db.execute(_readers(rule, at is None), asked)


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


def _abilities(asked: tuple[Member, ...], could: Able) -> tuple[str, ...]:
    """What those who would see a document could do with it; who of them, where not all could."""
    readers = could[Action.READ]
    if not readers:
        return ()
    annotate = could[Action.ANNOTATE], "annotate it, and reply where they see a thread", "not annotate it"
    download = could[Action.DOWNLOAD], "download it: each download is recorded", "not download it"
    more = (_ability(asked, readers, *each) for each in (annotate, download))
    return ("read all its versions, and any later one", *more)


def _ability(asked: Iterable[Member], readers: set[int], able: set[int], words: str, without: str) -> str:
    if not able:
        return without
    if able == readers:
        return words
    return f"{words} (only {in_words(person.name for person in asked if person.id in able)})"
