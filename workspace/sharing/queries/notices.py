"""What somebody is told on their first pages about agreements: what waits for them, and what ends soon."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select

from workspace.database import actor, session
from workspace.people.models import Organisation
from workspace.people.queries import organisation_of
from workspace.periods import day_of
from workspace.permissions.policies import Action
from workspace.permissions.questions import NOW, abilities
from workspace.rooms.agreements import WARNED_DAYS
from workspace.rooms.queries.facts import not_over
from workspace.sharing.models import Party, Signature, Term
from workspace.sharing.queries.ends import Notice, notices
from workspace.sharing.queries.register import registered
from workspace.sharing.queries.rooms import counts_in


def notices_about(room_ids: Iterable[int]) -> list[Notice]:
    """What ends soon of the agreements that count in rooms, for whoever asks. They may enter the rooms."""
    who = actor()
    ids = _of_those(_ends_soon(), counts_in(set(room_ids)))
    own = organisation_of(who) if ids else None
    if who is None or own is None:
        return []
    return notices(list(registered(ids).values()), who, own.id, signs=False)


def notices_at_home(room_ids: Iterable[int]) -> list[Notice]:
    """The same for all that whoever asks has to do with; for those who sign, what waits for them too."""
    who = actor()
    own = organisation_of(who)
    if who is None or own is None:
        return []
    signs = may_sign(who, own)
    rooms = set(room_ids)
    ids = _of_those(_ends_soon(), counts_in(rooms)) if rooms else set()
    if signs:
        theirs = select(Party.agreement_id).where(Party.organisation_id == own.id, Party.during.contains(NOW))
        ids |= _of_those(Term.agreement_id.in_(theirs), or_(_ends_soon(), _waits_for(own)))
    return notices(list(registered(ids).values()), who, own.id, signs=signs) if ids else []


def may_sign(who: int, own: Organisation) -> bool:
    """Whether somebody registers and signs agreements for the organisation they work for."""
    return Action.SIGN in abilities(session(), who, own)


def _of_those(*conditions: ColumnElement[bool]) -> set[int]:
    asked = select(Term.agreement_id).where(*conditions).distinct()
    return set(session().scalars(asked, {"who": actor()}))


def _ends_soon() -> ColumnElement[bool]:
    soon = datetime.now(UTC) + timedelta(days=WARNED_DAYS)
    return Term.during.contains(NOW) & or_(func.upper(Term.during) <= soon, Term.review_on <= day_of(soon))


def _waits_for(own: Organisation) -> ColumnElement[bool]:
    signed = (Signature.term_id == Term.id) & (Signature.organisation_id == own.id) & not_over(Signature)
    return not_over(Term) & ~select(Signature.id).where(signed).exists()
