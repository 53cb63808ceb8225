"""The rows that a rule looked at, in words: who, since when, under what, by whom."""

from datetime import UTC, datetime
from typing import TypeVar

from sqlalchemy import select

from workspace.database import Base, Period, session
from workspace.documents.models import Document
from workspace.documents.queries.offers import lower, purpose_of, whom_in_words
from workspace.people.models import Employment, Organisation
from workspace.people.queries import Named, organisations_named, people_named
from workspace.periods import SHORTEST, spoken_day
from workspace.permissions.rules import Reason
from workspace.rooms.models import Membership, Participation
from workspace.sharing.models import Agreement, Basis, ConsentRecord, Release

Row = TypeVar("Row", bound=Base)
NEAR_MISSES = {  # which of a release's conditions fails, and what that means
    "basis_stands": "The consent it rests on has been withdrawn, or does not name their organisation.",
    "is_for_them": "It names other people of their organisation, not them.",
    "is_for_their_role": "It is for people of a higher role in the room.",
    "is_as_narrow_as_marked": (
        "The document is OFFICIAL-SENSITIVE, and it names neither people nor a role, so it does not count."
    ),
}
TERM_MISSES = {  # the same of a term of its agreement, in the order in which they are told
    "in_force": "The agreement it rests on is not in force.",
    "covers_category": "The agreement it rests on does not cover this category.",
    "owner_has_signed": "The owner has not signed the agreement it rests on.",
    "receiver_has_signed": "Their organisation has not signed the agreement it rests on.",
}


def looked_at(model: type[Row], reason: Reason) -> Row | None:
    """The row that made a reason hold; failing that, the latest that was looked at, if any."""
    chosen = max(reason.rows, key=lambda row: (row.holds, row.id), default=None)
    return session().get(model, chosen.id, populate_existing=True) if chosen else None


def employer(reason: Reason) -> Organisation | None:
    """The organisation the person worked for at the moment that was asked about."""
    job = looked_at(Employment, reason.find("is_employed"))
    return organisations_named([job.organisation_id])[job.organisation_id] if job else None


def participation_in_words(reason: Reason, agency: Organisation | None, at: datetime) -> str:
    """Since when an organisation takes part in the room, and under what; or that it does not."""
    row, name = looked_at(Participation, reason), agency.name if agency else "Their organisation"
    if row is None:
        return f"{name} takes no part in the room."
    under = agreement_reference(row.agreement_id) if row.agreement_id is not None else ""
    return f"{name} {_spell(row.during, at, 'takes part', 'took part')}{' under ' + under if under else ''}."


def membership_in_words(reason: Reason, person: Named, at: datetime) -> str:
    """What a person is in the room, since when and by whom; or that they are nothing there."""
    row = looked_at(Membership, reason)
    if row is None:
        return f"{person.name} is not a member."
    role, by = row.role.label.lower(), people_named([row.by_id]).get(row.by_id)
    added = f", added by {by.name}" if by and by.id != person.id else ""
    return f"{person.name} {_spell(row.during, at, f'is a {role}', f'was a {role}')}{added}."


def release_in_words(reason: Reason, document: Document, person: Named) -> str:
    """By whom, when, for what and on what ground a document was released, and for how long."""
    row = looked_at(Release, reason)
    if row is None:
        return ""
    by, start = people_named([row.by_id]).get(row.by_id), row.during.lower
    purpose, reference = purpose_of(row.id), agreement_reference(row.agreement_id)
    covered = f"{reference}, which covers {document.category.label.lower()}"
    words = [
        f"Released by {_with_agency(by)}" if by else "Released",
        f", on {spoken_day(start)}" if start else "",
        f" for {lower(purpose)}" if purpose else "",
        f". Basis: {row.basis.label.lower()}",
        f". Agreement {covered}" if reference else ". Under an agreement between the two organisations",
        f". Until {spoken_day(row.during.upper - SHORTEST)}" if row.during.upper else "",
        f". It names {person.name}" if row.people is not None else "",
        f". It is for {whom_in_words(row.minimum_role)}" if row.minimum_role is not None else "",
        f". It rests on the consent {_consent(row)}"
        if row.basis is Basis.CONSENT
        else ". It does not depend on a consent",
    ]
    return "".join(words) + "."


def near_miss_in_words(reason: Reason, owner: Organisation, agency: Organisation | None, at: datetime) -> str:
    """What became of the releases to a person's organisation, of which none lets them see the document."""
    name, row = agency.name if agency else "their organisation", looked_at(Release, reason)
    belongs = f"It belongs to {owner.name}"
    if row is None:
        return f"{belongs} and has never been released to {name}."
    parts = next(looked.parts for looked in reason.rows if looked.id == row.id)
    told = f"{belongs}. A release to {name} {_spell(row.during, at, 'runs', 'ran')}."
    failed = [part for part in parts if not part.holds]
    return " ".join([told, *filter(None, map(_missed, failed))])


def _missed(part: Reason) -> str:
    """Why a condition of a release does not hold; of its agreement's terms, of the one that came nearest."""
    if part.name != "agreement_runs":
        return NEAR_MISSES.get(part.name, "")
    terms = [[each.name for each in row.parts if not each.holds] for row in part.rows]
    nearest = min(terms, key=len, default=["in_force"])
    return TERM_MISSES[next(name for name in TERM_MISSES if name in nearest)]


def agreement_reference(agreement_id: int) -> str:
    """How an agreement is called; nothing for those whose organisation is not a party to it."""
    asked = select(Agreement.reference).where(Agreement.id == agreement_id)
    return session().scalars(asked).one_or_none() or ""


def _consent(release: Release) -> str:
    asked = select(ConsentRecord).where(ConsentRecord.consent_id == release.consent_id)
    record = session().scalars(asked).one_or_none()
    return f"{record.reference} of {record.subject}" if record else "of the family"


def _with_agency(person: Named) -> str:
    return f"{person.name}, {person.organisation.short_name}" if person.organisation else person.name


def _spell(during: Period, at: datetime, now: str, before: str) -> str:
    """Something that is so for a while: "takes part since 9 March", "took part until 3 March"."""
    start, end = during.lower, during.upper
    if start is not None and start > at:
        return f"{before if start <= datetime.now(UTC) else now} only from {spoken_day(start)}"
    if end is not None and end <= at:
        return f"{before} until {spoken_day(end - SHORTEST)}"
    until = f" until {spoken_day(end - SHORTEST)}" if end is not None else ""
    return f"{now} since {spoken_day(start)}{until}" if start is not None else now
