"""The published decision order, step by step: each step alone decides, in all ways of asking."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.dialects.postgresql import Range

from tests.factories import lasting
from tests.permissions.asking import may, read_then, reads
from tests.permissions.conftest import Family
from workspace.annotations.models import Annotation, Audience
from workspace.database import acting_as, ending, transaction
from workspace.documents.models import Document, Marking, Version
from workspace.people.models import Employment, Organisation, Suspension
from workspace.permissions.policies import Action
from workspace.rooms.models import Level, Membership, Participation, Role, Room
from workspace.sharing.models import Basis, Category, Release, Signature, Term

YESTERDAY = timedelta(days=-1)


def end(family: Family, model: type, *conditions: object) -> None:
    """End the periods of some rows now."""
    with acting_as(family.priya.id), transaction() as db:
        done = db.execute(update(model).where(*conditions).values(during=ending(model)))  # type: ignore[arg-type]
        assert done.rowcount, f"no {model.__name__} to end"  # type: ignore[attr-defined]


def test_what_is_in_order_is_seen(family: Family) -> None:
    assert reads(family.priya.id, Document, family.plan.id)
    assert reads(family.joy.id, Document, family.plan.id)
    assert not reads(family.gwen.id, Document, family.plan.id)
    assert reads(family.gwen.id, Room, family.room.id)


def suspend(family: Family) -> None:
    family.world.add(
        family.priya.id, Suspension(person_id=family.joy.id, by_id=family.priya.id, during=lasting())
    )


def exclude(family: Family) -> None:
    family.world.exclude(family.room, family.joy, by=family.priya)


def raise_marking(family: Family) -> None:
    lower_role(family)
    mark(family, Level.OFFICIAL_SENSITIVE)


def take_role(family: Family, role: Role) -> None:
    """Joy's membership ends, and another with ``role`` goes on from there."""
    end(family, Membership, Membership.id == family.joys.id)
    with acting_as(family.priya.id), transaction() as db:
        before = db.get_one(Membership, family.joys.id).during.upper
    family.world.join(family.room, family.joy, role, by=family.priya, during=Range(before, None))


def lower_role(family: Family) -> None:
    take_role(family, Role.READER)


def mark(family: Family, level: Level) -> None:
    family.world.add(
        family.priya.id,
        Marking(
            document_id=family.plan.id, level=level, by_id=family.priya.id, during=lasting(YESTERDAY / 2)
        ),
    )


ENDINGS: dict[str, Callable[[Family], None]] = {
    "1. their organisation is no longer active": lambda f: end(f, Organisation, Organisation.id == f.nhs.id),
    "1. they no longer work there": lambda f: end(f, Employment, Employment.person_id == f.joy.id),
    "1. they are suspended": suspend,
    "2. they are excluded": exclude,
    "3. it no longer takes part": lambda f: end(f, Participation, Participation.organisation_id == f.nhs.id),
    "3. they are no longer a member": lambda f: end(f, Membership, Membership.person_id == f.joy.id),
    "4. the marking was raised above their role": raise_marking,
    "5. the release was withdrawn": lambda f: end(f, Release, Release.id == f.released.id),
    "5. the agreement ended": lambda f: end(f, Term, Term.agreement_id == f.agreement.id),
    "5. the owner is no longer a party": lambda f: end(
        f, Signature, Signature.organisation_id == f.council.id
    ),
    "5. the receiver is no longer a party": lambda f: end(
        f, Signature, Signature.organisation_id == f.nhs.id
    ),
    "5. the document is gone": lambda f: end(f, Document, Document.id == f.plan.id),
}


@pytest.mark.parametrize("step", ENDINGS)
def test_each_step_alone_refuses(family: Family, step: str) -> None:
    ENDINGS[step](family)
    assert not reads(family.joy.id, Document, family.plan.id)


@pytest.mark.parametrize("step", [step for step in ENDINGS if not step.startswith("4")])
def test_what_ended_now_held_the_day_before(family: Family, step: str) -> None:
    ENDINGS[step](family)
    before = datetime.now(UTC) - timedelta(days=2)
    always = step.startswith(("1. they are suspended", "2."))  # these began thirty days ago
    assert read_then(family.joy.id, Document, family.plan.id, before) is not always


def test_a_release_may_name_people(family: Family) -> None:
    end(family, Release, Release.id == family.released.id)
    family.world.release(family.plan, family.nhs, family.agreement, family.priya, people=[family.priya.id])
    assert not reads(family.joy.id, Document, family.plan.id)
    family.world.release(family.plan, family.nhs, family.agreement, family.priya, people=[family.joy.id])
    assert reads(family.joy.id, Document, family.plan.id)


@pytest.mark.parametrize(("stands", "seen"), [(None, True), (timedelta(days=-2), False)])
def test_a_release_on_consent_ends_with_it(family: Family, stands: timedelta | None, seen: bool) -> None:
    end(family, Release, Release.id == family.released.id)
    consent = family.world.consent(
        family.room, family.priya, family.council, family.nhs, during=lasting(end=stands)
    )
    family.world.release(
        family.plan, family.nhs, family.agreement, family.priya, basis=Basis.CONSENT, consent_id=consent.id
    )
    assert reads(family.joy.id, Document, family.plan.id) is seen


def test_an_agreement_covers_its_categories_only(family: Family) -> None:
    end(family, Term, Term.agreement_id == family.agreement.id)
    family.world.term(family.agreement, [family.council, family.nhs], family.priya, Category.HEALTH)
    assert not reads(family.joy.id, Document, family.plan.id)


