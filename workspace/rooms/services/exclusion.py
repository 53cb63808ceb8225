"""Keeping a person from ever seeing a room, and ending that."""

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import Range

from workspace import periods
from workspace.errors import Conflict, Invalid, NotFound
from workspace.permissions.policies import Action
from workspace.rooms.models import Exclusion, Role
from workspace.rooms.queries.facts import not_over
from workspace.rooms.services.managing import Managing, managing


def exclude(*, by: int, room_id: int, person_id: int) -> None:
    """Exclude a person from a room, whatever else is true: for conflicts of interest.

    It ends nothing else: when it is over, what stood before stands again. Raises `Invalid` at the field
    `person`.
    """
    with managing(by, Action.DISMISS, room_id, ends=True) as work:
        person = work.person(person_id)
        if person is None:
            raise Invalid("Choose a person from the list", "person")
        if person_id == by:
            raise Invalid("You cannot exclude yourself: ask another lead to", "person")
        if _standing(work, person_id):
            raise Invalid(f"{person.name} is excluded already", "person")
        membership = work.membership(person_id)
        leads = membership is not None and membership.role == Role.LEAD
        if leads and person.organisation is not None and person.organisation.id == work.room.lead_id:
            work.keep_a_lead(person_id)
        work.db.add(Exclusion(room_id=room_id, person_id=person_id, by_id=by, during=Range(work.now, None)))
        work.db.flush()
        work.said("exclusion.added", person, "person")


def end_exclusion(*, by: int, room_id: int, person_id: int) -> None:
    """End that a person is excluded from a room."""
    with managing(by, Action.DISMISS, room_id, ends=True) as work:
        person = work.person(person_id)
        standing = _standing(work, person_id)
        if person is None or not standing:
            raise NotFound("That person is not excluded from the room.")
        if person_id == by:
            raise Conflict("You cannot end your own exclusion.")
        for each in standing:
            each.during = periods.ended(each.during, work.now)
        work.db.flush()
        work.said("exclusion.ended", person, "person")


def _standing(work: Managing, person_id: int) -> list[Exclusion]:
    theirs = (Exclusion.room_id == work.room.id) & (Exclusion.person_id == person_id)
    return list(work.db.scalars(select(Exclusion).where(theirs, not_over(Exclusion))))
