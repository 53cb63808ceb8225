"""Reading a document: one version of it, beside what people wrote about it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from flask import render_template, url_for
from markupsafe import Markup

from workspace import html
from workspace.audit.services import record
from workspace.database import release, session, transaction
from workspace.documents.media import MARKDOWN
from workspace.documents.models import Document
from workspace.documents.queries.downloading import why_no_download
from workspace.documents.queries.versions import Line, level_of, versions_of
from workspace.documents.queries.visibility import visible_to
from workspace.documents.views.answers import MARKING_SENTENCES
from workspace.documents.views.blueprint import blueprint
from workspace.errors import NotFound
from workspace.identifiers import encode
from workspace.permissions.guards import requires, whoever_asks
from workspace.permissions.policies import Action
from workspace.permissions.questions import abilities
from workspace.rooms.models import Level, Room
from workspace.storage import store
from workspace.threads import Aside

LONGEST_TEXT = 2_000_000  # bytes shown in the page; longer ones can be downloaded
LOST = Markup(
    "<p><b>The text of this version cannot be found in the store.</b></p>"
    "<p>Nothing was changed. Tell an administrator: they can look for it in a backup.</p>"
)
_aside = Aside(at_once=2)


@dataclass(frozen=True)
class Heading:
    """What the page says of the document itself."""

    id: str
    title: str
    level: Level
    takes_annotations: bool


@blueprint.get("/documents/<id:document_id>")
@requires(Action.READ, Document)
def read(document: Document) -> str:
    """Show the newest version."""
    return _page(document, None)


@blueprint.get("/documents/<id:document_id>/versions/<int:number>")
@requires(Action.READ, Document)
def read_version(document: Document, number: int) -> str:
    """Show one version, perhaps an older one."""
    return _page(document, number)


def _page(document: Document, number: int | None) -> str:
    lines = versions_of(document)
    version = next((line for line in lines if number in (None, line.number)), None)
    if version is None:
        raise NotFound("There is no such version.")
    with transaction():
        record(
            "document.opened",
            document,
            room_id=document.room_id,
            material_of=[document.owner_id],
            facts={"number": version.number},
        )
    shown = version.shown
    if shown == "text" and version.size > LONGEST_TEXT:
        shown, version = "none", replace(version, kind_name="Very long text")
    text_html = _text(version) if shown == "text" else None
    by = whoever_asks()
    may = abilities(session(), by, document)
    level = level_of(document)
    return render_template(
        "documents/read.html",
        document=Heading(encode(document.id), document.title, level, document.takes_annotations),
        document_row=document,
        version=version,
        version_count=len(lines),
        room=session().get_one(Room, document.room_id),
        shown=shown,
        text_html=text_html,
        may=may,
        visible_to=visible_to(document),
        marking_sentence=MARKING_SENTENCES[level],
        urls=_urls(document, version, may),
        why_no_download="" if Action.DOWNLOAD in may else why_no_download(document, by),
    )


def _text(version: Line) -> Markup:
    release()  # no connection is held while waiting for the store
    try:
        data = b"".join(store().open(version.key))
    except NotFound:
        return LOST
    convert = html.from_markdown if version.media_type == MARKDOWN else html.from_plain_text
    return _aside(_converted, data, convert)


def _converted(data: bytes, convert: Callable[[str], Markup]) -> Markup:
    return convert(data.decode("utf-8-sig", "replace"))


def _urls(document: Document, version: Line, may: frozenset[Action]) -> dict[str, str | None]:
    """The addresses of what can be done from here; None for what this person may not."""
    one = {"document_id": document.id, "number": version.number}
    whole = {"document_id": document.id}
    urls: dict[str, tuple[str, dict[str, Any], bool]] = {
        "room": ("documents.room", {"room_id": document.room_id}, True),
        "content": ("documents.content", one, version.shown in ("pdf", "image")),
        "download": ("documents.download", one, Action.DOWNLOAD in may),
        "versions": ("documents.versions", whole, True),
        "new_version": ("documents.add_version", whole, Action.CONTRIBUTE in may),
        "share": ("documents.share", whole, Action.WITHDRAW in may),
        "why": ("documents.why", whole, True),
        "annotations": ("annotations.list", one, True),
        "annotate": ("annotations.add", one, Action.ANNOTATE in may),
    }
    return {
        name: url_for(endpoint, **values) if yes else None for name, (endpoint, values, yes) in urls.items()
    }
