"""What a permission check by id costs, beside looking the row up by its primary key."""

import random
import time
from collections.abc import Callable, Iterator

import psycopg
from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmarks.figures import Figure, at_most, plain, ratio
from benchmarks.place import Place
from workspace.database import acting_as, engine_for, session
from workspace.documents.models import Document
from workspace.identifiers import new_id
from workspace.permissions.policies import Action
from workspace.permissions.questions import fetch

SIZE = 50_000
ROUNDS, WARM = 1500, 200

# As nobody's act, by a role that no policy binds: making these one by one would take an hour.
DOCUMENTS = """
INSERT INTO workspace.document (id, room_id, owner_id, category, level, title, by_id, takes_annotations, during)
SELECT %(first)s + n, %(room)s, %(owner)s, 7, 1, 'Document ' || n, %(by)s, true, tstzrange(now() - interval '1 day', NULL)
FROM generate_series(1, %(size)s) n
"""  # noqa: E501
RELEASES = """
INSERT INTO workspace.release
  (id, document_id, room_id, organisation_id, agreement_id, basis, by_id, may_annotate, for_action, during)
SELECT %(first)s + n, %(document)s + n, %(room)s, %(to)s, %(agreement)s, 2, %(by)s, true, false,
  tstzrange(now() - interval '1 day', NULL)
FROM generate_series(1, %(size)s) n
"""


def run(place: Place) -> Iterator[Figure]:
    """A member of another agency asks for documents that were released to it, in a room of many."""
    owner_url = place.config.needed("database_url_owner")
    first = new_id()
    _fill(place, owner_url, first)
    ids = [first + n for n in random.Random(1).sample(range(1, SIZE + 1), ROUNDS + WARM)]
    took: dict[str, list[float]] = {"fetch": [], "bound": [], "free": []}
    by_key = select(Document)
    engine = engine_for(owner_url, pool_size=1)
    with acting_as(place.joy.id), Session(engine) as free:
        for turn, id in enumerate(ids):
            seconds = [
                _timed(lambda id=id: session().scalars(by_key.where(Document.id == id)).one()),
                _timed(lambda id=id: fetch(session(), place.joy.id, Action.READ, Document, id)),
                _timed(lambda id=id: free.scalars(by_key.where(Document.id == id)).one()),
            ]
            session().expunge_all()
            free.expunge_all()
            if turn >= WARM:
                for name, value in zip(("bound", "fetch", "free"), seconds, strict=True):
                    took[name].append(value * 1000)
    engine.dispose()
    yield plain("check.documents", SIZE, "documents, each released once")
    yield at_most("check.ratio", ratio(took["fetch"], took["bound"]), "× the row by its key, same role", 2.5)
    yield at_most("check.ratio_unbound", ratio(took["fetch"], took["free"]), "× the same without policies", 6)
    yield plain("check.p50", sorted(took["fetch"])[ROUNDS // 2], "ms for a check")


def _fill(place: Place, owner_url: str, first: int) -> None:
    values = {
        "first": first,
        "room": place.room.id,
        "owner": place.council.id,
        "by": place.priya.id,
        "size": SIZE,
    }
    more = {"document": first, "to": place.nhs.id, "agreement": place.agreement.id}
    with psycopg.connect(owner_url, autocommit=True) as link:
        link.execute(DOCUMENTS, values)
        link.execute(RELEASES, values | more | {"first": new_id()})
        link.execute("ANALYZE workspace.document, workspace.release")


def _timed(act: Callable[..., object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began
