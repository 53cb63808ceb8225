"""Requests for access: one's own, and those that wait for a lead's answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Select, func, select

from workspace.database import audience_session, session
from workspace.people.models import Organisation
from workspace.people.queries import Named, organisations_named, people_named
from workspace.permissions.policies import Action
from workspace.permissions.questions import NOW, permitted
from workspace.rooms.models import (
    AccessAnswer,
    AccessRequest,
    Exclusion,
    Membership,
    Participation,
    Room,
    lead_at,
)
from workspace.rooms.queries.facts import not_over

A_DAY = timedelta(hours=24)


@dataclass(frozen=True)
class Mine:
    """A request of one's own. What was declined is not told from what is not answered."""

    request: AccessRequest
    lead: Organisation
    accepted_at: datetime | None
    room: Room | None  # only one that they may enter now

    @property
    def waits(self) -> bool:
        """Whether it can still be answered, as far as the one who asked is told."""
        upper = self.request.during.upper
        return self.accepted_at is None and (upper is None or upper > datetime.now(UTC))


@dataclass(frozen=True)
class Waiting:
    """A request that waits for an answer, as the leads who can give it see it."""

    request: AccessRequest
    person: Named
    is_excluded: bool
    takes_part: bool


def my_requests(who: int) -> list[Mine]:
    """The requests that ``who`` made, the newest first."""
    db = session()
    asked = db.scalars(
        select(AccessRequest).where(AccessRequest.person_id == who).order_by(AccessRequest.id.desc())
    ).all()
    leads = organisations_named(each.lead_id for each in asked)
    yes = select(AccessAnswer.request_id, AccessAnswer.answered_at).where(AccessAnswer.accepted)
    accepted = {id: at for id, at in db.execute(yes.where(AccessAnswer.request_id.in_(_ids(asked))))}  # noqa: C416
    entered = permitted(who, Action.READ, Room).where(Room.id.in_({each.room_id or 0 for each in asked}))
    rooms = {room.id: room for room in db.scalars(entered)}
    return [
        Mine(each, leads[each.lead_id], accepted.get(each.id), rooms.get(each.room_id or 0)) for each in asked
    ]


def asked_lately(who: int) -> list[datetime]:
    """When ``who`` asked for access in the last 24 hours, the earliest first."""
    began = func.lower(AccessRequest.during)
    mine = AccessRequest.person_id == who
    return list(session().scalars(select(began).where(mine, began > NOW - A_DAY).order_by(began)))


def waiting_in(room: Room) -> list[Waiting]:
    """The requests for a room that wait for whoever asks, a lead of it; the earliest first."""
    db = session()
    rows = db.scalars(_unanswered().where(AccessRequest.room_id == room.id).order_by(AccessRequest.id)).all()
    people = people_named(each.person_id for each in rows)
    barred = set(
        db.scalars(
            select(Exclusion.person_id).where(
                Exclusion.room_id == room.id, Exclusion.person_id.in_(people), not_over(Exclusion)
            )
        )
    )
    taking = set(
        db.scalars(
            select(Participation.organisation_id).where(
                Participation.room_id == room.id, not_over(Participation)
            )
        )
    )
    return [
        Waiting(
            each,
            people[each.person_id],
            each.person_id in barred,
            _employer(people[each.person_id]) in taking,
        )
        for each in rows
    ]


def waiting_counts(who: int, room_ids: Iterable[int]) -> dict[int, int]:
    """How many requests wait for ``who``, a lead of the rooms with ``room_ids``, by room."""
    ids = set(room_ids)
    if not ids:
        return {}
    counted = (
        _unanswered()
        .where(AccessRequest.room_id.in_(ids), AccessRequest.person_id != who)
        .with_only_columns(AccessRequest.room_id, func.count())
        .group_by(AccessRequest.room_id)
    )
    return {id: n for id, n in session().execute(counted) if id is not None}


def room_named(lead_id: int, reference: str) -> int | None:
    """The open room that an organisation leads and calls ``reference``, whoever asks.

    Two of that name can only come from one having been handed over: then it is the organisation's own.
    """
    found = (
        select(Room.id)
        .where(Room.reference == reference, lead_at(NOW) == lead_id, Room.during.contains(NOW))
        .order_by((Room.first_lead_id == lead_id).desc(), Room.id)
        .limit(1)
    )
    with audience_session() as nobody:
        return nobody.scalars(found).one_or_none()


def is_in_room(who: int, lead_id: int, reference: str) -> bool:
    """Whether ``who`` may enter a room of that name already, and so knows of it."""
    named = permitted(who, Action.READ, Room).where(Room.reference == reference, lead_at(NOW) == lead_id)
    return session().scalars(named.with_only_columns(Room.id)).first() is not None


def _unanswered() -> Select[AccessRequest]:
    answered = select(AccessAnswer.id).where(AccessAnswer.request_id == AccessRequest.id)
    inside = select(Membership.id).where(
        Membership.room_id == AccessRequest.room_id,
        Membership.person_id == AccessRequest.person_id,
        not_over(Membership),
    )
    return select(AccessRequest).where(
        AccessRequest.during.contains(NOW), ~answered.exists(), ~inside.exists()
    )


def _employer(person: Named) -> int | None:
    return person.organisation.id if person.organisation else None


def _ids(rows: Iterable[AccessRequest]) -> set[int]:
    return {each.id for each in rows}
