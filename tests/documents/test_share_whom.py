"""To whom in an agency, for doing what and until when a document is released."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.documents.agencies import Agencies
from workspace.database import acting_as, ending, transaction
from workspace.identifiers import encode
from workspace.people.models import Person
from workspace.rooms.models import Level, Membership, Role
from workspace.sharing.models import Basis, Category, Consent

TODAY = datetime.now(UTC).date()


def day(days: int) -> str:
    return (TODAY + timedelta(days=days)).isoformat()


def downloads(agencies: Agencies, person: Person, document: object) -> bool:
    """Whether the page of a document offers its download; asking for it must agree."""
    address = agencies.address(document, "versions/1/download")  # type: ignore[arg-type]
    page = agencies.page(person, agencies.address(document, "").rstrip("/"))  # type: ignore[arg-type]
    status = agencies.sign_in(person.id).head(address).status_code
    assert (address in page) is (status == 200), status
    return status == 200


@pytest.mark.parametrize(
    ("role", "gwen", "idris"),
    [
        ("everybody", True, True),
        ("commenters", True, False),
        ("contributors", True, False),
        ("leads", False, False),
    ],
)
def test_a_release_to_a_role_leaves_out_lesser_ones(
    agencies: Agencies, role: str, gwen: bool, idris: bool
) -> None:
    document = agencies.document()

    assert agencies.share(agencies.priya, document, agencies.school, role=role).status_code == 303

    assert agencies.sees(agencies.gwen, document) is gwen
    assert agencies.sees(agencies.idris, document) is idris
    listed = agencies.page(agencies.priya, agencies.room_address)
    assert ("app-agency--some" in listed) is (role != "everybody")
    assert role == "everybody" or f">{role}</span>" in listed


def test_what_is_official_sensitive_goes_to_people_or_a_role_and_is_filled_in_so(agencies: Agencies) -> None:
    document = agencies.document(level=Level.OFFICIAL_SENSITIVE)
    page = agencies.page(agencies.priya, agencies.address(document))
    assert 'value="commenters" checked' in page
    assert 'value="everybody"' not in page
    assert 'name="may_download" type="checkbox" value="y" checked' not in page

    for role in ("everybody", "", "anything"):
        refused = agencies.share(agencies.priya, document, agencies.nhs, role=role, purpose="Look after")
        assert refused.status_code == 422, role
        assert "Look after" in refused.text
    assert "OFFICIAL-SENSITIVE documents are released to named people or to a role" in (
        agencies.share(agencies.priya, document, agencies.nhs, role="everybody").text
    )
    assert agencies.releases(document) == []
    assert agencies.share(agencies.priya, document, agencies.nhs, role="commenters").status_code == 303
    named = agencies.share(agencies.priya, document, agencies.school, people=(agencies.gwen,), role="")
    assert named.status_code == 303
    assert [one.people for one in agencies.releases(document)] == [None, [agencies.gwen.id]]


def test_what_is_official_is_filled_in_for_everybody(agencies: Agencies) -> None:
    page = agencies.page(agencies.priya, agencies.address(agencies.document()))

    assert 'value="everybody" checked' in page
    assert 'id="may_download" name="may_download" type="checkbox" value="y" checked' in page


def test_download_only_where_the_release_says_so(agencies: Agencies) -> None:
    document = agencies.document()
    agencies.share(agencies.priya, document, agencies.nhs, may_download="")
    agencies.share(agencies.priya, document, agencies.school)

    assert not downloads(agencies, agencies.samira, document)
    assert "Council lets you read this, not download it" in (
        agencies.page(agencies.samira, agencies.address(document, "").rstrip("/"))
    )
    assert downloads(agencies, agencies.gwen, document)


def test_of_what_is_official_sensitive_only_contributors_download_what_they_may(agencies: Agencies) -> None:
    document = agencies.document(level=Level.OFFICIAL_SENSITIVE)
    agencies.share(agencies.priya, document, agencies.nhs, role="commenters", may_download="y")

    assert downloads(agencies, agencies.samira, document)
    assert not downloads(agencies, agencies.joy, document)
    page = agencies.page(agencies.joy, agencies.address(document, "").rstrip("/"))
    assert "lets you read this, not download it" not in page


def test_for_action_by_a_day(agencies: Agencies) -> None:
    document = agencies.document()

    agencies.share(agencies.priya, document, agencies.nhs, what="action", act_by=day(12))

    (release,) = agencies.releases(document)
    assert release.act_by == TODAY + timedelta(days=12)
    by = (TODAY + timedelta(days=12)).strftime("%B")
    page = agencies.page(agencies.priya, agencies.address(document))
    assert f"for action by {(TODAY + timedelta(days=12)).day} {by}" in page
    changing = agencies.page(agencies.priya, agencies.address(document), change=encode(release.id))
    assert f'value="{day(12)}"' in changing


@pytest.mark.parametrize(
    "fields",
    [
        {"what": "information", "act_by": day(12)},
        {"what": "action", "act_by": day(-1)},
        {"what": "action", "act_by": day(12), "until": day(5)},
        {"what": "action", "act_by": "9999-12-31"},
        {"what": "action", "act_by": "2026-02-31"},
        {"what": "action", "act_by": "\0"},
        {"what": "action", "act_by": "x" * 5000},
        {"until": day(-3)},
        {"role": "4"},
        {"role": "\0"},
        {"role": ""},
    ],
)
def test_days_and_roles_that_cannot_be_are_refused_and_all_is_kept(
    agencies: Agencies, fields: dict[str, Any]
) -> None:
    document = agencies.document()

    answer = agencies.share(agencies.priya, document, agencies.nhs, purpose="Look after Jonah", **fields)

    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    assert "Look after Jonah" in answer.text
    assert f'value="{encode(agencies.nhs.id)}" checked' in answer.text
    assert agencies.releases(document) == []


def test_an_end_before_they_take_part_is_refused(agencies: Agencies) -> None:
    document = agencies.document()

    answer = agencies.share(agencies.priya, document, agencies.lantern, until=day(1))

    assert answer.status_code == 422
    assert "Lantern takes part only from" in answer.text
    assert agencies.releases(document) == []


def test_changing_is_filled_in_with_all_that_stands_and_saving_it_changes_nothing(agencies: Agencies) -> None:
    document, consent = agencies.document(category=Category.HEALTH), agencies.consent()
    entered: dict[str, Any] = {
        "role": "contributors",
        "purpose": "Asthma at school",
        "basis": str(int(Basis.VITAL_INTERESTS)),
        "consent": encode(consent.id),
        "until": day(40),
        "what": "action",
        "act_by": day(12),
        "may_annotate": "",
        "may_download": "",
    }
    agencies.share(agencies.priya, document, agencies.school, **entered)
    (release,) = agencies.releases(document)

    page = agencies.page(agencies.owen, agencies.address(document), change=encode(release.id))

    for expected in ('value="contributors" checked', 'value="Asthma at school"', 'value="action" checked'):
        assert expected in page
    for expected in (f'value="{day(40)}"', f'value="{day(12)}"'):
        assert expected in page
    assert f'value="{encode(consent.id)}" selected' in page
    assert f'value="{int(Basis.VITAL_INTERESTS)}" selected' in page
    assert 'name="may_annotate" type="checkbox" value="y" checked' not in page
    agencies.share(agencies.owen, document, agencies.school, change=release, **entered)
    first, second = agencies.releases(document)
    for field in ("agreement_id", "basis", "consent_id", "people", "minimum_role", "may_annotate"):
        assert getattr(first, field) == getattr(second, field), field
    for field in ("may_download", "for_action", "act_by"):
        assert getattr(first, field) == getattr(second, field), field
    assert second.minimum_role is Role.CONTRIBUTOR


def test_with_another_basis_it_stays_open_when_the_consent_goes(agencies: Agencies) -> None:
    consent = agencies.consent()
    resting, beside = agencies.document("Resting", category=Category.HEALTH), agencies.document("Beside")
    named: dict[str, Any] = {"consent": encode(consent.id)}
    agencies.share(agencies.priya, resting, agencies.school, basis=str(int(Basis.CONSENT)), **named)
    answer = agencies.share(
        agencies.priya, beside, agencies.school, basis=str(int(Basis.PUBLIC_TASK)), **named
    )
    assert answer.status_code == 303
    assert agencies.sees(agencies.gwen, resting)

    with acting_as(agencies.priya.id), transaction() as db:
        db.get_one(Consent, consent.id).during = ending(Consent)

    assert not agencies.sees(agencies.gwen, resting)
    assert agencies.sees(agencies.gwen, beside)


def test_a_consent_that_does_not_name_the_agency_is_refused(agencies: Agencies) -> None:
    document, consent = agencies.document(category=Category.EMPLOYMENT), agencies.consent()

    answer = agencies.share(agencies.priya, document, agencies.jobcentre, consent=encode(consent.id))

    assert answer.status_code == 422
    assert "does not name Jobcentre" in answer.text


def test_people_who_left_are_not_counted_and_not_offered(agencies: Agencies) -> None:
    document = agencies.document()
    agencies.share(agencies.priya, document, agencies.school, people=(agencies.gwen, agencies.idris))
    assert "2 people" in agencies.page(agencies.priya, agencies.room_address)

    with acting_as(agencies.priya.id), transaction() as db:
        db.query(Membership).filter(Membership.person_id == agencies.idris.id).update(
            {"during": ending(Membership)}
        )

    listed = agencies.page(agencies.priya, agencies.room_address)
    assert "1 person" in listed
    assert "2 people" not in listed[listed.index("<tbody") :]
    (release,) = agencies.releases(document)
    page = agencies.page(agencies.priya, agencies.address(document), change=encode(release.id))
    assert encode(agencies.idris.id) not in page
    answer = agencies.share(
        agencies.priya, document, agencies.school, people=(agencies.idris,), change=release
    )
    assert answer.status_code == 422
