"""Why somebody who may read a document may not download it."""

from workspace.documents.models import Document
from workspace.people.queries import organisations_named
from workspace.permissions.policies import Action
from workspace.permissions.questions import explain
from workspace.rooms.models import Level


def why_no_download(document: Document, who: int) -> str:
    """The sentence that says why a person may read a document and not download it."""
    reason = explain(who, Action.DOWNLOAD, Document, document.id)
    if not reason.find("marking_permits_download").holds:
        return f"Only contributors and leads may download what is {Level.OFFICIAL_SENSITIVE.label}."
    owner = organisations_named([document.owner_id])[document.owner_id]
    return f"{owner.short_name} lets you read this, not download it."
