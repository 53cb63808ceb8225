"""The object store: the bytes of documents go in hashed, come out in pieces, and are never changed.

Nothing here holds a file in memory. Bytes pass in chunks and are gathered into one object per part:
handed the chunks of a request directly, the client copies quadratically and stops everybody else.
"""

import contextlib
import hashlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any, BinaryIO, Protocol, cast
from urllib.parse import parse_qs, urlsplit

import urllib3
from minio import Minio
from minio.error import MinioException, S3Error

from workspace.config import Config
from workspace.errors import Conflict, NotFound, StoreUnavailable, TooLarge

CHUNK = 256 * 1024
PART = 5 * 1024 * 1024  # the smallest that S3 takes, so that a transfer takes the least memory
RETRIES = urllib3.Retry(
    3, connect=1, read=0, status=2, backoff_factor=0.2, status_forcelist=(500, 502, 503, 504)
)
GONE = frozenset({"NoSuchKey", "NoSuchVersion", "NoSuchBucket"})


class Reader(Protocol):
    """Whatever bytes can be read from, a few at a time."""

    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True)
class Stored:
    """What was stored: its size in bytes and its SHA-256 in hexadecimal."""

    size: int
    sha256: str


class Opened:
    """The bytes of a stored file, in chunks. Close it (web servers do) when not read to the end."""

    def __init__(self, response: Any) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        try:
            with _in_plain_words():
                yield from self._response.stream(CHUNK)
        finally:
            self.close()

    def close(self) -> None:
        """Give the connection back."""
        self._response.close()
        self._response.release_conn()


class Store:
    """The bucket in which documents are kept. A key is written once and never overwritten."""

    def __init__(self, config: Config) -> None:
        self.bucket = config.s3_bucket
        self.client = Minio(
            config.s3_endpoint,
            config.s3_access_key,
            config.s3_secret_key,
            secure=config.s3_secure,
            region=config.s3_region,
            http_client=_WriteOnce(
                maxsize=32,
                timeout=urllib3.Timeout(connect=3, read=15),
                retries=RETRIES,
            ),
        )

    def prepare(self) -> None:
        """Make the bucket if it is not there yet."""
        with _in_plain_words():
            if not self.client.bucket_exists(self.bucket):
                self.client.make_bucket(self.bucket)

    def put(self, key: str, reader: Reader, limit: int | None = None) -> Stored:
        """Store what the reader gives under a new key, hashing on the way.

        Raises `Conflict` when the key exists, `TooLarge` beyond `limit` bytes, `StoreUnavailable`; after
        each of them, and after whatever the reader raises, nothing is stored.
        """
        parts = _Parts(reader, limit)
        with _in_plain_words():
            self.client.put_object(
                self.bucket,
                key,
                cast(BinaryIO, parts),
                length=-1,
                part_size=PART,
                num_parallel_uploads=1,
            )
        return Stored(parts.size, parts.hash.hexdigest())

    def open(self, key: str, offset: int = 0, length: int | None = None) -> Opened:
        """The bytes of a key from `offset` on, `length` of them or all. Raises `NotFound`."""
        if length == 0:
            return Opened(_nothing())
        with _in_plain_words():
            return Opened(self.client.get_object(self.bucket, key, offset=offset, length=length or 0))

    def remove(self, key: str) -> None:
        """Remove a key for good; one that is not there is as good as removed."""
        with _in_plain_words():
            self.client.remove_object(self.bucket, key)

    def keys_older_than(self, moment: datetime) -> Iterator[str]:
        """The keys stored before a moment, for sweeping up what no document refers to."""
        with _in_plain_words():
            for each in self.client.list_objects(self.bucket, recursive=True):
                if each.object_name and each.last_modified and each.last_modified < moment:
                    yield each.object_name


_stores: list[Store] = []


def connect(config: Config) -> None:
    """Let this process keep its files in the store that `config` names, from now on."""
    _stores[:] = [Store(config)]


def store() -> Store:
    """The store of this process."""
    if not _stores:
        raise RuntimeError("connect() has not been called: this process has no object store")
    return _stores[0]


class _Parts:
    """Gathers what a reader gives into whole parts, counting and hashing, and letting others run."""

    def __init__(self, reader: Reader, limit: int | None) -> None:
        self.reader = reader
        self.limit = limit
        self.size = 0
        self.hash = hashlib.sha256()

    def read(self, size: int) -> bytes:
        """The next `size` bytes as one object, fewer only at the end."""
        gathered = BytesIO()  # gives up what it holds without copying it, unlike a list of chunks
        while size > 0:
            chunk = self.reader.read(min(size, CHUNK))
            if not chunk:
                break
            self.size += len(chunk)
            if self.limit is not None and self.size > self.limit:
                raise too_large(self.limit)
            self.hash.update(chunk)
            gathered.write(chunk)
            size -= len(chunk)
            time.sleep(0)  # under gevent, lets everybody else have their turn between two chunks
        return gathered.getvalue()


class _WriteOnce(urllib3.PoolManager):
    """Makes every request that would create an object conditional on there being none.

    The client has no parameter for it; a header outside the signature is as good to the store.
    """

    def urlopen(self, method: str, url: str, redirect: bool = True, **rest: Any) -> Any:  # type: ignore[override]
        parts = urlsplit(url)
        query = parse_qs(parts.query, keep_blank_values=True)
        whole = method == "PUT" and not query and parts.path.strip("/").count("/") >= 1
        if whole or (method == "POST" and "uploadId" in query):
            headers = urllib3.HTTPHeaderDict(rest.get("headers") or {})
            headers["If-None-Match"] = "*"
            rest["headers"] = headers
        return super().urlopen(method, url, redirect, **rest)


def too_large(limit: int) -> TooLarge:
    """What to raise for a file of more than `limit` bytes."""
    return TooLarge(f"The file is larger than {limit // 1_000_000} MB, the most that can be uploaded.")


def _nothing() -> urllib3.HTTPResponse:
    return urllib3.HTTPResponse(BytesIO(), preload_content=False)


@contextlib.contextmanager
def _in_plain_words() -> Iterator[None]:
    try:
        yield
    except S3Error as reason:
        if reason.code in GONE:
            raise NotFound("There is no such file in the store.") from reason
        if reason.code == "PreconditionFailed":
            raise Conflict("The store already has a file under this key.") from reason
        raise _unavailable() from reason
    except (MinioException, urllib3.exceptions.HTTPError, OSError) as reason:
        raise _unavailable() from reason


def _unavailable() -> StoreUnavailable:
    return StoreUnavailable("The store for documents does not answer. Try again in a few minutes.")
