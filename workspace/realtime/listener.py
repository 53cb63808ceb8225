"""Hears from the database what was committed, in the order of committing, and has it told.

What may have ended somebody's access goes before all else that waits: so nothing that was committed after
it is told before it, and nobody stays because there is much to tell.

One connection per process listens. While it is lost nothing is told; when it is back, everybody's
permissions are asked again and every window is told to look again. If it stays away, the connections end.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from workspace.database import audience_session
from workspace.realtime.live import Live
from workspace.realtime.models import OutboxEvent
from workspace.realtime.outbox import ACCESS_CHANGED, ACCESS_CHANNEL, CHANNEL
from workspace.realtime.presence import CHANNEL as PRESENCE_CHANNEL

log = logging.getLogger(__name__)
PROBE_SECONDS = 5  # without news for so long, the connection is tried
PATIENCE_SECONDS = 30  # lost for longer, live connections end
LONGEST_WAIT = 5.0  # between two tries to get back
STILL_RUNNING = timedelta(minutes=1)  # a transaction may have begun so long before it was committed


class Waiting:
    """What was heard and has yet to be told, in the order in which it is to be."""

    def __init__(self) -> None:
        self._first: deque[psycopg.Notify] = deque()
        self._rest: deque[psycopg.Notify] = deque()

    def __len__(self) -> int:
        return len(self._first) + len(self._rest)

    def add(self, heard: psycopg.Notify) -> None:
        """Have something told in its turn."""
        (self._first if heard.channel == ACCESS_CHANNEL else self._rest).append(heard)

    def next(self) -> tuple[str, list[int]]:
        """The channel and the numbers of what is to be told next: of changed access all, else one."""
        if not self._first:
            heard = self._rest.popleft()
            return heard.channel, _numbers([heard])
        found = _numbers(self._first)
        self._first.clear()
        return ACCESS_CHANNEL, found


class Listener:
    """Listens until it is stopped."""

    def __init__(self, live: Live) -> None:
        self._live = live
        self._url = live.config.database_url_audience
        self._stop = threading.Event()
        self._heard_at = datetime.now(UTC)
        self._heard = time.monotonic()

    @property
    def is_lost_for_long(self) -> bool:
        """Whether we have heard nothing for so long that live connections are of no use."""
        return not self._live.is_listening and time.monotonic() - self._heard > PATIENCE_SECONDS

    def stop(self) -> None:
        """Listen no more. The process is ending; its connection ends with it, and must not be closed while
        another greenlet waits on it.
        """
        self._stop.set()

    def run(self) -> None:
        """Listen, and get back whenever the connection is lost."""
        wait = 0.1
        while not self._stop.is_set():
            try:
                self._listen()
            except (psycopg.Error, SQLAlchemyError, OSError) as reason:
                log.warning("live events: the database does not answer (%s)", type(reason).__name__)
            except Exception:
                # Whatever went wrong, somebody may not have been told: begin again, asking everything.
                log.exception("live events: beginning again")
            if self._live.is_listening:
                self._live.is_listening = False
                wait = 0.1
            if self._stop.wait(wait):
                return
            wait = min(2 * wait, LONGEST_WAIT)
            if self.is_lost_for_long:
                self._live.close_all()

    def _listen(self) -> None:
        with psycopg.connect(
            self._url,
            autocommit=True,
            connect_timeout=5,
            application_name="workspace live",
            keepalives_idle=10,
            keepalives_interval=5,
            keepalives_count=3,
        ) as link:
            link.execute(f"LISTEN {ACCESS_CHANNEL}; LISTEN {CHANNEL}; LISTEN {PRESENCE_CHANNEL}")
            self._catch_up()
            self._live.is_listening = True
            waiting = Waiting()
            while not self._stop.is_set():
                self._hear(link, waiting)
                if waiting:
                    self._handle(*waiting.next())

    def _hear(self, link: psycopg.Connection[Any], waiting: Waiting) -> None:
        """Take in what has come. Only when there is nothing to tell, wait for it and try the connection."""
        before = len(waiting)
        for heard in link.notifies(timeout=0 if waiting else PROBE_SECONDS, stop_after=1):
            waiting.add(heard)
        if not waiting:
            link.execute("SELECT 1")
        if not waiting or len(waiting) > before:
            self._heard_at, self._heard = datetime.now(UTC), time.monotonic()

    def _catch_up(self) -> None:
        """Make good for what was not heard. What is said from now on waits in the connection meanwhile."""
        self._live.check_everything()
        things = list(self._live.connections.things())
        if things:
            missed = select(OutboxEvent).where(
                OutboxEvent.document_id.in_(things),
                OutboxEvent.created_at > self._heard_at - STILL_RUNNING,
                OutboxEvent.name.not_like(f"%{ACCESS_CHANGED}"),
                OutboxEvent.name.not_like("annotation.%"),
            )
            with audience_session() as nobody:
                found = nobody.scalars(missed.order_by(OutboxEvent.id)).all()
            for event in found:
                self._live.tell(event)
            self._live.tell_all("annotations.changed")
            self._live.here.changed.update(things)
        self._heard_at, self._heard = datetime.now(UTC), time.monotonic()

    def _handle(self, channel: str, numbers: list[int]) -> None:
        if channel == PRESENCE_CHANNEL:
            self._live.here.changed.update(numbers)
            return
        with audience_session() as nobody:
            found = select(OutboxEvent).where(OutboxEvent.id.in_(numbers)).order_by(OutboxEvent.id)
            events = nobody.scalars(found).all()
        if channel == ACCESS_CHANNEL:
            self._live.access_changed(events)
            return
        for event in events:
            self._live.tell(event)


def _numbers(heard: Iterable[psycopg.Notify]) -> list[int]:
    return [int(each.payload) for each in heard if each.payload.isdigit()]
