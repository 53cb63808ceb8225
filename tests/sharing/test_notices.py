"""What is said of agreements in rooms and in the audit tells of nothing that is hidden there."""

import json
from csv import DictReader
from datetime import timedelta
from io import StringIO

from tests.factories import lasting
from tests.sharing.agreeing import Agreeing, words_of
from workspace.sharing.models import Agreement, Party

SAID = "ISA-9 ends on"


def ending(agreeing: Agreeing) -> Agreement:
    """An agreement of the Council, the NHS and the School that ends in five days."""
    agencies = agreeing.agencies
    three = [agencies.council, agencies.nhs, agencies.school]
    made = Agreement(
        organisation_id=agencies.council.id,
        reference="ISA-9",
        title="Westmoor Together",
        purpose="Whole-family support",
        basis=agencies.isa_1.basis,
    )
    named = (
        Party(agreement_id=made.id, organisation_id=each.id, by_id=agencies.priya.id, during=lasting())
        for each in three
    )
    agencies.world.add(agencies.priya.id, made, *named)
    agencies.world.term(made, three, agencies.priya, during=lasting(end=timedelta(days=5)))
    return made


def test_a_room_says_that_an_agreement_ends_only_for_what_one_can_see(agreeing: Agreeing) -> None:
    agencies = agreeing.agencies
    agreement = ending(agreeing)
    everybody = (agencies.priya, agencies.samira, agencies.joy, agencies.gwen)
    for person in everybody:
        assert SAID not in words_of(agencies.page(person, agencies.room_address))

    document = agencies.document()
    agencies.world.release(document, agencies.nhs, agreement, agencies.priya, people=[agencies.joy.id])

    told = {
        person.name
        for person in everybody
        for address in (agencies.room_address, "/")
        if SAID in words_of(agencies.page(person, address))
    }
    assert told == {"Priya Nair", "Joy Okafor"}


def test_the_audit_says_nothing_of_rooms_that_other_parties_share(agreeing: Agreeing) -> None:
    agencies = agreeing.agencies
    agreement = agreeing.registered(agencies.nhs, agencies.police)

    def again() -> list[dict[str, object]]:
        before = len(facts(agreeing))
        agreeing.sign(agreeing.ruth, agreement)
        agreeing.withdraw(agreeing.ruth, agreement)
        return facts(agreeing)[before:]

    nothing_shared = again()
    assert len(nothing_shared) == 2
    agreeing.sign(agreeing.ruth, agreement)
    assert agencies.share(agencies.priya, agencies.document(), agencies.police).status_code == 303
    agreeing.withdraw(agreeing.ruth, agreement)
    assert again() == nothing_shared


def facts(agreeing: Agreeing) -> list[dict[str, object]]:
    """The facts that the auditor of the NHS exports about agreements."""
    text = agreeing.browser(agreeing.tom).get("/audit.csv").data.decode().removeprefix("\ufeff")
    rows = [row for row in DictReader(StringIO(text)) if row["Action"].startswith("agreement.")]
    return [json.loads(row["Facts"]) for row in reversed(rows)]
