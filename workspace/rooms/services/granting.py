"""Nobody can grant more than they hold: the one rule about what a lead may give, in one place.

A lead grants in the name of their agency. So they grant

- to those whom they manage: a lead of the leading agency to everybody, others to their own people only;
- a role up to their own;
- for no longer than the agency of whoever gets it takes part;
- what begins while they are a lead themselves; what was granted stands when its giver leaves;
- and to themselves never longer than they have.
"""

from datetime import date, datetime

from sqlalchemy.dialects.postgresql import Range

from workspace import periods
from workspace.errors import Invalid, NotAllowed
from workspace.people.models import Organisation
from workspace.people.queries import Named
from workspace.rooms.models import Participation, Role
from workspace.rooms.services.managing import OTHERS_PEOPLE, Managing

MORE_THAN_HELD = "Nobody can give a role above their own."
BEGINS_TOO_LATE = "You are a lead only until {day}: it must begin by then"
OWN_END = "You cannot make your own time in the room longer: ask another lead to"


def granted(
    work: Managing,
    person: Named,
    role: Role,
    during: periods.Period,
    *,
    last: date | None = None,
) -> periods.Period:
    """What a lead may grant of ``during``: it ends at the latest when the person's organisation's part does.

    ``last`` is the last day that was asked for, if one. Raises `Invalid` at the field `role`, `first` or
    `last`, and `NotAllowed` for somebody else's people.
    """
    if person.organisation is None or not work.reach.over(person.organisation):
        raise NotAllowed(OTHERS_PEOPLE)
    own = work.membership(work.by)
    if own is None or role > own.role:
        raise Invalid(MORE_THAN_HELD, "role")
    begins_in_time(work, during)
    participation = work.participation(person.organisation.id)
    upper = during.upper
    if participation is not None:
        ends = periods.last_day(participation.during)
        if last is not None and ends is not None and last > ends:
            raise Invalid(_takes_part(person.organisation, participation), "last")
        upper = earlier(during.upper, participation.during.upper)
    if person.id == work.by and _is_later(upper, own.during.upper):
        raise Invalid(OWN_END, "last")
    return Range(during.lower, upper)


def begins_in_time(work: Managing, during: periods.Period) -> None:
    """Refuse what would begin only after the one who grants it has stopped being a lead."""
    own = work.membership(work.by)
    ends = own.during.upper if own else None
    if ends is not None and during.lower is not None and during.lower >= ends:
        day = periods.spoken_day(ends - periods.SHORTEST)
        raise Invalid(BEGINS_TOO_LATE.format(day=day), "first")


def asked_for(
    participation: Participation,
    organisation: Organisation,
    now: datetime,
    first: date | None,
    last: date | None,
) -> periods.Period:
    """The period of a new membership from the days asked for, beginning once its organisation takes part."""
    begins, ends = periods.first_day(participation.during), periods.last_day(participation.during)
    ahead = periods.is_ahead(participation.during, now)
    if first is not None and ahead and first < begins:
        raise Invalid(_takes_part(organisation, participation), "first")
    if ends is not None and ((first or begins) > ends or (last or ends) > ends):
        field = "first" if first is not None and first > ends else "last"
        raise Invalid(_takes_part(organisation, participation), field)
    return periods.between(now, begins if ahead and first is None else first, last)


def earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    """The earlier of two ends; None is never."""
    return other if one is None else one if other is None else min(one, other)


def _is_later(one: datetime | None, other: datetime | None) -> bool:
    return other is not None and (one is None or one > other)


def _takes_part(organisation: Organisation, participation: Participation) -> str:
    return f"{organisation.short_name} takes part {periods.words(participation.during)}"
