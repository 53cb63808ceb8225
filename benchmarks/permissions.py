"""What permissions cost with a million documents, beside the same without them, or with ten thousand.

The functions measured are the product's, each on a connection that is kept, so that its statements are
prepared. What is compared takes turns, because the machine is never quiet.
"""

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from benchmarks.figures import Figure, at_most, percentile, plain, ratio
from benchmarks.population import ORGANISATIONS, Population, person, room
from benchmarks.scratch import PAGE, Place, connected, filled, milliseconds_for_newest, scratch
from workspace.database import acting_as, session
from workspace.documents.models import Document
from workspace.documents.queries import lists
from workspace.documents.queries.paging import page_of
from workspace.errors import NotFound
from workspace.permissions.policies import Action
from workspace.permissions.questions import audience, explain, fetch, permitted
from workspace.rooms.models import Room

CHECKS, LISTS = 300, 60  # rounds of what takes one millisecond, and of what takes ten
WARM = 8  # first calls, in which statements are prepared
Took = dict[str, list[float]]


def run() -> Iterator[Figure]:
    """Load both databases, measure, and remove them."""
    with scratch() as server:
        population = Population.made()
        yield from filled(server, population)
        with connected(server, population) as place:
            yield from measured(place)


def measured(place: Place) -> Iterator[Figure]:
    """Every figure, from databases that are loaded."""
    people = place.population
    persons = {"typical": people.typical, "busy": people.busy, "cold": people.cold, "nobody": people.nobody}
    for name, who in persons.items():
        yield from _checks(place, name, person(who))
    for name, who in persons.items():
        yield from _newest(place, name, person(who))
    yield from _room(place, "typical", people.typical, _rooms_of(people.typical))
    yield from _room(place, "busy", people.busy, _rooms_of(people.busy))
    yield from _room(place, "largest", _member_of_largest(people), [room(0)])
    yield from _room(place, "newcomer", people.newcomer, [room(0)])
    yield from _reasons(place)


def _checks(place: Place, name: str, who: int) -> Iterator[Figure]:
    """A check by id, beside the row by its key as the same role, and as one that no policy binds."""
    wanted = select(Document)
    with acting_as(who), Session(place.free) as free:
        ids = _some_ids(place, who)

        def checked(id: int) -> None:
            with contextlib.suppress(NotFound):
                fetch(session(), who, Action.READ, Document, id)

        def forget() -> None:
            session().expunge_all()
            free.expunge_all()

        def by_key(turn: int) -> Select[Document]:
            return wanted.where(Document.id == ids[turn % len(ids)])

        took = _turns(
            {
                "ours": lambda turn: checked(ids[turn % len(ids)]),
                "bound": lambda turn: session().scalars(by_key(turn)).all(),
                "free": lambda turn: free.scalars(by_key(turn)).all(),
            },
            CHECKS,
            after=forget,
        )
    yield from _against(f"permissions.check.{name}", took, "bound", "the row by its key, same role", 2.5)
    yield from _against(f"permissions.check.{name}.unbound", took, "free", "the same without policies", 6)
    yield plain(f"permissions.check.{name}.p50", percentile(took["ours"], 50), "ms for a check")


def _newest(place: Place, name: str, who: int) -> Iterator[Figure]:
    """The 50 newest that somebody may read, beside the same among ten thousand documents."""
    took: Took = {"ours": [], "small": []}
    for turn in range(-WARM, LISTS):
        ours, theirs = milliseconds_for_newest(who), place.small.newest(who)
        if turn >= 0:
            took["ours"].append(ours)
            took["small"].append(theirs)
    bar = 1.5 if name == "busy" else None
    yield from _against(f"permissions.newest.{name}", took, "small", "the same among 10,000", bar)
    yield plain(f"permissions.newest.{name}.p50", percentile(took["ours"], 50), "ms for the 50 newest")


