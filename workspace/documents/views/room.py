"""The documents of a room: the page on which it opens."""

from typing import Any
from urllib.parse import urlencode

from flask import render_template, request, url_for

from workspace.audit.services import record
from workspace.database import session, transaction
from workspace.documents.media import kind_name
from workspace.documents.queries.lists import PAGE, Wanted, in_room, readable_ids
from workspace.documents.queries.members import participants
from workspace.documents.queries.visibility import also_visible
from workspace.documents.views.blueprint import blueprint
from workspace.identifiers import decode
from workspace.people.queries import organisation_of, organisations_named, people_named
from workspace.permissions.guards import requires, whoever_asks
from workspace.permissions.policies import Action
from workspace.permissions.questions import abilities
from workspace.rooms.models import Room
from workspace.sharing.models import Category

NO_OTHER = "none"  # "Visible to: no other agency"
LAST_PAGE = 10_000
FILTERS = ("find", "owner", "visible", "category")


@blueprint.get("/rooms/<id:room_id>")
@requires(Action.READ, Room)
def room(room: Room) -> Any:
    """List the documents of a room that whoever asks can see, those changed last first."""
    who, wanted, page = whoever_asks(), _wanted(), _page()
    listed, found = in_room(room.id, who, wanted, page, PAGE)
    own = organisation_of(who)
    context = {
        "room": room,
        "may_add": Action.CONTRIBUTE in abilities(session(), who, room),
        "listed": listed,
        "found": found,
        "total": len(readable_ids(room.id, who)) if wanted or page > 1 else found,
        "seen": also_visible(one.document for one in listed),
        "own": own.id if own else None,
        "owners": organisations_named(one.document.owner_id for one in listed),
        "people": people_named(one.changed_by_id for one in listed),
        "agencies": [one.organisation for one in participants(room.id)],
        "categories": sorted(Category, key=lambda category: category.label),
        "kind_name": kind_name,
        "wanted": wanted,
        "newer": _address(room, page - 1) if page > 1 else None,
        "older": _address(room, page + 1) if page * PAGE < found else None,
    }
    with transaction():
        record("room.opened", room, room_id=room.id, material_of=[room.lead_id])
    return render_template("documents/room.html", **context)


def _wanted() -> Wanted:
    """What the filter asks for; anything absurd in the address asks for nothing."""
    seen_by = request.args.get("visible", "")
    return Wanted(
        find=request.args.get("find", "").replace("\0", "").strip()[:200],
        owner=_id(request.args.get("owner", "")),
        seen_by=0 if seen_by == NO_OTHER else _id(seen_by),
        category=_category(request.args.get("category", "")),
    )


def _id(word: str) -> int | None:
    try:
        return decode(word)
    except ValueError:
        return None


def _category(word: str) -> Category | None:
    return Category[word.upper()] if word.upper() in Category.__members__ else None


def _page() -> int:
    word = request.args.get("page", "")
    return min(max(int(word), 1), LAST_PAGE) if word.isascii() and word.isdigit() and len(word) < 9 else 1


def _address(room: Room, page: int) -> str:
    kept = {name: request.args[name] for name in FILTERS if request.args.get(name)}
    return f"{url_for('documents.room', room_id=room.id)}?{urlencode({**kept, 'page': page})}"
