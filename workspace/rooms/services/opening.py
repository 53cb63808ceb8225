"""Opening and closing rooms."""

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.exc import IntegrityError

from workspace import periods
from workspace.audit.services import record
from workspace.database import transaction
from workspace.errors import Conflict, Invalid, NotAllowed
from workspace.people.models import Organisation
from workspace.people.queries import organisation_of
from workspace.permissions.policies import Action
from workspace.permissions.questions import NOW, fetch
from workspace.realtime.outbox import tell
from workspace.rooms import locks
from workspace.rooms.models import Level, Membership, Participation, Role, Room
from workspace.rooms.services.managing import managing

TAKEN = "Your organisation already uses this reference"
FOR_NOBODY = "Only people who work for an organisation may open a room."


def open_room(*, by: int, title: str, reference: str, purpose: str, level: Level) -> int:
    """Open a room that the organisation of ``by`` leads, with ``by`` as its lead; return its id.

    A reference is an organisation's own: whether others use the same is never looked at, so a refusal
    says nothing about them. Raises `Invalid` at the field `reference`, and `NotAllowed`.
    """
    try:
        with transaction() as db:
            locks.hold_all(db)
            own = organisation_of(by)
            if own is None:
                raise NotAllowed(FOR_NOBODY)
            fetch(db, by, Action.OPEN_ROOM, Organisation, own.id)
            now = db.scalars(select(NOW)).one()
            during: periods.Period = Range(now, None)
            room = Room(
                title=title,
                reference=reference,
                purpose=purpose,
                level=level,
                first_lead_id=own.id,
                by_id=by,
                during=during,
            )
            db.add(room)
            db.flush()
            db.add(Participation(room_id=room.id, organisation_id=own.id, by_id=by, during=during))
            db.add(Membership(room_id=room.id, person_id=by, role=Role.LEAD, by_id=by, during=during))
            db.flush()
            record("room.created", room, room_id=room.id, material_of=[own.id])
            return room.id
    except IntegrityError as clash:
        raise Invalid(TAKEN, "reference") from clash


def close_room(*, by: int, room_id: int) -> None:
    """Close a room: it stays readable, and nothing is written in it any more."""
    with managing(by, Action.ADMIT, room_id, ends=True) as work:
        if periods.is_over(work.room.during, work.now):
            raise Conflict("This room is closed already.")
        work.room.during = periods.ended(work.room.during, work.now)
        work.db.flush()
        record("room.closed", work.room, room_id=room_id, material_of=[work.room.lead_id])
        tell("room.access.changed", room_id=room_id)
