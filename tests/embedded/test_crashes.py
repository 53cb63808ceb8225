"""Whatever is killed, the next start recovers, with everything that was saved, and ends nothing of others."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import psutil
import psycopg
import pytest

from workspace.config import Config
from workspace.embedded.processes import wrapped
from workspace.embedded.supervise import Embedded
from workspace.storage import Store

pytestmark = pytest.mark.embedded
CHECKOUT = Path(__file__).parents[2]


@dataclass
class Run:
    """Embedded servers in another process."""

    process: "subprocess.Popen[str]"
    settings: dict[str, str]
    pids: dict[str, int]

    @property
    def owner(self) -> str:
        return self.settings["WORKSPACE_DATABASE_URL_OWNER"]

    @property
    def store(self) -> Store:
        return Store(Config.from_environment(self.settings))


@contextmanager
def running(data: Path) -> Iterator[Run]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.embedded.running", str(data)],
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        assert line, process.communicate()[1]
        yield Run(process, **json.loads(line))
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)


def test_everything_saved_is_there_after_each_kind_of_crash(tmp_path: Path) -> None:
    with running(tmp_path) as run:
        with psycopg.connect(run.owner) as link:
            link.execute("CREATE TABLE kept (word text)")
        run.store.prepare()

    for number, victim in enumerate(("database", "store", "both", "parent")):
        with running(tmp_path) as run:
            with psycopg.connect(run.owner) as link:
                link.execute("INSERT INTO kept VALUES (%s)", [victim])
                assert link.execute("SELECT count(*) FROM kept").fetchone() == (number + 1,)
            run.store.put(victim, BytesIO(victim.encode()))
            kill(run, victim)
            assert gone(run.process.pid, *run.pids.values()), victim

    with running(tmp_path) as run:
        with psycopg.connect(run.owner) as link:
            assert link.execute("SELECT count(*) FROM kept").fetchone() == (4,)
        for victim in ("database", "store", "both", "parent"):
            assert b"".join(run.store.open(victim)) == victim.encode()
    assert gone(run.process.pid, *run.pids.values())


def kill(run: Run, victim: str) -> None:
    if victim == "parent":
        run.process.kill()
        run.process.wait()
    else:
        for each in run.pids if victim == "both" else [victim]:
            os.kill(run.pids[each], signal.SIGKILL)
        run.process.wait(30)  # it notices, and stops the other


def gone(*pids: int, seconds: float = 60.0) -> bool:
    deadline = time.monotonic() + seconds
    while any(psutil.pid_exists(pid) and psutil.Process(pid).status() != "zombie" for pid in pids):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def test_a_second_start_on_the_same_directory_says_so_and_harms_nothing(tmp_path: Path) -> None:
    with running(tmp_path) as run:
        second = subprocess.run(
            [sys.executable, "-m", "tests.embedded.running", str(tmp_path)],
            cwd=CHECKOUT,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        assert second.returncode == 75
        assert second.stderr.startswith(
            f"Workspace is already running on {tmp_path} (process {run.process.pid})."
        )
        assert len(second.stderr.splitlines()) == 1
        with psycopg.connect(run.owner) as link:
            assert link.execute("SELECT 1").fetchone() == (1,)


def test_only_what_is_proven_ours_is_ended(tmp_path: Path) -> None:
    """Process ids are used again: those that a crash left in files may by now be somebody else's."""
    with Embedded(tmp_path, fast=True):
        pass
    with subprocess.Popen(["sleep", "60"]) as innocent:
        try:
            row = {"pid": innocent.pid, "started": psutil.Process(innocent.pid).create_time() - 5}
            (tmp_path / "processes.json").write_text(json.dumps([row]))
            (tmp_path / "postgres" / "postmaster.pid").write_text(
                f"{innocent.pid}\n{tmp_path}/postgres\n1\n5432\n"
            )
            with Embedded(tmp_path, fast=True) as servers:
                assert servers.postgres is not None
                with psycopg.connect(servers.postgres.url()) as link:
                    assert link.execute("SELECT 1").fetchone() == (1,)
            assert innocent.poll() is None
        finally:
            innocent.kill()


def test_what_a_crash_left_running_is_ended_first(tmp_path: Path) -> None:
    with Embedded(tmp_path, fast=True) as servers:
        assert servers.postgres is not None
        command = list(servers.postgres.process.command)
        user = servers.postgres.user
    start = wrapped(command, signal.SIGKILL, user)
    left = subprocess.Popen(start, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        working_there = tmp_path / "postgres"
        while left.poll() is None and Path(psutil.Process(left.pid).cwd()) != working_there:
            time.sleep(0.02)
        assert left.poll() is None
        said: list[str] = []
        with Embedded(tmp_path, fast=True, say=said.append):
            assert left.wait(10) is not None
        # How many it was by then depends on how far the database had come in starting.
        assert re.fullmatch(r"Ended \d+ process(es)? that an earlier run left behind", said[0])
    finally:
        left.kill()
        left.wait()


def test_a_half_made_database_is_made_again(tmp_path: Path) -> None:
    (tmp_path / "postgres.new" / "base").mkdir(parents=True)
    with Embedded(tmp_path, fast=True) as servers:
        assert servers.postgres is not None
        with psycopg.connect(servers.postgres.url()) as link:
            assert link.execute("SELECT current_database()").fetchone() == ("workspace",)
    assert not (tmp_path / "postgres.new").exists()


def test_it_starts_where_paths_are_too_long_for_sockets(tmp_path: Path) -> None:
    deep = tmp_path / ("a" * 100) / "data"
    with Embedded(deep, fast=True) as servers:
        assert servers.postgres is not None
        sockets = servers.postgres.sockets
        assert not sockets.is_relative_to(deep)
        assert sockets.stat().st_mode & 0o077 == 0
        with psycopg.connect(servers.postgres.url()) as link:
            assert link.execute("SELECT 1").fetchone() == (1,)
    for each in sockets.parent.glob(f"{sockets.name.rpartition('-')[0]}-*"):
        shutil.rmtree(each)
