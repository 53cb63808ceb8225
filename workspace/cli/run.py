"""Running everything on one machine: both servers, the web process and the worker, ending together."""

import http.client
import os
import signal
import sys
import time
from pathlib import Path
from types import FrameType

from workspace.cli.surroundings import connect, data_directory, listening, say, step
from workspace.config import LOOPBACK, Config, ConfigurationError
from workspace.embedded.problems import NotReady
from workspace.embedded.processes import Process
from workspace.embedded.supervise import Embedded

STARTING = 60.0  # seconds the web process may take until it answers


def run_everything(demonstration: bool) -> None:
    """Start everything, say where it is, and stop everything when told to or when a part ends."""
    began = time.monotonic()
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    wanted = dict(os.environ)
    if demonstration:
        wanted["WORKSPACE_DEMONSTRATION"] = "yes"
    host, port = _address(wanted)
    listening(host, port).close()  # before anything is started that would have to be stopped again
    try:
        with Embedded(data_directory(), say=step) as servers:
            settings = wanted | servers.environment()
            config = Config.from_environment(settings)
            _prepare(config)
            _start(servers, settings, config)
            _announce(config, servers, time.monotonic() - began)
            _watch(servers)
    except KeyboardInterrupt:
        step("Stopped. Everything that was saved is kept.")


def _address(environment: dict[str, str]) -> tuple[str, int]:
    """Where to listen; asked before the servers run, so with stand-ins for what they will say."""
    stand_ins = {
        "WORKSPACE_DATABASE_URL": "postgresql://",
        "WORKSPACE_DATABASE_URL_AUDIENCE": "postgresql://",
        "WORKSPACE_S3_ENDPOINT": "-",
        "WORKSPACE_S3_ACCESS_KEY": "-",
        "WORKSPACE_S3_SECRET_KEY": "-",
        "WORKSPACE_SECRET_KEY": "-" * 32,
    }
    config = Config.from_environment(environment | stand_ins)
    if config.host not in LOOPBACK:
        raise ConfigurationError(
            f"`workspace run` only listens on this machine, not on {config.host}. To serve others, configure "
            "a database and a store and use `workspace serve`."
        )
    return config.host, config.port


def _prepare(config: Config) -> None:
    from workspace import database, storage
    from workspace.migrations.run import migrate

    step("Bringing the schema up to date")
    migrate(config.needed("database_url_owner"))
    connect(config)
    storage.store().prepare()
    if config.demonstration:
        from workspace.demo.load import load

        step("Looking for the demonstration family")
        if load():
            step("Loaded the demonstration family")
    database.disconnect()


def _start(servers: Embedded, settings: dict[str, str], config: Config) -> None:
    step("Starting the web process")
    servers.run(_part("web", "serve", servers, settings))
    deadline = time.monotonic() + STARTING
    while not _answers(config):
        _stop_if_one_ended(servers)
        if time.monotonic() > deadline:
            raise NotReady(f"The web process does not answer. Its log is {servers.data.path}/logs/web.log.")
        time.sleep(0.05)
    step("Starting the worker")
    servers.run(_part("worker", "worker", servers, settings))
    # Commands in another terminal (`workspace admin create`) find their way by this.
    known = {name: value for name, value in settings.items() if name.startswith("WORKSPACE_")}
    servers.tell(known)


def _part(name: str, command: str, servers: Embedded, settings: dict[str, str]) -> Process:
    return Process(
        name,
        [sys.executable, "-m", "workspace", command],
        servers.data.path / "logs" / f"{name}.log",
        environment=settings | {"PYTHONUNBUFFERED": "1"},
        directory=Path.cwd(),
    )


def _answers(config: Config) -> bool:
    link = http.client.HTTPConnection(config.host, config.port, timeout=5)
    try:
        link.request("HEAD", "/")
        link.getresponse()
        return True
    except (OSError, http.client.HTTPException):
        return False
    finally:
        link.close()


def _announce(config: Config, servers: Embedded, seconds: float) -> None:
    if config.demonstration:
        from workspace.demo.people import AGENCIES, PASSWORD

        say("\nWho can sign in, all of them fictitious:\n")
        for agency in AGENCIES:
            say(f"  {agency.name}")
            for each in agency.people:
                say(f"    {each.name:<20} {agency.email(each):<42} {each.note or each.job_title}")
        say(f"\nEverybody's password is {PASSWORD}; the sign-in page has a button for each.")
    say(f"\nWorkspace is at {config.public_url}")
    say(f"Started in {seconds:.0f} seconds; logs are in {servers.data.path}/logs.")
    say("Ctrl-C stops it.\n")


def _watch(servers: Embedded) -> None:
    while True:
        _stop_if_one_ended(servers)
        time.sleep(0.3)


def _stop_if_one_ended(servers: Embedded) -> None:
    ended = servers.ended()
    if ended is not None:
        words = ended.last_words(2)
        raise NotReady(
            f"The {ended.name} process ended, so everything was stopped. What was saved is kept; start again."
            + (f" (Its log ends: {words})" if words else "")
        )


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
