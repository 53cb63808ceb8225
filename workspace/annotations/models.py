"""Annotations, their replies, and whether a thread is resolved."""

from datetime import datetime
from enum import IntEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, Uuid, func
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import BigInteger

from workspace.database import CONTENT, SCHEMA, Base, Lasting, Numbered, never_twice, to
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
    no second annotation. `begun_at` is when a reply's thread began.
    """

    __tablename__ = "annotation"
    __table_args__ = (
        CheckConstraint(WHOLE, name="during_whole"),
        UniqueConstraint("by_id", "request_id"),
        ForeignKeyConstraint(
            ["document_id", "room_id"],
            [f"{SCHEMA}.document.id", f"{SCHEMA}.document.room_id"],
            name="annotation_document_in_room_fkey",
        ),
        Index("annotation_on", "document_id", "id"),
        Index("annotation_thread", "thread_id"),
    )

    document_id: Mapped[int]
    room_id: Mapped[int]
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
    begun_at: Mapped[datetime | None] = mapped_column(default=None)
    created_at: Mapped[datetime] = mapped_column(server_default=func.statement_timestamp(), default=None)


class AnnotationRelease(Lasting, Base):
    """A thread is released to an organisation that was not in the room when it began."""

    __tablename__ = "annotation_release"
    __table_args__ = (
        CheckConstraint(WHOLE, name="during_whole"),
        never_twice("annotation_release_once_at_a_time", "thread_id", "organisation_id"),
        Index("annotation_release_of", "thread_id", "organisation_id", postgresql_include=["during"]),
    )

    thread_id: Mapped[int] = mapped_column(to("annotation"))
    organisation_id: Mapped[int] = mapped_column(to("organisation"))
    by_id: Mapped[int] = mapped_column(to("person"))


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
