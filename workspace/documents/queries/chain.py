"""The published decision order about one person and one thing, as plain sentences with their evidence.

The answer is `explain`'s, so it cannot differ from what the rule decides; only the rows it looked at are
put into words here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import select

from workspace.database import session
from workspace.documents.models import Document
from workspace.documents.policy.marking import READ_BY, level_at
from workspace.documents.queries.evidence import (
    employer,
    looked_at,
    membership_in_words,
    near_miss_in_words,
    participation_in_words,
    release_in_words,
)
from workspace.documents.queries.members import Member
from workspace.people.models import Organisation
from workspace.people.queries import Named, organisations_named
from workspace.permissions.policies import Action
from workspace.permissions.questions import NOW, THEN, explain
from workspace.permissions.rules import Reason
from workspace.rooms.models import Level, Membership, Role, Room
from workspace.sharing.queries.grounds import in_words

NOT_ASKED = "Not looked at, because a link above is missing."


@dataclass(frozen=True)
class Link:
    """One step of the decision order: held, missing or unasked, its sentence, and the evidence for it."""

    state: str
    sentence: str
    evidence: str = ""
    mend: str = ""


@dataclass(frozen=True)
class Chain:
    """Why a person can or cannot see a thing, link by link; `agency` is whom they worked for then."""

    links: tuple[Link, ...]
    agency: Organisation | None

    @property
    def holds(self) -> bool:
        """Whether they can see it."""
        return all(link.state == "held" for link in self.links)

    @property
    def lacks_release(self) -> bool:
        """Whether what is missing first is a release."""
        return [link.state for link in self.links] == ["held"] * 4 + ["missing", "unasked"]


@dataclass(frozen=True)
class _Step:
    """A step as it reads when it holds and when it does not, and who could mend it."""

    holds: bool
    sentence: str
    otherwise: str
    evidence: str = ""
    mend: str = ""


@dataclass(frozen=True)
class _Question:
    """Who is asked about, as of when, what the rule said, and who is in the room to mend it."""

    person: Named
    at: datetime | None
    reason: Reason
    agency: Organisation | None
    people: tuple[Member, ...]

    @property
    def moment(self) -> datetime:
        """The moment that was asked about."""
        return self.at or datetime.now(UTC)

    @property
    def leads(self) -> str:
        """The leads of the room, who can mend what is missing; nobody can mend a past day."""
        names = [one.name for one in self.people if one.role is Role.LEAD]
        return "" if self.at else f"the leads of the room: {in_words(names)}" if names else "an administrator"


def chain_of(
    document: Document, person: Named, at: datetime | None, people: tuple[Member, ...], *, closely: bool
) -> Chain:
    """Why ``person`` can or cannot see ``document``, now or at a moment.

    Only for those who manage the person's place in the room (``closely``) does it say which of the first
    three links is missing: to others an exclusion must look like any other way of not being in the room.
    ``people`` are those of the room now, among whom somebody may be able to mend what is missing.
    """
    reason = explain(person.id, Action.READ, Document, document.id, at)
    asked = _Question(person, at, reason, employer(reason), people)
    rest = [_marking(asked, document), _release(asked, document), _role(asked)]
    return Chain(tuple(_linked([*_entering(asked, closely), *rest])), asked.agency)


def chain_into(room_id: int, person: Named, at: datetime | None, people: tuple[Member, ...]) -> Chain:
    """Why ``person`` can or cannot enter a room, now or at a moment, for those who manage their place."""
    reason = explain(person.id, Action.READ, Room, room_id, at)
    asked = _Question(person, at, reason, employer(reason), people)
    return Chain(tuple(_linked(_entering(asked, closely=True))), asked.agency)


def continued(chain: Chain, link: Link) -> Chain:
    """The chain of something that hangs on a document: the document's, and one link of its own."""
    last = link if chain.holds else Link("unasked", link.sentence, NOT_ASKED)
    return replace(chain, links=(*chain.links, last))


def _entering(asked: _Question, closely: bool) -> list[_Step]:
    """The first three links; as one, to those who do not manage the person's place in the room."""
    steps = [_active(asked), _excluded(asked), _member(asked)]
    if closely or all(step.holds for step in steps):
        return steps
    sentence = "They may not enter the room"
    return [_Step(False, sentence, sentence, mend=asked.leads)]


