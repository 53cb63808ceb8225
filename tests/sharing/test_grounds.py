"""What a release rests on: when it goes, the release counts no more; when it comes back, it does again."""

from datetime import timedelta

from sqlalchemy import select

from tests.documents.agencies import Agencies
from tests.factories import lasting
from workspace import database
from workspace.identifiers import encode
from workspace.people.models import Person
from workspace.sharing.models import Agreement, Basis, Category, Consent, ConsentRecord, Signature, Term
from workspace.sharing.queries.consents import standing_consents
from workspace.sharing.queries.grounds import grounds

PAST = lasting(timedelta(days=-30), timedelta(days=-1))


def test_a_lapsed_agreement_pauses_what_rests_on_it_until_it_is_renewed(agencies: Agencies) -> None:
    document = agencies.document()
    agencies.share(agencies.priya, document, agencies.nhs)
    assert agencies.sees(agencies.joy, document)

    with database.acting_as(agencies.priya.id), database.transaction() as db:
        term = db.scalars(select(Term).where(Term.agreement_id == agencies.isa_1.id)).one()
        term.during = PAST
    assert not agencies.sees(agencies.joy, document)
    assert agencies.sees(agencies.owen, document)
    assert "It does not count now" in agencies.page(agencies.priya, agencies.address(document))

    agencies.world.term(
        agencies.isa_1,
        [agencies.council, agencies.nhs],
        agencies.priya,
        Category.PLAN,
        during=lasting(timedelta(0)),
    )
    assert agencies.sees(agencies.joy, document)


def test_a_party_that_leaves_an_agreement_neither_gives_nor_gets_under_it(agencies: Agencies) -> None:
    document = agencies.document()
    agencies.share(agencies.priya, document, agencies.nhs, agencies.school)

    _end_signature(agencies, agencies.nhs.id)
    assert not agencies.sees(agencies.joy, document)
    assert agencies.sees(agencies.gwen, document)

    _end_signature(agencies, agencies.council.id)
    assert not agencies.sees(agencies.gwen, document)
    with database.acting_as(agencies.priya.id):
        assert grounds(agencies.council.id, [agencies.nhs.id, agencies.school.id]) == {}


def test_what_rests_on_consent_goes_with_it_and_what_rests_on_more_stays(agencies: Agencies) -> None:
    document, consent = agencies.document(category=Category.HEALTH), agencies.consent()
    agencies.share(
        agencies.priya,
        document,
        agencies.school,
        basis=str(int(Basis.CONSENT)),
        consent=encode(consent.id),
    )
    agencies.share(agencies.priya, document, agencies.nhs)
    assert agencies.sees(agencies.gwen, document)

    with database.acting_as(agencies.priya.id), database.transaction() as db:
        db.get_one(Consent, consent.id).during = PAST

    assert not agencies.sees(agencies.gwen, document)
    assert agencies.sees(agencies.joy, document)
    page = agencies.page(agencies.priya, agencies.address(document, "why"), person=encode(agencies.gwen.id))
    assert "The consent it rests on has been withdrawn" in page
    with database.acting_as(agencies.priya.id):
        assert standing_consents(agencies.room.id) == []


def test_an_agreement_that_only_one_of_the_two_signed_is_none(agencies: Agencies) -> None:
    agencies.world.agreement([agencies.council], agencies.priya)
    agencies.world.agreement([agencies.police], agencies.priya)

    with database.acting_as(agencies.priya.id):
        agreed = grounds(agencies.council.id, [agencies.police.id, agencies.nhs.id, agencies.council.id])

    assert set(agreed) == {agencies.nhs.id}
    assert [ground.agreement.id for ground in agreed[agencies.nhs.id]] == [agencies.isa_1.id]


def test_the_wording_is_read_by_those_it_concerns_only(agencies: Agencies) -> None:
    agencies.consent(by=agencies.samira, agency=agencies.nhs)

    def read(who: Person) -> tuple[set[int], int]:
        with database.acting_as(who.id):
            db = database.session()
            return set(db.scalars(select(Agreement.id))), len(db.scalars(select(ConsentRecord)).all())

    isa_1, isa_2, isa_3 = agencies.isa_1.id, agencies.isa_2.id, agencies.isa_3.id
    assert read(agencies.samira) == ({isa_1}, 1)
    assert read(agencies.priya) == ({isa_1, isa_2, isa_3}, 0)
    assert read(agencies.owen) == ({isa_1, isa_2, isa_3}, 0)
    assert read(agencies.idris) == ({isa_1}, 0)
    assert read(agencies.nina) == ({isa_2}, 0)
    assert read(agencies.lena) == (set(), 0)
    assert read(agencies.paul) == (set(), 0)


def _end_signature(agencies: Agencies, organisation_id: int) -> None:
    with database.acting_as(agencies.priya.id), database.transaction() as db:
        signature = db.scalars(
            select(Signature)
            .join(Term, Term.id == Signature.term_id)
            .where(Term.agreement_id == agencies.isa_1.id, Signature.organisation_id == organisation_id)
        ).one()
        signature.during = PAST
