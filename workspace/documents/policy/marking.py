"""Decision order, step 4: the marking permits their role in the room."""

from sqlalchemy import ColumnElement, case, func, select

from workspace.documents.models import Document, Marking
from workspace.permissions.rules import Condition, Moment, Who, clause, in_force, some
from workspace.rooms.models import Level, Membership, Role

READ_BY = {Level.OFFICIAL: Role.READER, Level.OFFICIAL_SENSITIVE: Role.COMMENTER}
DOWNLOADED_BY = {Level.OFFICIAL: Role.READER, Level.OFFICIAL_SENSITIVE: Role.CONTRIBUTOR}


def level_at(at: Moment) -> ColumnElement[int]:
    """The marking of a document at a moment: the change that stands then, or the first one."""
    changed = (Marking.document_id == Document.id) & Marking.during.contains(at)
    change = select(Marking.level).where(changed).correlate_except(Marking).scalar_subquery()
    return func.coalesce(change, Document.level)


def _role_for(needed: dict[Level, Role], at: Moment) -> ColumnElement[int]:
    return case(*((level_at(at) == int(level), int(role)) for level, role in needed.items()))


def is_their_membership(who: Who, at: Moment) -> Condition:
    """SQL that links a membership of the person to the room a document is in."""
    return (Membership.room_id == Document.room_id) & (Membership.person_id == who.id)


@clause
def role_meets_marking(who: Who, at: Moment) -> Condition:
    """The role is one that the marking permits."""
    return Membership.role >= _role_for(READ_BY, at)


@some(Membership, in_force(Membership), role_meets_marking)
def marking_permits(who: Who, at: Moment) -> Condition:
    """The marking permits the person's role."""
    return is_their_membership(who, at)


@clause
def role_may_download(who: Who, at: Moment) -> Condition:
    """The role is one that may download what is marked so."""
    return Membership.role >= _role_for(DOWNLOADED_BY, at)


@some(Membership, in_force(Membership), role_may_download)
def marking_permits_download(who: Who, at: Moment) -> Condition:
    """The marking permits the person's role to download."""
    return is_their_membership(who, at)
