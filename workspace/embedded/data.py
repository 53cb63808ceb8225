"""The data directory of the embedded servers: one user at a time, room enough, secrets kept private."""

import contextlib
import errno
import fcntl
import hashlib
import os
import secrets
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from workspace.embedded.problems import AlreadyRunning, DiskFull, NoPermission, Problem

ROOM = 300 * 1024 * 1024  # bytes that must be free: the database alone takes 100 MB before anything is in it
LONGEST_SOCKET = 100  # a socket's path may have 107 bytes on Linux and 103 elsewhere


@contextlib.contextmanager
def in_plain_words(directory: Path) -> Iterator[None]:
    """Turn what the system says about the disk into a sentence and an exit code."""
    try:
        yield
    except OSError as reason:
        raise said(reason, directory) from reason


def said(reason: OSError, directory: Path) -> Problem:
    """The problem that an error of the system amounts to."""
    place = reason.filename or directory
    if reason.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(
            f"The disk of {directory} is full. Nothing that was saved is lost: make room, then start again."
        )
    if reason.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return NoPermission(
            f"This user may not write {place}. Give it the permission, or choose another directory with "
            "WORKSPACE_DATA."
        )
    return Problem(f"The data directory {directory} cannot be used: {reason.strerror} ({place}).")


class DataDirectory:
    """A directory that one run at a time works in. Use it in a `with` statement."""

    def __init__(self, path: Path) -> None:
        self.path = path.expanduser().resolve()
        self._lock: int | None = None

    def __enter__(self) -> "DataDirectory":
        with in_plain_words(self.path):
            self.path.mkdir(parents=True, exist_ok=True)
            # As root the database runs as another user, who must be able to walk in.
            self.path.chmod(0o711 if os.geteuid() == 0 else 0o700)
            self._take_lock()
            try:
                self._look_for_room()
                self.folder("logs")
                self.folder("secrets")
            except BaseException:
                self.__exit__()
                raise
        return self

    def __exit__(self, *_: object) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def folder(self, name: str) -> Path:
        """A folder inside that only this user can open."""
        path = self.path / name
        path.mkdir(mode=0o700, exist_ok=True)
        return path

    def secret(self, name: str, make: Callable[[], str] = lambda: secrets.token_hex(32)) -> str:
        """A secret of this directory, made at the first asking and the same ever after."""
        path = self.path / "secrets" / name
        if not path.exists():
            self.write(path, make())
        return path.read_text()

    def write(self, path: Path, text: str) -> Path:
        """Write a private file, whole or not at all."""
        new = path.with_name(f"{path.name}.new")
        with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(text)
        new.replace(path)
        return path

    def sockets(self, name: str, longest: str) -> Path:
        """A private folder for sockets, of which `longest` has the longest name.

        It is inside, or where that path would be too long for a socket, a temporary one that is always
        the same for this directory.
        """
        path = self.path / "run" / name
        if len(os.fsencode(path / longest)) > LONGEST_SOCKET:
            mark = hashlib.sha256(os.fsencode(self.path)).hexdigest()[:12]
            path = Path(tempfile.gettempdir()) / f"workspace-{os.geteuid()}-{mark}-{name}"
        else:
            path.parent.mkdir(mode=0o711, exist_ok=True)
        path.mkdir(mode=0o700, exist_ok=True)
        _must_be_private(path)
        return path

    def _take_lock(self) -> None:
        lock = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(lock, 20).decode(errors="replace").strip()
            os.close(lock)
            raise AlreadyRunning(
                f"Workspace is already running on {self.path} (process {holder or 'unknown'}). "
                "Stop it first, or give this one a directory of its own with WORKSPACE_DATA."
            ) from None
        os.ftruncate(lock, 0)
        os.pwrite(lock, f"{os.getpid()}\n".encode(), 0)
        self._lock = lock

    def _look_for_room(self) -> None:
        free = shutil.disk_usage(self.path).free
        if free < ROOM:
            raise DiskFull(
                f"The disk of {self.path} has {free // 1024**2} MB left, and {ROOM // 1024**2} MB are needed "
                "to start. Nothing was changed: make room, then start again."
            )


def _must_be_private(path: Path) -> None:
    about = path.lstat()
    # As root, the folder of the database's sockets belongs to the user the database runs as.
    mine = about.st_uid == os.geteuid() or os.geteuid() == 0
    if not stat.S_ISDIR(about.st_mode) or not mine or stat.S_IMODE(about.st_mode) & 0o077:
        raise NoPermission(f"{path} should be a folder that only this user can open, and is not. Remove it.")
