"""In which rooms an agreement counts: something rests on it there, or somebody takes part under it."""

from sqlalchemy import func, select, union

from workspace.database import session
from workspace.permissions.policies import Action
from workspace.permissions.questions import permitted
from workspace.rooms.models import Participation, Room
from workspace.rooms.queries.facts import not_over
from workspace.sharing.models import Release
from workspace.sharing.queries.grounds import FROM_NOW_ON


def rooms_concerned(agreement_id: int) -> list[int]:
    """The ids of all rooms in which access depends on an agreement, whoever asks: for telling them."""
    released = select(Release.room_id).where(
        Release.agreement_id == agreement_id, ~func.isempty(Release.during * FROM_NOW_ON)
    )
    named = select(Participation.room_id).where(
        Participation.agreement_id == agreement_id, not_over(Participation)
    )
    return sorted(session().scalars(union(released, named)))


def agreements_in(room_ids: set[int]) -> set[int]:
    """The ids of the agreements that count in some rooms."""
    released = select(Release.agreement_id).where(
        Release.room_id.in_(room_ids), ~func.isempty(Release.during * FROM_NOW_ON)
    )
    named = select(Participation.agreement_id).where(
        Participation.room_id.in_(room_ids), not_over(Participation), Participation.agreement_id.is_not(None)
    )
    return set(session().scalars(union(released, named)))


def rooms_naming(agreement_id: int, own_id: int, who: int) -> list[Room]:
    """The rooms in which an organisation takes part under an agreement, of those that ``who`` may enter."""
    named = select(Participation.room_id).where(
        Participation.agreement_id == agreement_id,
        Participation.organisation_id == own_id,
        not_over(Participation),
    )
    rooms = permitted(who, Action.READ, Room).where(Room.id.in_(named)).order_by(Room.title, Room.id)
    return list(session().scalars(rooms))
