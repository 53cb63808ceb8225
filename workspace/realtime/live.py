"""The live side of this process: tells those who have something open what happened to it.

Only connections of this process are ever spoken to. That they may know is asked each time, of the same
rule that the pages ask.
"""

import logging
from collections.abc import Sequence
from typing import Any

from flask import Flask
from sqlalchemy import bindparam, select

from workspace import database
from workspace.config import Config
from workspace.database import Base
from workspace.identifiers import encode
from workspace.people.models import Person
from workspace.permissions.policies import Action
from workspace.permissions.questions import NOW, audience
from workspace.permissions.rules import Who
from workspace.permissions.standing import is_active
from workspace.realtime import events, presence
from workspace.realtime.connections import Connection, Connections, Opened
from workspace.realtime.models import OutboxEvent
from workspace.realtime.outgoing import Outgoing

log = logging.getLogger(__name__)
MOST_OPEN = 20  # things one connection may have open
_ACTIVE = select(Person.id).where(
    Person.id.in_(bindparam("ids", expanding=True)), is_active(Who(Person.id), NOW)
)


class TooManyOpen(Exception):
    """A connection wants more open than a window can show."""


class Live:
    """What a process knows of its live connections, and what it says to them."""

    def __init__(self, app: Flask, outgoing: Outgoing) -> None:
        self.app = app
        self.config: Config = app.config["WORKSPACE"]
        self.outgoing = outgoing
        self.connections = Connections()
        self.here = presence.Here(self.connections, outgoing)
        self.is_listening = False  # while we hear of nothing, nothing is said

    # What one connection does.

    def join(self, connection: Connection, model: type[Base], id: int) -> Opened:
        """Begin to tell a connection of a thing; permission is asked next."""
        if len(connection.opened) >= MOST_OPEN and id not in connection.opened:
            raise TooManyOpen
        return self.connections.open(connection, model, id)

    def arrived(self, connection: Connection, opened: Opened) -> None:
        """Have others know that the person is here, permission having been given."""
        self.here.arrived(connection.person_id, opened)
        if self.connections.get(connection.sid) is None or opened.id not in connection.opened:
            self.here.left([opened])  # they went while it was being noted

    def leave(self, connection: Connection, id: int) -> None:
        """No longer tell a connection of a thing."""
        opened = self.connections.close(connection, id)
        if opened is not None:
            self.outgoing.later(self.here.left, [opened])

    def gone(self, sid: str) -> None:
        """Forget a connection that has ended."""
        connection = self.connections.remove(sid)
        if connection is not None:
            self.outgoing.later(self.here.left, list(connection.opened.values()))

    # What happened elsewhere.

    def tell(self, event: OutboxEvent) -> None:
        """Tell of an event to exactly those who have its thing open and may know of it now."""
        reaction = events.reaction_to(event.name)
        if reaction is None or not self.connections.viewers(event.document_id):
            return
        news = reaction(event)
        if news is None:
            return
        # Asked again after the rule: who left while it was asked is not told.
        for connection, opened in self.connections.viewers(event.document_id):
            if connection.person_id in news.people:
                self._say(connection, opened, news.name, **news.more)

    def tell_all(self, name: str) -> None:
        """Say to everyone, about everything they have open, that it may have changed."""
        for connection in self.connections.every():
            for opened in list(connection.opened.values()):
                self._say(connection, opened, name)

    def beat(self) -> None:
        """Say how much was said, so that whoever missed something asks again."""
        for connection in self.connections.every():
            for opened in list(connection.opened.values()):
                about = {"document": encode(opened.id), "count": opened.count}
                self.outgoing.send(connection.sid, "heartbeat", about)

    def _say(self, connection: Connection, opened: Opened, name: str, **more: Any) -> None:
        opened.count += 1
        about = {"document": encode(opened.id), "count": opened.count, **more}
        self.outgoing.send(connection.sid, name, about)

    # Who may still be here.

    def access_changed(self, events: Sequence[OutboxEvent]) -> None:
        """Ask again about all whom these events concern, once: an organisation ends with everybody in it."""
        everybody = any(each.person_id is None and each.room_id is None for each in events)
        people = {each.person_id for each in events if each.person_id is not None}
        connections = self.connections.every() if everybody else self.connections.of_people(people)
        self.check_sessions(connections)
        things = {
            opened.id: opened.model
            for one in connections
            if self.connections.get(one.sid) is one
            for opened in one.opened.values()
        }
        for room_id in {each.room_id for each in events if each.person_id is None}:
            things.update(self.connections.things(room_id))
        self.check_things(things)

    def check_everything(self) -> None:
        """Ask again of every connection whether it may be here and see what it has open."""
        self.check_sessions(self.connections.every())
        self.check_things(self.connections.things())

    def check_sessions(self, connections: list[Connection]) -> None:
        """End the connections whose session, or whose person's standing, has ended."""
        if not connections:
            return
        running = self.app.session_interface.running(  # type: ignore[attr-defined]
            {each.session_id for each in connections}
        )
        people = {each.person_id for each in connections}
        with database.acting_as(next(iter(people))):
            active = set(database.session().scalars(_ACTIVE, {"ids": list(people)}))
        for each in connections:
            if each.session_id not in running or each.person_id not in active:
                self.end(each)

    def end(self, connection: Connection) -> None:
        """Tell a connection that its session has ended, and end it."""
        self.outgoing.send(connection.sid, "session.ended", {})
        self.gone(connection.sid)
        self.outgoing.disconnect(connection.sid)

    def check_things(self, things: dict[int, type[Base]]) -> None:
        """Take from everyone the things that they may no longer read."""
        for id, model in things.items():
            readers = set(audience(Action.READ, model, id))
            for connection, _opened in self.connections.viewers(id):
                if connection.person_id not in readers:
                    self._eject(connection, id)

    def _eject(self, connection: Connection, id: int) -> None:
        self.leave(connection, id)
        self.outgoing.send(connection.sid, "access.ended", {"document": encode(id)})
        if not connection.opened:
            self.gone(connection.sid)
            self.outgoing.disconnect(connection.sid)

    def close_all(self) -> None:
        """End every connection; each comes back when we can serve it again."""
        for connection in self.connections.every():
            self.gone(connection.sid)
            self.outgoing.disconnect(connection.sid)
