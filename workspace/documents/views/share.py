"""Deciding who else can see a document."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from workspace.audit.services import record
from workspace.database import session, transaction
from workspace.documents.forms.share import ShareForm, Ticked, refuse_unconfirmed, released_ids, ticked
from workspace.documents.models import Document
from workspace.documents.queries.changes import changes_since
from workspace.documents.queries.offers import Offer, offers, unended
from workspace.documents.queries.preview import Preview, preview
from workspace.documents.queries.versions import level_of
from workspace.documents.services import releases
from workspace.documents.services.releases import ReleaseChoice
from workspace.documents.views.answers import MARKING_SENTENCES
from workspace.documents.views.blueprint import blueprint
from workspace.errors import Conflict, Invalid, NotFound
from workspace.identifiers import decode, encode
from workspace.people.queries import organisations_named
from workspace.permissions.guards import requires, whoever_asks
from workspace.permissions.policies import Action
from workspace.permissions.questions import abilities
from workspace.rooms.models import Level, Room
from workspace.sharing.models import Release
from workspace.sharing.queries.consents import nameable_consents
from workspace.sharing.queries.grounds import in_words

CLOSED = "The room is closed: a release can be withdrawn, and nothing more can be released."


@dataclass
class _Page:
    """The form as it stands: what is offered, what is ticked, and what was found out on the way."""

    document: Document
    by: int
    level: Level
    changing: Release | None
    offered: list[Offer]
    form: ShareForm
    boxes: Ticked
    status: int = 200
    look: Preview | None = None
    changes: list[str] = field(default_factory=list)


@blueprint.route("/documents/<id:document_id>/share", methods=["GET", "POST"])
@requires(Action.WITHDRAW, Document)
def share(document: Document) -> Any:
    """Show to whom a document can be released, or what they would see, or release it."""
    by, standing = whoever_asks(), unended(document.id)
    wanted = _wanted(document)
    changing = next((release for release in standing if wanted and release.id == wanted.id), None)
    if request.method == "GET":
        if wanted and changing is None:
            raise NotFound("There is no such release, or it has ended already.")
        page = _page(document, by, changing)
        page.boxes = page.form.prefill(page.offered, changing, request.args.get("with", ""), standing)
        return _shown(page)
    if wanted and changing is None:
        return _shown(_overtaken(document, by, wanted.organisation_id))
    return _sent(_page(document, by, changing))


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


def _wanted(document: Document) -> Release | None:
    """The release that the address asks to change, which may have ended."""
    word = request.args.get("change")
    if word is None:
        return None
    try:
        release = session().get(Release, decode(word))
    except ValueError:
        release = None
    if release is None or release.document_id != document.id:
        raise NotFound("There is no such release, or it has ended already.")
    return release


def _page(document: Document, by: int, changing: Release | None) -> _Page:
    offered, level = _offered(document, by, changing), level_of(document)
    form = ShareForm(nameable_consents(document.room_id), offered, level)
    return _Page(document, by, level, changing, offered, form, ticked(request.form))


def _sent(page: _Page) -> Any:
    """Do with the form that was sent what its button says."""
    form = page.form
    try:
        if form.validate():
            chosen = form.chosen(page.boxes, page.offered)
            if request.form.get("do") != "preview":
                return _saved(page, chosen)
            releases.check_choices(session(), page.document, chosen)
            page.look = _look(page, chosen)
        else:
            page.status = 422
    except Invalid as refused:
        form.refuse(refused)
        page.status = 422
    except Conflict:
        page = _overtaken(page.document, page.by, page.changing.organisation_id if page.changing else None)
    return _shown(page)


def _overtaken(document: Document, by: int, agency_id: int | None) -> _Page:
    """The form once more, as it was sent, beside what others have changed meanwhile.

    It goes on about the agency it was about: to change what that has now, or to share with it anew.
    """
    standing, boxes = unended(document.id), ticked(request.form)
    if agency_id is None and len(boxes.organisations) == 1:
        (agency_id,) = boxes.organisations
    changing = next((one for one in standing if one.organisation_id == agency_id), None)
    page = _page(document, by, changing)
    page.changes = changes_since(document, page.form.seen_ids())
    page.form.seen.data, page.status = released_ids(standing), 409
    page.form.refuse(Conflict(releases.CHANGED))
    return page


def _shown(page: _Page) -> Any:
    document, form, changing = page.document, page.form, page.changing
    with transaction():
        record(  # also whoever only reads to whom a document is released leaves an entry
            "document.releases_previewed" if page.look else "document.releases_read",
            document,
            room_id=document.room_id,
            material_of=[document.owner_id],
            facts={"release": changing.id} if changing else {},
        )
    told = render_template(
        "documents/share.html",
        document=document,
        level=page.level,
        marking_sentence=MARKING_SENTENCES[page.level],
        room=session().get_one(Room, document.room_id),
        form=form,
        offers=page.offered,
        ticked=page.boxes,
        offer_error=" ".join(form.see.errors),
        changing=changing,
        agency_offer=next((one for one in page.offered if changing and not one.owner), None),
        look=page.look,
        changes=page.changes,
        may_mark=Action.RELEASE in abilities(session(), page.by, document),
    )
    return told, page.status


def _offered(document: Document, by: int, changing: Release | None) -> list[Offer]:
    """All agencies of the room; when a release is changed, the one that has it, to choose for anew."""
    offered = offers(document.room_id, by, document.category, document)
    if Action.RELEASE not in abilities(session(), by, document):
        offered = [one if one.owner else replace(one, can=False, sentence=CLOSED) for one in offered]
    if changing is None:
        return offered
    return [replace(one, already=()) for one in offered if one.organisation.id == changing.organisation_id]


def _saved(page: _Page, chosen: list[ReleaseChoice]) -> Any:
    document, form = page.document, page.form
    refuse_unconfirmed(page.boxes, page.offered)
    if page.changing is None:
        releases.share(page.by, document.id, chosen, form.seen_ids())
    else:
        if len(chosen) != 1:
            raise Invalid("Tick the agency, or withdraw the release with the button below.", "see")
        releases.change_release(page.by, document.id, page.changing.id, chosen[0], form.seen_ids())
    names = {
        one.organisation.id: f"{one.organisation.short_name}{f' ({one.later})' if one.later else ''}"
        for one in page.offered
    }
    agencies = in_words(names[choice.organisation_id] for choice in chosen)
    flash(f"Saved. {agencies} can see {document.title} as you chose.", "success")
    return redirect(url_for("documents.read", document_id=document.id), 303)


def _first(offered: Sequence[Offer], chosen: Sequence[ReleaseChoice]) -> str:
    """Whom to look as when nobody is chosen for it: the first ticked agency that cannot see it yet."""
    ticked = {choice.organisation_id for choice in chosen}
    free = [one for one in offered if one.people and not one.owner and not one.already]
    free.sort(key=lambda one: one.organisation.id not in ticked)
    return f"agency-{encode(free[0].organisation.id)}" if free else ""


def _look(page: _Page, chosen: Sequence[ReleaseChoice]) -> Preview | None:
    """What the person or the agency that is looked at as would see, with what is chosen."""
    kind, _, word = (page.form.preview_as.data or _first(page.offered, chosen)).partition("-")
    for offer in page.offered:
        people = offer.people if kind == "agency" else [one for one in offer.people if encode(one.id) == word]
        if not people or (kind == "agency" and encode(offer.organisation.id) != word):
            continue
        begin = [since for since in (offer.since, *(person.since for person in people)) if since]
        at = max(begin, default=None)  # a day to come, when all of them can be there
        could = releases.try_releases(
            page.by,
            page.document,
            chosen,
            [person.id for person in people],
            instead_of=page.changing,
            at=at,
        )
        theirs = any(choice.organisation_id == offer.organisation.id for choice in chosen)
        return preview(page.document, page.by, people, could, chosen=theirs, at=at)
    return None
