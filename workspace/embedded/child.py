"""Becomes a server process that ends with its parent and never runs as root where it must not.

Run as a program of its own, by path: between fork and exec in the parent nothing of this would be safe.

    child.py PARENT SIGNAL UID:GID|- PATH[:PATH...] -- COMMAND ...

The kernel sends SIGNAL when the parent PARENT ends, however it ends (Linux only). With UID:GID the
command runs as that user; should they not reach the PATHs because a directory above is closed to them
(a checkout in root's home, say), they are lent the one capability to pass, and nothing on disk is changed.
"""

import ctypes
import os
import sys

PR_SET_PDEATHSIG, PR_SET_KEEPCAPS, PR_CAPBSET_READ, PR_CAP_AMBIENT = 1, 8, 23, 47
PR_CAP_AMBIENT_RAISE = 2
CAPABILITIES_VERSION = 0x20080522
CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 1, 2


def become(user: str, paths: list[str]) -> None:
    """Go on as another user, who can still reach the paths."""
    uid, gid = (int(part) for part in user.split(":"))
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0)
    os.setgroups([])
    os.setresgid(gid, gid, gid)
    os.setresuid(uid, uid, uid)
    if not all(os.access(path, os.R_OK | os.X_OK) for path in paths):
        lend_passage(libc)


def lend_passage(libc: ctypes.CDLL) -> None:
    """Keep the smallest capability that lets the next program through closed directories."""
    held = next(
        (
            each
            for each in (CAP_DAC_READ_SEARCH, CAP_DAC_OVERRIDE)
            if libc.prctl(PR_CAPBSET_READ, each, 0, 0, 0) == 1
        ),
        None,
    )
    if held is None:
        return
    header = (ctypes.c_uint32 * 2)(CAPABILITIES_VERSION, 0)
    bit = 1 << held
    data = (ctypes.c_uint32 * 6)(bit, bit, bit, 0, 0, 0)
    if libc.capset(header, data) == 0:
        libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, held, 0, 0)


def end_with(parent: int, signal: int) -> None:
    """Have the kernel send the signal when the parent ends; leave at once if it already has."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(1)


def main(arguments: list[str]) -> None:
    """Do what the module says, with the arguments it names."""
    parent, signal, user, paths, _, *command = arguments
    if user != "-":
        become(user, paths.split(":"))
    end_with(int(parent), int(signal))  # after the change of user, which clears it
    os.execv(command[0], command)  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    main(sys.argv[1:])
