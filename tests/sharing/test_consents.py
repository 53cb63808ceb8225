"""What a family consented to is for the agency that recorded it, and for who reads what rests on it."""

from sqlalchemy import select

from tests.documents.agencies import Agencies
from workspace.database import acting_as, audience_session, session
from workspace.documents.models import Document
from workspace.identifiers import encode
from workspace.people.models import Person
from workspace.permissions.policies import Action
from workspace.permissions.questions import abilities, explain, permitted
from workspace.rooms.models import Role
from workspace.sharing.models import Basis, Category, Consent, ConsentRecord
from workspace.sharing.queries.consents import standing_consents

TILLY = "Tilly Ashdown"


def reads(agencies: Agencies, who: Person) -> bool:
    """Whether somebody reads the only consent there is: the rule, its explanation, the list for sharing
    and row-level security alone, which must all say the same.
    """
    with audience_session() as nobody:
        id = nobody.scalars(select(ConsentRecord.id)).one()
    with acting_as(who.id):
        found = session().scalars(select(ConsentRecord)).all()
        answers = {
            "row-level security": bool(found),
            "permitted": bool(session().scalars(permitted(who.id, Action.READ, ConsentRecord)).all()),
            "abilities": bool(found) and Action.READ in abilities(session(), who.id, found[0]),
            "list": bool(standing_consents(agencies.room.id)),
        }
    answers["explain"] = explain(who.id, Action.READ, ConsentRecord, id).holds
    assert len(set(answers.values())) == 1, answers
    return answers["explain"]


def summary(agencies: Agencies) -> Document:
    """A summary of the NHS about Tilly, which nobody else sees."""
    return agencies.world.document(
        agencies.room, agencies.samira, agencies.nhs, "Summary", category=Category.HEALTH
    )


def rest(agencies: Agencies, document: Document, consent: Consent, *people: Person) -> None:
    """Release the summary to the school on the consent, to some of its people alone."""
    agencies.world.release(
        document,
        agencies.school,
        agencies.isa_1,
        agencies.samira,
        basis=Basis.CONSENT,
        consent_id=consent.id,
        people=[person.id for person in people] or None,
    )


def test_those_read_it_who_read_what_rests_on_it(agencies: Agencies) -> None:
    document, consent = summary(agencies), agencies.consent(TILLY, agencies.samira, agencies.nhs)
    everybody = {
        person.name: person
        for person in (
            agencies.priya,
            agencies.owen,
            agencies.samira,
            agencies.joy,
            agencies.gwen,
            agencies.idris,
            agencies.nina,
            agencies.lena,
            agencies.ada,
            agencies.paul,
        )
    }
    assert {name for name, person in everybody.items() if reads(agencies, person)} == {
        "Samira Haddad",
        "Joy Okafor",
    }

    rest(agencies, document, consent, agencies.gwen)

    named = {name for name, person in everybody.items() if reads(agencies, person)}
    assert named == {"Samira Haddad", "Joy Okafor", "Gwen Lyle"}


def test_another_consent_of_the_room_tells_nothing_of_this_one(agencies: Agencies) -> None:
    agencies.consent(TILLY)
    other = agencies.world.consent(agencies.room, agencies.priya, agencies.council, agencies.school)

    rest(agencies, summary(agencies), other)

    assert not reads(agencies, agencies.gwen)


def test_leading_the_room_does_not_let_anybody_read_it(agencies: Agencies) -> None:
    agencies.consent(TILLY)
    lead = agencies.world.person(agencies.police, "Amir Dar")
    agencies.world.join(agencies.room, lead, Role.LEAD, by=agencies.priya)

    assert not reads(agencies, lead)


def test_nor_does_leading_it_for_the_agency_that_leads_it(agencies: Agencies) -> None:
    agencies.consent(TILLY, agencies.samira, agencies.nhs)

    assert not reads(agencies, agencies.priya)


def test_whoever_is_excluded_or_was_removed_reads_it_no_more(agencies: Agencies) -> None:
    document, consent = summary(agencies), agencies.consent(TILLY)
    rest(agencies, document, consent)
    assert reads(agencies, agencies.gwen)

    agencies.world.exclude(agencies.room, agencies.gwen, by=agencies.priya)

    assert not reads(agencies, agencies.gwen)


def test_it_is_offered_for_sharing_to_those_who_may_read_it(agencies: Agencies) -> None:
    document, consent = summary(agencies), agencies.consent(TILLY, agencies.samira, agencies.nhs)
    rest(agencies, document, consent)
    plan = agencies.document()
    assert TILLY in agencies.page(agencies.samira, agencies.address(document))

    for who in (agencies.priya, agencies.owen):
        page = agencies.page(who, agencies.address(plan))
        assert TILLY not in page
        assert encode(consent.id) not in page


def test_who_may_not_read_it_cannot_rest_anything_on_it(agencies: Agencies) -> None:
    consent, plan = agencies.consent(TILLY, agencies.samira, agencies.nhs), agencies.document()
    basis = {"basis": str(int(Basis.CONSENT)), "see": encode(agencies.nhs.id), "do": "save"}

    hidden, absent = (
        agencies.sign_in(agencies.owen.id).post(agencies.address(plan), data={**basis, "consent": encode(id)})
        for id in (consent.id, consent.id ^ 1)
    )

    assert hidden.status_code == absent.status_code == 422
    assert "There is a problem" in hidden.text
    assert TILLY not in hidden.text
    assert agencies.releases(plan) == []