def _room(place: Place, name: str, at: int, rooms: Sequence[int]) -> Iterator[Figure]:
    """The first page of a room's list, beside the same list with no rule but the database's own."""
    who = person(at)
    with acting_as(who):
        took = _turns(
            {
                "ours": lambda turn: page_of(rooms[turn % len(rooms)], who),
                "bound": lambda turn: _unfiltered(rooms[turn % len(rooms)]),
                "plain": lambda turn: _first(rooms[turn % len(rooms)]),
            },
            LISTS,
            after=lambda: session().expunge_all(),
        )
    yield from _against(f"permissions.room.{name}", took, "bound", "the unfiltered one, same role", 2.5)
    yield plain(
        f"permissions.room.{name}.rows", ratio(took["ours"], took["plain"]), "× its first 50 rows, uncounted"
    )
    yield plain(f"permissions.room.{name}.p50", percentile(took["ours"], 50), "ms for a room's list")


def _unfiltered(room_id: int) -> int:
    """The same list and number, with no rule but the database's own, which the role cannot pass by."""
    wanted = select(Document.id).where(Document.room_id == room_id).order_by(Document.id.desc())
    ids = session().scalars(wanted.limit(lists.MANY + 1)).all()
    return len(lists.shown(ids[:PAGE]))


def _first(room_id: int) -> int:
    """The first 50 documents of a room, as rows and not counted."""
    wanted = select(Document).where(Document.room_id == room_id).order_by(Document.id.desc())
    return len(session().scalars(wanted.limit(PAGE)).all())


def _reasons(place: Place) -> Iterator[Figure]:
    """Why somebody may read a document, and who may, for documents of many rooms and of the largest."""
    who = person(place.population.busy)
    ids = [*_some_ids(place, who), *_of_largest(place)]
    took = _turns(
        {
            "explain": lambda turn: explain(who, Action.READ, Document, ids[turn % len(ids)]),
            "audience": lambda turn: audience(Action.READ, Document, ids[turn % len(ids)]),
        },
        CHECKS,
    )
    for name, milliseconds in took.items():
        yield at_most(f"permissions.{name}.p50", percentile(milliseconds, 50), "ms", 20)
        yield plain(f"permissions.{name}.p95", percentile(milliseconds, 95), "ms")


def _turns(
    acts: dict[str, Callable[[int], object]], rounds: int, after: Callable[[], object] = lambda: None
) -> Took:
    """The milliseconds that each act takes, all in turns."""
    took: Took = {name: [] for name in acts}
    for turn in range(-WARM, rounds):
        for name, act in acts.items():
            began = time.perf_counter()
            act(turn)
            if turn >= 0:
                took[name].append((time.perf_counter() - began) * 1000)
        after()
    return took


def _against(name: str, took: Took, other: str, what: str, bar: float | None) -> Iterator[Figure]:
    """Ours beside another: the median of the ratios, and the ratio of what 95 of 100 do not exceed."""
    value = ratio(took["ours"], took[other])
    yield plain(name, value, f"× {what}") if bar is None else at_most(name, value, f"× {what}", bar)
    slow = percentile(took["ours"], 95) / percentile(took[other], 95)
    yield plain(f"{name}.p95", slow, f"× {what}, at p95")


def _some_ids(place: Place, who: int) -> list[int]:
    """Documents that somebody may read, or, if there are none, some that they may not."""
    with acting_as(who):
        if found := [document.id for document in lists.newest(who, PAGE)]:
            return found
    return _of_largest(place)


def _of_largest(place: Place) -> list[int]:
    with Session(place.free) as free:
        wanted = select(Document.id).where(Document.room_id == room(0)).order_by(Document.id.desc())
        return list(free.scalars(wanted.limit(PAGE)))


def _rooms_of(at: int) -> list[int]:
    """The ids of up to eight rooms that somebody may enter, from all over."""
    with acting_as(person(at)):
        rooms = session().scalars(
            permitted(person(at), Action.READ, Room).order_by(func.md5(Room.title)).limit(8)
        )
        return [each.id for each in rooms]


def _member_of_largest(people: Population) -> int:
    """Somebody who has long been in the largest room, from an organisation to which much was released."""
    return next(
        who for (at, who) in people.members if at == 0 and who % ORGANISATIONS and who != people.newcomer
    )