def _linked(steps: list[_Step]) -> Iterator[Link]:
    """The links, up to and with the first missing one as they are, the rest as not looked at."""
    broken = False
    for step in steps:
        if broken:
            yield Link("unasked", step.sentence, NOT_ASKED)
        elif step.holds:
            yield Link("held", step.sentence, step.evidence)
        else:
            yield Link("missing", step.otherwise, step.evidence, step.mend)
            broken = True


def _active(asked: _Question) -> _Step:
    person, agency = asked.person, asked.agency
    job = f"{person.job_title} at " if person.job_title else ""
    at_work = f"{person.name}, {job}{agency.name}." if agency else f"{person.name} works for no organisation."
    if not asked.reason.find("is_not_administrator").holds:
        runs = "They run the platform, and administrators enter no room"
        return _Step(False, runs, runs, at_work)
    return _Step(
        asked.reason.find("is_active").holds,
        "Their account and their organisation are active",
        "Their account or their organisation is not active",
        at_work,
        "" if asked.at or not agency else f"a manager of {agency.name}",
    )


def _excluded(asked: _Question) -> _Step:
    return _Step(
        asked.reason.find("is_not_excluded").holds,
        "They are not excluded from the room",
        "They are excluded from the room",
        "No exclusion names them."
        if asked.reason.find("is_not_excluded").holds
        else "An exclusion names them.",
        asked.leads,
    )


def _member(asked: _Question) -> _Step:
    takes_part, member = asked.reason.find("organisation_takes_part"), asked.reason.find("is_member")
    return _Step(
        takes_part.holds and member.holds,
        "Their organisation takes part in the room, and they are a member of it",
        "They are not a member of the room"
        if takes_part.holds
        else "Their organisation does not take part in the room",
        f"{participation_in_words(takes_part, asked.agency, asked.moment)} "
        f"{membership_in_words(member, asked.person, asked.moment)}",
        asked.leads,
    )


def _marking(asked: _Question, document: Document) -> _Step:
    level, role = _level(document, asked.at), _role_of(asked)
    enough = [one for one in Role if one >= READ_BY[level]]
    who = "every member" if len(enough) == len(Role) else in_words(f"{one.label.lower()}s" for one in enough)
    theirs = f" {asked.person.name} is a {role.label.lower()}." if role else ""
    return _Step(
        asked.reason.find("marking_permits").holds,
        "The marking permits their role",
        "The marking does not permit their role",
        f"{level.label} documents may be read by {who}.{theirs}",
        asked.leads,
    )


def _release(asked: _Question, document: Document) -> _Step:
    own, shared = asked.reason.find("is_own"), asked.reason.find("is_released")
    owner = organisations_named([document.owner_id])[document.owner_id]
    if not asked.reason.parts[1].holds:
        sentence = "The document was not in the room then"
        return _Step(False, sentence, sentence)
    if own.holds:
        evidence = f"It belongs to {owner.name}, for which {asked.person.name} works."
        return _Step(True, "The document belongs to their organisation", "", evidence)
    if shared.holds:
        sentence = "The document is released to their organisation, and the release is in force"
        return _Step(True, sentence, "", release_in_words(shared, document, asked.person))
    names = [
        one.name for one in asked.people if one.organisation_id == owner.id and one.role >= Role.CONTRIBUTOR
    ]
    return _Step(
        False,
        "The document is released to their organisation",
        "The document is not released to them"
        if any(not part.holds and part.name == "is_for_them" for row in shared.rows for part in row.parts)
        else "The document is not released to their organisation",
        near_miss_in_words(shared, owner, asked.agency, asked.moment),
        f"{in_words(names)}, for {owner.short_name}" if names and not asked.at else "",
    )


def _role(asked: _Question) -> _Step:
    role = _role_of(asked)
    allowed = in_words(one.allows for one in Role if role and one <= role)
    evidence = f"A {role.label.lower()} {allowed}." if role else ""
    return _Step(asked.reason.holds, "Their role allows it", "Their role does not allow it", evidence)


def _role_of(asked: _Question) -> Role | None:
    membership = looked_at(Membership, asked.reason.find("is_member"))
    return membership.role if membership else None


def _level(document: Document, at: datetime | None) -> Level:
    level = select(level_at(NOW if at is None else THEN)).where(Document.id == document.id)
    return Level(session().scalars(level, {"at": at}).one())
