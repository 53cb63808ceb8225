"""Starts web processes as anybody would, on free ports, and ends them again."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

CHECKOUT = Path(__file__).parents[1]
STARTING = 60.0
INHERITED = ("PATH", "HOME", "PYTHONPATH")


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


class Server:
    """`workspace serve` with these settings, on a port of its own; what it prints goes to ``log``.

    Nothing of this process's own settings reaches it. After `stop`, `start` has it serve again on the
    same address.
    """

    def __init__(self, environment: Mapping[str, str], log: Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = log
        inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
        own = {
            "WORKSPACE_HOST": "127.0.0.1",
            "WORKSPACE_PORT": str(self.port),
            "WORKSPACE_PUBLIC_URL": self.url,
        }
        self._settings = {**inherited, **environment, **own}
        self.start()

    def start(self) -> None:
        """Start the process; `wait` for it next."""
        with self.log.open("ab") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "workspace", "serve"],
                env=self._settings,
                cwd=CHECKOUT,
                stdout=said,
                stderr=subprocess.STDOUT,
            )

    def wait(self) -> None:
        """Wait until it answers; raises `RuntimeError` with the end of its log when it does not."""
        deadline = time.monotonic() + STARTING
        while time.monotonic() < deadline and self.process.poll() is None:
            if self.answers():
                return
            time.sleep(0.05)  # it is starting; this ends when it answers, ends, or has had its time
        raise RuntimeError(f"the web process does not answer: {self.log.read_text()[-2000:]}")

    def stop(self) -> None:
        """End it in order."""
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def answers(self) -> bool:
        """Whether it answers a request."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            link.request("GET", "/static/nothing")
            return link.getresponse().status == 404
        except (OSError, http.client.HTTPException):
            return False
        finally:
            link.close()


@contextmanager
def served(environment: Mapping[str, str], folder: Path, count: int = 1) -> Iterator[list[Server]]:
    """Run web processes on one database while the block does, started together; logs go to ``folder``."""
    servers = [Server(environment, folder / f"web-{number}.log") for number in range(count)]
    try:
        for server in servers:
            server.wait()
        yield servers
    finally:
        for server in servers:
            server.stop()


@contextmanager
def serving(environment: Mapping[str, str], folder: Path) -> Iterator[str]:
    """Run one web process while the block does; gives its address."""
    with served(environment, folder) as (server,):
        yield server.url
