"""What every change to an organisation begins with: the question, the moment, the person it is about."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workspace.audit.services import record
from workspace.database import transaction
from workspace.errors import NotAllowed, NotFound
from workspace.people.models import Employment, Organisation, Person
from workspace.people.queries import organisation_of
from workspace.permissions.policies import Action
from workspace.permissions.questions import NOW, fetch
from workspace.realtime.outbox import tell
from workspace.rooms import locks
from workspace.rooms.models import Membership, Participation


@dataclass(frozen=True)
class Work:
    """A change to an organisation under way, permitted to the person ``by``."""

    db: Session
    by: int
    organisation: Organisation

    def now(self) -> datetime:
        """The database's own moment."""
        moment: datetime = self.db.scalars(select(func.clock_timestamp())).one()
        return moment

    def person(self, person_id: int) -> Person:
        """Somebody who works for the organisation; nobody else can be changed here."""
        employed = (Employment.person_id == Person.id) & (Employment.organisation_id == self.organisation.id)
        found = self.db.scalars(
            select(Person)
            .join(Employment, employed & Employment.during.contains(NOW))
            .where(Person.id == person_id)
        ).one_or_none()
        if found is None:
            raise NotFound("There is no such person, or they work for another organisation.")
        return found

    def rooms(self, person_ids: Iterable[int], organisation_id: int) -> list[int]:
        """The rooms in which these people are members, or in which the organisation takes part."""
        members = select(Membership.room_id).where(
            Membership.person_id.in_(list(person_ids)), Membership.during.contains(NOW)
        )
        parties = select(Participation.room_id).where(
            Participation.organisation_id == organisation_id, Participation.during.contains(NOW)
        )
        return sorted({*self.db.scalars(members), *self.db.scalars(parties)})

    def said(self, action: str, person: Person, facts: dict[str, object] | None = None) -> None:
        """Write down what was done to a person, and have what they have open asked about again."""
        record(action, person, material_of=[self.organisation.id], facts=facts)
        tell("person.access.changed", person_id=person.id)


@contextmanager
def acting(by: int, action: Action, organisation_id: int, *, ends: bool = False) -> Iterator[Work]:
    """A transaction in which ``by`` changes an organisation; `NotFound` where they may not.

    ``ends`` says that somebody's access ends by it: then nothing is being written anywhere meanwhile.
    """
    with transaction() as db:
        (locks.hold_all_alone if ends else locks.hold_all)(db)
        yield Work(db, by, _permitted(db, by, action, organisation_id))


def is_own(by: int, organisation_id: int) -> bool:
    """Whether the person works for the organisation."""
    own = organisation_of(by)
    return own is not None and own.id == organisation_id


def _permitted(db: Session, by: int, action: Action, organisation_id: int) -> Organisation:
    try:
        return fetch(db, by, action, Organisation, organisation_id)
    except NotAllowed:
        raise NotFound("There is no such organisation, or it is not yours to manage.") from None
