"""Which live connections this process holds, whose they are, and what each has open."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from workspace.database import Base
from workspace.identifiers import new_id


@dataclass(eq=False)
class Opened:
    """Something a connection has open, say a document.

    `room_id` is unknown until permission was asked. `count` is how many lasting events were sent about
    it, by which the other side notices that it missed one. `shown` is who was last said to be here.
    """

    model: type[Base]
    id: int
    room_id: int | None = None
    count: int = 0
    shown: tuple[int, ...] = ()
    presence_id: int = field(default_factory=new_id)


@dataclass(eq=False)
class Connection:
    """A live connection of one window of one signed-in person."""

    sid: str
    person_id: int
    session_id: int
    opened: dict[int, Opened] = field(default_factory=dict)


Viewer = tuple[Connection, Opened]


class Connections:
    """The connections of this process, found by what must be found quickly."""

    def __init__(self) -> None:
        self._by_sid: dict[str, Connection] = {}
        self._by_thing: dict[int, set[Connection]] = {}

    def __len__(self) -> int:
        return len(self._by_sid)

    def add(self, connection: Connection) -> None:
        """Take in a new connection."""
        self._by_sid[connection.sid] = connection

    def remove(self, sid: str) -> Connection | None:
        """Forget a connection; it keeps what it had open."""
        connection = self._by_sid.pop(sid, None)
        for id in connection.opened if connection else ():
            self._forget(connection, id)
        return connection

    def get(self, sid: str) -> Connection | None:
        """The connection with this name, if it is still there."""
        return self._by_sid.get(sid)

    def every(self) -> list[Connection]:
        """All of them."""
        return list(self._by_sid.values())

    def of_people(self, ids: Iterable[int]) -> list[Connection]:
        """The connections of these people."""
        wanted = set(ids)
        return [each for each in self._by_sid.values() if each.person_id in wanted]

    def open(self, connection: Connection, model: type[Base], id: int) -> Opened:
        """Note that a connection has something open; from now on it hears of it, if it may."""
        opened = connection.opened.get(id)
        if opened is None:
            opened = connection.opened[id] = Opened(model, id)
        opened.count = 0
        if connection.sid in self._by_sid:
            self._by_thing.setdefault(id, set()).add(connection)
        return opened

    def close(self, connection: Connection, id: int) -> Opened | None:
        """Note that a connection has something no longer open."""
        self._forget(connection, id)
        return connection.opened.pop(id, None)

    def viewers(self, id: int | None) -> list[Viewer]:
        """The connections that have the thing with this id open."""
        found = list(self._by_thing.get(id or 0, ()))
        return [(each, each.opened[id]) for each in found if id in each.opened]

    def things(self, room_id: int | None = None) -> dict[int, type[Base]]:
        """What is open in this process, by id; in one room (or not known where), if it is named."""
        found = {}
        for connection in self._by_sid.values():
            for opened in connection.opened.values():
                if room_id is None or opened.room_id in (None, room_id):
                    found[opened.id] = opened.model
        return found

    def _forget(self, connection: Connection | None, id: int) -> None:
        holders = self._by_thing.get(id, set())
        holders.discard(connection)
        if not holders:
            self._by_thing.pop(id, None)
