"""Adding documents by form: what arrives, what is refused, and that nothing is left half done."""

import hashlib
import random
import re
import tempfile
import time
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.documents.house import JSON, PDF, PNG, House, body, form, stored_keys
from tests.factories import AGO, lasting
from workspace import database, storage
from workspace.config import Config
from workspace.documents.arriving import Arrival
from workspace.documents.models import Document
from workspace.documents.services.add import Details, add_documents
from workspace.errors import NotFound
from workspace.identifiers import encode
from workspace.rooms.models import Level, Role
from workspace.sharing.models import Category
from workspace.storage import store


def test_the_form_says_what_may_be_sent_and_who_would_see_it(house: House) -> None:
    page = house.get(house.priya, house.upload_address)

    assert page.status_code == 200
    assert "up to 100 MB each" in page.text
    assert "Until you tick an agency, only Council sees these documents." in page.text
    assert f'value="{encode(house.nhs.id)}"' in page.text
    assert encode(house.police.id) not in page.text
    assert 'data-covers="' in page.text


def test_a_document_is_saved_as_version_1_of_the_uploaders_organisation(house: House) -> None:
    answer = house.upload(
        house.priya, (PDF, "Repair visit.pdf"), title="Damp survey", reason="Seen on Friday"
    )

    (document,) = house.documents()
    assert answer.status_code == 303
    assert answer.location == f"/documents/{encode(document.id)}"
    assert (document.title, document.owner_id, document.by_id) == (
        "Damp survey",
        house.council.id,
        house.priya.id,
    )
    assert (document.category, document.level, document.takes_annotations) == (
        Category.HOUSING,
        Level.OFFICIAL,
        True,
    )
    (version,) = house.versions(document)
    assert (version.number, version.filename, version.media_type, version.reason) == (
        1,
        "Repair visit.pdf",
        "application/pdf",
        "Seen on Friday",
    )
    assert (version.size, version.sha256) == (len(PDF), hashlib.sha256(PDF).digest())
    assert version.key == f"versions/{encode(version.id)}"
    assert b"".join(store().open(version.key)) == PDF
    assert [entry.thing_id for entry in house.entries("document.added")] == [document.id]
    assert house.told() == ["document.added"]


def test_without_a_title_it_is_called_after_its_file(house: House) -> None:
    assert house.add(house.priya, b"Seen today.", "../Notes of 3 March.txt").title == ("Notes of 3 March")


def test_several_documents_of_one_form_are_saved_together(house: House) -> None:
    answer = house.upload(house.priya, (PDF, "One.pdf"), (PNG, "Two.png"), (b"Three", "Three.txt"))

    assert answer.location == f"/rooms/{encode(house.room.id)}"
    assert [document.title for document in house.documents()] == ["One", "Two", "Three"]


def test_several_documents_cannot_have_one_title(house: House) -> None:
    answer = house.upload(house.priya, (PDF, "One.pdf"), (PNG, "Two.png"), title="Both")

    assert answer.status_code == 422
    assert "A title is for one document." in answer.text
    assert (house.documents(), stored_keys()) == ([], set())


def test_agencies_that_are_ticked_can_see_it(house: House) -> None:
    house.upload(house.priya, (b"For both of us", "Plan.txt"), see=encode(house.nhs.id))

    (document,) = house.documents()
    assert house.get(house.joy, f"/documents/{encode(document.id)}").status_code == 200
    assert house.entries("document.released")[0].facts["organisation"] == house.nhs.id


def test_whoever_saved_it_is_told_who_can_see_it_and_how_many_they_are(house: House) -> None:
    browser = house.sign_in(house.priya.id)

    def told(*files: tuple[bytes, str], **fields: str) -> str:
        data, content_type = body(*files, **form(**fields))
        answer = browser.post(house.upload_address, data=data, content_type=content_type)
        return re.sub(r"\d+ (person|people)", "n people", browser.get(answer.location).text)

    shared = told((b"For both of us", "Plan.txt"), see=encode(house.nhs.id))
    own = told((PDF, "One.pdf"), (PNG, "Two.png"))

    assert "Plan was saved. Council and NHS can see it: n people. Nobody else knows that it exists." in shared
    assert "2 documents were saved. Council can see them: n people. Nobody else knows that they exist." in own


def test_an_agency_whose_agreement_does_not_cover_it_is_refused_and_nothing_is_kept(house: House) -> None:
    world = house.world
    world.bring_in(house.room, house.police, by=house.priya)
    world.agreement([house.council, house.police], house.priya, Category.POLICE)

    answer = house.upload(
        house.priya, (b"text", "Plan.txt"), title="Housing plan", see=encode(house.police.id)
    )

    assert answer.status_code == 422
    assert "covers police, not housing. Untick Police." in answer.text
    assert 'value="Housing plan"' in answer.text
    assert f'value="{encode(house.police.id)}" checked' in answer.text
    assert (house.documents(), stored_keys(), house.told()) == ([], set(), [])


