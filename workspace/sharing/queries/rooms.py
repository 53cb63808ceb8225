"""In which rooms an agreement counts: something rests on it there, or somebody takes part under it.

Documents stand above this, so what is asked of them is asked of their table, which shows only those that
whoever asks may read.
"""

from sqlalchemy import BigInteger, ColumnElement, column, func, or_, select, table, union

from workspace.database import SCHEMA, session
from workspace.permissions.policies import Action
from workspace.permissions.questions import NOW, ONE, permitted
from workspace.rooms.models import Participation, Room
from workspace.rooms.queries.facts import not_over
from workspace.sharing.models import Release, Term
from workspace.sharing.queries.grounds import FROM_NOW_ON

DOCUMENT = table("document", column("id", BigInteger), column("owner_id", BigInteger), schema=SCHEMA)


def rooms_concerned(agreement_id: int) -> list[int]:
    """The ids of all rooms in which access depends on an agreement, whoever asks: for telling them."""
    released = select(Release.room_id).where(
        Release.agreement_id == agreement_id, ~func.isempty(Release.during * FROM_NOW_ON)
    )
    named = select(Participation.room_id).where(
        Participation.agreement_id == agreement_id, not_over(Participation)
    )
    return sorted(session().scalars(union(released, named)))


def counts_in(room_ids: set[int]) -> ColumnElement[bool]:
    """SQL for: the agreement of a term counts in one of some rooms, as far as the person ``who`` may know.

    What others share there without their organisation must not show.
    """
    own = ONE.organisation(NOW)
    theirs = (Release.organisation_id == own) | (DOCUMENT.c.owner_id == own)
    released = (
        select(Release.id)
        .join(DOCUMENT, DOCUMENT.c.id == Release.document_id)
        .where(
            Release.agreement_id == Term.agreement_id,
            Release.room_id.in_(room_ids),
            ~func.isempty(Release.during * FROM_NOW_ON),
            theirs,
        )
    )
    named = select(Participation.id).where(
        Participation.agreement_id == Term.agreement_id,
        Participation.room_id.in_(room_ids),
        not_over(Participation),
    )
    # OFFSET 0: asked of the few terms that are left, instead of reading all releases of the rooms.
    return or_(*(each.offset(0).correlate(Term).exists() for each in (named, released)))


def rooms_naming(agreement_id: int, own_id: int, who: int) -> list[Room]:
    """The rooms in which an organisation takes part under an agreement, of those that ``who`` may enter."""
    named = select(Participation.room_id).where(
        Participation.agreement_id == agreement_id,
        Participation.organisation_id == own_id,
        not_over(Participation),
    )
    rooms = permitted(who, Action.READ, Room).where(Room.id.in_(named)).order_by(Room.title, Room.id)
    return list(session().scalars(rooms))
