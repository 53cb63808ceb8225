"""Withdrawing a consent: what rests on it alone closes at once, what rests on more stays and says why."""

from datetime import UTC, datetime

from sqlalchemy import select

from tests.documents.agencies import Agencies
from tests.sharing.test_record_consent import listed, words_of
from workspace import database
from workspace.documents.models import Document
from workspace.identifiers import encode
from workspace.people.models import Person
from workspace.periods import spoken_day
from workspace.sharing.models import Asked, Basis, Category, Consent, ConsentRecord
from workspace.when import sentence


def address(consent: Consent) -> str:
    """The address of the page on which it is withdrawn."""
    with database.audience_session() as nobody:
        asked = select(ConsentRecord.id).where(ConsentRecord.consent_id == consent.id)
        return f"/consents/{encode(nobody.scalars(asked).one())}/withdraw"


def withdraw(agencies: Agencies, by: Person, consent: Consent) -> int:
    """Send the form, and give the status of the answer."""
    return agencies.sign_in(by.id).post(address(consent)).status_code


def plans(agencies: Agencies) -> tuple[Consent, Document, Document]:
    """A consent; a letter that rests on it alone for the School; a plan for the NHS that names it only."""
    world, consent = agencies.world, agencies.consent()
    letter = agencies.document("Letter", category=Category.HEALTH)
    plan = agencies.document("Family plan")
    rests = {"basis": Basis.CONSENT, "consent_id": consent.id}
    world.release(letter, agencies.school, agencies.isa_1, agencies.priya, **rests)
    world.release(plan, agencies.nhs, agencies.isa_1, agencies.priya, consent_id=consent.id)
    return consent, letter, plan


def test_what_rests_on_it_alone_closes_and_what_rests_on_more_stays(agencies: Agencies) -> None:
    consent, letter, plan = plans(agencies)
    assert agencies.sees(agencies.gwen, letter)

    assert withdraw(agencies, agencies.priya, consent) == 302

    assert not agencies.sees(agencies.gwen, letter)
    assert agencies.sees(agencies.joy, plan)
    told = [event.name for event in agencies.told()]
    assert told == ["consent.access.changed"]
    (entry,) = agencies.entries("consent.withdrawn")
    assert (entry.thing_id, entry.room_id) == (consent.id, agencies.room.id)
    said = f"withdrawn on {spoken_day(datetime.now(UTC))}"
    assert sentence(said) in listed(agencies, agencies.priya)
    for page in ("share", ""):
        shown = words_of(agencies.page(agencies.priya, agencies.address(plan, page).rstrip("/")))
        assert "Stays open to NHS on public task, although the consent C1 of Dana Ashdown was" in shown
        assert said in shown


def test_before_it_is_done_it_says_what_will_close(agencies: Agencies) -> None:
    consent, letter, _plan = plans(agencies)

    page = words_of(agencies.page(agencies.priya, address(consent)))

    closes, stays = page.split("Closes at once")[1].split("Stays open, on another basis")
    assert "Letter for School" in closes
    assert "Family plan for NHS , on public task" in stays
    assert agencies.sees(agencies.gwen, letter)


def test_it_names_nothing_that_the_asker_cannot_see(agencies: Agencies) -> None:
    consent = agencies.consent(by=agencies.samira, agency=agencies.nhs)
    hidden = agencies.document("Hidden letter")
    rests = {"basis": Basis.CONSENT, "consent_id": consent.id}
    agencies.world.release(hidden, agencies.school, agencies.isa_1, agencies.priya, **rests)

    page = agencies.page(agencies.samira, address(consent))

    assert "Hidden letter" not in page
    assert "Nothing that you can see rests on this consent alone" in words_of(page)


def test_only_contributors_of_the_agency_that_recorded_it_withdraw_it(agencies: Agencies) -> None:
    consent, letter, _plan = plans(agencies)

    assert withdraw(agencies, agencies.gwen, consent) == 403  # reads it, for it rests on it
    assert withdraw(agencies, agencies.lena, consent) == 404
    assert withdraw(agencies, agencies.paul, consent) == 404
    assert agencies.sees(agencies.gwen, letter)
    assert agencies.told() == []


def test_twice_is_refused(agencies: Agencies) -> None:
    consent, _letter, _plan = plans(agencies)
    withdraw(agencies, agencies.priya, consent)

    assert withdraw(agencies, agencies.priya, consent) == 409
    assert len(agencies.entries("consent.withdrawn")) == 1


def test_in_a_closed_room_it_can_still_be_withdrawn(agencies: Agencies) -> None:
    consent, letter, _plan = plans(agencies)
    agencies.sign_in(agencies.priya.id).post(f"{agencies.room_address}/close")

    assert withdraw(agencies, agencies.priya, consent) == 302
    assert not agencies.sees(agencies.gwen, letter)


def test_that_somebody_was_not_asked_can_cease_to_hold(agencies: Agencies) -> None:
    made = agencies.world.consent(
        agencies.room, agencies.priya, agencies.council, agencies.school, outcome=Asked.NOT_SOUGHT
    )
    record = ConsentRecord(
        consent_id=made.id,
        room_id=agencies.room.id,
        reference="C2",
        subject="Marek Reyes",
        wording="His visits",
        because="Risk",
    )
    agencies.world.add(agencies.priya.id, record)
    assert "Does this no longer hold for Marek Reyes?" in agencies.page(agencies.priya, address(made))

    assert withdraw(agencies, agencies.priya, made) == 302
    assert "Not sought until" in listed(agencies, agencies.priya)
