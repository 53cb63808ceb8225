"""Case rooms, and the periods that say who belongs to them."""

from datetime import datetime
from enum import IntEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ColumnElement, Index, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, column_property, mapped_column

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
    """The shared place for one family or matter; open while its period runs.

    `first_lead_id` is the organisation that led it first; later ones are `Leadership` rows.
    """

    __tablename__ = "room"
    __table_args__ = (
        CheckConstraint(WHOLE, name="during_whole"),
        UniqueConstraint("lead_id", "reference"),
    )
    if TYPE_CHECKING:  # set below, once there is a `Leadership` to look at

        @property
        def lead_id(self) -> int:
            """The organisation that leads the room now."""

    title: Mapped[str] = mapped_column(info=CONTENT)
    reference: Mapped[str]
    purpose: Mapped[str] = mapped_column(info=CONTENT)
    level: Mapped[Level] = mapped_column(Numbered(Level))
    first_lead_id: Mapped[int] = mapped_column("lead_id", to("organisation"))
    by_id: Mapped[int] = mapped_column(to("person"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.statement_timestamp(), init=False)


class Leadership(Lasting, Base):
    """Another organisation leads a room than the one that led it first, for as long as it stands."""

    __tablename__ = "leadership"
    __table_args__ = (
        CheckConstraint(WHOLE, name="during_whole"),
        never_twice("leadership_one_at_a_time", "room_id"),
        Index("leadership_of", "room_id", postgresql_include=["organisation_id", "during"]),
    )

    room_id: Mapped[int] = mapped_column(to("room"))
    organisation_id: Mapped[int] = mapped_column(to("organisation"))
    by_id: Mapped[int] = mapped_column(to("person"))


def lead_at(at: ColumnElement[datetime]) -> ColumnElement[int]:
    """SQL for the organisation that leads a room at a moment."""
    led = (Leadership.room_id == Room.id) & Leadership.during.contains(at)
    later = select(Leadership.organisation_id).where(led).correlate_except(Leadership).scalar_subquery()
    return func.coalesce(later, Room.first_lead_id)


Room.lead_id = column_property(lead_at(func.statement_timestamp()))  # type: ignore[method-assign,assignment]


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
    """A person never sees a room, whatever else is true. Why is an `ExclusionReason`."""

    __tablename__ = "exclusion"
    __table_args__ = (
        CheckConstraint(WHOLE, name="during_whole"),
        Index("exclusion_of", "person_id", "room_id", postgresql_include=["during"]),
    )

    room_id: Mapped[int] = mapped_column(to("room"))
    person_id: Mapped[int] = mapped_column(to("person"))
    by_id: Mapped[int] = mapped_column(to("person"))


class ExclusionReason(Base):
    """Why somebody was excluded, for the auditors of the organisation that excluded them."""

    __tablename__ = "exclusion_reason"

    exclusion_id: Mapped[int] = mapped_column(to("exclusion"), unique=True)
    room_id: Mapped[int] = mapped_column(to("room"))
    organisation_id: Mapped[int] = mapped_column(to("organisation"), index=True)
    reason: Mapped[str] = mapped_column(info=CONTENT)


class AccessRequest(Lasting, Base):
    """Somebody asks to be let into a room that they know of; its period is the time to answer.

    `room_id` is NULL when no room answers to what they named, which they are not told.
    """

    __tablename__ = "access_request"
    __table_args__ = (
        CheckConstraint(WHOLE, name="during_whole"),
        CheckConstraint("NOT upper_inf(during)", name="during_ends"),
        Index("access_request_by", "person_id"),
        Index("access_request_for", "room_id"),
    )

    person_id: Mapped[int] = mapped_column(to("person"))
    organisation_id: Mapped[int] = mapped_column(to("organisation"))
    lead_id: Mapped[int] = mapped_column(to("organisation"))
    reference: Mapped[str] = mapped_column(info=CONTENT)
    reason: Mapped[str] = mapped_column(info=CONTENT)
    room_id: Mapped[int | None] = mapped_column(to("room"), default=None)


class AccessAnswer(Base):
    """A lead's answer to a request. Whoever asked learns only of a yes, by being in the room."""

    __tablename__ = "access_answer"

    request_id: Mapped[int] = mapped_column(to("access_request"), unique=True)
    accepted: Mapped[bool]
    by_id: Mapped[int] = mapped_column(to("person"))
    answered_at: Mapped[datetime] = mapped_column(server_default=func.statement_timestamp(), init=False)
