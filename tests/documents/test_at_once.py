"""How many uploads one person may have under way at the same time."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from threading import Barrier, Event

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.documents.house import JSON, PDF, House, body, form, stored_keys
from workspace.documents.at_once import UPLOADS


class Stalling(BytesIO):
    """What somebody sends who stops after the first bytes and goes on when told to."""

    def __init__(self, data: bytes, begun: Barrier, go_on: Event) -> None:
        super().__init__(data)
        self.begun, self.go_on, self.stalled = begun, go_on, False

    def read(self, size: int | None = -1, /) -> bytes:
        if not self.stalled:
            self.stalled = True
            self.begun.wait(20)
            assert self.go_on.wait(20)
        return super().read(size)

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


class Unread(BytesIO):
    """What nobody may begin to read."""

    def read(self, size: int | None = -1, /) -> bytes:
        raise AssertionError("it was read")

    readinto = read  # type: ignore[assignment]


def send(house: House, browser: FlaskClient, stream: BytesIO, size: int, kind: str) -> TestResponse:
    """Send a form whose bytes come from ``stream``."""
    return browser.post(
        house.upload_address, input_stream=stream, content_length=size, content_type=kind, headers=JSON
    )


def test_a_person_sends_a_few_at_a_time_and_no_more(house: House) -> None:
    data, kind = body((PDF, "Scan.pdf"), **form())
    begun, go_on = Barrier(UPLOADS + 1), Event()
    browsers = [house.sign_in(house.priya.id) for _ in range(UPLOADS + 1)]
    with ThreadPoolExecutor(UPLOADS) as threads:
        under_way = [
            threads.submit(send, house, browser, Stalling(data, begun, go_on), len(data), kind)
            for browser in browsers[:UPLOADS]
        ]
        try:
            begun.wait(20)
            refused = send(house, browsers[-1], Unread(), len(data), kind)
            page = browsers[-1].post(house.upload_address, data=data, content_type=kind)
            others = house.upload(house.samira, (PDF, "Hers.pdf"))
        finally:
            go_on.set()
        answers = [each.result(20) for each in under_way]

    assert refused.status_code == page.status_code == 429
    assert "Nothing of this was saved" in refused.get_json()["error"]
    assert "wait until one of them is done" in page.text
    assert page.headers["Retry-After"] == "10"
    assert others.status_code == 303
    assert [answer.status_code for answer in answers] == [201] * UPLOADS
    assert len(stored_keys()) == UPLOADS + 1
    assert send(house, browsers[-1], BytesIO(data), len(data), kind).status_code == 201


def test_what_was_refused_or_failed_is_no_longer_under_way(house: House) -> None:
    for _ in range(UPLOADS + 1):
        assert house.upload(house.priya, (b"", "Empty.pdf"), headers=JSON).status_code == 422
    assert house.upload(house.priya, (PDF, "Scan.pdf"), headers=JSON).status_code == 201
