"""What is refused about agreements is refused in words, keeps what was typed and does nothing by halves."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from tests.factories import lasting
from tests.sharing.agreeing import Agreeing, day, words_of
from workspace import database
from workspace.identifiers import encode, new_id
from workspace.people.models import Duty
from workspace.sharing.models import Category, Party

OVER = lasting(-timedelta(days=9), -timedelta(days=1))


def test_only_those_who_answer_for_an_agency_register_for_it(agreeing: Agreeing) -> None:
    agencies = agreeing.agencies
    for by, status in (
        (agencies.priya, 403),
        (agreeing.sol, 403),
        (agreeing.farah, 200),
        (agreeing.tom, 200),
    ):
        assert agencies.get(by, "/agreements/new").status_code == status
    assert agreeing.register(agencies.priya, agencies.nhs).status_code == 403
    assert "Register an agreement" not in agencies.page(agencies.priya, "/agreements")
    assert "Register an agreement" in agencies.page(agreeing.farah, "/agreements")


def test_who_runs_the_platform_is_offered_as_no_party(agreeing: Agreeing) -> None:
    page = words_of(agreeing.agencies.page(agreeing.farah, "/agreements/new"))

    assert "NHS of Westmoor" in page
    assert "Platform of Westmoor" not in page


def test_errors_are_listed_as_the_page_has_them(agreeing: Agreeing) -> None:
    said = words_of(agreeing.send(agreeing.farah, "/agreements/new").text)

    listed = ("Enter a reference", "Enter at least one purpose", "Choose at least one", "Enter the last day")
    assert sorted(listed, key=said.index) == list(listed)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"reference": ""}, "Enter a reference"),
        ({"reference": "ISA 7"}, "Use letters, digits, / and - only"),
        ({"title": ""}, "Enter a title"),
        ({"title": "x" * 121}, "The title must be 120 characters or fewer"),
        ({"title": "West\0moor"}, "Take out the characters that cannot be read"),
        ({"purposes": " \n "}, "Enter at least one purpose"),
        ({"purposes": "x" * 501}, "The purposes must be 500 characters or fewer in all"),
        ({"basis": "consent"}, "Choose from the list"),
        ({"basis": ""}, "Choose"),
        ({"categories": []}, "Choose at least one category"),
        ({"categories": ["gossip"]}, "Choose from the list"),
        ({"first": day(10), "last": day(9)}, "The last day cannot be before the first day"),
        ({"first": day(-1)}, "The first day cannot be before today"),
        ({"last": ""}, "Enter the last day"),
        ({"last": "31 Smarch"}, "Enter a real day"),
        ({"last": day(366 * 5 + 2), "review_on": day(9)}, "An agreement runs for at most 5 years"),
        ({"review_on": day(365)}, "The review has to be on a day on which it runs"),
        ({"review_on": day(-2)}, "The review has to be on a day on which it runs"),
        ({"review_on": ""}, "Enter the day by which it is to be reviewed"),
        ({"parties": []}, "Choose at least one other agency"),
        ({"parties": ["0000000000000"]}, "Choose agencies from the list"),
        ({"parties": ["NHS"]}, "Choose agencies from the list"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(
    agreeing: Agreeing, fields: dict[str, object], sentence: str
) -> None:
    refused = agreeing.register(agreeing.farah, agreeing.agencies.nhs, **fields)
    assert refused.status_code == 422
    assert sentence in words_of(refused.text)
    if "title" not in fields:
        assert 'value="Westmoor Together"' in refused.text
    with database.acting_as(agreeing.farah.id):
        named = database.session().query(Party).filter(Party.by_id == agreeing.farah.id)
        assert named.count() == 0, "nothing is half done"


def test_parties_are_named_once_and_are_active(agreeing: Agreeing) -> None:
    agencies = agreeing.agencies
    twice = agreeing.register(agreeing.farah, agencies.nhs, agencies.nhs)
    assert "An agency is named twice" in words_of(twice.text)
    gone = agencies.world.organisation("Old School")
    with database.acting_as(agreeing.farah.id), database.transaction() as db:
        found = db.get_one(type(gone), gone.id)
        found.during = OVER
    ended = agreeing.register(agreeing.farah, gone)
    assert "Old School is not active, so it cannot be a party" in words_of(ended.text)
    alone = agreeing.register(agreeing.farah, agencies.council)
    assert "Choose at least one other agency" in words_of(alone.text)


def test_a_reference_is_one_agencys_once(agreeing: Agreeing) -> None:
    agreeing.registered(agreeing.agencies.nhs)
    again = agreeing.register(agreeing.farah, agreeing.agencies.school, reference="isa-7")
    assert "Council keeps an agreement with this reference already" in words_of(again.text)
    assert agreeing.register(agreeing.tom, agreeing.agencies.school).status_code == 302


def test_signing_twice_and_by_those_who_may_not(agreeing: Agreeing) -> None:
    agencies = agreeing.agencies
    agreement = agreeing.registered(agencies.nhs, agencies.police)
    assert agreeing.sign(agencies.lena, agreement).status_code == 403
    assert agreeing.sign(agencies.gwen, agreement).status_code == 404
    assert agreeing.sign(agreeing.sol, agreement).status_code == 403
    assert agreeing.sign(agreeing.ruth, agreement).status_code == 302
    twice = agreeing.sign(agreeing.ruth, agreement)
    assert twice.status_code == 422
    assert "Police has signed this term of ISA-7 already, on" in words_of(twice.text)
    assert len(agreeing.signatures(agreement)) == 2
    term = agreeing.terms(agreement)[0]
    other = agreeing.registered(agencies.nhs, reference="ISA-8")
    foreign = agreeing.address(other, "terms", encode(term.id), "sign")
    assert agreeing.send(agreeing.tom, foreign).status_code == 404
    agreeing.end(agreeing.farah, agreement)
    over = agreeing.sign(agreeing.tom, agreement, term)
    assert over.status_code == 422
    assert "This term of ISA-7 ended on" in words_of(over.text)


def test_only_the_agency_that_keeps_it_renews_and_ends_it(agreeing: Agreeing) -> None:
    agreement = agreeing.registered(agreeing.agencies.nhs)
    agreeing.sign(agreeing.tom, agreement)
    assert agreeing.renew(agreeing.tom, agreement).status_code == 403
    assert agreeing.end(agreeing.tom, agreement).status_code == 403
    assert agreeing.renew(agreeing.ruth, agreement).status_code == 404
    assert agreeing.end(agreeing.farah, agreement, last=day(-1)).status_code == 422
    assert agreeing.end(agreeing.farah, agreement).status_code == 302
    again = agreeing.end(agreeing.farah, agreement)
    assert again.status_code == 422
    assert "ISA-7 has ended already." in words_of(again.text)


def test_the_second_of_two_who_renew_is_told_and_keeps_what_was_typed(agreeing: Agreeing) -> None:
    agreement = agreeing.registered(agreeing.agencies.nhs)
    (seen,) = agreeing.terms(agreement)
    terms = [agreeing.term(Category.PLAN, last=days) for days in (100, 200)]
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(lambda term: agreeing.renew(agreeing.farah, agreement, seen, **term), terms))
    assert sorted(answer.status_code for answer in answers) == [302, 422]
    (refused,) = [answer for answer in answers if answer.status_code == 422]
    assert "Somebody else renewed ISA-7 while you were writing" in words_of(refused.text)
    assert f'value="{terms[answers.index(refused)]["last"]}"' in refused.text
    assert len(agreeing.terms(agreement)) == 2
    newest = agreeing.terms(agreement)[-1]
    assert f'value="{encode(newest.id)}"' in refused.text, "sent again it is accepted"


def test_the_register_is_of_ones_own_agency_and_can_be_narrowed(agreeing: Agreeing) -> None:
    agencies = agreeing.agencies
    agreeing.registered(agencies.police)
    agreeing.registered(agencies.nhs, reference="ISA-8")
    assert "ISA-8" not in agencies.page(agreeing.ruth, "/agreements")
    waiting = words_of(agencies.page(agreeing.tom, "/agreements", state="waiting"))
    assert "ISA-8" in waiting
    assert agencies.isa_1.reference.upper() not in waiting.upper()
    other = words_of(agencies.page(agreeing.farah, "/agreements", **{"with": encode(agencies.police.id)}))
    assert "ISA-7" in other
    assert "ISA-8" not in other
    assert "No agreement is like that." in agencies.page(agreeing.tom, "/agreements", state="ended")
    assert "a party to no agreement yet" in agencies.page(agencies.paul, "/agreements")
    for odd in ("nonsense", "'"):
        assert "ISA-8" in agencies.page(agreeing.farah, "/agreements", state=odd, **{"with": odd})


def test_a_manager_who_is_in_no_room_gets_numbers_of_their_own_and_no_titles(agreeing: Agreeing) -> None:
    agencies = agreeing.agencies
    agreement = agreeing.registered(agencies.police)
    agreeing.sign(agreeing.ruth, agreement)
    document = agencies.document("Plan of Tuesday")
    agencies.share(agencies.priya, document, agencies.police)
    for by, own in ((agreeing.farah, "1 document of Council"), (agreeing.ruth, "no documents of Police")):
        for page in ("", "withdraw"):
            text = agencies.page(by, agreeing.address(agreement, *filter(None, [page])))
            assert document.title not in text
            assert agencies.room.title not in text
        said = agreeing.page(by, agreement, "withdraw")
        assert own in said
        assert "no documents of others that you can see yourself" in said


def test_an_agreement_of_others_is_as_one_that_is_none(agreeing: Agreeing) -> None:
    agencies = agreeing.agencies
    agreement = agreeing.registered(agencies.police)
    agencies.world.person(agencies.eastbridge, "Farah Aziz", Duty.MANAGER)
    for page in ((), ("renew",), ("end",), ("withdraw",), ("parties", "new")):
        there = agencies.get(agencies.paul, agreeing.address(agreement, *page))
        nothing = agencies.get(agencies.paul, agreeing.address(new_id(), *page))
        assert there.status_code == nothing.status_code == 404


def test_a_coming_term_is_shown_until_it_is_current(agreeing: Agreeing) -> None:
    agencies = agreeing.agencies
    agreement = agreeing.registered(agencies.police, **agreeing.term(first=3))
    agreeing.sign(agreeing.ruth, agreement)
    shown = agreeing.page(agreeing.farah, agreement)
    assert "Not begun" in shown
    shared = words_of(agencies.page(agencies.priya, agencies.address(agencies.document())))
    assert "ISA-7 covers plan" in shared
