"""Which agencies and how many people can see a document now, in words for whoever has just saved it."""

from collections.abc import Sequence

from workspace.documents.models import Document
from workspace.people.queries import people_named
from workspace.permissions.policies import Action
from workspace.permissions.questions import audience
from workspace.rooms.order import in_order
from workspace.sharing.queries.grounds import in_words


def seen_by(made: Sequence[Document]) -> str:
    """Who can see documents that were saved together, and that nobody else knows of them."""
    document, them = made[0], "it" if len(made) == 1 else "them"
    people = people_named(audience(Action.READ, Document, document.id)).values()
    agencies = {one.organisation.id: one.organisation for one in people if one.organisation}
    first = agencies.pop(document.owner_id, None)
    names = [one.short_name for one in ([first] if first else []) + in_order(agencies.values())]
    counted = f"{len(people)} {'person' if len(people) == 1 else 'people'}"
    exist = "it exists" if len(made) == 1 else "they exist"
    return f"{in_words(names)} can see {them}: {counted}. Nobody else knows that {exist}."
