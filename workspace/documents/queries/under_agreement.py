"""How many documents rest on an agreement: what an organisation gives under it, and what somebody sees."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import Select, func, select

from workspace.database import actor, audience_session, session
from workspace.documents.models import Document
from workspace.people.queries import organisation_of
from workspace.permissions.policies import Action
from workspace.permissions.questions import permitted
from workspace.sharing.models import Release
from workspace.sharing.queries.grounds import FROM_NOW_ON


@dataclass(frozen=True)
class Under:
    """Documents that rest on an agreement, in numbers, as far as whoever asks may know of them.

    ``given`` are those of their own organisation that others see under it, ``received`` those of others
    that they see themselves, and ``by_room`` all that they see, their own agency's too.
    """

    given: int
    received: int
    by_room: dict[int, int]


def documents_under(agreement_id: int) -> Under:
    """What rests on an agreement, for whoever asks.

    What their organisation gives is a number even for those of its people who may read none of it: they
    may end it, and have to know how much that closes. Of other organisations' material it tells nothing.
    """
    who = actor()
    own = organisation_of(who)
    if who is None or own is None:
        return Under(0, 0, {})
    released = _released(agreement_id)
    with audience_session() as nobody:
        given = nobody.scalar(
            select(func.count(Document.id)).where(Document.owner_id == own.id, Document.id.in_(released))
        )
    seen = session().scalars(
        permitted(who, Action.READ, Document).where(
            Document.id.in_(
                released.join(Document, Document.id == Release.document_id).where(
                    (Release.organisation_id == own.id) | (Document.owner_id == own.id)
                )
            )
        )
    )
    documents = seen.all()
    return Under(
        given=given or 0,
        received=sum(each.owner_id != own.id for each in documents),
        by_room=dict(Counter(each.room_id for each in documents)),
    )


def _released(agreement_id: int) -> Select[int]:
    return select(Release.document_id).where(
        Release.agreement_id == agreement_id, ~func.isempty(Release.during * FROM_NOW_ON)
    )
