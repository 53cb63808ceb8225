"""Audit entries: who did what to which thing, from where, with what outcome. Never any content."""

from datetime import datetime
from enum import IntEnum
from typing import Any

from sqlalchemy import Index, LargeBinary, func, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import BigInteger

from workspace.database import Base, Numbered, TransactionId


class Outcome(IntEnum):
    """How an act ended."""

    ALLOWED = 1
    REFUSED = 2

    @property
    def label(self) -> str:
        """The outcome as pages write it."""
        return self.name.capitalize()


class AuditEntry(Base):
    """One act. It is only ever added: no role of the program may change or remove it.

    `material_of` are the organisations whose material the act touched: their auditors see it.
    `facts` holds ids, numbers and words of ours (a role, a category), never what somebody wrote.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("audit_entry_by_time", text("id DESC")),
        Index("audit_entry_by_organisation", "organisation_id", text("id DESC")),
        Index("audit_entry_by_person", "person_id", text("id DESC")),
        Index("audit_entry_by_room", "room_id", text("id DESC")),
        Index("audit_entry_by_material", "material_of", postgresql_using="gin"),
        Index("audit_entry_by_transaction", "transaction_id"),
    )

    person_id: Mapped[int | None]
    organisation_id: Mapped[int | None]
    room_id: Mapped[int | None]
    action: Mapped[str]
    thing: Mapped[str]
    thing_id: Mapped[int | None]
    outcome: Mapped[Outcome] = mapped_column(Numbered(Outcome))
    at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp(), default=None)
    transaction_id: Mapped[int] = mapped_column(
        TransactionId, server_default=text("pg_current_xact_id()"), init=False
    )
    material_of: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), default_factory=list)
    session_hash: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}", default_factory=dict)
