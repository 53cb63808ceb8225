"""What every change to who is in a room begins with: the lock, the question, the moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from workspace import periods
from workspace.audit.services import record
from workspace.database import Period, transaction
from workspace.errors import Conflict, NotAllowed
from workspace.identifiers import encode
from workspace.people.models import Organisation
from workspace.people.queries import Named, people_named
from workspace.permissions.policies import Action
from workspace.permissions.questions import NOW, fetch
from workspace.realtime.outbox import tell
from workspace.rooms import locks
from workspace.rooms.models import Membership, Participation, Role, Room
from workspace.rooms.queries.facts import not_over
from workspace.rooms.queries.people import Reach, reach_of

OTHERS_PEOPLE = "Only leads from the agency that leads the room may do this to people of another agency."
AT_ONCE = "Somebody else changed who is in this room at the same moment. Look again, then repeat it."


@dataclass(frozen=True)
class Managing:
    """A lead at work in a room: its lock is held, they may do what they asked for, and this is the moment."""

    db: Session
    room: Room
    by: int
    now: datetime
    reach: Reach

    def person(self, person_id: int) -> Named | None:
        """A person; None when there is none with that id. Refuses one whom this lead does not manage."""
        person = people_named([person_id]).get(person_id)
        if person is not None and not self.reach.over(person.organisation):
            raise NotAllowed(OTHERS_PEOPLE)
        return person

    def membership(self, person_id: int) -> Membership | None:
        """The membership of a person, in force or to come."""
        mine = (Membership.room_id == self.room.id) & (Membership.person_id == person_id)
        ordered = select(Membership).where(mine, not_over(Membership)).order_by(func.lower(Membership.during))
        return self.db.scalars(ordered.limit(1)).one_or_none()

    def participation(self, organisation_id: int) -> Participation | None:
        """The participation of an organisation, in force or to come."""
        theirs = Participation.organisation_id == organisation_id
        ordered = select(Participation).where(
            Participation.room_id == self.room.id, theirs, not_over(Participation)
        )
        return self.db.scalars(ordered.order_by(func.lower(Participation.during)).limit(1)).one_or_none()

    def replace(self, person: Named, membership: Membership, role: Role, during: Period) -> None:
        """End a membership and have another one go on as ``role`` for ``during``."""
        membership.during = periods.ended(membership.during, self.now)
        self.db.flush()
        changed = Membership(
            room_id=self.room.id, person_id=person.id, role=role, by_id=self.by, during=during
        )
        self.db.add(changed)
        self.db.flush()
        facts = {"from_role": membership.role.name.lower(), "role": role.name.lower()}
        self.said("membership.changed", person, "person", **facts)

    def end(self, person: Named, membership: Membership) -> None:
        """End a membership now."""
        membership.during = periods.ended(membership.during, self.now)
        self.db.flush()
        self.said("membership.ended", person, "person", role=membership.role.name.lower())

    def said(self, action: str, about: Named | Organisation, thing: str, **facts: str | int | None) -> None:
        """Record what was done about a person or an organisation, and have everybody's access asked again."""
        organisation = about if isinstance(about, Organisation) else about.organisation
        concerned = {self.room.lead_id, organisation.id if organisation else self.room.lead_id}
        record(
            action,
            room_id=self.room.id,
            material_of=sorted(concerned),
            thing_name=thing,
            thing_id=about.id,
            facts=dict(facts),
        )
        tell("room.access.changed", room_id=self.room.id)


@contextmanager
def managing(by: int, action: Action, room_id: int, *, ends: bool) -> Iterator[Managing]:
    """Change who is in a room, as one transaction; ``ends`` says whether somebody's access may end by it.

    Raises `NotFound`, `NotAllowed`, and `Conflict` when somebody else made the same change first.
    """
    try:
        with transaction() as db:
            (locks.hold_alone if ends else locks.hold)(db, room_id)
            room = fetch(db, by, action, Room, room_id)
            moment = db.scalars(select(NOW)).one()
            yield Managing(db, room, by, moment, reach_of(by, room))
    except IntegrityError as clash:
        raise Conflict(AT_ONCE) from clash


def named(id: int) -> str:
    """An id as audit entries' facts hold it."""
    return encode(id)
