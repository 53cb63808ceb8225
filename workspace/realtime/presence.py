"""Who is here now: who has the same thing open, in this process or in another.

Each opened thing has a row that is kept fresh while it is open. A process that died leaves rows that grow
old, and are then no longer believed.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, select, update

from workspace import database
from workspace.identifiers import encode
from workspace.people.queries import people_named
from workspace.permissions.policies import Action
from workspace.permissions.questions import NOW, audience
from workspace.realtime.connections import Connections, Opened
from workspace.realtime.models import Presence
from workspace.realtime.outgoing import Outgoing

CHANNEL = "workspace_presence"
BELIEVED = timedelta(seconds=30)
KEPT = timedelta(minutes=5)


class Here:
    """Says who is here to the connections of this process."""

    def __init__(self, connections: Connections, outgoing: Outgoing) -> None:
        self._connections = connections
        self._outgoing = outgoing
        self._noted: dict[int, Opened] = {}  # the rows of this process, by their ids
        self.changed: set[int] = set()  # what must be looked at again

    def arrived(self, person_id: int, opened: Opened) -> None:
        """Note that a person has opened a thing they may read. Acts for that person."""
        if opened.presence_id in self._noted:
            self.changed.add(opened.id)
            return
        with database.acting_as(person_id), database.transaction() as db:
            db.add(Presence(id=opened.presence_id, document_id=opened.id, person_id=person_id))
            db.flush()
            _notify(opened.id)
        self._noted[opened.presence_id] = opened

    def left(self, opened: Sequence[Opened]) -> None:
        """Note that things are no longer open."""
        noted = {each.presence_id: each.id for each in opened if each.presence_id in self._noted}
        if not noted:
            return
        with database.acting_as(None), database.transaction() as db:
            db.execute(delete(Presence).where(Presence.id.in_(noted)))
            for id in sorted(set(noted.values())):
                _notify(id)
        for presence_id in noted:
            self._noted.pop(presence_id, None)

    def refresh(self) -> None:
        """Keep our rows fresh, take away what should have gone, and look at everything again."""
        open_now = {each.presence_id for one in self._connections.every() for each in one.opened.values()}
        self.left([each for id, each in list(self._noted.items()) if id not in open_now])
        with database.acting_as(None), database.transaction() as db:
            if self._noted:
                db.execute(update(Presence).where(Presence.id.in_(list(self._noted))).values(seen_at=NOW))
            db.execute(delete(Presence).where(Presence.seen_at < NOW - KEPT))
        self.changed.update(self._connections.things())

    def leave_all(self) -> None:
        """Take away every row of this process, which is about to end."""
        self.left(list(self._noted.values()))

    def say(self) -> None:
        """Tell whoever may see a thing who else has it open, where that has changed."""
        while self.changed:
            self._say(self.changed.pop())

    def _say(self, id: int) -> None:
        viewers = self._connections.viewers(id)
        if not viewers:
            return
        readers = set(audience(Action.READ, viewers[0][1].model, id))
        seen = (Presence.document_id == id) & (Presence.seen_at > NOW - BELIEVED)
        with database.acting_as(viewers[0][0].person_id):
            present = readers.intersection(database.session().scalars(select(Presence.person_id).where(seen)))
            named = people_named(present)
        people = sorted((named[each] for each in present if each in named), key=lambda one: one.name)
        shown = tuple(each.id for each in people)
        for connection, opened in self._connections.viewers(id):
            if connection.person_id not in readers or opened.shown == shown:
                continue
            opened.shown = shown
            said = [_shown(each, connection.person_id) for each in people]
            self._outgoing.send(connection.sid, "presence.changed", {"document": encode(id), "people": said})


def _shown(person: Any, reader: int) -> dict[str, Any]:
    at = person.organisation
    return {
        "name": person.name,
        "agency": at.short_name if at else "",
        "colour": at.colour if at else "other",
        "you": person.id == reader,
    }


def _notify(id: int) -> None:
    database.session().execute(select(func.pg_notify(CHANNEL, str(id))))
