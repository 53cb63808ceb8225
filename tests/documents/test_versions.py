"""The list of a document's versions."""

import hashlib

from tests.documents.house import PDF, House, words
from workspace.identifiers import encode


def test_every_version_is_listed_with_who_when_and_why(house: House) -> None:
    document = house.add(house.priya, b"First", "Plan.txt", reason="First full draft")
    home = f"/documents/{encode(document.id)}"
    house.post(f"{home}/versions/new", house.priya, (PDF, "Plan 2.pdf"), reason="Views added", based_on="1")
    house.release(document)

    page = house.get(house.joy, f"{home}/versions")

    assert page.status_code == 200
    assert page.text.index("Views added") < page.text.index("First full draft")
    assert "Version 2, current" in page.text
    assert hashlib.sha256(b"First").hexdigest() in page.text
    assert hashlib.sha256(PDF).hexdigest() in page.text
    for what in ("Priya Nair", "Plan 2.pdf", "5 bytes", f"{home}/versions/1", f"{home}/versions/2/download"):
        assert what in page.text
    assert "New version" not in page.text
    assert "New version" in house.get(house.priya, f"{home}/versions").text
    assert [entry.person_id for entry in house.entries("document.versions_read")] == [
        house.joy.id,
        house.priya.id,
    ]


def test_the_form_for_the_next_version_shows_the_newest_and_is_recorded_as_that(house: House) -> None:
    document = house.add(house.priya, PDF, "Plan.pdf")

    assert house.get(house.priya, f"/documents/{encode(document.id)}/versions/new").status_code == 200

    assert [entry.person_id for entry in house.entries("document.versions_read")] == [house.priya.id]


def test_downloads_are_not_offered_to_those_who_may_not(house: House) -> None:
    document = house.add(house.priya, PDF, "Plan.pdf", level="official-sensitive")
    house.release(document)

    page = house.get(house.joy, f"/documents/{encode(document.id)}/versions")

    assert "/download" not in page.text
    assert "Your role or the marking does not let you download them." in page.text


def test_hidden_and_absent_documents_answer_alike(house: House) -> None:
    document = house.add(house.priya, PDF, "Plan.pdf")

    hidden = house.get(house.joy, f"/documents/{encode(document.id)}/versions")
    absent = house.get(house.joy, f"/documents/{encode(1234)}/versions")

    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert words(hidden) == words(absent)
