"""The pages of a room's list of documents, of which none loads more than it shows.

As long as a person finds no more than `MANY` documents there, those changed last come first. More are in
the order in which they were added, because that is an index; they are not counted either.
"""

from dataclasses import dataclass

from workspace.documents.queries.lists import MANY, Listed, Place, Wanted, by_change, places, shown

SIZE = 50


@dataclass(frozen=True)
class Page:
    """A page of a list: what it shows, and the places from which its neighbours are asked for.

    `found` is how many there are in all, or, with `is_more`, only that there are more than that.
    """

    listed: list[Listed]
    found: int
    is_more: bool
    newer: int | None
    older: int | None


@dataclass(frozen=True)
class _Slice:
    places: list[Place]
    newer: bool
    older: bool


def page_of(
    room_id: int,
    who: int,
    wanted: Wanted | None = None,
    *,
    before: int | None = None,
    after: int | None = None,
) -> Page:
    """A page of what ``who`` may read in a room already fetched for them.

    ``before`` and ``after`` are what a neighbour gave as `older` and `newer`; without, or when nothing
    stands there any more, it is the first page.
    """
    found = places(room_id, who, wanted, most=MANY + 1)
    is_more = len(found) > MANY
    if is_more:
        first = _Slice(found[:SIZE], newer=False, older=True)
        part = _of_many(room_id, who, wanted, before, after) or first
    else:
        part = _of_few(by_change(found), before, after)
    ends = [place.document_id if is_more else place.version_id for place in part.places]
    return Page(
        listed=shown([place.document_id for place in part.places]),
        found=min(len(found), MANY),
        is_more=is_more,
        newer=ends[0] if part.newer else None,
        older=ends[-1] if part.older else None,
    )


def counted(room_id: int, who: int) -> tuple[int, bool]:
    """How many documents ``who`` may read in a room already fetched for them; whether there are more."""
    found = len(places(room_id, who, most=MANY + 1))
    return min(found, MANY), found > MANY


def _of_few(found: list[Place], before: int | None, after: int | None) -> _Slice:
    start = 0
    if before is not None:
        start = sum(place.version_id >= before for place in found)
    elif after is not None:
        start = max(0, sum(place.version_id > after for place in found) - SIZE)
    if start >= len(found):
        start = 0
    return _Slice(found[start : start + SIZE], start > 0, start + SIZE < len(found))


def _of_many(
    room_id: int, who: int, wanted: Wanted | None, before: int | None, after: int | None
) -> _Slice | None:
    """The page beside a place; None for the first one."""
    if before is None and after is None:
        return None
    found = places(room_id, who, wanted, most=SIZE + 1, before=before, after=after)
    further, found = len(found) > SIZE, found[:SIZE]
    if before is not None:
        return _Slice(found, newer=True, older=further) if found else None
    return _Slice(found[::-1], newer=True, older=True) if further else None
