"""Starts servers as our own children, remembers them on disk, and ends them and nothing else."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

CHILD = Path(__file__).with_name("child.py")
PLAIN = {"PATH": os.defpath, "LANG": "C.UTF-8", "TZ": "UTC"}  # what a server needs of our environment


@dataclass(frozen=True)
class User:
    """Whom a server runs as when we are root, and which paths they must reach."""

    uid: int
    gid: int
    paths: tuple[str, ...]


def wrapped(command: Sequence[str], stop: signal.Signals, user: User | None) -> list[str]:
    """The command line that runs the command as a child that ends with us."""
    who = f"{user.uid}:{user.gid}" if user else "-"
    paths = ":".join(user.paths) if user else ""
    start = [sys.executable, "-I", "-S", str(CHILD), str(os.getpid()), str(int(stop)), who, paths, "--"]
    return [*start, *command]


@dataclass
class Process:
    """A server that we started. It has a process group of its own, so Ctrl-C reaches only us."""

    name: str
    command: Sequence[str]
    log: Path | None  # None: it speaks to our own output
    stop_signal: signal.Signals = signal.SIGTERM
    patience: float = 10.0  # seconds it may take to stop
    user: User | None = None
    environment: dict[str, str] = field(default_factory=lambda: dict(PLAIN))
    directory: Path | None = None
    running: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        """Start it; whether it is ready is for the caller to ask."""
        output = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600) if self.log else None
        try:
            self.running = subprocess.Popen(
                wrapped(self.command, self.stop_signal, self.user),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=self.environment,
                cwd=self.directory,
                start_new_session=True,
            )
        finally:
            if output is not None:
                os.close(output)

    @property
    def pid(self) -> int | None:
        """Its process id, once it was started."""
        return self.running.pid if self.running else None

    def ended(self) -> bool:
        """Whether it was started and is no more."""
        return self.running is not None and self.running.poll() is not None

    def ask_to_stop(self) -> None:
        """Tell it to end, without waiting for it."""
        if self.running is not None and self.running.poll() is None:
            self.running.send_signal(self.stop_signal)

    def stop(self) -> None:
        """Ask it to end, and make it end when it takes too long. Ending twice does nothing."""
        if self.running is None:
            return
        with contextlib.suppress(ProcessLookupError):
            if self.running.poll() is None:
                self.ask_to_stop()
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self.running.wait(self.patience)
            os.killpg(self.running.pid, signal.SIGKILL)  # it and what it started, if anything is left
        self.running.wait()
        self.running = None

    def last_words(self, lines: int = 4) -> str:
        """The end of its log, for a message about why it did not start."""
        if self.log is None or not self.log.exists():
            return ""
        with self.log.open("rb") as log:
            log.seek(max(0, self.log.stat().st_size - 4000))
            text = log.read().decode(errors="replace")
        return " / ".join([line.strip() for line in text.splitlines() if line.strip()][-lines:])


def remember(register: Path, processes: Sequence[Process]) -> None:
    """Write down which processes are ours, so that a later start can end what a crash left behind."""
    rows = []
    for each in processes:
        with contextlib.suppress(psutil.Error):
            if each.pid is not None:
                rows.append({"pid": each.pid, "started": psutil.Process(each.pid).create_time()})
    new = register.with_suffix(".new")
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(json.dumps(rows))
    new.replace(register)


def end_leftovers(register: Path, home: Path, patience: float = 10.0) -> int:
    """End what an earlier run left behind in a data directory whose lock we hold; returns how many.

    Ours is a process that the register names with its very start time, or a PostgreSQL that works in
    this directory. Anything else is left alone, whatever it looks like.
    """
    ours = [*_registered(register), *_working_in(home / "postgres")]
    deadline = time.monotonic() + patience
    for each in ours:
        with contextlib.suppress(psutil.Error):
            each.send_signal(signal.SIGINT if each.name() == "postgres" else signal.SIGTERM)
    _, alive = psutil.wait_procs(ours, max(0.0, deadline - time.monotonic()))
    for each in [*alive, *_working_in(home / "postgres")]:
        with contextlib.suppress(psutil.Error):
            each.kill()
            each.wait(5)
    register.unlink(missing_ok=True)
    return len(ours)


def _registered(register: Path) -> list[psutil.Process]:
    try:
        rows = json.loads(register.read_text())
        known = [(int(row["pid"]), float(row["started"])) for row in rows]
    except (OSError, ValueError, TypeError, KeyError):
        return []
    found = []
    for pid, started in known:
        with contextlib.suppress(psutil.Error):
            process = psutil.Process(pid)
            if abs(process.create_time() - started) < 0.05 and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
    return found


def _working_in(directory: Path) -> list[psutil.Process]:
    found = []
    for each in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if each.name() == "postgres" and Path(each.cwd()) == directory:
                found.append(each)
    return found
