"""Writing audit entries. Called inside the transaction of the act itself: no entry, no act."""

from contextvars import ContextVar
from typing import Any, cast

from sqlalchemy import BigInteger, Table, bindparam, insert, select

from workspace.audit.models import AuditEntry, Outcome
from workspace.database import Base, actor, session
from workspace.identifiers import new_id
from workspace.people.models import Employment
from workspace.permissions.questions import NOW

session_hash: ContextVar[bytes | None] = ContextVar("session_hash", default=None)

# Built once: it is part of every page, and building it costs as much as running it.
_ENTRIES = AuditEntry.__table__
_EMPLOYER = select(Employment.organisation_id).where(
    Employment.person_id == bindparam("employee", type_=BigInteger), Employment.during.contains(NOW)
)
_ADD = insert(cast(Table, _ENTRIES)).values(organisation_id=_EMPLOYER.scalar_subquery())


def record(
    action: str,
    thing: Base | None = None,
    *,
    room_id: int | None = None,
    material_of: list[int] | None = None,
    outcome: Outcome = Outcome.ALLOWED,
    facts: dict[str, Any] | None = None,
    thing_name: str | None = None,
    thing_id: int | None = None,
) -> None:
    """Add an entry: the current person did ``action`` (as in `document.opened`) to ``thing``.

    ``material_of`` are the ids of the organisations whose material was touched; ``facts`` holds ids
    and our own words only, never what somebody wrote. Part of the current transaction.
    """
    session().execute(
        _ADD,
        {
            "id": new_id(),
            "person_id": actor(),
            "employee": actor(),
            "material_of": material_of or [],
            "session_hash": session_hash.get(),
            "room_id": room_id,
            "action": action,
            "thing": thing_name or (type(thing).__name__.lower() if thing is not None else ""),
            "thing_id": thing.id if thing is not None else thing_id,
            "outcome": outcome,
            "facts": facts or {},
        },
    )
