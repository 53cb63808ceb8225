"""Handing over the lead of a room: to a colleague, to another agency, or so that one can leave."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import Range

from workspace import periods
from workspace.audit.services import record
from workspace.errors import Invalid, NotFound
from workspace.people.models import Organisation
from workspace.people.queries import Named
from workspace.permissions.policies import Action
from workspace.permissions.questions import NOW
from workspace.realtime.outbox import tell
from workspace.rooms.models import Leadership, Membership, Role
from workspace.rooms.queries.leads import is_last_lead, may_lead, successors
from workspace.rooms.services.managing import Managing, managing

LAST_LEAD = "Choose who of the agency that leads the room takes it over: a room is never without one."
NOT_IN_ROOM = "That person is not a member of the room."


def leave(*, by: int, room_id: int, successor_id: int | None = None) -> None:
    """Leave a room. Its last lead names who takes it over, in the same transaction.

    Raises `Invalid` at the field `successor`.
    """
    with managing(by, Action.READ, room_id, ends=True) as work:
        membership = work.membership(by)
        if membership is None:
            raise NotFound(NOT_IN_ROOM)
        keep_a_lead(work, by, successor_id)
        membership.during = periods.ended(membership.during, work.now)
        work.db.flush()
        own = work.reach.own_id or work.room.lead_id
        record("room.left", work.room, room_id=room_id, material_of=sorted({work.room.lead_id, own}))
        tell("room.access.changed", room_id=room_id)


def transfer_lead(*, by: int, room_id: int, person_id: int, afterwards: Role | None) -> None:
    """Make a person the lead of a room, and their agency the one that leads it; all of it or nothing.

    ``afterwards`` is what the one who hands over is from then on: a role, or None to leave. Documents
    keep their owners and releases stand, so nobody sees more or less of them by it. Raises `Invalid` at
    the field `person`.
    """
    with managing(by, Action.ADMIT, room_id, ends=True) as work:
        person = next((each for each in may_lead(work.room, by) if each.id == person_id), None)
        if person is None or person.organisation is None:
            raise Invalid("Choose somebody from the list", "person")
        former = work.room.lead_id
        _make_lead(work, person)
        if person.organisation.id != former:
            _pass_to(work, person.organisation)
        _go_on_as(work, by, afterwards)
        record(
            "room.lead_transferred",
            work.room,
            room_id=room_id,
            material_of=sorted({former, person.organisation.id}),
            facts={"person": person_id, "organisation": person.organisation.id},
        )
        tell("room.access.changed", room_id=room_id)


def keep_a_lead(work: Managing, person_id: int, successor_id: int | None) -> None:
    """See to it that the room keeps a lead when this person stops being one.

    Where no other of the leading organisation is one for good, makes ``successor_id`` that; raises
    `Invalid` at the field `successor` when nobody was named who can be.
    """
    if not is_last_lead(work.room, person_id):
        return
    if successor_id is None:
        raise Invalid(LAST_LEAD, "successor")
    successor = next((each for each in successors(work.room, person_id) if each.id == successor_id), None)
    if successor is None:
        raise Invalid("Choose somebody from the list", "successor")
    _make_lead(work, successor)


def _make_lead(work: Managing, person: Named) -> None:
    """Make a member a lead without a last day: so long as their organisation takes part."""
    membership = work.membership(person.id)
    if membership is None or person.organisation is None:
        raise NotFound(NOT_IN_ROOM)
    participation = work.participation(person.organisation.id)
    upper: datetime | None = participation.during.upper if participation else None
    if membership.role < Role.LEAD or membership.during.upper != upper:
        work.replace(person, membership, Role.LEAD, Range(_from(work, membership), upper))


def _pass_to(work: Managing, organisation: Organisation) -> None:
    begins = work.now
    standing = select(Leadership).where(Leadership.room_id == work.room.id, Leadership.during.contains(NOW))
    for each in work.db.scalars(standing):
        each.during = periods.ended(each.during, work.now)
        begins = each.during.upper or begins
    work.db.flush()
    if organisation.id != work.room.first_lead_id:
        during: periods.Period = Range(begins, None)
        work.db.add(
            Leadership(room_id=work.room.id, organisation_id=organisation.id, by_id=work.by, during=during)
        )
        work.db.flush()


def _go_on_as(work: Managing, by: int, role: Role | None) -> None:
    own, membership = work.person(by), work.membership(by)
    if own is None or membership is None:
        raise NotFound(NOT_IN_ROOM)
    if role is None:
        work.end(own, membership)
    elif role != membership.role:
        work.replace(own, membership, role, Range(_from(work, membership), membership.during.upper))


def _from(work: Managing, membership: Membership) -> datetime:
    """The moment from which what follows a membership can be, once that is ended."""
    return periods.ended(membership.during, work.now).upper or work.now
