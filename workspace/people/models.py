"""Organisations and people. Periods are facts that every rule asks about; names are a directory."""

from enum import IntEnum

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from workspace.database import CONTENT, Base, Lasting, Numbered, never_twice, to

WHOLE = "NOT isempty(during) AND NOT lower_inf(during)"


class Duty(IntEnum):
    """What a person may do for an organisation, or for the platform, besides their own work."""

    MANAGER = 1
    AUDITOR = 2
    ADMINISTRATOR = 3

    @property
    def label(self) -> str:
        """The duty in words."""
        return {1: "organisation manager", 2: "auditor", 3: "administrator"}[int(self)]


class Organisation(Lasting, Base):
    """An agency, for as long as it is active."""

    __tablename__ = "organisation"
    __table_args__ = (CheckConstraint(WHOLE, name="during_whole"),)

    name: Mapped[str] = mapped_column(info=CONTENT)
    short_name: Mapped[str] = mapped_column(info=CONTENT)
    colour: Mapped[str] = mapped_column(default="other", info=CONTENT)


class Person(Base):
    """Someone who can sign in. Whom they work for, and whether they may, are periods beside them."""

    __tablename__ = "person"
    __table_args__ = (Index("person_email_unique", text("lower(email)"), unique=True),)

    name: Mapped[str] = mapped_column(info=CONTENT)
    email: Mapped[str]
    job_title: Mapped[str] = mapped_column(default="", info=CONTENT)


class Employment(Lasting, Base):
    """A person works for one organisation at a time."""

    __tablename__ = "employment"
    __table_args__ = (
        CheckConstraint(WHOLE, name="during_whole"),
        never_twice("employment_one_at_a_time", "person_id"),
        Index("employment_of", "person_id", postgresql_include=["organisation_id", "during"]),
        Index("employment_by", "organisation_id", postgresql_include=["person_id", "during"]),
    )

    person_id: Mapped[int] = mapped_column(to("person"))
    organisation_id: Mapped[int] = mapped_column(to("organisation"))


class Suspension(Lasting, Base):
    """A person may not use the platform."""

    __tablename__ = "suspension"
    __table_args__ = (CheckConstraint(WHOLE, name="during_whole"),)

    person_id: Mapped[int] = mapped_column(to("person"), index=True)
    by_id: Mapped[int] = mapped_column(to("person"))


class Appointment(Lasting, Base):
    """A person holds a duty: for their organisation, or, an administrator, for the platform."""

    __tablename__ = "appointment"
    __table_args__ = (
        CheckConstraint(WHOLE, name="during_whole"),
        Index("appointment_of", "person_id", postgresql_include=["duty", "organisation_id", "during"]),
    )

    person_id: Mapped[int] = mapped_column(to("person"))
    organisation_id: Mapped[int] = mapped_column(to("organisation"))
    duty: Mapped[Duty] = mapped_column(Numbered(Duty))
