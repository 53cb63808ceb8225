"""What follows from another marking of a document, in words, for whoever is about to change it."""

from collections.abc import Collection, Iterable, Sequence

from workspace.documents.queries.members import Member
from workspace.documents.queries.preview import Able
from workspace.people.models import Organisation
from workspace.people.queries import organisations_named
from workspace.permissions.policies import Action
from workspace.rooms.order import in_order
from workspace.sharing.queries.grounds import in_words

CAN = ((Action.READ, "seeing it", "see it"), (Action.DOWNLOAD, "downloading it", "download it"))


def follows(people: Sequence[Member], before: Able, after: Able) -> list[str]:
    """Sentences about who of a room stops and who begins to see and to download a document marked anew."""
    agencies = organisations_named(person.organisation_id for person in people)
    told = []
    for action, doing, do in CAN:
        told += _sentence(people, agencies, before[action] - after[action], f"stop {doing}", f"stops {doing}")
        told += _sentence(
            people, agencies, after[action] - before[action], f"can {do} then", f"can {do} then"
        )
    return told or ["Nobody sees or downloads it who did not before, and everybody who did goes on."]


def _sentence(
    people: Iterable[Member],
    agencies: dict[int, Organisation],
    concerned: Collection[int],
    several: str,
    one: str,
) -> list[str]:
    """Nothing about nobody; else one sentence with their names, agency by agency."""
    if not concerned:
        return []
    groups = (
        f"{in_words(one.name for one in people if one.id in concerned and one.organisation_id == agency.id)}"
        f" ({agency.short_name})"
        for agency in in_order(agencies.values())
        if any(one.id in concerned and one.organisation_id == agency.id for one in people)
    )
    return [f"{in_words(groups)} {one if len(concerned) == 1 else several}."]
