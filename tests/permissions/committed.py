"""What was committed, in that order: the database tells its listeners in exactly the order of committing."""

from typing import Any

import psycopg

from workspace.realtime.outbox import ACCESS_CHANNEL, CHANNEL

END = "that is all"


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
        """The transactions of everything told since it was asked last, each with its place in the order.

        What PostgreSQL tells comes in the order of committing, whoever listens, so our own last word
        comes after everything that was committed before it.
        """
        self._link.execute("SELECT pg_notify(%s, %s)", [CHANNEL, END])
        while END not in self._told:
            self._link.execute("SELECT 1")
        told = [int(each) for each in self._told[: self._told.index(END)]]
        self._told.clear()
        asked = "SELECT id, xmin::text::bigint FROM outbox_event WHERE id = ANY(%s)"
        of = dict(self.rows(asked, told))
        assert len(of) == len(told), "something that was told was not committed"
        places: dict[int, int] = {}
        for id in told:
            places.setdefault(of[id], len(places))
        return places

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """What the database has, as its owner sees it."""
        return self._link.execute(statement, values).fetchall()
