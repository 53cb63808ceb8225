"""Bringing organisations into a room, and ending that they take part."""

from datetime import date

from sqlalchemy import select

from workspace import periods
from workspace.errors import Conflict, Invalid, NotAllowed, NotFound
from workspace.people.models import Employment, Organisation
from workspace.people.queries import organisations_named, people_named
from workspace.permissions.policies import Action
from workspace.permissions.questions import NOW
from workspace.rooms import agreements
from workspace.rooms.models import Membership, Participation
from workspace.rooms.queries.facts import not_over
from workspace.rooms.services.granting import begins_in_time
from workspace.rooms.services.managing import Managing, managing, named

LEADS_IT = "The agency that leads the room cannot leave it. Hand over the lead first, or close the room."
LEAD_AGENCY_ONLY = "Only leads from the agency that leads the room may end that an agency takes part."


def bring_in(
    *,
    by: int,
    room_id: int,
    organisation_id: int,
    agreement_id: int,
    first: date | None = None,
    last: date | None = None,
) -> None:
    """Let an organisation take part in a room, under an agreement that it has with the leading one.

    It takes part from the day ``first`` (none: now) to the end of the day ``last`` (none: no end).
    Raises `Invalid` at the field `ground`, `first` or `last`.
    """
    with managing(by, Action.ADMIT, room_id, ends=False) as work:
        organisation = organisations_named([organisation_id]).get(organisation_id)
        if organisation is None:
            raise Invalid("Choose an agency", "ground")
        if work.participation(organisation_id) is not None:
            raise Invalid(f"{organisation.short_name} takes part already", "ground")
        binding = agreements.binding(work.room.lead_id).get(organisation_id, [])
        if agreement_id not in {each.id for each in binding}:
            raise Invalid(f"Your agency has no such agreement with {organisation.short_name}", "ground")
        during = periods.between(work.now, first, last)
        begins_in_time(work, during)
        participation = Participation(
            room_id=room_id,
            organisation_id=organisation_id,
            by_id=by,
            agreement_id=agreement_id,
            during=during,
        )
        work.db.add(participation)
        work.db.flush()
        work.said("participation.added", organisation, "organisation", agreement_id=named(agreement_id))


def end_participation(*, by: int, room_id: int, organisation_id: int) -> None:
    """End that an organisation takes part in a room, and the memberships of its people with it."""
    with managing(by, Action.DISMISS, room_id, ends=True) as work:
        if work.reach.own_id != work.room.lead_id:
            raise NotAllowed(LEAD_AGENCY_ONLY)
        participation = work.participation(organisation_id)
        if participation is None:
            raise NotFound("That agency does not take part in the room.")
        if organisation_id == work.room.lead_id:
            raise Conflict(LEADS_IT)
        participation.during = periods.ended(participation.during, work.now)
        work.db.flush()
        _end_memberships(work, organisation_id)
        organisation = organisations_named([organisation_id])[organisation_id]
        work.said("participation.ended", organisation, "organisation")


def _end_memberships(work: Managing, organisation_id: int) -> None:
    theirs = select(Employment.person_id).where(
        Employment.organisation_id == organisation_id, Employment.during.contains(NOW)
    )
    memberships = work.db.scalars(
        select(Membership).where(
            Membership.room_id == work.room.id, Membership.person_id.in_(theirs), not_over(Membership)
        )
    ).all()
    people = people_named(each.person_id for each in memberships)
    for each in memberships:
        work.end(people[each.person_id], each)


def choosable(room_lead_id: int, taking_part: set[int]) -> list[tuple[Organisation, list[agreements.Agreed]]]:
    """The organisations that could be brought in, each with the agreements under which."""
    binding = {
        id: each for id, each in agreements.binding(room_lead_id).items() if each and id not in taking_part
    }
    return [(organisation, binding[id]) for id, organisation in organisations_named(binding).items()]
