"""On what ground something is shared. Facts (ids and periods) stand apart from wording.

Row-level security asks the facts while it decides about documents, so they carry no policy of their
own, and therefore no text; what people wrote is in the tables beside them.
"""

from datetime import date
from enum import IntEnum

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, SmallInteger, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import BigInteger

from workspace.database import CONTENT, SCHEMA, Base, Lasting, Numbered, never_twice, to
from workspace.people.models import WHOLE
from workspace.rooms.models import Role


class Category(IntEnum):
    """A category of information, which agreements cover or do not."""

    HEALTH = 1
    HOUSING = 2
    POLICE = 3
    EDUCATION = 4
    EMPLOYMENT = 5
    FINANCE = 6
    PLAN = 7
    MINUTES = 8
    REFERRAL = 9

    @property
    def label(self) -> str:
        """The category as pages write it."""
        return self.name.capitalize()


class Basis(IntEnum):
    """The lawful basis of a release."""

    CONSENT = 1
    PUBLIC_TASK = 2
    LEGAL_OBLIGATION = 3
    VITAL_INTERESTS = 4

    @property
    def label(self) -> str:
        """The basis as pages write it."""
        return self.name.replace("_", " ").capitalize()


class Agreement(Base):
    """An information-sharing agreement, kept by the organisation that registered it.

    Its terms say when it runs and what it covers, its signatures whom a term binds.
    """

    __tablename__ = "agreement"

    organisation_id: Mapped[int] = mapped_column(to("organisation"))
    reference: Mapped[str] = mapped_column(info=CONTENT)
    title: Mapped[str] = mapped_column(info=CONTENT)
    purpose: Mapped[str] = mapped_column(info=CONTENT)
    basis: Mapped[Basis] = mapped_column(Numbered(Basis))


class Party(Lasting, Base):
    """An organisation is named as a party to an agreement. What binds it is its signature."""

    __tablename__ = "party"
    __table_args__ = (
        CheckConstraint(WHOLE, name="during_whole"),
        never_twice("party_once_at_a_time", "agreement_id", "organisation_id"),
        Index("party_of", "organisation_id", "agreement_id", postgresql_include=["during"]),
    )

    agreement_id: Mapped[int] = mapped_column(to("agreement"), index=True)
    organisation_id: Mapped[int] = mapped_column(to("organisation"))
    by_id: Mapped[int] = mapped_column(to("person"))


class Term(Lasting, Base):
    """A period for which an agreement runs, and what it covers then. Renewal adds one.

    Each party signs each term anew, so that nobody is bound to what they did not sign.
    """

    __tablename__ = "term"
    __table_args__ = (CheckConstraint(WHOLE, name="during_whole"),)

    agreement_id: Mapped[int] = mapped_column(to("agreement"), index=True)
    categories: Mapped[list[int]] = mapped_column(ARRAY(SmallInteger))
    review_on: Mapped[date]
    by_id: Mapped[int] = mapped_column(to("person"))


class Signature(Lasting, Base):
    """An organisation has signed a term of an agreement."""

    __tablename__ = "signature"
    __table_args__ = (
        CheckConstraint(WHOLE, name="during_whole"),
        never_twice("signature_once_at_a_time", "term_id", "organisation_id"),
        Index("signature_by", "term_id", "organisation_id", postgresql_include=["during"]),
        Index("signature_of", "organisation_id", "term_id"),
    )

    term_id: Mapped[int] = mapped_column(to("term"))
    organisation_id: Mapped[int] = mapped_column(to("organisation"))
    by_id: Mapped[int] = mapped_column(to("person"))


class Asked(IntEnum):
    """What came of asking a person of the family for their consent."""

    GIVEN = 1
    NOT_SOUGHT = 2
    REFUSED = 3

    @property
    def label(self) -> str:
        """The outcome as pages write it."""
        return self.name.replace("_", " ").capitalize()


class Consent(Lasting, Base):
    """A person of the family agrees to a named sharing, until they withdraw; or why they were not asked.

    `organisations` are those who may receive what is shared under it. `organisation_id` recorded it.
    """

    __tablename__ = "consent"
    __table_args__ = (CheckConstraint(WHOLE, name="during_whole"),)

    room_id: Mapped[int] = mapped_column(to("room"), index=True)
    organisation_id: Mapped[int] = mapped_column(to("organisation"))
    outcome: Mapped[Asked] = mapped_column(Numbered(Asked))
    organisations: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
    by_id: Mapped[int] = mapped_column(to("person"))


class ConsentRecord(Base):
    """What a consent says: who gave it, for what, and how; or because of what it was not sought."""

    __tablename__ = "consent_record"

    consent_id: Mapped[int] = mapped_column(to("consent"), unique=True)
    room_id: Mapped[int] = mapped_column(to("room"), index=True)
    reference: Mapped[str] = mapped_column(info=CONTENT)
    subject: Mapped[str] = mapped_column(info=CONTENT)
    wording: Mapped[str] = mapped_column(info=CONTENT)
    given_how: Mapped[str] = mapped_column(info=CONTENT, default="")
    because: Mapped[str] = mapped_column(info=CONTENT, default="")


class Release(Lasting, Base):
    """The owner organisation lets one other organisation see a document, perhaps only some of its people.

    `people` NULL means all its members in the room; `minimum_role` leaves out those of a lesser role.
    On the basis of consent it rests on `consent_id` alone; on another, a consent is named beside it.
    `room_id` is the document's, kept here so that an organisation's list in a room is one index; a
    composite foreign key keeps it true.
    """

    __tablename__ = "release"
    __table_args__ = (
        CheckConstraint(WHOLE, name="during_whole"),
        CheckConstraint("basis <> 1 OR consent_id IS NOT NULL", name="consent_when_basis"),
        CheckConstraint("act_by IS NULL OR for_action", name="act_by_when_for_action"),
        CheckConstraint("people IS NULL OR cardinality(people) > 0", name="people_named"),
        ForeignKeyConstraint(
            ["document_id", "room_id"],
            [f"{SCHEMA}.document.id", f"{SCHEMA}.document.room_id"],
            name="release_document_in_room_fkey",
        ),
        Index("release_of", "document_id", "organisation_id"),
        Index("release_to", "organisation_id", "room_id", text("document_id DESC")),
        Index("release_under", "agreement_id", "room_id"),
        Index("release_resting_on", "consent_id", postgresql_where=text("consent_id IS NOT NULL")),
    )

    document_id: Mapped[int]
    room_id: Mapped[int]
    organisation_id: Mapped[int] = mapped_column(to("organisation"))
    agreement_id: Mapped[int] = mapped_column(to("agreement"))
    basis: Mapped[Basis] = mapped_column(Numbered(Basis))
    by_id: Mapped[int] = mapped_column(to("person"))
    consent_id: Mapped[int | None] = mapped_column(to("consent"), default=None)
    people: Mapped[list[int] | None] = mapped_column(ARRAY(BigInteger), default=None)
    minimum_role: Mapped[Role | None] = mapped_column(Numbered(Role), default=None)
    may_annotate: Mapped[bool] = mapped_column(default=True)
    may_download: Mapped[bool] = mapped_column(default=True)
    for_action: Mapped[bool] = mapped_column(default=False)
    act_by: Mapped[date | None] = mapped_column(default=None)


class ReleasePurpose(Base):
    """What a release is for, in the words of whoever made it."""

    __tablename__ = "release_purpose"

    release_id: Mapped[int] = mapped_column(to("release"), unique=True)
    document_id: Mapped[int] = mapped_column(to("document"), index=True)
    purpose: Mapped[str] = mapped_column(info=CONTENT)
