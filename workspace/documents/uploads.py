"""Takes files out of a request and into the store, without ever having one whole in memory or on disk."""

from collections.abc import Iterable
from typing import IO, Any, cast

from flask import Flask, Request, current_app, g
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge

from workspace import database, storage
from workspace.config import Config
from workspace.documents.arriving import Arrival
from workspace.documents.at_once import UPLOADS, AtOnce
from workspace.errors import Invalid, TooLarge

TAKES_FILES = frozenset({"documents.upload", "documents.add_version"})
MOST_FILES = 20  # of one form
LARGEST_FORM = 5  # times the largest file: what lies between is read to its end, and answered with the form
FIELDS = 1_000_000  # bytes for everything else in a form
_under_way = AtOnce(UPLOADS)


class UploadRequest(Request):
    """A request whose files go straight to the store, on the pages that take files; on others, nowhere.

    The guards read no body before they know that the person may do this, so a stranger stores nothing.
    """

    def _load_form_data(self) -> None:
        if "form" in self.__dict__ or self.endpoint not in TAKES_FILES:
            return super()._load_form_data()
        _begin()
        self.max_content_length = LARGEST_FORM * _limit() + FIELDS
        database.release()  # a slow sender must not hold a connection
        try:
            return super()._load_form_data()
        except RequestEntityTooLarge as reason:
            raise TooLarge(_too_large()) from reason

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        if self.endpoint not in TAKES_FILES or not filename:
            return cast(IO[bytes], _Nowhere())
        arrivals = g.setdefault("arrivals", [])
        too_many = Invalid(f"Choose no more than {MOST_FILES} documents at a time.", "documents")
        failure = too_many if len(arrivals) >= MOST_FILES else None
        arrivals.append(Arrival(storage.store(), filename, _limit(), failure))
        return cast(IO[bytes], arrivals[-1])


class _Nowhere:
    """Takes bytes that nobody asked for."""

    def write(self, data: bytes) -> int:
        return len(data)

    def seek(self, offset: int, whence: int = 0) -> int:
        return 0

    def read(self, size: int = -1) -> bytes:
        return b""

    def close(self) -> None:
        """Nothing was opened."""


def register(app: Flask) -> None:
    """Have ``app`` take files so."""
    app.request_class = UploadRequest
    app.teardown_request(_discard)


def arrivals_of(sent: Iterable[Any] | None) -> list[Arrival]:
    """The files among what was sent for a form's field; an empty box is none, nor is text."""
    streams = (file.stream for file in sent or () if isinstance(file, FileStorage))
    return [stream for stream in cast("Iterable[Any]", streams) if isinstance(stream, Arrival)]


def _begin() -> None:
    """Count this upload as its person's, before anything of it is read. Raises `TooMany`."""
    who = database.actor()
    if who is not None and "uploads_as" not in g:
        _under_way.begin(who)
        g.uploads_as = who


def _discard(_error: Any) -> None:
    """However the request ended: what became no version is thrown away. The sender may have vanished."""
    try:
        for arrival in g.pop("arrivals", []):
            arrival.discard()
    finally:
        if "uploads_as" in g:
            _under_way.end(g.pop("uploads_as"))


def _limit() -> int:
    config: Config = current_app.config["WORKSPACE"]
    return config.max_upload_bytes


def _too_large() -> str:
    megabytes = _limit() // 1_000_000
    return (
        f"A document may have up to {megabytes} MB, and all that are sent together "
        f"{LARGEST_FORM * megabytes}. This was more, and nothing of it was kept."
    )
