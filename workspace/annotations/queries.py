"""Finding annotations for showing them: only those the asker may read, in a constant number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from typing import Any

from markupsafe import Markup
from sqlalchemy import bindparam, select

from workspace import html
from workspace.annotations import targets
from workspace.annotations.concerned import organisations_seeing
from workspace.annotations.counts import Elsewhere, elsewhere
from workspace.annotations.models import Annotation, Audience, Resolution
from workspace.database import session
from workspace.documents.models import Document, Version
from workspace.identifiers import encode
from workspace.people.models import Organisation
from workspace.people.queries import Named, organisation_of, organisations_named, people_named
from workspace.permissions.policies import Action, rule_for
from workspace.permissions.questions import NOW, ONE, abilities
from workspace.permissions.rules import leaning, probing
from workspace.rooms.order import in_order

NEW_FOR = timedelta(hours=1)  # for how long a remark of somebody else counts as new
LATER = "Agencies that join later do not see it unless you show it to them."


@dataclass(frozen=True)
class Reply:
    """A reply as its card shows it."""

    key: int
    author: str
    is_mine: bool
    organisation: Organisation
    created_at: datetime
    body: Markup
    may: frozenset[str]

    @property
    def id(self) -> str:
        """The id as pages and addresses have it."""
        return encode(self.key)


@dataclass(frozen=True)
class Settled:
    """Who resolved a thread, and when."""

    by: str
    at: datetime


@dataclass(frozen=True)
class Thread:
    """An annotation with its replies, as its card shows it.

    `number` is counted among what this reader sees, in the order of the document, and never stored: a gap
    would tell of an annotation that is not for them.
    """

    key: int
    number: int
    author: str
    is_mine: bool
    organisation: Organisation
    created_at: datetime
    is_new: bool
    audience: str
    audience_words: str
    body: Markup
    target: dict[str, Any] | None
    replies: list[Reply]
    resolution: Settled | None
    may: frozenset[str]

    @property
    def id(self) -> str:
        """The id as pages and addresses have it."""
        return encode(self.key)

    @property
    def quote(self) -> str | None:
        """The words it is about."""
        return targets.quote_of(self.target)


@dataclass(frozen=True)
class Choice:
    """One of the audiences a new annotation can have."""

    value: str
    label: str
    people: int
    hint: str = ""


@dataclass(frozen=True)
class Beside:
    """What stands beside a version of a document: its threads, and what a new annotation can be."""

    threads: list[Thread]
    audiences: list[Choice] = field(default_factory=list)
    agencies: list[tuple[Organisation, int, str]] = field(default_factory=list)
    audience_default: str = "agency"
    elsewhere: list[Elsewhere] = field(default_factory=list)


def beside(by: int, document_id: int, number: int) -> Beside:
    """Everything about annotations that the page of a version shows to the person ``by``."""
    may = abilities_on(by, document_id)
    shown = threads(by, document_id, number, may)
    others_open = elsewhere(by, document_id, number)
    if Action.ANNOTATE not in may:
        return Beside(shown, elsewhere=others_open)
    own = organisation_of(by)
    seeing = organisations_seeing(document_id)
    named = organisations_named(seeing)
    others = in_order(named[id] for id in seeing if own and id != own.id)
    mine = seeing.get(own.id, 1) if own else 1
    choices = [
        Choice("me", "Only me", 1),
        Choice("agency", f"My agency: {own.short_name if own else ''}", mine),
        Choice("agencies", "Choose agencies", sum(seeing.values())),
        Choice("everyone", "Everyone who can see this document", sum(seeing.values()), LATER),
    ]
    if not others:
        choices = [choice for choice in choices if choice.value != "agencies"]
    offered = [(one, seeing[one.id], encode(one.id)) for one in others]
    return Beside(shown, choices, offered, elsewhere=others_open)


def abilities_on(by: int, document_id: int) -> frozenset[Action]:
    """What the person ``by`` may do to a document, by its id."""
    document = session().get(Document, document_id)
    return abilities(session(), by, document) if document else frozenset()


def threads(by: int, document_id: int, number: int, may: frozenset[Action]) -> list[Thread]:
    """The threads on a version that the person ``by`` may read, in the order of the document.

    ``may`` is what they may do to the document itself.
    """
    found = session().execute(_listed(), {"who": by, "document": document_id, "number": number}).all()
    read = {annotation.id: annotation for annotation, _mine in found}
    own = {annotation.id for annotation, mine in found if mine}
    begun = [annotation for annotation in read.values() if annotation.thread_id is None]
    begun.sort(key=lambda each: (*targets.place_of(each.target), each.id))
    settled = _resolutions(annotation.id for annotation in begun)
    names = people_named([each.by_id for each in read.values()] + [each.by_id for each in settled.values()])
    agencies = organisations_named(
        id for each in read.values() for id in (each.organisation_id, *each.organisations)
    )
    cards = _Cards(by, names, agencies, settled, own, Action.ANNOTATE in may)
    return [
        cards.thread(number, annotation, [each for each in read.values() if each.thread_id == annotation.id])
        for number, annotation in enumerate(begun, start=1)
    ]


@dataclass(frozen=True)
class _Cards:
    """Makes cards of rows, for one reader."""

    reader: int
    names: dict[int, Named]
    agencies: dict[int, Organisation]
    settled: dict[int, Resolution]
    own: set[int]
    may_annotate: bool

    def thread(self, number: int, row: Annotation, replies: Sequence[Annotation]) -> Thread:
        settled = self.settled.get(row.id)
        mine = row.by_id == self.reader
        return Thread(
            key=row.id,
            number=number,
            author=self.names[row.by_id].name,
            is_mine=mine,
            organisation=self.agencies[row.organisation_id],
            created_at=row.created_at,
            is_new=not mine and datetime.now(UTC) - row.created_at < NEW_FOR,
            audience=row.audience.name.lower(),
            audience_words=self.words(row),
            body=shown(row.body),
            target=row.target,
            replies=[self.reply(each) for each in replies],
            resolution=Settled(self.names[settled.by_id].name, _beginning(settled)) if settled else None,
            may=self.may(row, settled is not None),
        )

    def reply(self, row: Annotation) -> Reply:
        return Reply(
            key=row.id,
            author=self.names[row.by_id].name,
            is_mine=row.by_id == self.reader,
            organisation=self.agencies[row.organisation_id],
            created_at=row.created_at,
            body=shown(row.body),
            may=self.withdrawing(row),
        )

    def may(self, row: Annotation, resolved: bool) -> frozenset[str]:
        annotating = {"reply", "reopen" if resolved else "resolve"} if self.may_annotate else set()
        return self.withdrawing(row) | annotating

    def withdrawing(self, row: Annotation) -> frozenset[str]:
        return frozenset({"withdraw"} if row.id in self.own else ())

    def words(self, row: Annotation) -> str:
        if row.audience == Audience.ME:
            return "Only me"
        own = self.agencies[row.organisation_id].short_name
        if row.audience == Audience.AGENCY:
            return f"My agency: {own}"
        if row.audience == Audience.EVERYONE:
            return "Everyone who can see this document"
        chosen = in_order(self.agencies[id] for id in row.organisations if id != row.organisation_id)
        others = [one.short_name for one in chosen]
        return f"{', '.join([own, *others][:-1])} and {others[-1]}" if others else own


@lru_cache(maxsize=4096)
def shown(body: str) -> Markup:
    """A body as HTML. Cleaning is slow and the same words always come out the same."""
    return html.from_annotation(body)


@cache
def _listed() -> Any:
    reads = probing(rule_for(Action.READ, Annotation))(ONE, NOW)
    withdraws = probing(leaning(rule_for(Action.WITHDRAW, Annotation)))(ONE, NOW)
    return (
        select(Annotation, withdraws.label("withdraws"))
        .join(Version, Version.id == Annotation.version_id)
        .where(
            Annotation.document_id == bindparam("document"),
            Version.document_id == bindparam("document"),
            Version.number == bindparam("number"),
            reads,
        )
        .order_by(Annotation.id)
        .execution_options(populate_existing=True)
    )


def _resolutions(thread_ids: Iterable[int]) -> dict[int, Resolution]:
    stands = Resolution.thread_id.in_(list(thread_ids)) & Resolution.during.contains(NOW)
    return {row.thread_id: row for row in session().scalars(select(Resolution).where(stands))}


def _beginning(row: Resolution) -> datetime:
    assert row.during.lower is not None  # noqa: S101 - the database refuses a period without a beginning
    return row.during.lower


def web_annotations(by: int, document_id: int, number: int, page: str, source: str) -> list[dict[str, Any]]:
    """The same annotations as the W3C's JSON-LD; ``page`` and ``source`` are the version's addresses."""
    found = session().execute(_listed(), {"who": by, "document": document_id, "number": number}).all()
    names = people_named(annotation.by_id for annotation, _mine in found)
    here = {annotation.id for annotation, _mine in found}
    return [
        targets.web_annotation(
            id=f"{page}#annotation-{encode(each.id)}",
            source=source,
            target=each.target,
            body=each.body,
            author=names[each.by_id].name,
            created=each.created_at.isoformat(),
            replies_to=each.thread_id and f"{page}#annotation-{encode(each.thread_id)}",
        )
        for each, _mine in found
        if each.thread_id is None or each.thread_id in here
    ]
