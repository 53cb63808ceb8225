"""Adding people to a room, changing what they are in it, and taking them out."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import Range

from workspace import periods
from workspace.errors import Invalid, NotFound
from workspace.people.queries import Named
from workspace.permissions.policies import Action
from workspace.permissions.questions import NOW
from workspace.rooms.models import Exclusion, Membership, Role
from workspace.rooms.queries.earlier import former_members
from workspace.rooms.services.granting import asked_for, granted
from workspace.rooms.services.leading import NOT_IN_ROOM, keep_a_lead
from workspace.rooms.services.managing import Managing, managing


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
    were added. Raises `Invalid` at the field `people`, `role`, `first` or `last`, naming each person who
    cannot be added.
    """
    with managing(by, Action.MANAGE, room_id, ends=False) as work:
        ids = list(dict.fromkeys(person_ids))
        if not ids:
            raise Invalid("Choose at least one person", "people")
        _add_all(work, dict.fromkeys(ids, role), first, last)
        return len(ids)


def add_again(*, by: int, room_id: int, organisation_id: int, person_ids: Iterable[int]) -> int:
    """Add former members of an organisation to a room again, each as what they were last, all or none.

    They are in it for as long as their organisation takes part. Returns how many were added. Raises
    `Invalid` at the field `people`.
    """
    with managing(by, Action.MANAGE, room_id, ends=False) as work:
        before = {
            each.person.id: each.role for each in former_members(work.room, organisation_id, work.reach)
        }
        ids = list(dict.fromkeys(person_ids))
        if not ids:
            raise Invalid("Choose at least one person", "people")
        if not before.keys() >= set(ids):
            raise Invalid("Choose people from the list", "people")
        _add_all(work, {id: before[id] for id in ids}, None, None)
        return len(ids)


def _add_all(work: Managing, roles: dict[int, Role], first: date | None, last: date | None) -> None:
    problems = []
    for person_id, role in roles.items():
        try:
            put_in(work, person_id, role, first, last)
        except Invalid as refusal:
            if refusal.field != "people":
                raise
            problems.append(str(refusal))
    if problems:
        raise Invalid(". ".join(dict.fromkeys(problems)), "people")


def put_in(work: Managing, person_id: int, role: Role, first: date | None, last: date | None) -> Named:
    """Make a person a member, in a transaction that another service holds; see `add_member`."""
    person = work.person(person_id)
    if person is None or person.organisation is None:
        raise Invalid("Choose people from the list", "people")
    participation = work.participation(person.organisation.id)
    if participation is None:
        raise Invalid(f"The agency of {person.name} takes no part in this room", "people")
    if _is_excluded(work, person_id):
        raise Invalid(f"{person.name} is excluded from this room", "people")
    if work.membership(person_id) is not None:
        raise Invalid(f"{person.name} is in this room already: change their membership instead", "people")
    during = asked_for(participation, person.organisation, work.now, first, last)
    during = granted(work, person, role, during, last=last)
    work.db.add(
        Membership(room_id=work.room.id, person_id=person_id, role=role, by_id=work.by, during=during)
    )
    work.db.flush()
    work.said("membership.added", person, "person", role=role.name.lower())
    return person


def _is_excluded(work: Managing, person_id: int) -> bool:
    theirs = (Exclusion.room_id == work.room.id) & (Exclusion.person_id == person_id)
    standing = select(Exclusion.id).where(theirs, Exclusion.during.contains(NOW))
    return work.db.scalars(standing).first() is not None


def change_member(
    *,
    by: int,
    room_id: int,
    person_id: int,
    role: Role,
    last: date | None,
    successor_id: int | None = None,
) -> None:
    """Change a person's role in a room, or their last day in it. What was so stays as a closed period.

    The last lead can be made less only by naming a ``successor_id``. Raises `Invalid` at the field
    `role`, `last` or `successor`.
    """
    with managing(by, Action.MANAGE, room_id, ends=True) as work:
        person, membership = _member(work, person_id)
        if role == membership.role and last == periods.last_day(membership.during):
            return
        _before, during = periods.changed(membership.during, work.now, last)
        if last == periods.last_day(membership.during):
            during = Range(during.lower, membership.during.upper)
        if person.organisation is not None:
            during = granted(work, person, role, during, last=last)
        if role < Role.LEAD or _is_sooner(during.upper, membership.during.upper):
            keep_a_lead(work, person_id, successor_id)
        work.replace(person, membership, role, during)


def remove_member(*, by: int, room_id: int, person_id: int, successor_id: int | None = None) -> None:
    """Take a person out of a room now; what they wrote stays, and so does the record that they were in it.

    The last lead goes only when a ``successor_id`` is named; raises `Invalid` at the field `successor`.
    """
    with managing(by, Action.DISMISS, room_id, ends=True) as work:
        person, membership = _member(work, person_id)
        keep_a_lead(work, person_id, successor_id)
        work.end(person, membership)


def _member(work: Managing, person_id: int) -> tuple[Named, Membership]:
    membership = work.membership(person_id)
    if membership is None:
        raise NotFound(NOT_IN_ROOM)
    person = work.person(person_id)
    if person is None:
        raise NotFound(NOT_IN_ROOM)
    return person, membership


def _is_sooner(one: datetime | None, other: datetime | None) -> bool:
    return one is not None and (other is None or one < other)
