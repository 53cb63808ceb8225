"""Finds out what an object store really does, by trying; what a product says about itself is no evidence."""

import contextlib
import copy
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO

import urllib3
from minio.commonconfig import COMPLIANCE, GOVERNANCE
from minio.datatypes import Object
from minio.error import MinioException, S3Error
from minio.retention import Retention
from minio.versioningconfig import SUSPENDED, VersioningConfig

from workspace.errors import Conflict, WorkspaceError
from workspace.storage import PART, Store

LOCKED = timedelta(seconds=20)  # how long what a probe locks stays locked; a later probe removes it


@dataclass(frozen=True)
class Finding:
    """One thing that was tried: whether the store does it, and in what words it answered if not."""

    what: str
    holds: bool
    said: str = ""


def probe(store: Store) -> list[Finding]:
    """Try what we rely on, in a bucket of its own beside the real one. Takes a second or two."""
    return list(_Trial(store).run())


class _Trial:
    """One run of the probe on a bucket made for it, with object lock."""

    def __init__(self, store: Store) -> None:
        self.store = copy.copy(store)
        self.store.bucket = self.bucket = f"{store.bucket}-probe"
        self.client = store.client
        self.key = f"probe-{secrets.token_hex(8)}"

    def run(self) -> Iterator[Finding]:
        """Try one thing after the other; the first failure that makes the rest pointless ends it."""
        try:
            if not self.client.bucket_exists(self.bucket):
                self.client.make_bucket(self.bucket, object_lock=True)
            self._sweep()
            first = self._put(b"first")
        except (MinioException, urllib3.exceptions.HTTPError) as reason:
            yield Finding("keeps a bucket with object lock", False, _short(reason))
            return
        yield Finding("keeps a bucket with object lock", True)
        yield _is("keeps versions of one key", first is not None, "the first put got no version")
        yield self._conditional("refuses to overwrite a key (If-None-Match)", b"second")
        yield self._conditional("refuses to overwrite a key in parts", b"2" * (PART + 1))
        yield from self._lock()

    def _lock(self) -> Iterator[Finding]:
        until = datetime.now(UTC) + LOCKED
        version = self._put(b"locked", f"{self.key}-locked")
        key = f"{self.key}-locked"
        try:
            self.client.set_object_retention(self.bucket, key, Retention(COMPLIANCE, until), version)
        except (MinioException, urllib3.exceptions.HTTPError) as reason:
            yield Finding("locks a version for a time (COMPLIANCE)", False, _short(reason))
            return
        kept = self.client.get_object_retention(self.bucket, key, version)
        yield _is("locks a version for a time (COMPLIANCE)", kept is not None, "the lock is not there")
        sooner = Retention(COMPLIANCE, datetime.now(UTC) + timedelta(seconds=5))
        yield _refuses(
            "refuses to remove a locked version", lambda: self.client.remove_object(self.bucket, key, version)
        )
        yield _refuses(
            "refuses to shorten a lock",
            lambda: self.client.set_object_retention(self.bucket, key, sooner, version),
        )
        weaker = Retention(GOVERNANCE, until)
        yield _refuses(
            "refuses to weaken a lock",
            lambda: self.client.set_object_retention(self.bucket, key, weaker, version),
        )
        yield _refuses(
            "refuses to suspend versions while there is a lock",
            lambda: self.client.set_bucket_versioning(self.bucket, VersioningConfig(SUSPENDED)),
        )
        yield Finding(
            "still has the locked version after all that", self._is_there(key, version), "it is gone"
        )

    def _conditional(self, what: str, data: bytes) -> Finding:
        try:
            self.store.put(self.key, BytesIO(data))
        except Conflict:
            return Finding(what, True)
        except WorkspaceError as reason:
            return Finding(what, False, _short(reason.__cause__ or reason))
        return Finding(what, False, "it was overwritten")

    def _put(self, data: bytes, key: str | None = None) -> str | None:
        return self.client.put_object(self.bucket, key or self.key, BytesIO(data), len(data)).version_id

    def _is_there(self, key: str, version: str | None) -> bool:
        try:
            self.client.stat_object(self.bucket, key, version_id=version)
        except S3Error:
            return False
        return True

    def _sweep(self) -> None:
        """Remove what earlier probes left, where its lock has run out."""
        for each in self.client.list_objects(self.bucket, recursive=True, include_version=True):
            if _age(each) > LOCKED * 2 and each.object_name:
                with contextlib.suppress(S3Error):
                    self.client.remove_object(self.bucket, each.object_name, each.version_id)


def _age(each: Object) -> timedelta:
    return datetime.now(UTC) - each.last_modified if each.last_modified else timedelta(0)


def _is(what: str, holds: bool, otherwise: str) -> Finding:
    return Finding(what, holds, "" if holds else otherwise)


def _refuses(what: str, attempt: Callable[[], object]) -> Finding:
    try:
        attempt()
    except S3Error:
        return Finding(what, True)
    except (MinioException, urllib3.exceptions.HTTPError) as reason:
        return Finding(what, False, _short(reason))
    return Finding(what, False, "it did it")


def _short(reason: BaseException) -> str:
    return str(reason).split(", resource")[0][:160]
