"""Documents, their markings and their versions."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, LargeBinary, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from workspace.database import CONTENT, Base, Lasting, Numbered, never_twice, to
from workspace.people.models import WHOLE
from workspace.rooms.models import Level
from workspace.sharing.models import Category


class Document(Lasting, Base):
    """Something written down, owned by one organisation and kept in one room.

    `level` is its marking when it was added; later ones are `Marking` rows. One that takes no
    annotations is a record as it stands, such as agreed minutes or a court order.
    """

    __tablename__ = "document"
    __table_args__ = (
        CheckConstraint(WHOLE, name="during_whole"),
        UniqueConstraint("id", "room_id"),
        Index("document_in_room", "room_id", text("id DESC")),
        Index("document_of_owner", "owner_id", "room_id", text("id DESC")),
    )

    room_id: Mapped[int] = mapped_column(to("room"))
    owner_id: Mapped[int] = mapped_column(to("organisation"))
    category: Mapped[Category] = mapped_column(Numbered(Category))
    level: Mapped[Level] = mapped_column(Numbered(Level))
    title: Mapped[str] = mapped_column(info=CONTENT)
    by_id: Mapped[int] = mapped_column(to("person"))
    takes_annotations: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(server_default=func.statement_timestamp(), default=None)


class Marking(Lasting, Base):
    """A later change of a document's marking, for as long as it stands."""

    __tablename__ = "marking"
    __table_args__ = (
        CheckConstraint(WHOLE, name="during_whole"),
        never_twice("marking_one_at_a_time", "document_id"),
    )

    document_id: Mapped[int] = mapped_column(to("document"), index=True)
    level: Mapped[Level] = mapped_column(Numbered(Level))
    by_id: Mapped[int] = mapped_column(to("person"))


class Version(Base):
    """One immutable file of a document; its bytes are the object `key` of the store."""

    __tablename__ = "version"
    __table_args__ = (
        UniqueConstraint("document_id", "number"),
        CheckConstraint("number > 0 AND size > 0", name="number_and_size"),
        CheckConstraint("octet_length(sha256) = 32", name="sha256_length"),
    )

    document_id: Mapped[int] = mapped_column(to("document"))
    number: Mapped[int]
    size: Mapped[int]
    sha256: Mapped[bytes] = mapped_column(LargeBinary)
    media_type: Mapped[str] = mapped_column(info=CONTENT)
    filename: Mapped[str] = mapped_column(info=CONTENT)
    reason: Mapped[str] = mapped_column(info=CONTENT)
    key: Mapped[str] = mapped_column(unique=True)
    by_id: Mapped[int] = mapped_column(to("person"))
    organisation_id: Mapped[int] = mapped_column(to("organisation"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.statement_timestamp(), default=None)
