"""What can keep the embedded servers from running: a sentence for people, an exit code for programs.

The codes are those of BSD's sysexits where one fits.
"""


class Problem(Exception):
    """The embedded servers cannot run; the message says why and what to do, `code` is for the shell."""

    code = 70


class NotReady(Problem):
    """A server did not start, or stopped by itself."""

    code = 69


class PortInUse(Problem):
    """Another program listens on the port that was asked for."""

    code = 71


class DiskFull(Problem):
    """There is no room for the data."""

    code = 73


class AlreadyRunning(Problem):
    """Another Workspace is running on the same data directory."""

    code = 75


class NoPermission(Problem):
    """Something may not be read, written or run by this user."""

    code = 77
