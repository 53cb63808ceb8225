"""What was committed, in that order: the database tells its listeners in exactly the order of committing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg

from workspace.realtime.outbox import ACCESS_CHANNEL, CHANNEL

END = "that is all"
EVENTS = """
    SELECT id, xmin::text::bigint, name, document_id, number, created_at FROM outbox_event WHERE id = ANY(%s)
"""


@dataclass(frozen=True)
class Event:
    """Something that was told, and in which transaction."""

    id: int
    transaction: int
    name: str
    document_id: int | None
    number: int | None
    created_at: datetime


class Committed:
    """Listens from now on, and says afterwards which transaction was committed before which."""

    def __init__(self, owner_url: str) -> None:
        self._told: list[str] = []
        self._link = psycopg.connect(owner_url, autocommit=True)
        self._link.add_notify_handler(lambda heard: self._told.append(heard.payload))
        self._link.execute(f"SET search_path = workspace; LISTEN {ACCESS_CHANNEL}; LISTEN {CHANNEL}")

    def close(self) -> None:
        """Listen no more."""
        self._link.close()

    def order(self) -> dict[int, int]:
        """The transactions of everything told since it was asked last, each with its place in the order."""
        places: dict[int, int] = {}
        for event in self.events():
            places.setdefault(event.transaction, len(places))
        return places

    def events(self) -> list[Event]:
        """Everything told since it was asked last.

        What PostgreSQL tells comes in the order of committing, whoever listens, so our own last word
        comes after everything that was committed before it.
        """
        self._link.execute("SELECT pg_notify(%s, %s)", [CHANNEL, END])
        while END not in self._told:
            self._link.execute("SELECT 1")
        ids = [int(each) for each in self._told[: self._told.index(END)]]
        self._told.clear()
        found = {row[0]: Event(*row) for row in self.rows(EVENTS, ids)}
        return [found[id] for id in ids]  # what is not there was told and not committed

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """What the database has, as its owner sees it."""
        return self._link.execute(statement, values).fetchall()