def test_six_megabytes_arrive_whole_and_without_a_temporary_file(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("a temporary file was made")

    for name in ("TemporaryFile", "NamedTemporaryFile", "SpooledTemporaryFile", "mkstemp"):
        monkeypatch.setattr(tempfile, name, refuse)
    monkeypatch.setattr("werkzeug.formparser.SpooledTemporaryFile", refuse)
    data = PDF + random.Random(1).randbytes(6_000_000)

    document = house.add(house.priya, data, "Scan.pdf")

    (version,) = house.versions(document)
    assert (version.size, version.sha256) == (len(data), hashlib.sha256(data).digest())
    assert b"".join(store().open(version.key)) == data


@pytest.mark.parametrize(
    ("entered", "sentence"),
    [
        ({"category": None}, "Choose the category"),
        ({"category": "gossip"}, "Choose from the list"),
        ({"level": None}, "Choose the marking."),
        ({"level": "top-secret"}, "This room holds material up to OFFICIAL-SENSITIVE."),
        ({"title": "x" * 201}, "A title has no more than 200 characters."),
        ({"reason": "x" * 501}, "no more than 500 characters."),
        ({"title": "a\0b"}, "characters that cannot be read"),
        ({"see": "nonsense"}, "not in this room any more"),
        ({"see": encode(12345)}, "not in this room any more"),
        ({"person": "\0"}, "not in this room any more"),
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_stays(
    house: House, entered: dict[str, Any], sentence: str
) -> None:
    answer = house.upload(house.priya, (PDF, "One.pdf"), **{"reason": "Seen on Friday", **entered})

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "reason" in entered or 'value="Seen on Friday"' in answer.text
    assert (house.documents(), stored_keys()) == ([], set())


def test_a_marking_above_the_rooms_is_refused(house: House) -> None:
    room = house.world.room(house.priya, house.council, level=Level.OFFICIAL)

    answer = house.post(
        f"/rooms/{encode(room.id)}/documents/new",
        house.priya,
        (PDF, "One.pdf"),
        **form(level="official-sensitive"),
    )

    assert answer.status_code == 422
    assert "This room holds material up to OFFICIAL." in answer.text
    assert (house.documents(), stored_keys()) == ([], set())


@pytest.mark.parametrize("files", [(), ((b"", ""),)])
def test_a_form_without_a_document_is_refused(house: House, files: tuple[tuple[bytes, str], ...]) -> None:
    answer = house.upload(house.priya, *files, title="Damp survey")

    assert answer.status_code == 422
    assert "Choose a document." in answer.text
    assert 'value="Damp survey"' in answer.text


def test_words_in_place_of_a_document_are_refused(house: House) -> None:
    assert house.upload(house.priya, documents="words").status_code == 422


def test_an_empty_document_is_refused_with_all_that_came_with_it(house: House) -> None:
    answer = house.upload(house.priya, (PDF, "One.pdf"), (b"", "Empty.pdf"))

    assert answer.status_code == 422
    assert "Empty.pdf is empty. Choose another document." in answer.text
    assert (house.documents(), stored_keys()) == ([], set())


def test_too_many_documents_are_refused(house: House) -> None:
    answer = house.upload(house.priya, *[(b"text", f"{n}.txt") for n in range(21)])

    assert answer.status_code == 422
    assert "no more than 20 documents" in answer.text
    assert (house.documents(), stored_keys()) == ([], set())


@pytest.fixture
def small(environment: dict[str, str]) -> None:
    """A limit of one megabyte."""
    environment["WORKSPACE_MAX_UPLOAD_MB"] = "1"


@pytest.mark.parametrize("size", [1_000_001, 3_000_000])
def test_a_document_over_the_limit_is_refused_and_what_was_typed_stays(
    small: None, house: House, size: int
) -> None:
    answer = house.upload(house.priya, (b"x" * size, "Scan.pdf"), title="Damp survey")

    assert answer.status_code == 413
    assert "1 MB" in answer.text
    assert 'value="Damp survey"' in answer.text
    assert (house.documents(), stored_keys()) == ([], set())


def test_a_document_of_just_the_limit_is_taken(small: None, house: House) -> None:
    assert house.add(house.priya, b"x" * 1_000_000, "Scan.txt").title == "Scan"


def test_far_too_much_is_refused_before_it_is_read(small: None, house: House) -> None:
    answer = house.sign_in(house.priya.id).post(
        house.upload_address,
        environ_overrides=unreadable(7_000_000),
    )

    assert answer.status_code == 413
    assert "A document may have up to 1 MB," in answer.text


class Unreadable:
    """A body that must not be read."""

    def read(self, size: int = -1) -> bytes:
        raise AssertionError("the body was read")

    readline = read


def unreadable(size: int) -> dict[str, Any]:
    """A request with a form of so many bytes that must not be read."""
    return {
        "wsgi.input": Unreadable(),
        "CONTENT_TYPE": "multipart/form-data; boundary=xxx",
        "CONTENT_LENGTH": str(size),
    }


@pytest.mark.parametrize("who", ["owen", "lena"])
def test_who_may_not_add_documents_sends_nothing(house: House, who: str) -> None:
    person = getattr(house, who)
    answer = house.sign_in(person.id).post(house.upload_address, environ_overrides=unreadable(1_000))

    assert answer.status_code == {"owen": 403, "lena": 404}[who]
    assert house.get(person, house.upload_address).status_code == answer.status_code


def test_a_forged_form_leaves_nothing_behind(house: House) -> None:
    browser = house.sign_in(house.priya.id)
    del browser.environ_base["HTTP_X_CSRFTOKEN"]
    data, content_type = body((PDF + b"x" * 6_000_000, "One.pdf"), **form())

    answer = browser.post(house.upload_address, data=data, content_type=content_type)

    assert answer.status_code == 400
    assert (house.documents(), stored_keys()) == ([], set())


def test_a_sender_who_vanishes_leaves_nothing_behind(house: House) -> None:
    start = (
        b'--xxx\r\nContent-Disposition: form-data; name="documents"; filename="One.pdf"\r\n\r\n'
        + PDF
        + b"x" * 6_000_000
    )
    answer = house.sign_in(house.priya.id).post(
        house.upload_address,
        input_stream=BytesIO(start),
        content_type="multipart/form-data; boundary=xxx",
        environ_overrides={"CONTENT_LENGTH": "9000000"},
    )

    assert answer.status_code == 400
    assert (house.documents(), stored_keys()) == ([], set())


def test_files_sent_to_other_pages_go_nowhere(house: House, app: Flask) -> None:
    data, content_type = body((b"x" * 6_000_000, "One.pdf"), email="a")

    answer = app.test_client().post("/sign-in", data=data, content_type=content_type)

    assert answer.status_code < 500
    assert stored_keys() == set()


def test_a_store_that_is_down_is_said_so_and_what_was_typed_stays(
    house: House, environment: dict[str, str], app: Flask
) -> None:
    storage.connect(Config.from_environment({**environment, "WORKSPACE_S3_ENDPOINT": "127.0.0.1:9"}))
    began = time.monotonic()
    answer = house.upload(house.priya, (PDF, "One.pdf"), title="Damp survey")

    assert answer.status_code == 503
    assert "The store for documents does not answer." in answer.text
    assert 'value="Damp survey"' in answer.text
    assert house.documents() == []
    assert time.monotonic() - began < 15


def test_whoever_is_removed_while_sending_adds_nothing(house: House) -> None:
    """The guard let them in; the service asks again, under the room's lock, once the bytes are there."""
    arrival = Arrival(store(), "One.pdf", 1_000_000)
    arrival.write(PDF)
    house.world.exclude(house.room, house.priya, by=house.priya)

    with database.acting_as(house.priya.id), pytest.raises(NotFound):
        add_documents(house.priya.id, house.room.id, [arrival], Details(Category.PLAN, Level.OFFICIAL))

    assert stored_keys() == set()
    with database.audience_session() as nobody:
        assert nobody.scalars(select(Document.id)).all() == []


def test_scripts_get_an_address_or_sentences(house: House) -> None:
    saved = house.upload(house.priya, (PDF, "One.pdf"), headers=JSON)
    refused = house.upload(house.priya, (PDF, "One.pdf"), headers=JSON, category="")

    assert (saved.status_code, saved.json) == (
        201,
        {"location": f"/documents/{encode(house.documents()[0].id)}"},
    )
    assert refused.status_code == 422
    assert refused.json is not None
    assert refused.json["errors"]["category"].startswith("Choose the category")


def test_a_contributor_of_another_agency_adds_documents_of_theirs(house: House) -> None:
    house.upload(house.samira, (PDF, "Weights.pdf"))

    assert house.documents() == []
    with database.acting_as(house.samira.id):
        (document,) = database.session().scalars(select(Document)).all()
    assert document.owner_id == house.nhs.id


def test_a_reader_of_a_closed_room_adds_nothing(house: House) -> None:
    room = house.world.room(house.priya, house.council, during=lasting(-AGO, -AGO / 2))
    house.world.join(room, house.owen, Role.CONTRIBUTOR, by=house.priya)

    assert house.get(house.priya, f"/rooms/{encode(room.id)}/documents/new").status_code == 403
