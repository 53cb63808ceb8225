"""Adding people to a room, changing what they are in it, and taking them out."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy.dialects.postgresql import Range

from workspace import periods
from workspace.errors import Invalid, NotFound
from workspace.people.models import Organisation
from workspace.people.queries import Named
from workspace.permissions.policies import Action
from workspace.rooms.models import Membership, Participation, Role
from workspace.rooms.queries.people import excluded
from workspace.rooms.services.managing import Managing, managing

NOT_IN_ROOM = "That person is not a member of the room."


def add_member(
    *,
    by: int,
    room_id: int,
    person_ids: Iterable[int],
    role: Role,
    first: date | None = None,
    last: date | None = None,
) -> int:
    """Add people to a room as ``role``, all or none, from the day ``first`` to the end of ``last``.

    Without a last day they are in it for as long as their organisation takes part. Returns how many
    were added. Raises `Invalid` at the field `people`, `first` or `last`.
    """
    with managing(by, Action.MANAGE, room_id, ends=False) as work:
        barred = {each.person.id for each in excluded(work.room, work.reach)}
        ids = list(dict.fromkeys(person_ids))
        if not ids:
            raise Invalid("Choose at least one person", "people")
        for person_id in ids:
            _add(work, person_id, barred, role, first, last)
        return len(ids)


def _add(
    work: Managing, person_id: int, barred: set[int], role: Role, first: date | None, last: date | None
) -> None:
    person = work.person(person_id)
    if person is None or person.organisation is None:
        raise Invalid("Choose people from the list", "people")
    participation = work.participation(person.organisation.id)
    if participation is None:
        raise Invalid(f"The agency of {person.name} takes no part in this room", "people")
    if person_id in barred:
        raise Invalid(f"{person.name} is excluded from this room", "people")
    if work.membership(person_id) is not None:
        raise Invalid(f"{person.name} is in this room already: change their membership instead", "people")
    during = _within(participation, person.organisation, work.now, first, last)
    work.db.add(
        Membership(room_id=work.room.id, person_id=person_id, role=role, by_id=work.by, during=during)
    )
    work.db.flush()
    work.said("membership.added", person, "person", role=role.name.lower())


def change_member(*, by: int, room_id: int, person_id: int, role: Role, last: date | None) -> None:
    """Change a person's role in a room, or their last day in it. What was so stays as a closed period."""
    with managing(by, Action.MANAGE, room_id, ends=True) as work:
        person, membership = _member(work, person_id)
        if role == membership.role and last == periods.last_day(membership.during):
            return
        before, during = periods.changed(membership.during, work.now, last)
        if last == periods.last_day(membership.during):
            during = Range(during.lower, membership.during.upper)
        elif person.organisation is not None:
            during = _capped(work, person.organisation, during, last)
        sooner = _is_sooner(during.upper, membership.during.upper)
        if membership.role == Role.LEAD and (role < Role.LEAD or sooner) and _is_leading(work, person):
            work.keep_a_lead(person_id)
        membership.during = before
        work.db.flush()
        changed = Membership(room_id=room_id, person_id=person_id, role=role, by_id=by, during=during)
        work.db.add(changed)
        work.db.flush()
        facts = {"from_role": membership.role.name.lower(), "role": role.name.lower()}
        work.said("membership.changed", person, "person", **facts)


def remove_member(*, by: int, room_id: int, person_id: int) -> None:
    """Take a person out of a room now; what they wrote stays, and so does the record that they were in it."""
    with managing(by, Action.DISMISS, room_id, ends=True) as work:
        person, membership = _member(work, person_id)
        if membership.role == Role.LEAD and _is_leading(work, person):
            work.keep_a_lead(person_id)
        membership.during = periods.ended(membership.during, work.now)
        work.db.flush()
        work.said("membership.ended", person, "person", role=membership.role.name.lower())


def _member(work: Managing, person_id: int) -> tuple[Named, Membership]:
    membership = work.membership(person_id)
    if membership is None:
        raise NotFound(NOT_IN_ROOM)
    person = work.person(person_id)
    if person is None:
        raise NotFound(NOT_IN_ROOM)
    return person, membership


def _is_leading(work: Managing, person: Named) -> bool:
    return person.organisation is not None and person.organisation.id == work.room.lead_id


def _is_sooner(one: datetime | None, other: datetime | None) -> bool:
    return one is not None and (other is None or one < other)


def _within(
    participation: Participation,
    organisation: Organisation,
    now: datetime,
    first: date | None,
    last: date | None,
) -> periods.Period:
    """The period of a new membership, inside the one in which its organisation takes part."""
    begins, ends = periods.first_day(participation.during), periods.last_day(participation.during)
    ahead = periods.is_ahead(participation.during, now)
    if first is not None and ahead and first < begins:
        raise Invalid(f"{organisation.short_name} takes part {periods.words(participation.during)}", "first")
    if ends is not None and ((first or begins) > ends or (last or ends) > ends):
        field = "first" if first is not None and first > ends else "last"
        raise Invalid(f"{organisation.short_name} takes part {periods.words(participation.during)}", field)
    during = periods.between(now, begins if ahead and first is None else first, last)
    return Range(during.lower, _earlier(during.upper, participation.during.upper))


def _capped(
    work: Managing, organisation: Organisation, during: periods.Period, last: date | None
) -> periods.Period:
    """A changed period, no longer than its organisation takes part."""
    participation = work.participation(organisation.id)
    if participation is None:
        return during
    ends = periods.last_day(participation.during)
    if last is not None and ends is not None and last > ends:
        raise Invalid(f"{organisation.short_name} takes part {periods.words(participation.during)}", "last")
    return Range(during.lower, _earlier(during.upper, participation.during.upper))


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return other if one is None else one if other is None else min(one, other)
