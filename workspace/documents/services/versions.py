"""Adding a version to a document: bytes first, row second, news last."""

from sqlalchemy import func, select

from workspace.audit.services import record
from workspace.database import session, transaction
from workspace.documents.arriving import Arrival, keep, unless_settled
from workspace.documents.filenames import plain_line
from workspace.documents.models import Document, Version
from workspace.documents.services.add import LONGEST_REASON, version_of
from workspace.errors import Conflict, Invalid
from workspace.permissions.policies import Action
from workspace.permissions.questions import fetch
from workspace.realtime.outbox import tell
from workspace.rooms import locks


class VersionConflict(Conflict):
    """Somebody else added a version since this one was begun; `newest` is its number."""

    def __init__(self, newest: int) -> None:
        super().__init__(
            f"Version {newest} was added while you were working, so yours was not saved. Look at it, and "
            f"add what is new there to your own. Then choose your document again."
        )
        self.newest = newest


def add_version(by: int, document_id: int, arrival: Arrival, reason: str, based_on: int) -> Version:
    """Make the file that arrived the newest version of a document.

    ``based_on`` is the number of the version it was made from: when there is a newer one by now it
    raises `VersionConflict`. Raises `Invalid`, `TooLarge` and `StoreUnavailable`, `NotFound` or
    `NotAllowed`; after any of them nothing is stored.
    """
    with unless_settled([arrival]):
        reason = _said(reason)
        (file,) = keep([arrival])
        with transaction() as db:
            room_id = fetch(db, by, Action.CONTRIBUTE, Document, document_id).room_id
            locks.hold(db, room_id)
            document = fetch(db, by, Action.CONTRIBUTE, Document, document_id)
            newest = _newest_held(document_id)
            if newest != based_on:
                raise VersionConflict(newest)
            version = version_of(document, file, newest + 1, reason, by, document.owner_id)
            db.add(version)
            db.flush()
            record(
                "document.version_added",
                document,
                room_id=room_id,
                material_of=[document.owner_id],
                facts={"number": version.number},
            )
            tell("version.added", room_id=room_id, document_id=document_id, number=version.number)
            arrival.settle()
    return version


def _said(reason: str) -> str:
    reason = plain_line(reason)
    if not reason:
        raise Invalid("Say what is different in this version.", "reason")
    if len(reason) > LONGEST_REASON:
        raise Invalid(f"Give the reason in no more than {LONGEST_REASON} characters.", "reason")
    return reason


def _newest_held(document_id: int) -> int:
    """The newest version's number; nobody else adds one to the document until the transaction ends.

    The row is locked in a statement of its own: one that waited for it would count what it saw before.
    """
    held = select(Document.id).where(Document.id == document_id).with_for_update(key_share=True)
    session().execute(held)
    return session().scalars(select(func.max(Version.number)).where(Version.document_id == document_id)).one()
