"""Adding organisations and ending them."""

from sqlalchemy import func, select

from workspace import periods
from workspace.accounts import sessions
from workspace.administration.services.acting import acting, is_own
from workspace.audit.services import record
from workspace.database import transaction
from workspace.errors import Conflict, Invalid, NotFound
from workspace.people.models import Employment, Organisation
from workspace.permissions.policies import Action
from workspace.permissions.questions import NOW, ONE
from workspace.permissions.standing import is_administrator
from workspace.realtime.outbox import tell


def add_organisation(*, by: int, name: str, short_name: str) -> Organisation:
    """Add an organisation, with nobody in it yet. Raises `Invalid` for a name that another one has."""
    with transaction() as db:
        if not db.scalar(select(is_administrator(ONE, NOW)), {"who": by}):
            raise NotFound("There is no such page, or you cannot see it.")
        # Two who add the same at once wait for each other.
        db.execute(select(func.pg_advisory_xact_lock(func.hashtextextended("organisation.added", 0))))
        for field, value, column in (
            ("name", name, Organisation.name),
            ("short_name", short_name, Organisation.short_name),
        ):
            taken = (func.lower(column) == value.lower()) & Organisation.during.contains(NOW)
            if db.scalar(select(Organisation.id).where(taken).limit(1)) is not None:
                raise Invalid("Another organisation has this name already", field)
        organisation = Organisation(name=name, short_name=short_name)
        db.add(organisation)
        db.flush()
        record("organisation.added", organisation, material_of=[organisation.id])
        return organisation


def end_organisation(*, by: int, organisation_id: int) -> None:
    """End an organisation: its people are out at once, and nothing released to it is seen any more.

    Nothing is deleted: what it owns stays where it is. Raises `Conflict` for one's own.
    """
    with acting(by, Action.ADMINISTER, organisation_id, ends=True) as work:
        if is_own(by, organisation_id):
            raise Conflict("This is the organisation you work for yourself. It cannot be ended by you.")
        employed = (Employment.organisation_id == organisation_id) & Employment.during.contains(NOW)
        people = list(work.db.scalars(select(Employment.person_id).where(employed)))
        rooms = work.rooms(people, organisation_id)
        now = work.now()
        if periods.is_over(work.organisation.during, now):
            raise Conflict("This organisation has ended already.")
        work.organisation.during = periods.ended(work.organisation.during, now)
        work.db.flush()
        ended = sessions.end_all(people)
        record(
            "organisation.ended",
            work.organisation,
            material_of=[organisation_id],
            facts={"people": len(people), "sessions": ended},
        )
        for person_id in people:
            tell("person.access.changed", person_id=person_id)
        for room_id in rooms:
            tell("room.access.changed", room_id=room_id)
