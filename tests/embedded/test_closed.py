"""Nothing of the embedded servers can be reached but S3 with its keys, and no file is for others to read."""

import contextlib
import os
import secrets
import ssl
import stat
from collections.abc import Iterator
from dataclasses import replace
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from io import BytesIO
from pathlib import Path

import psutil
import pytest

from workspace.config import Config
from workspace.embedded.supervise import Embedded
from workspace.errors import StoreUnavailable
from workspace.storage import Store


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Embedded]:
    with Embedded(tmp_path_factory.mktemp("closed"), fast=True) as servers:
        yield servers


def listening(servers: Embedded) -> set[tuple[str, int]]:
    found = set()
    for server in servers._processes():
        main = psutil.Process(server.pid)
        for each in (main, *main.children(recursive=True)):
            with contextlib.suppress(psutil.NoSuchProcess):  # a database's session that ended meanwhile
                links = each.net_connections("inet")
                found |= {(one.laddr.ip, one.laddr.port) for one in links if one.status == psutil.CONN_LISTEN}
    return found


def test_everything_listens_on_loopback_only(running: Embedded) -> None:
    assert {address for address, _ in listening(running)} == {"127.0.0.1"}


def test_ports_other_than_s3_answer_nobody_without_our_certificate(running: Embedded) -> None:
    assert running.store is not None
    others = {port for _, port in listening(running)} - {running.store.ports["s3"]}
    assert len(others) >= 8
    answered = {port: status for port in others for status in [status_without_certificate(port)] if status}
    assert answered == {}


def status_without_certificate(port: int) -> int | None:
    """The status with which a port answers a stranger; None if it hangs up or insists on TLS."""
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    for link in (
        HTTPSConnection("127.0.0.1", port, timeout=5, context=trusting),
        HTTPConnection("127.0.0.1", port),
    ):
        try:
            link.request("GET", "/dir/status")
            answer = link.getresponse()
            insists = answer.status == 400 and b"HTTP request to an HTTPS server" in answer.read()
            if not insists:
                return answer.status
        except (OSError, HTTPException):
            continue
        finally:
            link.close()
    return None


def test_s3_asks_for_its_keys(running: Embedded) -> None:
    config = Config.from_environment(running.environment())
    Store(config).prepare()
    Store(config).put("a", BytesIO(b"x"))
    for wrong in (
        replace(config, s3_secret_key=secrets.token_hex(32)),
        replace(config, s3_access_key="nobody"),
    ):
        with pytest.raises(StoreUnavailable):
            Store(wrong).open("a")


def test_nothing_is_for_others_to_read(running: Embedded) -> None:
    for folder, _, files in os.walk(running.data.path):
        if Path(folder).lstat().st_mode & (stat.S_IRGRP | stat.S_IROTH | stat.S_IWGRP | stat.S_IWOTH):
            closed_above = any(parent.stat().st_mode & 0o077 == 0 for parent in inside(running, Path(folder)))
            assert closed_above, folder
        for name in files:
            path = Path(folder) / name
            if path.lstat().st_mode & 0o077:
                assert any(parent.stat().st_mode & 0o077 == 0 for parent in inside(running, path)), path


def inside(running: Embedded, path: Path) -> list[Path]:
    return [each for each in path.parents if each.is_relative_to(running.data.path)]


def test_secrets_are_made_once_and_private(running: Embedded) -> None:
    first = running.environment()
    assert first == running.environment()
    for each in (running.data.path / "secrets").iterdir():
        assert stat.S_IMODE(each.stat().st_mode) == 0o600


def test_the_databases_log_never_holds_what_a_statement_was_about(running: Embedded) -> None:
    import psycopg

    assert running.postgres is not None
    with psycopg.connect(running.postgres.url()) as link, pytest.raises(psycopg.Error):
        link.execute("SELECT 'secret words'::int")
    log = (running.data.path / "logs" / "database.log").read_text()
    assert "ready to accept connections" in log
    assert "secret words" not in log
