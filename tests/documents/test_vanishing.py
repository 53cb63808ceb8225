"""A sender who vanishes half-way, against the real web process."""

import socket
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from tests.documents.house import PDF, House, body, form, stored_keys
from tests.serving import serving
from workspace.storage import store


def test_a_sender_who_vanishes_leaves_nothing_in_the_store(
    house: House, environment: dict[str, str], tmp_path: Path
) -> None:
    data, content_type = body((PDF + b"x" * 12_000_000, "Scan.pdf"), **form())
    browser = house.sign_in(house.priya.id)
    cookie = browser.get_cookie("workspace")
    assert cookie is not None
    with serving(environment, tmp_path) as url:
        link = socket.create_connection(("127.0.0.1", int(urlsplit(url).port or 0)))
        head = (
            f"POST {house.upload_address} HTTP/1.1\r\nHost: {urlsplit(url).netloc}\r\n"
            f"Cookie: workspace={cookie.value}\r\nX-CSRFToken: {browser.environ_base['HTTP_X_CSRFTOKEN']}\r\n"
            f"Content-Type: {content_type}\r\nContent-Length: {len(data)}\r\n\r\n"
        )
        link.sendall(head.encode() + data[:8_000_000])
        until(lambda: len(begun()) == 1)

        link.close()

        until(lambda: begun() == [])
    assert (stored_keys(), house.documents()) == (set(), [])
    assert "Traceback" not in (tmp_path / "web-0.log").read_text()


def begun() -> list[str]:
    """The uploads in parts that the store has begun and not ended."""
    found = store().client._list_multipart_uploads(store().bucket)
    return [str(each.object_name) for each in found.uploads]


def until(holds: Callable[[], bool], seconds: float = 20.0) -> None:
    """Return once something is so."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)
