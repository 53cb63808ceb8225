"""What can be chosen about releasing a document, and what is refused, with the sentence that says why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from workspace.documents.models import Document
from workspace.documents.queries.members import Participant, members, participants
from workspace.documents.queries.offers import best
from workspace.documents.queries.versions import level_of
from workspace.errors import Invalid
from workspace.periods import LATEST_YEAR, SHORTEST, day_of, spoken_day
from workspace.permissions.questions import NOW
from workspace.rooms.models import Level, Role
from workspace.sharing.models import Basis
from workspace.sharing.queries.consents import nameable_consents, refuse_consent
from workspace.sharing.queries.grounds import Ground, grounds
from workspace.sharing.queries.ungrounded import why_no_ground

LONGEST_PURPOSE = 500


@dataclass(frozen=True)
class ReleaseChoice:
    """To whom a document is to be released, and how.

    ``people`` names the only ones of the organisation who may see it, ``minimum_role`` the least role
    that they need; neither: all its members in the room, also those who join later. What is None is as
    the agreement says, ``may_download`` as the marking does; ``until`` None leaves the end to the
    agreement. ``act_by`` is the last day for what they are to do.
    """

    organisation_id: int
    people: tuple[int, ...] = ()
    purpose: str | None = None
    basis: Basis | None = None
    consent_id: int | None = None
    for_action: bool = False
    may_annotate: bool = True
    until: datetime | None = None
    minimum_role: Role | None = None
    may_download: bool | None = None
    act_by: date | None = None


@dataclass(frozen=True)
class Decided:
    """A choice with the ground it rests on and what the agreement and the marking add to it."""

    choice: ReleaseChoice
    ground: Ground
    basis: Basis
    purpose: str
    may_download: bool
    now: datetime


def role_as_marked(level: Level) -> Role | None:
    """The least role to which something marked so is released unless somebody chooses: None is every role."""
    return Role.COMMENTER if level is Level.OFFICIAL_SENSITIVE else None


def download_as_marked(level: Level) -> bool:
    """Whether something marked so is released for downloading unless somebody chooses."""
    return level is Level.OFFICIAL


def check_choices(db: Session, document: Document, choices: Sequence[ReleaseChoice]) -> list[Decided]:
    """On what ground each choice could be released now. Raises `Invalid` when one could not."""
    if not choices:
        return []
    taking_part = {one.organisation.id: one for one in participants(document.room_id)}
    agreed = grounds(document.owner_id, (choice.organisation_id for choice in choices))
    _refuse_strangers(document, choices, taking_part)
    consents, level = nameable_consents(document.room_id), level_of(document)
    now = db.scalars(select(NOW)).one()
    decided = []
    for choice in choices:
        receiver = taking_part[choice.organisation_id]
        ground = _ground(document, receiver, agreed.get(choice.organisation_id, []), choice)
        basis = choice.basis or ground.agreement.basis
        refuse_consent(consents, basis, choice.consent_id, receiver.organisation)
        _refuse_end(choice.until, now, ground, receiver)
        _refuse_whom(choice, level)
        _refuse_deadline(choice, now, ground)
        purpose = _purpose(choice.purpose, ground)
        download = download_as_marked(level) if choice.may_download is None else choice.may_download
        decided.append(Decided(choice, ground, basis, purpose, download, now))
    return decided


def _purpose(words: str | None, ground: Ground) -> str:
    purpose = (words or "").strip()
    if "\0" in purpose:
        raise Invalid("Say in words what the release is for.", "purpose")
    if len(purpose) > LONGEST_PURPOSE:
        raise Invalid(f"Say what it is for in {LONGEST_PURPOSE} characters or fewer.", "purpose")
    return purpose or ground.purpose


def _refuse_strangers(
    document: Document, choices: Iterable[ReleaseChoice], taking_part: dict[int, Participant]
) -> None:
    """Only those who take part in the room and are not the owner, and of their people only members."""
    of = {member.id: member.organisation_id for member in members(document.room_id)}
    for choice in choices:
        if choice.organisation_id == document.owner_id:
            raise Invalid("The owner can always see it, so it cannot be released to them.", "see")
        if choice.organisation_id not in taking_part:
            raise Invalid("One of these agencies takes no part in this room.", "see")
        if any(of.get(person) != choice.organisation_id for person in choice.people):
            name = taking_part[choice.organisation_id].organisation.short_name
            raise Invalid(f"Somebody you named is not in this room for {name}.", "see")


def _ground(document: Document, receiver: Participant, agreed: list[Ground], choice: ReleaseChoice) -> Ground:
    ground = best(agreed, document.category)
    if ground is None:
        agency, category = receiver.organisation, document.category
        why = why_no_ground(document.owner_id, [agency.id], category).get(agency.id, "")
        raise Invalid(
            f"No agreement in force with {agency.short_name} covers {category.label.lower()}. {why} "
            f"Untick {agency.short_name}.",
            "see",
        )
    if choice.until and ground.until and choice.until >= ground.until + timedelta(days=1):
        last = spoken_day(ground.until - SHORTEST)
        raise Invalid(
            f"{ground.agreement.reference} ends on {last}: choose that day or an earlier one.", "until"
        )
    return ground


def _refuse_end(until: datetime | None, now: datetime, ground: Ground, receiver: Participant) -> None:
    if until is None:
        return
    if until <= max(now, ground.during.lower or now):
        raise Invalid("The last day has to be a day to come, after the release begins.", "until")
    if receiver.since and until <= receiver.since:
        name, since = receiver.organisation.short_name, spoken_day(receiver.since)
        raise Invalid(f"{name} takes part only from {since}: choose that day or a later one.", "until")


def _refuse_whom(choice: ReleaseChoice, level: Level) -> None:
    if choice.people and choice.minimum_role is not None:
        raise Invalid("Name people or a role, not both.", "role")
    if level is Level.OFFICIAL_SENSITIVE and not choice.people and choice.minimum_role is None:
        raise Invalid(
            f"{level.label} documents are released to named people or to a role. Choose “Commenters and up” "
            "or a greater role, or tick the people who may see it.",
            "role",
        )


def _refuse_deadline(choice: ReleaseChoice, now: datetime, ground: Ground) -> None:
    day = choice.act_by
    if day is None:
        return
    if not choice.for_action:
        raise Invalid("A day to act by goes with “For action”. Choose that, or take the day out.", "act_by")
    if day < day_of(now):
        raise Invalid("The day to act by cannot be past.", "act_by")
    if day.year > LATEST_YEAR:
        raise Invalid(f"The day to act by must be before the year {LATEST_YEAR + 1}.", "act_by")
    ends = [end for end in (choice.until, ground.until) if end is not None]
    if ends and day > day_of(min(ends) - SHORTEST):
        last = spoken_day(min(ends) - SHORTEST)
        raise Invalid(f"They see it until {last}: choose that day to act by, or an earlier one.", "act_by")
