"""Keeping a person from ever seeing a room, and ending that."""

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import Range

from workspace import periods
from workspace.audit.services import record
from workspace.database import transaction
from workspace.errors import Conflict, Invalid, NotAllowed, NotFound
from workspace.people.queries import organisation_of
from workspace.permissions.policies import Action
from workspace.rooms.models import Exclusion, ExclusionReason
from workspace.rooms.queries.facts import not_over
from workspace.rooms.services.leading import keep_a_lead
from workspace.rooms.services.managing import Managing, managing

NOT_YOURS = "The agency that leads the room made this exclusion, so one of its leads has to end it."


def exclude(*, by: int, room_id: int, person_id: int, reason: str, successor_id: int | None = None) -> None:
    """Exclude a person from a room, whatever else is true: for conflicts of interest.

    It ends nothing else: when it is over, what stood before stands again. The ``reason`` is read by the
    auditors of the organisation of ``by`` and by nobody in the room, ``by`` included. Raises `Invalid` at
    the field `person`, `reason` or `successor`.
    """
    with managing(by, Action.DISMISS, room_id, ends=True) as work:
        person = work.person(person_id)
        if person is None:
            raise Invalid("Choose a person from the list", "person")
        if person_id == by:
            raise Invalid("You cannot exclude yourself: ask another lead to", "person")
        if _standing(work, person_id):
            raise Invalid(f"{person.name} is excluded already", "person")
        if not reason.strip() or work.reach.own_id is None:
            raise Invalid("Say why", "reason")
        keep_a_lead(work, person_id, successor_id)
        exclusion = Exclusion(room_id=room_id, person_id=person_id, by_id=by, during=Range(work.now, None))
        work.db.add(exclusion)
        work.db.flush()
        why = ExclusionReason(
            exclusion_id=exclusion.id, room_id=room_id, organisation_id=work.reach.own_id, reason=reason
        )
        work.db.add(why)
        work.db.flush()
        work.said("exclusion.added", person, "person", exclusion_reason=why.id)


def read_reason(reason: ExclusionReason) -> Exclusion:
    """The exclusion that a reason is for; that it was read is recorded."""
    with transaction() as db:
        exclusion = db.scalars(select(Exclusion).where(Exclusion.id == reason.exclusion_id)).one()
        record(
            "exclusion.reason_read",
            thing_name="person",
            thing_id=exclusion.person_id,
            room_id=reason.room_id,
            material_of=[reason.organisation_id],
        )
    return exclusion


def end_exclusion(*, by: int, room_id: int, person_id: int) -> None:
    """End that a person is excluded from a room: by the leading agency's leads, or by whose agency did it."""
    with managing(by, Action.DISMISS, room_id, ends=True) as work:
        person = work.person(person_id)
        standing = _standing(work, person_id)
        if person is None or not standing:
            raise NotFound("That person is not excluded from the room.")
        if person_id == by:
            raise Conflict("You cannot end your own exclusion.")
        if not all(_is_theirs(work, each) for each in standing):
            raise NotAllowed(NOT_YOURS)
        for each in standing:
            each.during = periods.ended(each.during, work.now)
        work.db.flush()
        work.said("exclusion.ended", person, "person")


def _is_theirs(work: Managing, exclusion: Exclusion) -> bool:
    by = organisation_of(exclusion.by_id)
    return work.reach.own_id in (work.room.lead_id, by.id if by else None)


def _standing(work: Managing, person_id: int) -> list[Exclusion]:
    theirs = (Exclusion.room_id == work.room.id) & (Exclusion.person_id == person_id)
    return list(work.db.scalars(select(Exclusion).where(theirs, not_over(Exclusion))))
