"""Showing an agency that joined later what was there before."""

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from workspace.audit.services import record
from workspace.database import session, transaction
from workspace.documents import remarks
from workspace.documents.forms.offer import OfferForm
from workspace.documents.models import Document
from workspace.documents.queries.lists import Listed
from workspace.documents.queries.newcomers import Newcomer, OfferTo, newcomer, offer_to, receivable
from workspace.documents.queries.preview import readers_of
from workspace.documents.services import offering
from workspace.documents.services.releases import ReleaseChoice, try_releases
from workspace.documents.views.blueprint import blueprint
from workspace.errors import Conflict, Invalid, NotFound
from workspace.people.models import Organisation
from workspace.people.queries import organisation_of
from workspace.permissions.guards import requires, whoever_asks
from workspace.permissions.policies import Action
from workspace.rooms.models import Room
from workspace.sharing.queries.consents import nameable_consents


@dataclass(frozen=True)
class Would:
    """A document that people of the newcomer would see: who of them, where not all, and what is new."""

    listed: Listed
    is_new: bool
    only: tuple[str, ...]


@blueprint.route("/rooms/<id:room_id>/organisations/<id:organisation_id>/offer", methods=["GET", "POST"])
@requires(Action.CONTRIBUTE, Room)
def offer(room: Room, organisation_id: int) -> Any:
    """List what of one's own an agency of the room does not see, preview it with more, or release that."""
    by, joined, own = whoever_asks(), newcomer(room.id, organisation_id), organisation_of(whoever_asks())
    if joined is None or own is None or own.id == organisation_id:
        raise NotFound("There is nothing to offer: that agency takes no part in the room.")
    to = offer_to(room.id, by, own, joined)
    offered = _remarks(by, room, to)
    form = OfferForm(to, offered, nameable_consents(room.id))
    status, look = 200, None
    if request.method == "POST":
        try:
            if not form.validate():
                status = 422
            elif request.form.get("do") == "preview":
                look = _look(by, to, form.chosen())
            else:
                return _saved(by, room, to, form)
        except (Invalid, Conflict) as refused:
            form.refuse(refused)
            status = 422
    with transaction():
        record(
            "room.offer_read",
            room,
            room_id=room.id,
            material_of=[own.id],
            facts={"organisation": organisation_id},
        )
    titles = {one.document.id: one.document.title for one in _all(to)}
    titles |= _titles([one.document_id for one in offered if one.document_id not in titles])
    page = render_template(
        "documents/offer.html", room=room, to=to, form=form, remarks=offered, titles=titles, look=look
    )
    return page, status


def _remarks(by: int, room: Room, to: OfferTo) -> list[remarks.Remark]:
    """Remarks on what they see already, also of other agencies, and on what can be shown to them here."""
    ids = {one.listed.document.id for one in to.can}
    ids |= set(receivable(room.id, to.newcomer.organisation.id))
    return remarks.offered(by, room.id, to.newcomer.organisation.id, ids)


def _saved(by: int, room: Room, to: OfferTo, form: OfferForm) -> Any:
    form.refuse_unconfirmed()
    chosen, threads = form.chosen(), form.threads()
    offering.offer(by, room.id, to.newcomer.organisation.id, chosen, threads)
    flash(_said(to.newcomer, len(chosen), len(threads)), "success")
    return redirect(url_for("documents.room", room_id=room.id), 303)


def _said(joined: Newcomer, documents: int, threads: int) -> str:
    name: Organisation = joined.organisation
    what = [f"{documents} document{'s' if documents != 1 else ''} of yours"] if documents else []
    what += [f"{threads} remark{'s' if threads != 1 else ''}"] if threads else []
    when = "will see" if joined.since else "can see"
    return f"Saved. {name.short_name} {when} {' and '.join(what)}."


def _look(by: int, to: OfferTo, chosen: dict[int, ReleaseChoice]) -> list[Would]:
    """What the newcomer's people would see of one's own with what is ticked, as the rules themselves say."""
    people, at = {one.id: one.name for one in to.people}, to.newcomer.since
    everything = _all(to)
    readers = readers_of([one.document.id for one in everything], list(people), at)
    found = []
    for listed in everything:
        document, choice = listed.document, chosen.get(listed.document.id)
        could = try_releases(by, document, [choice], list(people), at=at)[Action.READ] if choice else None
        seeing = readers[document.id] if could is None else could
        if seeing:
            only = tuple(people[id] for id in people if id in seeing)
            found.append(Would(listed, choice is not None, only if len(only) < len(people) else ()))
    return sorted(found, key=lambda one: not one.is_new)


def _all(to: OfferTo) -> list[Listed]:
    return [*(one.listed for one in to.documents), *to.earlier]


def _titles(ids: list[int]) -> dict[int, str]:
    found = (session().get(Document, id) for id in ids)
    return {document.id: document.title for document in found if document}
