"""Writing down refusals: who was refused what, where it happened and on whose material.

Whoever is refused learns nothing from this: as many questions are asked about a thing that is not
there as about one that is, and nothing that goes wrong here changes the answer they get.
"""

import logging
from typing import Any

from sqlalchemy import BigInteger, literal, null, select

from workspace.audit.models import Outcome
from workspace.audit.services import record
from workspace.database import Base, actor, audience_session, release, transaction
from workspace.permissions.policies import POLICIES, Action

log = logging.getLogger(__name__)


def record_refusal(_sender: Any, *, action: Action | str, model: type[Base] | None, id: int | None) -> None:
    """Add an entry that the current person was refused ``action`` on the ``model`` with ``id``.

    It is named after the action that was refused, as in `document.read`; a page that is about no thing
    is a `page`, and its action the name of the rule. The entry stands in a transaction of its own: what
    the refused act had begun is undone. Nobody's refusals are nobody's acts, so not recorded.
    """
    if actor() is None:
        return
    try:
        name = "page" if model is None else model.__tablename__  # entries call things as their tables
        room_id, owner_id = (None, None) if model is None else _place(model, id)
        release()
        with transaction():
            record(
                f"{name}.{action}",
                thing_name=name,
                thing_id=id,
                room_id=room_id,
                material_of=[owner_id] if owner_id is not None else [],
                outcome=Outcome.REFUSED,
            )
    except Exception:  # the refusal itself must reach the person, whatever happens to its record
        log.exception("a refusal was not recorded")


def _place(model: type[Base], id: int | None) -> tuple[int | None, int | None]:
    """The room a thing is in and the organisation it belongs to, as far as it exists and has them."""
    policy = POLICIES[model]
    columns: list[Any] = [null() if column is None else column for column in (policy.room, policy.owner)]
    wanted = select(*columns).select_from(model).where(model.id == literal(id, BigInteger))
    with audience_session() as nobody:
        found = nobody.execute(wanted).one_or_none()
    return (found[0], found[1]) if found else (None, None)
