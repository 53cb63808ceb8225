"""Passwords, sessions, and tries to sign in."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, LargeBinary, false, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from workspace.database import Base, to


class Credential(Base):
    """A person's password, as an argon2id hash. Only they themselves can reach the row.

    One that must change was made for them and opens nothing but the page to change it; one of the
    demonstration opens nothing at all outside the demonstration.
    """

    __tablename__ = "credential"

    person_id: Mapped[int] = mapped_column(to("person"), unique=True)
    password_hash: Mapped[str]
    must_change: Mapped[bool] = mapped_column(server_default=false(), default=False)
    demonstration: Mapped[bool] = mapped_column(server_default=false(), default=False)


class SignedSession(Base):
    """A browser that is, or is about to be, signed in. `token_hash` is the SHA-256 of its cookie."""

    __tablename__ = "session"
    __table_args__ = (Index("session_of", "person_id"), Index("session_by_end", "ends_at"))

    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    ends_at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(to("person"), default=None)
    data: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}", default_factory=dict)
    created_at: Mapped[datetime] = mapped_column(server_default=func.statement_timestamp(), init=False)
    active_at: Mapped[datetime] = mapped_column(server_default=func.statement_timestamp(), init=False)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)


class SignInFailure(Base):
    """A try to sign in that failed: by whom it claimed to be (hashed) and from where (hashed)."""

    __tablename__ = "sign_in_failure"
    __table_args__ = (Index("sign_in_failure_of", "key", "at"),)

    key: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime] = mapped_column(server_default=func.statement_timestamp(), init=False)
