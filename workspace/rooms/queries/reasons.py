"""Which reasons for exclusions whoever asks may read, for the audit's page."""

from collections.abc import Iterable
from typing import Any

from workspace.database import actor, session
from workspace.permissions.policies import Action
from workspace.permissions.questions import permitted
from workspace.rooms.models import ExclusionReason


def readable_reasons(facts: Iterable[dict[str, Any]]) -> set[int]:
    """The ids of the reasons that the facts of audit entries name and whoever asks may read."""
    named = {each["exclusion_reason"] for each in facts if isinstance(each.get("exclusion_reason"), int)}
    if not named:
        return set()
    mine = permitted(actor(), Action.READ, ExclusionReason).where(ExclusionReason.id.in_(named))
    return set(session().scalars(mine.with_only_columns(ExclusionReason.id)))
