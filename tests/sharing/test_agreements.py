"""Agreements are registered, signed, withdrawn from, renewed and ended, and what rests on them follows."""

from tests.sharing.agreeing import Agreeing, day, words_of
from workspace.identifiers import encode
from workspace.sharing.models import Category


def test_an_agreement_counts_once_the_second_has_signed(agreeing: Agreeing) -> None:
    agencies = agreeing.agencies
    document = agencies.document()
    agreement = agreeing.registered(agencies.police)

    refused = agencies.share(agencies.priya, document, agencies.police)
    assert refused.status_code == 422
    assert "Police has not signed ISA-7 yet." in words_of(refused.text)
    assert "waits for your signature" in words_of(agencies.page(agreeing.ruth, "/agreements"))
    assert "waits for your signature" in words_of(agencies.page(agreeing.ruth, "/"))
    assert "waits for your signature" not in agencies.page(agencies.lena, "/agreements")
    page = agreeing.page(agreeing.ruth, agreement, "terms", encode(agreeing.terms(agreement)[0].id), "sign")
    assert "Whole-family support Safety of children" in page
    assert "Plan and minutes" in page

    assert agreeing.sign(agreeing.ruth, agreement).status_code == 302
    assert "waits for your signature" not in agencies.page(agreeing.ruth, "/agreements")
    assert agencies.share(agencies.priya, document, agencies.police).status_code == 303
    assert agencies.sees(agencies.lena, document)
    shown = agreeing.page(agreeing.farah, agreement)
    assert "In force" in shown
    assert "Police Police of Westmoor Signed by Ruth Kemp" in shown
    assert "Council Council of Westmoor Signed by Farah Aziz" in shown


def test_withdrawing_closes_at_once_and_signing_again_opens(agreeing: Agreeing) -> None:
    agencies = agreeing.agencies
    document = agencies.document()
    agreement = agreeing.registered(agencies.police)
    agreeing.sign(agreeing.ruth, agreement)
    agencies.share(agencies.priya, document, agencies.police)

    assert "1 document of Council, released to others" in agreeing.page(agreeing.farah, agreement, "withdraw")
    assert "no documents of Police" in agreeing.page(agreeing.ruth, agreement, "withdraw")
    before = len(agencies.told())
    assert agreeing.withdraw(agreeing.ruth, agreement).status_code == 302
    (told,) = agencies.told()[before:]
    assert (told.name, told.room_id) == ("agreement.access.changed", agencies.room.id)
    assert not agencies.sees(agencies.lena, document)
    shared = agencies.page(agencies.priya, agencies.address(document))
    assert "It does not count now: Police withdrew its signature under ISA-7 on" in shared
    (entry,) = agencies.entries("agreement.signature_withdrawn")
    assert entry.person_id == agreeing.ruth.id

    again = agreeing.withdraw(agreeing.ruth, agreement)
    assert again.status_code == 422
    assert "Police has not signed ISA-7, so there is nothing to withdraw." in words_of(again.text)
    agreeing.sign(agreeing.ruth, agreement)
    assert agencies.sees(agencies.lena, document)


def test_what_rests_on_it_opens_again_when_both_have_signed_the_next_term(agreeing: Agreeing) -> None:
    agencies = agreeing.agencies
    document = agencies.document()
    agreement = agreeing.registered(agencies.police, agencies.school)
    agreeing.sign(agreeing.ruth, agreement)
    agencies.share(agencies.priya, document, agencies.police)
    assert agreeing.end(agreeing.farah, agreement).status_code == 302
    assert not agencies.sees(agencies.lena, document)
    assert "It does not count now: ISA-7 ended on" in agencies.page(
        agencies.priya, agencies.address(document)
    )

    assert agreeing.renew(agreeing.farah, agreement).status_code == 302
    assert not agencies.sees(agencies.lena, document), "Police has not signed the new term"
    shared = agencies.page(agencies.priya, agencies.address(document))
    assert "It does not count now: Police has not signed ISA-7 yet" in shared
    assert agreeing.sign(agreeing.ruth, agreement).status_code == 302
    assert agencies.sees(agencies.lena, document)
    assert len(agencies.releases(document)) == 1, "nothing was released again"


def test_a_renewal_that_covers_less_binds_only_to_that(agreeing: Agreeing) -> None:
    agencies = agreeing.agencies
    plan, minutes = agencies.document(), agencies.document("Record of Tuesday", category=Category.MINUTES)
    agreement = agreeing.registered(agencies.police)
    agreeing.sign(agreeing.ruth, agreement)
    for document in (plan, minutes):
        agencies.share(agencies.priya, document, agencies.police)
    agreeing.end(agreeing.farah, agreement)
    agreeing.renew(agreeing.farah, agreement, **agreeing.term(Category.PLAN))
    agreeing.sign(agreeing.ruth, agreement)
    assert agencies.sees(agencies.lena, plan)
    assert not agencies.sees(agencies.lena, minutes)
    assert "It does not count now: ISA-7 covers plan, not minutes" in agencies.page(
        agencies.priya, agencies.address(minutes)
    )


def test_a_party_that_is_named_later_is_bound_once_it_signs(agreeing: Agreeing) -> None:
    agencies = agreeing.agencies
    agreement = agreeing.registered(agencies.school)
    hidden = agreeing.browser(agreeing.ruth).get(agreeing.address(agreement))
    assert hidden.status_code == 404
    address = agreeing.address(agreement, "parties", "new")
    police = encode(agencies.police.id)
    assert agreeing.send(agreeing.farah, address, party=police).status_code == 302
    assert "Not signed yet" in agreeing.page(agreeing.ruth, agreement)
    again = agreeing.send(agreeing.farah, address, party=police)
    assert "This agency is a party already" in words_of(again.text)
    agreeing.sign(agreeing.ruth, agreement)
    document = agencies.document()
    assert agencies.share(agencies.priya, document, agencies.police).status_code == 303
    assert agencies.sees(agencies.lena, document)


def test_it_ends_on_a_day_and_until_then_goes_on(agreeing: Agreeing) -> None:
    agencies = agreeing.agencies
    agreement = agreeing.registered(agencies.police)
    agreeing.sign(agreeing.ruth, agreement)
    document = agencies.document()
    agencies.share(agencies.priya, document, agencies.police)
    assert agreeing.end(agreeing.farah, agreement, last=day(5)).status_code == 302
    assert agencies.sees(agencies.lena, document)
    for by, other in ((agreeing.farah, "Police"), (agreeing.ruth, "Council")):
        for address in ("/agreements", "/", agreeing.address(agreement)):
            said = words_of(agencies.page(by, address))
            assert f": what {other} can see of yours under it closes then" in said, address
    assert "You can renew it." in words_of(agencies.page(agreeing.farah, "/agreements"))
    assert "Ask Farah Aziz to renew it." in words_of(agencies.page(agreeing.ruth, "/agreements"))
    front = words_of(agencies.page(agencies.lena, agencies.room_address))
    assert "what Council can see of yours under it closes then" in front
    later = agreeing.end(agreeing.farah, agreement, last=day(9))
    assert later.status_code == 422
    assert "It has ended by then as it is: choose an earlier day" in words_of(later.text)

    agreeing.renew(agreeing.farah, agreement, **agreeing.term(first=6, last=300))
    assert "closes then" in agencies.page(agreeing.ruth, "/agreements"), "renewed by the Council alone"
    agreeing.sign(agreeing.ruth, agreement)
    assert "closes then" not in agencies.page(agreeing.ruth, "/agreements")
