"""The bytes of a version: for the viewer in the page, and for downloading."""

from flask import Response, request
from werkzeug.datastructures import Headers
from werkzeug.exceptions import RequestedRangeNotSatisfiable

from workspace.audit.services import record
from workspace.database import release, transaction
from workspace.documents.filenames import disposition
from workspace.documents.media import PDF, served_as, shown
from workspace.documents.models import Document, Version
from workspace.documents.queries.versions import stored_version
from workspace.documents.views.blueprint import blueprint
from workspace.documents.views.sending import Sending, still_may
from workspace.errors import NotFound, StoreUnavailable
from workspace.permissions.guards import requires
from workspace.permissions.policies import Action
from workspace.security import PRIVATE
from workspace.storage import Opened, store

INERT = "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
# A browser's own PDF viewer does not open in a sandbox. What is inside a PDF still runs nothing of ours.
INERT_PDF = (
    "default-src 'none'; object-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
LOST = "The bytes of this version cannot be found in the store. Nothing was changed. Tell an administrator."


@blueprint.get("/documents/<id:document_id>/versions/<int:number>/content")
@requires(Action.READ, Document)
def content(document: Document, number: int) -> Response:
    """Send a PDF or a picture to be shown in the page; other types are not shown, so not found here.

    It goes without its name, which would only help who may not download it to keep it.
    """
    version = stored_version(document, number)
    if shown(version.media_type) not in ("pdf", "image"):
        raise NotFound("This is not shown in the page.")
    policy = INERT_PDF if version.media_type == PDF else INERT
    media_type = served_as(version.media_type)
    return _send(Action.READ, "document.content_read", document, version, "inline", media_type, policy)


@blueprint.get("/documents/<id:document_id>/versions/<int:number>/download")
@requires(Action.DOWNLOAD, Document)
def download(document: Document, number: int) -> Response:
    """Send a file to be kept, never to be shown by the browser."""
    version = stored_version(document, number)
    media_type = served_as(version.media_type)
    named = disposition("attachment", version.filename)
    return _send(Action.DOWNLOAD, "document.downloaded", document, version, named, media_type, INERT)


def _send(
    action: Action,
    entry: str,
    document: Document,
    version: Version,
    named: str,
    media_type: str,
    policy: str,
) -> Response:
    etag = version.sha256.hex()
    headers = Headers(
        {
            "Content-Type": media_type,
            "Content-Disposition": named,
            "Content-Security-Policy": policy,
            "Cache-Control": PRIVATE,
            "Accept-Ranges": "bytes",
            "ETag": f'"{etag}"',
        }
    )
    if request.if_none_match.contains(etag):
        del headers["Content-Type"]
        return Response(status=304, headers=headers)
    part = _asked_for(version.size, etag)
    start, stop = part or (0, version.size)
    headers["Content-Length"] = str(stop - start)
    if part:
        headers["Content-Range"] = f"bytes {start}-{stop - 1}/{version.size}"
    status = 206 if part else 200
    with transaction():
        record(
            entry,
            document,
            room_id=document.room_id,
            material_of=[document.owner_id],
            facts={"number": version.number},
        )
    if request.method == "HEAD":
        return Response(status=status, headers=headers)
    sending = Sending(_opened(version.key, start, stop), still_may(action, document))
    return Response(sending, status, headers, direct_passthrough=True)


def _asked_for(size: int, etag: str) -> tuple[int, int] | None:
    """The one part that was asked for, as start and stop; None for all of it, which answers all else."""
    wanted = request.range
    if wanted is None or wanted.units != "bytes" or len(wanted.ranges) != 1:
        return None
    if "If-Range" in request.headers and request.if_range.etag != etag:
        return None
    if wanted.ranges[0][0] < -size:
        return (0, size)  # more than all from the end is all
    part = wanted.range_for_length(size)
    if part is None:
        raise RequestedRangeNotSatisfiable(length=size)
    return part


def _opened(key: str, start: int, stop: int) -> Opened:
    """The bytes, in pieces. A store that fails does so here, before an answer has begun."""
    release()  # sending takes as long as the receiver likes, and must not hold a connection
    try:
        return store().open(key, start, stop - start)
    except NotFound as reason:
        raise StoreUnavailable(LOST) from reason
