"""Writes rows into the demonstration, each as the person whose act it was, under row-level security."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session

from workspace.database import Base, Period
from workspace.people.models import Organisation, Person
from workspace.sharing.models import Agreement, Consent


class Story:
    """The one transaction in which the demonstration is written, and who and what is in it so far.

    Days count from the day of loading. Organisations are named by their code, people by their key.
    """

    def __init__(self, db: Session) -> None:
        self.db = db
        self.now = datetime.now(UTC)
        self.organisations: dict[str, Organisation] = {}
        self.people: dict[str, Person] = {}
        self.employers: dict[str, Organisation] = {}
        self.agreements: dict[str, Agreement] = {}
        self.consents: dict[str, Consent] = {}

    def day(self, day: float) -> datetime:
        """The moment ``day`` days from now."""
        return self.now + timedelta(days=day)

    def lasting(self, start: float, end: float | None = None) -> Period:
        """The period from one day to another, or without end."""
        return Range(self.day(start), None if end is None else self.day(end))

    @contextmanager
    def told_by(self, key: str) -> Iterator[Person]:
        """Write as a person of the demonstration."""
        with self.acting(self.people[key].id):
            yield self.people[key]

    @contextmanager
    def acting(self, person_id: int) -> Iterator[None]:
        """Write as the person with an id, who need not exist yet. One transaction has many authors."""
        act = text("SELECT set_config('workspace.actor', :actor, true)")
        self.db.execute(act, {"actor": str(person_id)})
        yield
        self.db.execute(act, {"actor": ""})

    def add(self, *rows: Base) -> None:
        """Write rows, in order."""
        for row in rows:
            self.db.add(row)
            self.db.flush()
