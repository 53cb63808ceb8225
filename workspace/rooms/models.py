"""Case rooms, and the periods that say who belongs to them."""

from datetime import datetime
from enum import IntEnum

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from workspace.database import CONTENT, Base, Lasting, Numbered, never_twice, to
from workspace.people.models import WHOLE


class Role(IntEnum):
    """What a member is in a room; each includes the ones before it."""

    READER = 1
    COMMENTER = 2
    CONTRIBUTOR = 3
    LEAD = 4

    @property
    def label(self) -> str:
        """The role as pages write it."""
        return self.name.capitalize()

    @property
    def allows(self) -> str:
        """What the role adds to the one before it, in words."""
        return {1: "reads", 2: "annotates", 3: "adds documents and versions", 4: "manages membership"}[
            int(self)
        ]


class Level(IntEnum):
    """A marking."""

    OFFICIAL = 1
    OFFICIAL_SENSITIVE = 2

    @property
    def label(self) -> str:
        """The marking as it is printed."""
        return self.name.replace("_", "-")


class Room(Lasting, Base):
    """The shared place for one family or matter; open while its period runs."""

    __tablename__ = "room"
    __table_args__ = (
        CheckConstraint(WHOLE, name="during_whole"),
        UniqueConstraint("lead_id", "reference"),
    )

    title: Mapped[str] = mapped_column(info=CONTENT)
    reference: Mapped[str]
    purpose: Mapped[str] = mapped_column(info=CONTENT)
    level: Mapped[Level] = mapped_column(Numbered(Level))
    lead_id: Mapped[int] = mapped_column(to("organisation"))
    by_id: Mapped[int] = mapped_column(to("person"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.statement_timestamp(), init=False)


class Participation(Lasting, Base):
    """An organisation takes part in a room, under an agreement, for a period."""

    __tablename__ = "participation"
    __table_args__ = (
        CheckConstraint(WHOLE, name="during_whole"),
        never_twice("participation_once_at_a_time", "room_id", "organisation_id"),
        Index("participation_in", "room_id", "organisation_id", postgresql_include=["during"]),
        Index("participation_of", "organisation_id", "room_id", postgresql_include=["during"]),
    )

    room_id: Mapped[int] = mapped_column(to("room"))
    organisation_id: Mapped[int] = mapped_column(to("organisation"))
    by_id: Mapped[int] = mapped_column(to("person"))
    agreement_id: Mapped[int | None] = mapped_column(to("agreement"), default=None)


class Membership(Lasting, Base):
    """A person is in a room with a role, for a period."""

    __tablename__ = "membership"
    __table_args__ = (
        CheckConstraint(WHOLE, name="during_whole"),
        never_twice("membership_once_at_a_time", "room_id", "person_id"),
        Index("membership_of", "person_id", "room_id", postgresql_include=["role", "during"]),
        Index("membership_in", "room_id", "person_id", postgresql_include=["role", "during"]),
    )

    room_id: Mapped[int] = mapped_column(to("room"))
    person_id: Mapped[int] = mapped_column(to("person"))
    role: Mapped[Role] = mapped_column(Numbered(Role))
    by_id: Mapped[int] = mapped_column(to("person"))


class Exclusion(Lasting, Base):
    """A person never sees a room, whatever else is true."""

    __tablename__ = "exclusion"
    __table_args__ = (
        CheckConstraint(WHOLE, name="during_whole"),
        Index("exclusion_of", "person_id", "room_id", postgresql_include=["during"]),
    )

    room_id: Mapped[int] = mapped_column(to("room"))
    person_id: Mapped[int] = mapped_column(to("person"))
    by_id: Mapped[int] = mapped_column(to("person"))
