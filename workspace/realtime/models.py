"""What waits to be told, and who is here."""

from datetime import datetime

from sqlalchemy import BigInteger, Identity, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from workspace.database import Base, to


class OutboxEvent(Base):
    """Something that was committed and must be told: ids only, never content.

    `id` counts in the order of adding; what is heard is in the order of committing.
    """

    __tablename__ = "outbox_event"
    __table_args__ = (Index("outbox_event_by_time", "created_at"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True, init=False)
    name: Mapped[str]
    room_id: Mapped[int | None] = mapped_column(default=None)
    document_id: Mapped[int | None] = mapped_column(default=None)
    annotation_id: Mapped[int | None] = mapped_column(default=None)
    person_id: Mapped[int | None] = mapped_column(default=None)
    number: Mapped[int | None] = mapped_column(default=None)
    created_at: Mapped[datetime] = mapped_column(server_default=func.statement_timestamp(), init=False)


class Presence(Base):
    """A person has a document open in some process; one whose `seen_at` is old has gone."""

    __tablename__ = "presence"
    __table_args__ = (Index("presence_on", "document_id"),)

    document_id: Mapped[int] = mapped_column(to("document"))
    person_id: Mapped[int] = mapped_column(to("person"))
    seen_at: Mapped[datetime] = mapped_column(server_default=func.statement_timestamp(), init=False)
