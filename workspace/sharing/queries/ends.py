"""How long an agreement still lets two organisations share, and the sentences that say it in time."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from workspace.database import Period, session
from workspace.people.models import Appointment, Duty, Employment, Organisation, Suspension
from workspace.people.queries import people_named
from workspace.periods import SHORTEST, day_in_words, day_of, is_ahead, spoken_day
from workspace.permissions.questions import NOW
from workspace.rooms.agreements import WARNED_DAYS
from workspace.sharing.models import Category
from workspace.sharing.queries.grounds import in_words
from workspace.sharing.queries.register import Registered


@dataclass(frozen=True)
class Notice:
    """Something about an agreement that somebody should do something about soon."""

    agreement_id: int
    reference: str
    sentence: str
    waits: bool = False  # for the signature of whoever reads it


@dataclass(frozen=True)
class Closing:
    """What stops being shared, when, and with whom."""

    ends: datetime
    others: tuple[Organisation, ...]
    categories: frozenset[Category]
    is_all: bool


def closing(one: Registered, own_id: int, now: datetime) -> list[Closing]:
    """What of an agreement ends for an organisation within `WARNED_DAYS`, by the day, soonest first.

    A renewal that both have signed counts, and only that: nothing closes while another term goes on.
    """
    found: dict[tuple[datetime, frozenset[Category], bool], list[Organisation]] = {}
    for other in one.parties:
        if other.id == own_id:
            continue
        reached = _reached(one, own_id, other.id, now)
        soon: dict[datetime, set[Category]] = {}
        for category, ends in reached.items():
            if ends is not None and ends <= now + timedelta(days=WARNED_DAYS):
                soon.setdefault(ends, set()).add(category)
        for ends, categories in soon.items():
            key = (ends, frozenset(categories), len(categories) == len(reached))
            found.setdefault(key, []).append(other)
    return [
        Closing(ends, tuple(others), categories, is_all)
        for (ends, categories, is_all), others in sorted(found.items(), key=lambda each: each[0][0])
    ]


def _reached(one: Registered, own_id: int, other_id: int, now: datetime) -> dict[Category, datetime | None]:
    """Until when each category goes on being covered between two, of those that are covered now."""
    periods: dict[Category, list[Period]] = {}
    for each in one.terms:
        for period in each.together(own_id, other_id):
            for category in each.categories:
                periods.setdefault(category, []).append(period)
    running = {
        category: found
        for category, found in periods.items()
        if any(period.contains(now) for period in found)
    }
    return {category: _goes_on(found, now) for category, found in running.items()}


def _goes_on(periods: Iterable[Period], now: datetime) -> datetime | None:
    """Until when one of some periods runs without a gap from now on; None: no end is written."""
    end = now
    for period in sorted(periods, key=lambda each: each.lower or now):
        if period.lower is not None and period.lower > end:
            break
        if period.upper is None:
            return None
        end = max(end, period.upper)
    return end


def notices(agreements: Collection[Registered], who: int, own_id: int, *, signs: bool) -> list[Notice]:
    """What somebody of an organisation should know of soon; ``signs`` says that they sign for it."""
    now, asked = datetime.now(UTC), answering(one.keeper.id for one in agreements)
    found = []
    for one in agreements:
        id, reference = one.agreement.id, one.agreement.reference
        if signs and one.unsigned(own_id, now):
            found.append(Notice(id, reference, f"{one.name} waits for your signature.", waits=True))
        ask = _ask(one, who, asked.get(one.keeper.id, []))
        found += [Notice(id, reference, f"{each} {ask}") for each in warnings(one, own_id, now)]
    return found


def warnings(one: Registered, own_id: int, now: datetime) -> list[str]:
    """The sentences about what ends soon or is to be reviewed, to people of an organisation."""
    reference = one.agreement.reference
    told = [_closes(reference, each) for each in closing(one, own_id, now)]
    shown = one.shown(now)
    if shown.term.during.contains(now) and shown.term.review_on <= day_of(now + timedelta(days=WARNED_DAYS)):
        late = shown.term.review_on < day_of(now)
        day = day_in_words(shown.term.review_on)
        told.append(f"{reference} {'was' if late else 'is'} to be reviewed by {day}. Nothing closes by that.")
    return told


def ends_soon(during: Period, now: datetime) -> bool:
    """Whether a period that runs ends within `WARNED_DAYS`."""
    soon = now + timedelta(days=WARNED_DAYS)
    return during.upper is not None and not is_ahead(during, now) and now < during.upper <= soon


def _closes(reference: str, each: Closing) -> str:
    day, names = spoken_day(each.ends - SHORTEST), in_words(other.short_name for other in each.others)
    if each.is_all:
        return (
            f"{reference} ends on {day}: what {names} can see of yours under it closes then, "
            "and what you can see of theirs."
        )
    covered = in_words(category.label.lower() for category in sorted(each.categories))
    return (
        f"{reference} covers {covered} only until {day} between you and {names}: "
        "what rests on that closes then."
    )


def _ask(one: Registered, who: int, people: list[tuple[int, str]]) -> str:
    if any(id == who for id, _name in people):
        return "You can renew it."
    return f"Ask {people[0][1] if people else one.keeper.short_name} to renew it."


def answering(organisation_ids: Iterable[int]) -> dict[int, list[tuple[int, str]]]:
    """Who signs for organisations, by id and name: their managers first, then their auditors."""
    held = (Appointment.person_id == Employment.person_id) & Appointment.during.contains(NOW)
    suspended = (Suspension.person_id == Employment.person_id) & Suspension.during.contains(NOW)
    rows = session().execute(
        select(Employment.organisation_id, Employment.person_id)
        .join(Appointment, held & (Appointment.organisation_id == Employment.organisation_id))
        .where(
            Employment.organisation_id.in_(set(organisation_ids)),
            Employment.during.contains(NOW),
            Appointment.duty.in_([Duty.MANAGER, Duty.AUDITOR]),
            ~select(Suspension.id).where(suspended).exists(),
        )
        .order_by(Appointment.duty, Appointment.id)
    )
    by_organisation: dict[int, list[int]] = {}
    for organisation_id, person_id in rows:
        by_organisation.setdefault(organisation_id, []).append(person_id)
    named = people_named(id for ids in by_organisation.values() for id in ids)
    return {
        organisation_id: [(id, named[id].name) for id in dict.fromkeys(ids)]
        for organisation_id, ids in by_organisation.items()
    }
