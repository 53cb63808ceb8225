"""Taking back what was released."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from tests.documents.agencies import Agencies
from tests.factories import lasting
from workspace.database import acting_as, ending, transaction
from workspace.documents.models import Document
from workspace.identifiers import encode, new_id
from workspace.people.models import Person
from workspace.rooms.models import Room


def withdraw(agencies: Agencies, by: Person, document: Document, release_id: int) -> int:
    """Send the form that withdraws a release; gives the status."""
    address = f"{agencies.address(document, 'releases')}/{encode(release_id)}/withdraw"
    return agencies.sign_in(by.id).post(address).status_code


def test_the_document_is_gone_at_once_for_them_and_stays_for_others(agencies: Agencies) -> None:
    document = agencies.document()
    agencies.share(agencies.priya, document, agencies.nhs, agencies.school)
    nhs = next(one for one in agencies.releases(document) if one.organisation_id == agencies.nhs.id)
    assert agencies.sees(agencies.joy, document)

    owen = agencies.sign_in(agencies.owen.id)
    answer = owen.post(f"{agencies.address(document, 'releases')}/{encode(nhs.id)}/withdraw")

    assert answer.status_code == 303
    said = owen.get(answer.location).text
    assert f"NHS no longer sees {document.title}. What its people wrote about it is kept." in said
    assert not agencies.sees(agencies.joy, document)
    assert agencies.sees(agencies.gwen, document)
    assert "NHS" not in agencies.page(agencies.gwen, agencies.address(document, "why"))
    (kept,) = [one for one in agencies.releases(document) if one.id == nhs.id]
    assert kept.during.upper is not None
    (entry,) = agencies.entries("document.release_withdrawn")
    assert entry.facts["organisation"] == agencies.nhs.id
    assert agencies.told()[-1].name == "document.access.changed"


def test_what_is_withdrawn_before_it_begins_never_begins(agencies: Agencies) -> None:
    document = agencies.document()
    release = agencies.world.release(
        document, agencies.nhs, agencies.isa_1, agencies.priya, during=lasting(timedelta(days=1))
    )

    assert withdraw(agencies, agencies.priya, document, release.id) == 303

    assert "No other agency" in agencies.page(agencies.priya, agencies.room_address)
    (ended,) = agencies.releases(document)
    assert ended.during.upper is not None
    assert ended.during.upper < datetime.now(UTC)


def test_twice_or_somebody_elses_is_not_found(agencies: Agencies) -> None:
    document, other = agencies.document(), agencies.document("Case note")
    release = agencies.world.release(document, agencies.nhs, agencies.isa_1, agencies.priya)

    assert withdraw(agencies, agencies.priya, other, release.id) == 404
    assert withdraw(agencies, agencies.priya, document, new_id()) == 404
    assert withdraw(agencies, agencies.samira, document, release.id) == 403
    assert withdraw(agencies, agencies.gwen, document, release.id) == 404
    assert withdraw(agencies, agencies.priya, document, release.id) == 303
    assert withdraw(agencies, agencies.priya, document, release.id) == 404
    assert len(agencies.entries("document.release_withdrawn")) == 1


def test_withdrawing_asks_for_a_token(agencies: Agencies) -> None:
    document = agencies.document()
    release = agencies.world.release(document, agencies.nhs, agencies.isa_1, agencies.priya)
    browser = agencies.sign_in(agencies.priya.id)
    del browser.environ_base["HTTP_X_CSRFTOKEN"]

    address = f"{agencies.address(document, 'releases')}/{encode(release.id)}/withdraw"

    assert browser.post(address).status_code == 400
    assert agencies.sees(agencies.joy, document)


def test_in_a_closed_room_one_can_withdraw_and_not_share(agencies: Agencies) -> None:
    document = agencies.world.document(agencies.room, agencies.priya, agencies.council)
    release = agencies.world.release(document, agencies.nhs, agencies.isa_1, agencies.priya)
    with acting_as(agencies.priya.id), transaction() as db:
        db.execute(update(Room).where(Room.id == agencies.room.id).values(during=ending(Room)))
    page = agencies.page(agencies.priya, f"/documents/{encode(document.id)}/share")
    assert "The room is closed" in page
    browser = agencies.sign_in(agencies.priya.id)
    shared = browser.post(f"/documents/{encode(document.id)}/share", data={"see": encode(agencies.school.id)})
    assert shared.status_code in (403, 422)
    assert withdraw(agencies, agencies.priya, document, release.id) == 303
    assert document.title not in agencies.page(agencies.joy, agencies.room_address)
