"""Who may read the audit: administrators all of it, auditors what concerns their organisation.

Somebody who is excluded from a room never reads what happened in it, whatever else they answer for.
Rooms stand above the audit, so what it asks of them it asks of their tables.
"""

from typing import Any

from sqlalchemy import BigInteger, TableClause, any_, column, func, or_, select, table
from sqlalchemy.dialects.postgresql import TSTZRANGE

from workspace.audit.models import AuditEntry, Outcome
from workspace.database import SCHEMA
from workspace.people.models import Duty
from workspace.permissions.policies import Action, declare
from workspace.permissions.rules import Condition, Moment, Who, all_of, any_of, clause
from workspace.permissions.standing import has_duty, is_active


def _periods(name: str, whose: str) -> TableClause:
    ids = (column(each, BigInteger) for each in ("room_id", whose))
    return table(name, *ids, column("during", TSTZRANGE), schema=SCHEMA)


EXCLUSION, PARTICIPATION = _periods("exclusion", "person_id"), _periods("participation", "organisation_id")


@clause
def was_done_by_their_people(who: Who, at: Moment) -> Condition:
    """It was done by the organisation's people."""
    return AuditEntry.organisation_id == who.organisation(at)


@clause
def is_on_their_material(who: Who, at: Moment) -> Condition:
    """It was done on the organisation's material."""
    return who.organisation(at) == any_(AuditEntry.material_of)


@clause
def is_not_excluded_from_its_room(who: Who, at: Moment) -> Condition:
    """The person is not excluded from the room it happened in."""
    excluded: Any = select(EXCLUSION.c.room_id).where(
        EXCLUSION.c.person_id == who.id, EXCLUSION.c.during.contains(at)
    )
    return or_(AuditEntry.room_id.is_(None), AuditEntry.room_id.not_in(excluded.correlate_except(EXCLUSION)))


@clause
def was_their_own_refusal(who: Who, at: Moment) -> Condition:
    """It says that the person themselves was refused, as it would of a thing that is not there."""
    return (AuditEntry.person_id == who.id) & (AuditEntry.outcome == Outcome.REFUSED)


@clause
def took_part_in_its_room(who: Who, at: Moment) -> Condition:
    """The organisation takes or took part in the room it happened in."""
    theirs: Any = select(PARTICIPATION.c.room_id).where(
        PARTICIPATION.c.organisation_id == who.organisation(at), func.lower(PARTICIPATION.c.during) <= at
    )
    return AuditEntry.room_id.in_(theirs.correlate_except(PARTICIPATION))


@clause
def tells_nothing_hidden(who: Who, at: Moment) -> Condition:
    """It was allowed, or about the room itself: a refusal would tell that what was tried is there."""
    return (AuditEntry.outcome == Outcome.ALLOWED) | (AuditEntry.thing == "room")


reads_audit = all_of(
    "reads_audit",
    "The person is an auditor or an administrator",
    is_active,
    any_of("answers_for_acts", "They answer for acts", has_duty(Duty.ADMINISTRATOR), has_duty(Duty.AUDITOR)),
)

knows_its_room = all_of(
    "knows_its_room",
    "Whoever reads an entry may know its room if it is one of theirs",
    is_not_excluded_from_its_room,
    any_of(
        "is_room_of_theirs",
        "It is one of theirs",
        has_duty(Duty.ADMINISTRATOR),
        is_on_their_material,
        all_of(
            "shares_the_room",
            "Their organisation takes or took part in it, and it tells of nothing that is hidden there",
            took_part_in_its_room,
            tells_nothing_hidden,
        ),
    ),
)

declare(
    AuditEntry,
    {
        Action.READ: all_of(
            "reads_entry",
            "Auditors read what concerns their organisation, administrators everything, except of rooms "
            "from which they are excluded",
            is_active,
            any_of(
                "is_not_of_a_room_kept_from_them",
                "It is not of a room that is kept from them",
                is_not_excluded_from_its_room,
                was_their_own_refusal,
            ),
            any_of(
                "is_theirs_to_audit",
                "It is theirs to audit",
                has_duty(Duty.ADMINISTRATOR),
                all_of(
                    "audits_own",
                    "The person is an auditor of an organisation it concerns",
                    has_duty(Duty.AUDITOR),
                    any_of(
                        "concerns_their_organisation",
                        "It was done by the organisation's people or on its material",
                        was_done_by_their_people,
                        is_on_their_material,
                    ),
                ),
            ),
        )
    },
    adds="self",
)
