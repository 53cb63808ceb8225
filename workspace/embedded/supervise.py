"""Starts the embedded servers together and sees that they end together.

with Embedded(Path(".data")) as servers:
    config = Config.from_environment(os.environ | servers.environment())
"""

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from workspace.embedded.data import DataDirectory, in_plain_words
from workspace.embedded.postgres import Postgres
from workspace.embedded.problems import NotReady
from workspace.embedded.processes import Process, end_leftovers, remember
from workspace.embedded.seaweedfs import SeaweedFS

ROLES = {"": "workspace_app", "_AUDIENCE": "workspace_audience", "_WORKER": "workspace_worker"}
TOLD = Path("secrets") / "running.json"
TRIES = 3  # a free port can be taken by somebody else before the store takes it


def weed() -> Path:
    """Where the store's program is: beside the Python of this environment, or on the path."""
    beside = Path(sys.executable).with_name("weed")
    found = str(beside) if beside.exists() else shutil.which("weed")
    if found is None:
        raise NotReady("The program `weed` of the embedded object store is missing. `make run` installs it.")
    return Path(found)


def told(data: Path) -> dict[str, str]:
    """The settings of what is running on a data directory; nothing when nothing is."""
    try:
        found: dict[str, str] = json.loads((data / TOLD).read_text())
    except OSError:
        return {}
    return found


class Embedded:
    """The database and the object store of one data directory, running while the `with` block does.

    `fast` gives up what protects data from a crash, for tests. `say` hears about each step. Everything
    that can be wrong with directory, disk or servers is raised as a `Problem`.
    """

    def __init__(self, data: Path, fast: bool = False, say: Callable[[str], None] = lambda _: None) -> None:
        self.data = DataDirectory(data)
        self.fast = fast
        self.say = say
        self.others: list[Process] = []
        self.postgres: Postgres | None = None
        self.store: SeaweedFS | None = None

    def __enter__(self) -> "Embedded":
        self.data.__enter__()
        try:
            with in_plain_words(self.data.path):
                self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        try:
            for each in reversed(self.others):
                each.stop()
            for each in self._processes():
                each.ask_to_stop()  # both at once: the store takes its time
            if self.store is not None:
                self.store.stop()
            if self.postgres is not None:
                self.postgres.process.stop()
            self._register.unlink(missing_ok=True)
            self._known.unlink(missing_ok=True)
        finally:
            self.data.__exit__()

    def environment(self) -> dict[str, str]:
        """The settings that lead a process of Workspace to these servers."""
        assert self.postgres is not None  # noqa: S101 - only asked inside the `with` block
        assert self.store is not None  # noqa: S101
        urls = {f"WORKSPACE_DATABASE_URL{name}": self.postgres.url(role) for name, role in ROLES.items()}
        return urls | {
            "WORKSPACE_DATABASE_URL_OWNER": self.postgres.url(),
            "WORKSPACE_S3_ENDPOINT": self.store.endpoint,
            "WORKSPACE_S3_ACCESS_KEY": self.store.access_key,
            "WORKSPACE_S3_SECRET_KEY": self.store.secret_key,
            "WORKSPACE_S3_SECURE": "no",
            "WORKSPACE_SECRET_KEY": self.data.secret("secret-key"),
            "WORKSPACE_DATA": str(self.data.path),
        }

    def run(self, process: Process) -> None:
        """Start a further process that ends with these servers."""
        self.others.append(process)
        process.start()
        self._remember()

    def tell(self, settings: dict[str, str]) -> None:
        """Let commands in another terminal find these settings (see `told`) while everything runs."""
        self.data.write(self._known, json.dumps(settings))

    def ended(self) -> Process | None:
        """The first process that has ended by itself, if any has."""
        return next((each for each in self._processes() if each.ended()), None)

    @property
    def _known(self) -> Path:
        return self.data.path / TOLD

    @property
    def _register(self) -> Path:
        return self.data.path / "processes.json"

    def _processes(self) -> list[Process]:
        database = self.postgres.process if self.postgres else None
        store = self.store.process if self.store else None
        return [each for each in (database, store, *self.others) if each is not None]

    def _remember(self) -> None:
        remember(self._register, self._processes())

    def _start(self) -> None:
        if left := end_leftovers(self._register, self.data.path):
            self.say(f"Ended {left} process{'es' if left > 1 else ''} that an earlier run left behind")
        self.postgres = Postgres(self.data, self.fast)
        self.store = SeaweedFS(self.data, weed(), self.fast)
        first = not self.postgres.home.exists()
        self.say("Making the database" if first else "Starting the database")
        self.store.start()
        self._remember()
        self.postgres.start()
        self._remember()
        self.postgres.wait()
        self.say("Starting the object store")
        for left in range(TRIES - 1, -1, -1):
            try:
                self.store.wait()
                break
            except NotReady:
                if not left:
                    raise
                self.store.stop()
                self.store.start()
                self._remember()
