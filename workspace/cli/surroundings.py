"""Where a command finds its settings, and how it ends when something is wrong."""

import errno
import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn, ParamSpec, TypeVar

import click

from workspace.config import DATA, Config, ConfigurationError
from workspace.embedded.data import said
from workspace.embedded.problems import PortInUse, Problem
from workspace.embedded.supervise import told
from workspace.errors import DatabaseUnavailable, StoreUnavailable, WorkspaceError

REFUSED, UNAVAILABLE, CONFIGURATION = 65, 69, 78
P = ParamSpec("P")
R = TypeVar("R")


def say(sentence: str) -> None:
    """Tell the person at the terminal."""
    click.echo(sentence)
    sys.stdout.flush()


def step(sentence: str) -> None:
    """Tell the person at the terminal what is being done now."""
    say(f"==> {sentence}")


def stop_with(sentence: str, code: int) -> NoReturn:
    """End the command with a plain sentence and an exit code."""
    click.echo(sentence, err=True)
    sys.exit(code)


def plainly(command: Callable[P, R]) -> Callable[P, R]:
    """Let a command say what is wrong in a sentence, instead of showing where in the program it noticed."""

    @wraps(command)
    def wrapped(*arguments: P.args, **options: P.kwargs) -> R:
        try:
            return command(*arguments, **options)
        except Problem as problem:
            stop_with(str(problem), problem.code)
        except ConfigurationError as reason:
            stop_with(f"{reason} (`workspace run` needs no settings.)", CONFIGURATION)
        except (StoreUnavailable, DatabaseUnavailable) as reason:
            stop_with(str(reason), UNAVAILABLE)
        except WorkspaceError as reason:
            stop_with(str(reason), REFUSED)
        except KeyboardInterrupt:
            stop_with("Stopped.", 130)
        except OSError as reason:
            meant = said(reason, data_directory())
            stop_with(str(meant), meant.code)
        except Exception as reason:
            if not _is_a_silent_database(reason):
                raise
            stop_with(f"The database does not answer: {str(reason).splitlines()[0]}", UNAVAILABLE)

    return wrapped


def _is_a_silent_database(reason: Exception) -> bool:
    """Whether a library says that the database could not be reached; asked without importing any."""
    kinds = [
        getattr(sys.modules.get(name), "OperationalError", None) for name in ("psycopg", "sqlalchemy.exc")
    ]
    return isinstance(reason, tuple(kind for kind in kinds if kind is not None))


def data_directory() -> Path:
    """The data directory of the embedded servers."""
    return Path(os.environ.get("WORKSPACE_DATA") or DATA).expanduser().resolve()


def environment() -> dict[str, str]:
    """The settings of this command: what is set, else those of an embedded Workspace that is running here."""
    configured_here = bool(os.environ.get("WORKSPACE_DATABASE_URL"))
    return ({} if configured_here else told(data_directory())) | dict(os.environ)


def configured() -> Config:
    """The configuration of this command."""
    return Config.from_environment(environment())


def connect(config: Config) -> None:
    """Let this process reach the database and the store."""
    from workspace import database, storage
    from workspace.policies import complete

    complete()
    database.connect(config.database_url, config.database_url_audience, pool_size=2)
    storage.connect(config)


def listening(host: str, port: int) -> Any:
    """A socket that listens there; a `Problem` in plain words when it cannot."""
    from workspace.server import listen

    try:
        return listen(host, port)
    except OSError as reason:
        if reason.errno == errno.EADDRINUSE:
            raise PortInUse(
                f"Another program already uses port {port} of {host}. Stop it, or choose another port: "
                f"WORKSPACE_PORT={port + 1 if port < 65535 else port - 1}."
            ) from None
        if reason.errno == errno.EACCES:
            problem: Problem = PortInUse(f"This user may not listen on port {port}. Choose one above 1023.")
            problem.code = 77
            raise problem from None
        raise PortInUse(f"Workspace cannot listen on {host}, port {port}: {reason.strerror}.") from None
