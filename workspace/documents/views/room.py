"""The documents of a room: the page on which it opens."""

from typing import Any
from urllib.parse import urlencode

from flask import render_template, request, url_for

from workspace.audit.services import record
from workspace.database import session, transaction
from workspace.documents.media import kind_name
from workspace.documents.queries.lists import Wanted
from workspace.documents.queries.members import participants
from workspace.documents.queries.paging import counted, page_of
from workspace.documents.queries.visibility import also_visible
from workspace.documents.views.blueprint import blueprint
from workspace.identifiers import decode, encode
from workspace.people.queries import organisation_of, organisations_named, people_named
from workspace.permissions.guards import requires, whoever_asks
from workspace.permissions.policies import Action
from workspace.permissions.questions import abilities
from workspace.rooms.models import Room
from workspace.sharing.models import Category

NO_OTHER = "none"  # "Visible to: no other agency"
FILTERS = ("find", "owner", "visible", "category")


@blueprint.get("/rooms/<id:room_id>")
@requires(Action.READ, Room)
def room(room: Room) -> Any:
    """List the documents of a room that whoever asks can see, the newest first."""
    who, wanted = whoever_asks(), _wanted()
    page = page_of(room.id, who, wanted, before=_id(_asked("before")), after=_id(_asked("after")))
    total, is_more = counted(room.id, who) if wanted else (page.found, page.is_more)
    own = organisation_of(who)
    context = {
        "room": room,
        "may_add": Action.CONTRIBUTE in abilities(session(), who, room),
        "listed": page.listed,
        "found": _number(page.found, page.is_more),
        "total": total,
        "total_in_short": f"{total}+" if is_more else total,
        "seen": also_visible(one.document for one in page.listed),
        "own": own.id if own else None,
        "owners": organisations_named(one.document.owner_id for one in page.listed),
        "people": people_named(one.changed_by_id for one in page.listed),
        "agencies": [one.organisation for one in participants(room.id)],
        "categories": sorted(Category, key=lambda category: category.label),
        "kind_name": kind_name,
        "wanted": wanted,
        "added_last_first": page.is_more,
        "newer": _address(room, after=page.newer),
        "older": _address(room, before=page.older),
    }
    with transaction():
        record("room.opened", room, room_id=room.id, material_of=[room.lead_id])
    return render_template("documents/room.html", **context)


def _wanted() -> Wanted:
    """What the filter asks for; anything absurd in the address asks for nothing."""
    seen_by = _asked("visible")
    return Wanted(
        find=_asked("find").replace("\0", "").strip()[:200],
        owner=_id(_asked("owner")),
        seen_by=0 if seen_by == NO_OTHER else _id(seen_by),
        category=_category(_asked("category")),
    )


def _asked(name: str) -> str:
    return request.args.get(name, "")


def _id(word: str) -> int | None:
    try:
        return decode(word)
    except ValueError:
        return None


def _category(word: str) -> Category | None:
    return Category[word.upper()] if word.upper() in Category.__members__ else None


def _number(count: int, is_more: bool) -> str:
    """How many documents, in words."""
    return f"{'more than ' if is_more else ''}{count} {'document' if count == 1 else 'documents'}"


def _address(room: Room, **place: int | None) -> str | None:
    """The address of the page beside a place, with the same filter; None where there is none."""
    beside = {name: encode(id) for name, id in place.items() if id is not None}
    kept = {name: request.args[name] for name in FILTERS if request.args.get(name)}
    return f"{url_for('documents.room', room_id=room.id)}?{urlencode(kept | beside)}" if beside else None
