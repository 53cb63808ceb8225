"""The first time ever that an agency is shown anything by another."""

from typing import Any

from tests.documents.agencies import Agencies
from tests.documents.house import House
from workspace.identifiers import encode

WARNING = "This would be the first time Council shows School anything."


def test_the_first_time_is_said_and_has_to_be_confirmed(agencies: Agencies) -> None:
    document = agencies.document()
    assert WARNING in agencies.page(agencies.priya, agencies.address(document))

    ticked = agencies.sign_in(agencies.priya.id).post(
        agencies.address(document),
        data={"see": encode(agencies.school.id), "role": "everybody", "purpose": "Gates", "seen": ""},
    )

    assert ticked.status_code == 422
    assert f"{WARNING} Tick the box that says you know, or untick School." in ticked.text
    assert 'value="Gates"' in ticked.text
    assert f'name="see" type="checkbox" value="{encode(agencies.school.id)}" checked' in ticked.text
    assert agencies.releases(document) == []
    assert agencies.share(agencies.priya, document, agencies.school).status_code == 303


def test_afterwards_it_is_not_asked_again_in_any_room(agencies: Agencies) -> None:
    other = agencies.world.room(agencies.owen, agencies.council, "Marlowe family")
    elsewhere = agencies.world.document(other, agencies.owen, agencies.council, "Marlowe note")
    agencies.world.bring_in(other, agencies.school, by=agencies.owen)
    agencies.world.release(elsewhere, agencies.school, agencies.isa_1, agencies.owen)
    document = agencies.document()

    page = agencies.page(agencies.priya, agencies.address(document))

    assert WARNING not in page
    assert "first time Council shows NHS anything" in page
    assert "Marlowe" not in page
    answer = agencies.sign_in(agencies.priya.id).post(
        agencies.address(document),
        data={"see": encode(agencies.school.id), "role": "everybody", "seen": ""},
    )
    assert answer.status_code == 303


def test_what_another_agency_showed_them_does_not_count(agencies: Agencies) -> None:
    theirs = agencies.world.document(agencies.room, agencies.samira, agencies.nhs, "Asthma letter")
    agencies.world.release(theirs, agencies.school, agencies.isa_1, agencies.samira)

    assert WARNING in agencies.page(agencies.priya, agencies.address(agencies.document()))


def test_the_preview_says_so_and_asks_for_no_confirmation(agencies: Agencies) -> None:
    document = agencies.document()

    answer = agencies.sign_in(agencies.priya.id).post(
        agencies.address(document),
        data={"see": encode(agencies.school.id), "role": "everybody", "seen": "", "do": "preview"},
    )

    assert answer.status_code == 200
    assert WARNING in answer.text[answer.text.index('id="preview"') :]


def test_uploading_asks_for_it_too_and_follows_the_marking(house: House) -> None:
    nhs = encode(house.nhs.id)

    refused = house.upload(house.priya, (b"A plan", "plan.txt"), see=nhs, first=None)
    assert refused.status_code == 422
    assert "This would be the first time Council shows NHS anything." in refused.text
    assert house.documents() == []

    plain = house.add(house.priya, b"A plan", "plan.txt", see=nhs)
    sensitive = house.add(house.priya, b"A note", "note.txt", see=nhs, level="official-sensitive")
    chosen = house.add(
        house.priya, b"A letter", "letter.txt", see=nhs, level="official-sensitive",
        role="contributors", download="yes",
    )  # fmt: skip

    def status(document: object, person: object, page: str = "") -> int:
        return house.get(person, f"/documents/{encode(document.id)}{page}").status_code  # type: ignore[attr-defined,arg-type]

    download = "/versions/1/download"
    assert [status(one, house.joy) for one in (plain, sensitive, chosen)] == [200, 200, 404]
    assert [status(one, house.samira) for one in (plain, sensitive, chosen)] == [200, 200, 200]
    assert [status(one, house.samira, download) for one in (plain, sensitive, chosen)] == [200, 403, 200]
    refused_fields: tuple[dict[str, Any], ...] = (
        {"role": "anything"},
        {"download": "perhaps"},
        {"level": "official-sensitive", "role": "everybody"},
    )
    for fields in refused_fields:
        assert house.upload(house.priya, (b"A", "a.txt"), see=nhs, **fields).status_code == 422, fields
