"""Annotations, their replies, and whether a thread is resolved."""

from datetime import datetime
from enum import IntEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, Uuid, func
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import BigInteger

from workspace.database import CONTENT, Base, Lasting, Numbered, never_twice, to
from workspace.people.models import WHOLE


class Audience(IntEnum):
    """Whom an annotation is for; each includes the ones before it."""

    ME = 1
    AGENCY = 2
    AGENCIES = 3
    EVERYONE = 4


class Annotation(Lasting, Base):
    """A remark on one version of a document, or a reply in its thread.

    `target` is a W3C Web Annotation target (selectors of the passage); a reply has none. A reply's
    audience is its thread's. `request_id` is the browser's name for the attempt: trying again makes
    no second annotation.
    """

    __tablename__ = "annotation"
    __table_args__ = (
        CheckConstraint(WHOLE, name="during_whole"),
        UniqueConstraint("by_id", "request_id"),
        Index("annotation_on", "document_id", "id"),
        Index("annotation_thread", "thread_id"),
    )

    document_id: Mapped[int] = mapped_column(to("document"))
    version_id: Mapped[int] = mapped_column(to("version"))
    by_id: Mapped[int] = mapped_column(to("person"))
    organisation_id: Mapped[int] = mapped_column(to("organisation"))
    audience: Mapped[Audience] = mapped_column(Numbered(Audience))
    body: Mapped[str] = mapped_column(info=CONTENT)
    request_id: Mapped[UUID] = mapped_column(Uuid)
    thread_id: Mapped[int | None] = mapped_column(to("annotation"), default=None)
    organisations: Mapped[list[int]] = mapped_column(
        ARRAY(BigInteger), server_default="{}", default_factory=list
    )
    target: Mapped[dict[str, Any] | None] = mapped_column(JSONB, default=None, info=CONTENT)
    created_at: Mapped[datetime] = mapped_column(server_default=func.statement_timestamp(), default=None)


class Resolution(Lasting, Base):
    """A thread is resolved, until somebody opens it again."""

    __tablename__ = "resolution"
    __table_args__ = (
        CheckConstraint(WHOLE, name="during_whole"),
        never_twice("resolution_one_at_a_time", "thread_id"),
        Index("resolution_of", "thread_id"),
    )

    thread_id: Mapped[int] = mapped_column(to("annotation"))
    by_id: Mapped[int] = mapped_column(to("person"))
