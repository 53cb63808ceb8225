"""`workspace run`: everything starts, everything stops, and what is wrong is one sentence."""

import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import Popen
from urllib.request import urlopen

import psutil
import pytest

from tests.cli.starting import ended, start
from tests.serving import free_port

pytestmark = pytest.mark.embedded


@contextmanager
def demonstration(data: Path, port: int) -> Iterator[tuple["Popen[str]", str]]:
    """The demonstration, started, and what it said until it was ready."""
    settings = {"WORKSPACE_DATA": str(data), "WORKSPACE_PORT": str(port)}
    with start("demo", settings=settings) as process:
        said = ""
        try:
            assert process.stdout is not None
            while "Ctrl-C stops it." not in said:
                line = process.stdout.readline()
                if not line:
                    raise AssertionError(said + process.communicate()[1])
                said += line
            yield process, said
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
            process.communicate(timeout=30)


def test_it_starts_says_who_can_sign_in_refuses_a_second_and_stops_what_it_started(tmp_path: Path) -> None:
    port = free_port()
    with demonstration(tmp_path, port) as (process, said):
        assert f"http://127.0.0.1:{port}" in said
        assert "priya.nair@westmoor.example" in said
        with urlopen(f"http://127.0.0.1:{port}/", timeout=10) as page:
            assert page.status == 200
        family = psutil.Process(process.pid).children(recursive=True)
        assert {"postgres", "weed"} <= {each.name() for each in family}

        code, _, complaint = ended(
            "run", settings={"WORKSPACE_DATA": str(tmp_path), "WORKSPACE_PORT": str(free_port())}
        )
        assert (code, len(complaint.splitlines())) == (75, 1)

        code, seen, complaint = ended("check", settings={"WORKSPACE_DATA": str(tmp_path)})
        assert (code, complaint) == (0, "")  # another terminal finds its way to what is running
        assert "Everything is as Workspace needs it." in seen

        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
        _, alive = psutil.wait_procs(family, timeout=5)
        assert alive == []

    with demonstration(tmp_path, port) as (process, said):
        assert "Loaded the demonstration" not in said
        web = next(each for each in psutil.Process(process.pid).children() if "serve" in each.cmdline())
        os.kill(web.pid, signal.SIGKILL)
        _, complaint = process.communicate(timeout=30)
        assert process.returncode == 69
        assert complaint.startswith(
            "The web process ended, so everything was stopped. What was saved is kept"
        )


def test_a_port_in_use_is_said_before_anything_is_started(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        settings = {"WORKSPACE_DATA": str(tmp_path / "data"), "WORKSPACE_PORT": str(port)}
        code, _, complaint = ended("run", settings=settings)
    assert code == 71
    assert complaint.startswith(f"Another program already uses port {port} of 127.0.0.1.")
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"WORKSPACE_PORT": "eighty"}, "WORKSPACE_PORT must be a whole number"),
        ({"WORKSPACE_HOST": "0.0.0.0"}, "only listens on this machine"),
        ({"WORKSPACE_MAX_UPLOAD_MB": "0"}, "WORKSPACE_MAX_UPLOAD_MB must be"),
    ],
)
def test_settings_that_make_no_sense_are_named(tmp_path: Path, settings: dict[str, str], words: str) -> None:
    code, _, complaint = ended("run", settings=settings | {"WORKSPACE_DATA": str(tmp_path)})
    assert code == 78
    assert words in complaint
    assert "Traceback" not in complaint


def test_the_demonstration_never_listens_to_others(tmp_path: Path) -> None:
    settings = {"WORKSPACE_DATA": str(tmp_path), "WORKSPACE_HOST": "0.0.0.0"}
    code, _, complaint = ended("demo", settings=settings)
    assert code == 78
    assert "WORKSPACE_HOST must be 127.0.0.1" in complaint


def test_a_directory_that_cannot_be_one_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    settings = {"WORKSPACE_DATA": str(tmp_path / "data"), "WORKSPACE_PORT": str(free_port())}
    code, _, complaint = ended("run", settings=settings)
    assert code == 70
    assert "cannot be used" in complaint
    assert "Traceback" not in complaint
