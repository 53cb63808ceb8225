"""What writing the audit entry costs: a change with its entry, beside the change alone."""

import threading
import time
from collections.abc import Iterator
from uuid import uuid4

from sqlalchemy import insert, select

from benchmarks.figures import Figure, at_least, plain, ratio
from benchmarks.place import Place
from workspace.annotations.models import Annotation, Audience
from workspace.audit.services import record
from workspace.database import acting_as, session, transaction
from workspace.documents.models import Version
from workspace.identifiers import new_id

WRITERS = 4
ROUNDS = 7
SECONDS = 1.5


def run(place: Place) -> Iterator[Figure]:
    """Annotations of four writers, each in a transaction of its own, with and without an entry."""
    document = place.documents[1]
    with acting_as(place.priya.id):
        version = session().scalars(select(Version.id).where(Version.document_id == document.id)).one()
    alone: list[float] = []
    audited: list[float] = []
    for turn in range(ROUNDS + 1):
        for audits, rates in ((False, alone), (True, audited)):
            rate = _rate(place, document.id, version, audits)
            if turn:
                rates.append(rate)
    yield at_least("audit.append_ratio", ratio(audited, alone), "× the change alone", 0.8)
    yield plain("audit.append_rate", max(audited), "changes with entries per second")


def _rate(place: Place, document_id: int, version_id: int, audits: bool) -> float:
    counts: list[int] = []
    until = time.perf_counter() + SECONDS

    def write() -> None:
        count = 0
        with acting_as(place.priya.id):
            while time.perf_counter() < until:
                _one(place, document_id, version_id, audits)
                count += 1
        counts.append(count)

    writers = [threading.Thread(target=write) for _ in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    return sum(counts) / SECONDS


def _one(place: Place, document_id: int, version_id: int, audits: bool) -> None:
    with transaction() as db:
        id = new_id()
        db.execute(
            insert(Annotation).values(
                id=id,
                document_id=document_id,
                version_id=version_id,
                by_id=place.priya.id,
                organisation_id=place.council.id,
                audience=Audience.EVERYONE,
                body="A remark",
                request_id=uuid4(),
            )
        )
        if audits:
            record(
                "annotation.added",
                thing_name="annotation",
                thing_id=id,
                room_id=place.room.id,
                material_of=[place.council.id],
            )
