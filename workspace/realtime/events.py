"""What is said in both directions: the events a browser may send, and the news that follow a change.

Features above say which of their things can be opened, and who may know of which change.
"""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from workspace.database import Base
from workspace.permissions.guards import Access, fetched_for
from workspace.permissions.policies import Action
from workspace.realtime.connections import Connection
from workspace.realtime.models import OutboxEvent

if TYPE_CHECKING:
    from workspace.realtime.live import Live

Handler = Callable[["Live", Connection, int], None]


@dataclass(frozen=True)
class News:
    """What is told of a change: to whom of those who have the thing open, under which name, what more."""

    name: str
    people: AbstractSet[int]
    more: dict[str, Any] = field(default_factory=dict)


Reaction = Callable[[OutboxEvent], News | None]

EVENTS: dict[str, Handler] = {}
KEYS: dict[str, str] = {}  # the one key of each event's message: what it names
REACTIONS: dict[str, Reaction] = {}


def openable(name: str, model: type[Base], room: Callable[[Any], int]) -> None:
    """Let browsers open and close a ``model``, by the events `name.open` and `name.close`.

    Whoever may read it may open it; ``room`` says in which room it is.
    """

    def opened(live: "Live", connection: Connection, id: int) -> None:
        # First joined, then asked: a withdrawal in between is seen by the one or by the other.
        entry = live.join(connection, model, id)
        try:
            entry.room_id = room(fetched_for(connection.person_id, Action.READ, model, id))
        except BaseException:
            live.leave(connection, id)
            raise
        live.arrived(connection, entry)

    def closed(live: "Live", connection: Connection, id: int) -> None:
        live.leave(connection, id)

    _declare(f"{name}.open", name, opened, Access("requires", Action.READ, model))
    _declare(f"{name}.close", name, closed, Access("anybody signed in"))


def reacts(prefix: str, reaction: Reaction) -> None:
    """Have ``reaction`` say who may know of events whose names begin with ``prefix``."""
    REACTIONS[prefix] = reaction


def reaction_to(name: str) -> Reaction | None:
    """What follows an event of the outbox."""
    return next((reaction for prefix, reaction in REACTIONS.items() if name.startswith(prefix)), None)


def _declare(name: str, key: str, handler: Handler, access: Access) -> None:
    handler.access = access  # type: ignore[attr-defined]
    EVENTS[name] = handler
    KEYS[name] = key
