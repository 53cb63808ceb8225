"""Deciding who else can see a document."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from workspace.audit.services import record
from workspace.database import session, transaction
from workspace.documents.forms.share import ShareForm, choices, released_ids, ticked
from workspace.documents.models import Document
from workspace.documents.queries.offers import Offer, offers, unended
from workspace.documents.queries.preview import Preview, preview
from workspace.documents.queries.versions import level_of
from workspace.documents.services import releases
from workspace.documents.services.releases import ReleaseChoice
from workspace.documents.views.answers import MARKING_SENTENCES
from workspace.documents.views.blueprint import blueprint
from workspace.errors import Conflict, Invalid, NotFound
from workspace.identifiers import encode
from workspace.people.queries import organisations_named
from workspace.permissions.guards import requires, whoever_asks
from workspace.permissions.policies import Action
from workspace.permissions.questions import abilities
from workspace.rooms.models import Room
from workspace.sharing.models import Release
from workspace.sharing.queries.consents import standing_consents
from workspace.sharing.queries.grounds import in_words

CLOSED = "The room is closed: a release can be withdrawn, and nothing more can be released."


@blueprint.route("/documents/<id:document_id>/share", methods=["GET", "POST"])
@requires(Action.WITHDRAW, Document)
def share(document: Document) -> Any:
    """Show to whom a document can be released, or what they would see, or release it."""
    by, standing = whoever_asks(), unended(document.id)
    changing = _changing(standing)
    offered = _offered(document, by, changing)
    form = ShareForm(standing_consents(document.room_id), offered)
    boxes, status, look = ticked(request.form), 200, None
    if request.method == "GET":
        boxes = form.prefill(offered, changing, request.args.get("with", ""), standing)
    else:
        try:
            if form.validate():
                chosen = choices(boxes, offered, **form.terms())
                if request.form.get("do") != "preview":
                    return _saved(by, document, changing, chosen, form, offered)
                releases.check_choices(session(), document, chosen)
                look = _look(document, by, offered, chosen, form.preview_as.data, changing)
            else:
                status = 422
        except Invalid as refused:
            form.refuse(refused)
            status = 422
        except Conflict as refused:
            form.refuse(refused)
            form.seen.data, status = released_ids(unended(document.id)), 409
    _record(document, changing, "document.releases_previewed" if look else "document.releases_read")
    page = render_template(
        "documents/share.html",
        document=document,
        level=level_of(document),
        marking_sentence=MARKING_SENTENCES[level_of(document)],
        room=session().get_one(Room, document.room_id),
        form=form,
        offers=offered,
        ticked=boxes,
        offer_error=" ".join(form.see.errors),
        changing=changing,
        agency_offer=next((one for one in offered if changing and not one.owner), None),
        look=look,
    )
    return page, status


@blueprint.post("/documents/<id:document_id>/releases/<id:release_id>/withdraw")
@requires(Action.WITHDRAW, Document)
def withdraw_release(document: Document, release_id: int) -> Any:
    """End a release: its agency stops seeing the document at once."""
    receivers = {release.id: release.organisation_id for release in unended(document.id)}
    releases.withdraw_release(whoever_asks(), document.id, release_id)
    (agency,) = organisations_named([receivers[release_id]]).values()
    flash(
        f"{agency.short_name} no longer sees {document.title}. What its people wrote about it is kept.",
        "success",
    )
    return redirect(url_for("documents.share", document_id=document.id), 303)


def _record(document: Document, changing: Release | None, action: str) -> None:
    """Note that somebody reads to whom a document is released, whatever they came to do."""
    with transaction():
        record(
            action,
            document,
            room_id=document.room_id,
            material_of=[document.owner_id],
            facts={"release": changing.id} if changing else {},
        )


def _changing(standing: Sequence[Release]) -> Release | None:
    """The release that the address asks to change."""
    word = request.args.get("change")
    if word is None:
        return None
    for release in standing:
        if encode(release.id) == word:
            return release
    if request.method == "POST":
        raise Conflict(releases.CHANGED)
    raise NotFound("There is no such release, or it has ended already.")


def _offered(document: Document, by: int, changing: Release | None) -> list[Offer]:
    """All agencies of the room; when a release is changed, the one that has it, to choose for anew."""
    offered = offers(document.room_id, by, document.category, document)
    if Action.RELEASE not in abilities(session(), by, document):
        offered = [one if one.owner else replace(one, can=False, sentence=CLOSED) for one in offered]
    if changing is None:
        return offered
    return [replace(one, already=()) for one in offered if one.organisation.id == changing.organisation_id]


def _saved(
    by: int,
    document: Document,
    changing: Release | None,
    chosen: list[ReleaseChoice],
    form: ShareForm,
    offered: list[Offer],
) -> Any:
    if changing is None:
        releases.share(by, document.id, chosen, form.seen_ids())
    else:
        if len(chosen) != 1:
            raise Invalid("Tick the agency, or withdraw the release with the button below.", "see")
        releases.change_release(by, document.id, changing.id, chosen[0], form.seen_ids())
    names = {
        one.organisation.id: f"{one.organisation.short_name}{f' ({one.later})' if one.later else ''}"
        for one in offered
    }
    agencies = in_words(names[choice.organisation_id] for choice in chosen)
    flash(f"Saved. {agencies} can see {document.title} as you chose.", "success")
    return redirect(url_for("documents.read", document_id=document.id), 303)


def _first(offered: list[Offer], chosen: list[ReleaseChoice]) -> str:
    """Whom to look as when nobody is chosen for it: the first ticked agency that cannot see it yet."""
    ticked = {choice.organisation_id for choice in chosen}
    free = [one for one in offered if one.people and not one.owner and not one.already]
    free.sort(key=lambda one: one.organisation.id not in ticked)
    return f"agency-{encode(free[0].organisation.id)}" if free else ""


def _look(
    document: Document,
    by: int,
    offered: list[Offer],
    chosen: list[ReleaseChoice],
    wanted: str,
    changing: Release | None,
) -> Preview | None:
    """What the person or the agency that is looked at as would see, with what is chosen."""
    wanted = wanted or _first(offered, chosen)
    kind, _, word = wanted.partition("-")
    for offer in offered:
        people = offer.people if kind == "agency" else [one for one in offer.people if encode(one.id) == word]
        if not people or (kind == "agency" and encode(offer.organisation.id) != word):
            continue
        choice = next((one for one in chosen if one.organisation_id == offer.organisation.id), None)
        named = {one.id for one in people if choice and (not choice.people or one.id in choice.people)}
        return preview(
            document,
            by,
            people,
            named,
            instead_of=changing,
            may_annotate=choice.may_annotate if choice else True,
            at=offer.since,
        )
    return None