def test_a_release_that_has_not_begun_shows_nothing(family: Family) -> None:
    later = family.world.document(family.room, family.priya, family.council)
    family.world.release(later, family.nhs, family.agreement, family.priya, during=lasting(timedelta(days=3)))
    assert not reads(family.joy.id, Document, later.id)


@pytest.mark.parametrize(
    ("level", "role", "read", "downloaded"),
    [
        (Level.OFFICIAL, Role.READER, True, True),
        (Level.OFFICIAL_SENSITIVE, Role.READER, False, False),
        (Level.OFFICIAL_SENSITIVE, Role.COMMENTER, True, False),
        (Level.OFFICIAL_SENSITIVE, Role.CONTRIBUTOR, True, True),
    ],
)
def test_the_marking_permits_roles(
    family: Family, level: Level, role: Role, read: bool, downloaded: bool
) -> None:
    release_again(family, minimum_role=Role.READER)
    mark(family, level)
    take_role(family, role)
    assert reads(family.joy.id, Document, family.plan.id) is read
    assert may(family.joy.id, Action.DOWNLOAD, family.plan) is downloaded


def release_again(family: Family, **more: object) -> None:
    """Joy's organisation gets the plan by another release instead."""
    end(family, Release, Release.id == family.released.id)
    family.world.release(family.plan, family.nhs, family.agreement, family.priya, **more)


def test_what_is_sensitive_is_released_to_people_or_a_role_only(family: Family) -> None:
    mark(family, Level.OFFICIAL_SENSITIVE)
    assert not reads(family.joy.id, Document, family.plan.id)
    release_again(family, people=[family.joy.id])
    assert reads(family.joy.id, Document, family.plan.id)


@pytest.mark.parametrize(("role", "read"), [(Role.COMMENTER, False), (Role.CONTRIBUTOR, True)])
def test_a_release_may_ask_for_a_role(family: Family, role: Role, read: bool) -> None:
    release_again(family, minimum_role=Role.CONTRIBUTOR)
    take_role(family, role)
    assert reads(family.joy.id, Document, family.plan.id) is read


@pytest.mark.parametrize("level", Level)
def test_download_is_for_whom_the_release_says(family: Family, level: Level) -> None:
    release_again(family, minimum_role=Role.READER, may_download=False)
    mark(family, level)
    take_role(family, Role.CONTRIBUTOR)
    assert reads(family.joy.id, Document, family.plan.id)
    assert not may(family.joy.id, Action.DOWNLOAD, family.plan)
    assert may(family.priya.id, Action.DOWNLOAD, family.plan)


@pytest.mark.parametrize(
    ("who", "action", "allowed"),
    [
        ("priya", Action.ANNOTATE, True),
        ("priya", Action.CONTRIBUTE, True),
        ("priya", Action.RELEASE, True),
        ("owen", Action.ANNOTATE, False),
        ("owen", Action.CONTRIBUTE, False),
        ("joy", Action.ANNOTATE, True),
        ("joy", Action.CONTRIBUTE, False),
        ("joy", Action.RELEASE, False),
        ("gwen", Action.ANNOTATE, False),
        ("gwen", Action.RELEASE, False),
    ],
)
def test_acting_asks_for_role_and_ownership(family: Family, who: str, action: Action, allowed: bool) -> None:
    assert may(getattr(family, who).id, action, family.plan) is allowed


def test_a_closed_room_is_read_but_not_written(family: Family) -> None:
    end(family, Room, Room.id == family.room.id)
    assert reads(family.joy.id, Document, family.plan.id)
    assert not may(family.priya.id, Action.CONTRIBUTE, family.plan)
    assert not may(family.joy.id, Action.ANNOTATE, family.plan)
    assert not may(family.priya.id, Action.MANAGE, family.room)


def test_a_release_may_be_for_reading_only(family: Family) -> None:
    other = family.world.document(family.room, family.priya, family.council)
    family.world.release(other, family.nhs, family.agreement, family.priya, may_annotate=False)
    assert reads(family.joy.id, Document, other.id)
    assert not may(family.joy.id, Action.ANNOTATE, other)


def test_a_record_takes_no_annotations(family: Family) -> None:
    minutes = family.world.document(family.room, family.priya, family.council, takes_annotations=False)
    assert not may(family.priya.id, Action.ANNOTATE, minutes)


@pytest.mark.parametrize(
    ("audience", "chosen", "readers"),
    [
        (Audience.ME, (), {"priya"}),
        (Audience.AGENCY, (), {"priya", "owen"}),
        (Audience.AGENCIES, ("council",), {"priya", "owen"}),
        (Audience.AGENCIES, ("council", "nhs"), {"priya", "owen", "joy"}),
        (Audience.AGENCIES, ("school",), {"priya", "owen"}),
        (Audience.EVERYONE, (), {"priya", "owen", "joy"}),
    ],
)
def test_an_annotation_is_seen_by_whom_it_is_for(
    family: Family, audience: Audience, chosen: tuple[str, ...], readers: set[str]
) -> None:
    with acting_as(family.priya.id), transaction() as db:
        version = db.query(Version).filter_by(document_id=family.plan.id).one()
    remark = family.world.annotation(
        family.plan,
        version.id,
        family.priya,
        family.council,
        audience=audience,
        organisations=[getattr(family, name).id for name in chosen],
    )
    people = ("priya", "owen", "joy", "gwen")
    found = {name for name in people if reads(getattr(family, name).id, Annotation, remark.id)}
    assert found == readers


def test_what_no_rule_mentions_is_refused(family: Family) -> None:
    assert not may(family.priya.id, Action.AUDIT, family.room)
