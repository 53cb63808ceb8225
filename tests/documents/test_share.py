"""Deciding who else can see a document."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

from tests.documents.agencies import Agencies
from tests.factories import lasting
from workspace import database
from workspace.documents.services.releases import ReleaseChoice, share
from workspace.errors import Conflict
from workspace.identifiers import encode, new_id
from workspace.people.models import Organisation, Person
from workspace.sharing.models import Basis, Category, Term


def test_those_who_are_chosen_see_it_at_once_and_nobody_else(agencies: Agencies) -> None:
    document = agencies.document()
    everybody = [agencies.joy, agencies.samira, agencies.gwen, agencies.idris, agencies.nina, agencies.lena]
    assert not any(agencies.sees(person, document) for person in everybody)

    answer = agencies.share(agencies.priya, document, agencies.nhs)

    assert answer.status_code == 303
    assert [agencies.sees(person, document) for person in everybody] == [True, True] + [False] * 4
    assert agencies.get(agencies.paul, agencies.room_address).status_code == 404


def test_what_is_left_open_is_as_the_agreement_says(agencies: Agencies) -> None:
    document = agencies.document()

    agencies.share(agencies.priya, document, agencies.nhs)

    (release,) = agencies.releases(document)
    assert release.agreement_id == agencies.isa_1.id
    assert release.basis is Basis.PUBLIC_TASK
    assert release.during.upper is None
    assert (release.may_annotate, release.for_action, release.people) == (True, False, None)
    assert "for whole-family support" in agencies.page(
        agencies.priya, agencies.address(document, "why"), person=encode(agencies.joy.id)
    )


def test_what_is_entered_is_kept_with_the_release(agencies: Agencies) -> None:
    document = agencies.document()
    last = datetime.now(UTC).date() + timedelta(days=30)

    agencies.share(
        agencies.owen,
        document,
        agencies.school,
        purpose="Agree the <b>safety plan</b>",
        basis=str(int(Basis.VITAL_INTERESTS)),
        until=last.isoformat(),
        what="action",
        may_annotate="",
    )

    (release,) = agencies.releases(document)
    assert release.by_id == agencies.owen.id
    assert release.basis is Basis.VITAL_INTERESTS
    assert release.for_action
    assert release.during.upper is not None
    assert release.during.upper - datetime.now(UTC) > timedelta(days=29)
    page = agencies.page(agencies.gwen, agencies.address(document, "why"), person=encode(agencies.gwen.id))
    assert "agree the &lt;b&gt;safety plan&lt;/b&gt;" in page.casefold()
    assert "For action" in agencies.page(agencies.gwen, agencies.room_address)
    assert "For action" not in agencies.page(agencies.priya, agencies.room_address)


def test_only_the_people_named_see_it(agencies: Agencies) -> None:
    document = agencies.document()

    agencies.share(agencies.priya, document, agencies.school, people=(agencies.gwen,))

    assert agencies.sees(agencies.gwen, document)
    assert not agencies.sees(agencies.idris, document)
    listed = agencies.page(agencies.priya, agencies.room_address)
    assert "1 person" in listed
    assert "app-agency--some" in listed


def test_an_agency_that_joins_later_is_offered_and_shown_from_that_day(agencies: Agencies) -> None:
    document = agencies.document()

    assert agencies.share(agencies.priya, document, agencies.lantern).status_code == 303

    listed = agencies.page(agencies.priya, agencies.room_address)
    assert "app-agency--later" in listed
    assert agencies.get(agencies.ada, agencies.room_address).status_code == 404


@pytest.mark.parametrize(
    ("category", "offered"),
    [
        (Category.PLAN, {"NHS", "School", "Lantern"}),
        (Category.HEALTH, {"NHS", "School"}),
        (Category.EMPLOYMENT, {"NHS", "School", "Jobcentre"}),
        (Category.FINANCE, {"Jobcentre"}),
    ],
)
def test_each_agency_is_offered_what_its_agreement_covers(
    agencies: Agencies, category: Category, offered: set[str]
) -> None:
    document = agencies.document(category=category)
    page = agencies.page(agencies.priya, agencies.address(document))
    by_name = {
        agency.short_name: agency
        for agency in (agencies.nhs, agencies.school, agencies.jobcentre, agencies.police, agencies.lantern)
    }

    shown = {name for name, agency in by_name.items() if f'id="see-{encode(agency.id)}"' in page}
    taken = {
        name
        for name, agency in by_name.items()
        if agencies.share(agencies.priya, document, agency).status_code == 303
    }

    assert shown == taken == offered
    assert len(agencies.releases(document)) == len(offered)


def test_a_refused_choice_keeps_all_that_was_entered_and_saves_nothing(agencies: Agencies) -> None:
    document = agencies.document(category=Category.HEALTH)

    answer = agencies.share(
        agencies.priya, document, agencies.nhs, agencies.jobcentre, purpose="Look after Jonah", what="action"
    )

    assert answer.status_code == 422
    assert "No agreement in force with Jobcentre covers health" in answer.text
    assert "Look after Jonah" in answer.text
    assert f'value="{encode(agencies.nhs.id)}" checked' in answer.text
    assert 'value="action" checked' in answer.text
    assert agencies.releases(document) == []


def absurd(agencies: Agencies) -> dict[str, dict[str, str]]:
    past = (datetime.now(UTC).date() - timedelta(days=1)).isoformat()
    return {
        "nothing ticked": {},
        "an id that is none": {"see": "rubbish"},
        "an agency that does not exist": {"see": encode(new_id())},
        "the owner": {"see": encode(agencies.council.id)},
        "an agency that takes no part": {"see": encode(agencies.eastbridge.id)},
        "somebody of another agency": {
            "see": encode(agencies.nhs.id),
            "person": encode(agencies.paul.id),
        },
        "people without their agency": {"see": encode(agencies.nhs.id), "person": encode(agencies.gwen.id)},
        "a past day": {"see": encode(agencies.nhs.id), "until": past},
        "a day that is none": {"see": encode(agencies.nhs.id), "until": "2026-02-31"},
        "a day too far": {"see": encode(agencies.nhs.id), "until": "9999-12-31"},
        "a basis that is none": {"see": encode(agencies.nhs.id), "basis": "7"},
        "a basis in words": {"see": encode(agencies.nhs.id), "basis": "\u0667"},
        "consent without one": {"see": encode(agencies.nhs.id), "basis": str(int(Basis.CONSENT))},
        "a consent that is none": {"see": encode(agencies.nhs.id), "consent": encode(new_id())},
        "another thing to do": {"see": encode(agencies.nhs.id), "what": "anything"},
        "a NUL character": {"see": encode(agencies.nhs.id), "purpose": "a\0b"},
        "a purpose without end": {"see": encode(agencies.nhs.id), "purpose": "x" * 5000},
    }


def test_absurd_values_are_refused_in_words(agencies: Agencies) -> None:
    document = agencies.document()
    browser = agencies.sign_in(agencies.priya.id)

    for what, fields in absurd(agencies).items():
        answer = browser.post(agencies.address(document), data={"may_annotate": "y", "do": "save", **fields})
        assert answer.status_code == 422, what
        assert "There is a problem" in answer.text, what
    assert browser.post(agencies.address(document)).status_code == 422
    assert agencies.releases(document) == []


def test_a_release_on_consent_rests_on_one_of_the_room(agencies: Agencies) -> None:
    document, consent = agencies.document(category=Category.HEALTH), agencies.consent()

    answer = agencies.share(
        agencies.priya,
        document,
        agencies.school,
        basis=str(int(Basis.CONSENT)),
        consent=encode(consent.id),
    )

    assert answer.status_code == 303

    (release,) = agencies.releases(document)
    assert release.consent_id == consent.id
    page = agencies.page(agencies.gwen, agencies.address(document, "why"), person=encode(agencies.gwen.id))
    assert "It rests on the consent C1 of Dana Ashdown" in page


def test_who_may_decide(agencies: Agencies) -> None:
    document = agencies.document()
    agencies.world.release(document, agencies.nhs, agencies.isa_1, agencies.priya)
    may: list[tuple[Person, Organisation, int]] = [
        (agencies.priya, agencies.lantern, 303),
        (agencies.samira, agencies.school, 403),  # she sees it, but it is not her agency's
        (agencies.gwen, agencies.school, 404),
        (agencies.paul, agencies.school, 404),
    ]
    for person, receiver, status in may:
        assert agencies.share(person, document, receiver).status_code == status, person.name
    assert agencies.get(agencies.samira, agencies.address(document)).status_code == 403
    assert agencies.get(agencies.gwen, agencies.address(document)).status_code == 404
    assert agencies.share(agencies.owen, document, agencies.school).status_code == 303


def test_the_second_of_two_who_change_at_once_is_told(agencies: Agencies) -> None:
    document = agencies.document()
    assert agencies.share(agencies.owen, document, agencies.nhs, seen="").status_code == 303

    answer = agencies.share(agencies.priya, document, agencies.school, seen="", purpose="Safety plan")

    assert answer.status_code == 409
    assert "Somebody else changed who can see this document" in answer.text
    assert "Safety plan" in answer.text
    assert len(agencies.releases(document)) == 1
    seen = encode(agencies.releases(document)[0].id)
    assert f'value="{seen}"' in answer.text
    assert agencies.share(agencies.priya, document, agencies.school, seen=seen).status_code == 303


def test_of_two_at_the_very_same_moment_one_is_told(agencies: Agencies) -> None:
    document = agencies.document()
    start = Barrier(2)

    def share_with(receiver: Organisation) -> bool:
        with database.acting_as(agencies.priya.id):
            start.wait(10)
            try:
                share(agencies.priya.id, document.id, [ReleaseChoice(receiver.id)], frozenset())
            except Conflict:
                return False
            return True

    with ThreadPoolExecutor(2) as both:
        done = list(both.map(share_with, (agencies.nhs, agencies.school)))

    assert sorted(done) == [False, True]
    assert len(agencies.releases(document)) == 1


def test_a_release_can_be_narrowed_and_widened_and_its_history_stays(agencies: Agencies) -> None:
    document = agencies.document()
    agencies.share(agencies.priya, document, agencies.school)
    (whole,) = agencies.releases(document)

    answer = agencies.share(agencies.priya, document, agencies.school, people=(agencies.gwen,), change=whole)

    assert answer.status_code == 303
    assert agencies.sees(agencies.gwen, document)
    assert not agencies.sees(agencies.idris, document)
    ended, narrowed = agencies.releases(document)
    assert ended.id == whole.id
    assert ended.during.upper is not None
    assert narrowed.people == [agencies.gwen.id]

    agencies.share(agencies.priya, document, agencies.school, change=narrowed)

    assert agencies.sees(agencies.idris, document)
    assert len(agencies.releases(document)) == 3


def test_changing_shows_what_is_so_and_refuses_another_agency(agencies: Agencies) -> None:
    document = agencies.document()
    agencies.share(
        agencies.priya, document, agencies.school, people=(agencies.gwen,), purpose="Gates", what="action"
    )
    (release,) = agencies.releases(document)

    page = agencies.page(agencies.owen, agencies.address(document), change=encode(release.id))
    other = agencies.share(agencies.owen, document, agencies.nhs, change=release)

    assert "Change what School can see" in page
    assert 'value="Gates"' in page
    assert f'value="{encode(agencies.gwen.id)}" checked' in page
    assert f'value="{encode(agencies.idris.id)}" checked' not in page
    assert other.status_code == 422
    assert agencies.get(agencies.priya, agencies.address(document), change="rubbish").status_code == 404


def test_an_agency_that_can_see_it_is_not_given_a_second_release(agencies: Agencies) -> None:
    document = agencies.document()
    agencies.share(agencies.priya, document, agencies.nhs)

    answer = agencies.share(agencies.priya, document, agencies.nhs)

    assert answer.status_code == 422
    assert "can see it already" in answer.text
    assert len(agencies.releases(document)) == 1


def test_sharing_is_recorded_and_told(agencies: Agencies) -> None:
    document = agencies.document(title="Secret title")

    agencies.share(agencies.priya, document, agencies.school, people=(agencies.gwen,), purpose="Secret words")

    (entry,) = agencies.entries("document.released")
    (release,) = agencies.releases(document)
    assert (entry.thing_id, entry.room_id, entry.person_id) == (
        document.id,
        agencies.room.id,
        agencies.priya.id,
    )
    assert entry.facts == {
        "release": release.id,
        "organisation": agencies.school.id,
        "agreement": agencies.isa_1.id,
        "basis": "Public task",
        "people": 1,
        "minimum_role": "",
        "download": True,
        "for_action": False,
    }
    told = agencies.told()[-1]
    assert (told.name, told.room_id, told.document_id) == (
        "document.access.changed",
        agencies.room.id,
        document.id,
    )


def test_only_leads_are_told_who_stays_excluded(agencies: Agencies) -> None:
    karl = agencies.world.person(agencies.school, "Karl Voss")
    agencies.world.exclude(agencies.room, karl, by=agencies.priya)
    document = agencies.document()

    assert "Karl Voss stays excluded" in agencies.page(agencies.priya, agencies.address(document))
    assert "Karl Voss" not in agencies.page(agencies.owen, agencies.address(document))


def test_an_ended_agreement_offers_nothing(agencies: Agencies) -> None:
    world = agencies.world
    housing = world.organisation("Housing")
    world.bring_in(agencies.room, housing, by=agencies.priya)
    agreement = world.agreement([agencies.council, housing], agencies.priya)
    document = agencies.document()
    assert f'id="see-{encode(housing.id)}"' in agencies.page(agencies.priya, agencies.address(document))

    with database.acting_as(agencies.priya.id), database.transaction() as db:
        term = db.scalars(select(Term).where(Term.agreement_id == agreement.id)).one()
        term.during = lasting(timedelta(days=-30), timedelta(minutes=-1))

    assert f'id="see-{encode(housing.id)}"' not in agencies.page(agencies.priya, agencies.address(document))
    assert agencies.share(agencies.priya, document, housing).status_code == 422
