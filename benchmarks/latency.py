"""How long it takes from a commit in one process to the event in a client of another."""

import threading
import time
from collections.abc import Iterator
from typing import Any

import socketio
from sqlalchemy import select

from benchmarks.figures import Figure, at_most, percentile, plain
from benchmarks.place import Place
from workspace.database import acting_as, session, transaction
from workspace.documents.models import Version
from workspace.identifiers import encode
from workspace.realtime.outbox import tell

EVENTS = 300
PAUSE = 0.02  # seconds between two commits
WAIT = 5.0
_untyped: Any = socketio.Client


def run(place: Place) -> Iterator[Figure]:
    """This process commits an annotation's event; the web process tells a client who may know of it."""
    document = place.documents[0]
    with acting_as(place.priya.id):
        version = session().scalars(select(Version.id).where(Version.document_id == document.id)).one()
    annotation = place.world.annotation(document, version, place.priya, place.council)
    heard = _Heard()
    client: Any = _untyped(reconnection=False)
    client.on("annotations.changed", heard)
    client.connect(place.url, headers=place.headers(place.joy), transports=["websocket"], wait_timeout=10)
    try:
        if not client.call("document.open", {"document": encode(document.id)}, timeout=10)["ok"]:
            raise RuntimeError("the document could not be opened")
        milliseconds = [_one(place, document.id, annotation.id, heard) for _ in range(EVENTS)]
    finally:
        client.disconnect()
    yield plain("latency.p50", percentile(milliseconds, 50), "ms from commit to client")
    yield at_most("latency.p99", percentile(milliseconds, 99), "ms from commit to client", 50)


class _Heard:
    """Notes when an event comes."""

    def __init__(self) -> None:
        self.at = 0.0
        self.came = threading.Event()

    def __call__(self, *_about: object) -> None:
        self.at = time.perf_counter()
        self.came.set()


def _one(place: Place, document_id: int, annotation_id: int, heard: _Heard) -> float:
    heard.came.clear()
    with acting_as(place.priya.id):
        with transaction():
            tell(
                "annotation.added",
                room_id=place.room.id,
                document_id=document_id,
                annotation_id=annotation_id,
            )
            asked = time.perf_counter()  # the commit itself is part of the way
        if not heard.came.wait(WAIT):
            raise RuntimeError("an event did not come")
    time.sleep(PAUSE)
    return (heard.at - asked) * 1000
