"""Asking to be let into a room, and a lead's answer.

Whoever asks learns nothing from asking: not whether there is such a room, nor whether they are kept
from it. The same is asked of the database, the same is written and the same is said in every case.
"""

from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import func, select

from workspace import periods
from workspace.audit.services import record
from workspace.database import transaction
from workspace.errors import Conflict, Invalid, NotAllowed
from workspace.people.models import Organisation
from workspace.people.queries import organisation_of, organisations_named
from workspace.permissions.policies import Action
from workspace.permissions.questions import NOW, fetch
from workspace.rooms import locks
from workspace.rooms.models import AccessAnswer, AccessRequest, Role
from workspace.rooms.queries.requests import A_DAY, asked_lately, is_in_room, my_requests, room_named
from workspace.rooms.services.managing import Managing, managing
from workspace.rooms.services.membership import put_in
from workspace.when import when

MOST_A_DAY = 5  # enough for work, too few to guess references
DAYS_TO_ANSWER = 14
FOR_NOBODY = "Only people who work for an organisation may ask for access, and administrators enter no room."
ANSWERED = "Somebody else answered this request already."


def ask_for_access(*, by: int, lead_id: int, reference: str, reason: str) -> None:
    """Ask the leads of a room to be let in, by naming the organisation that leads it and its reference.

    Raises `Invalid` at the field `lead` or `reference` for more than `MOST_A_DAY` in 24 hours, for what
    was asked and still waits, and for a room that ``by`` is in; and `NotAllowed` for administrators.
    """
    with transaction() as db:
        locks.hold_all(db)
        own = organisation_of(by)
        if own is None:
            raise NotAllowed(FOR_NOBODY)
        fetch(db, by, Action.OPEN_ROOM, Organisation, own.id)
        db.execute(select(func.pg_advisory_xact_lock(by)))  # one at a time for each person, to count them
        _refuse_too_many(by)
        if lead_id not in organisations_named([lead_id]):
            raise Invalid("Choose an agency", "lead")
        if any(each.waits and _same(each.request, lead_id, reference) for each in my_requests(by)):
            raise Invalid("You have asked for this room already, and your request still waits", "reference")
        if is_in_room(by, lead_id, reference):
            raise Invalid("You are in this room already", "reference")
        now = db.scalars(select(NOW)).one()
        made = AccessRequest(
            person_id=by,
            organisation_id=own.id,
            lead_id=lead_id,
            reference=reference,
            reason=reason,
            room_id=room_named(lead_id, reference),
            during=periods.between(now, None, periods.day_of(now) + timedelta(days=DAYS_TO_ANSWER)),
        )
        db.add(made)
        db.flush()
        # Without the room: whoever asks may be an auditor, and would read from the entry that it is there.
        record("access.requested", thing_name="access_request", thing_id=made.id, material_of=[lead_id])


def grant_access(
    *, by: int, request: AccessRequest, role: Role, first: date | None = None, last: date | None = None
) -> None:
    """Answer a request with yes: whoever asked becomes a member. Raises `Invalid` as `add_member` does."""
    with _answering(by, request) as work:
        _answer(work, request, accepted=True)
        person = put_in(work, request.person_id, role, first, last)
        owners = {work.room.lead_id, person.organisation.id if person.organisation else work.room.lead_id}
        _record(work, "access.granted", request, sorted(owners))


def decline_access(*, by: int, request: AccessRequest) -> None:
    """Answer a request with no. Whoever asked is told nothing: it waits for them until its time is over."""
    with _answering(by, request) as work:
        _answer(work, request, accepted=False)
        _record(work, "access.declined", request, [work.room.lead_id])


def _answering(by: int, request: AccessRequest) -> AbstractContextManager[Managing]:
    return managing(by, Action.MANAGE, request.room_id or 0, ends=False)


def _answer(work: Managing, request: AccessRequest, *, accepted: bool) -> None:
    fetch(work.db, work.by, Action.MANAGE, AccessRequest, request.id)
    given = select(AccessAnswer.id).where(AccessAnswer.request_id == request.id)
    if work.db.scalars(given).first() is not None:
        raise Conflict(ANSWERED)
    work.db.add(AccessAnswer(request_id=request.id, accepted=accepted, by_id=work.by))
    work.db.flush()


def _record(work: Managing, action: str, request: AccessRequest, material_of: list[int]) -> None:
    record(
        action,
        room_id=work.room.id,
        material_of=material_of,
        thing_name="person",
        thing_id=request.person_id,
    )


def _refuse_too_many(by: int) -> None:
    lately = asked_lately(by)
    if len(lately) >= MOST_A_DAY:
        again = when(lately[-MOST_A_DAY] + A_DAY, datetime.now(UTC))
        raise Invalid(
            f"You have asked {MOST_A_DAY} times in 24 hours. You can ask again {again}", "reference"
        )


def _same(request: AccessRequest, lead_id: int, reference: str) -> bool:
    return request.lead_id == lead_id and request.reference == reference
