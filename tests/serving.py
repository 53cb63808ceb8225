"""Starts the web process as anybody would, on a free port, and ends it again."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CHECKOUT = Path(__file__).parents[1]
STARTING = 60.0


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def serving(environment: dict[str, str], log: Path) -> Iterator[str]:
    """Run `workspace serve` with these settings while the block does; gives its address.

    What it printed is in ``log``. Raises `RuntimeError` with the end of it if it does not answer.
    """
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    settings = os.environ | environment | {"WORKSPACE_PORT": str(port), "WORKSPACE_PUBLIC_URL": url}
    with log.open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "workspace", "serve"],
            env=settings,
            cwd=CHECKOUT,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait(process, port, log)
            yield url
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    deadline = time.monotonic() + STARTING
    while time.monotonic() < deadline and process.poll() is None:
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            link.request("HEAD", "/sign-in")
            link.getresponse()
            return
        except (OSError, http.client.HTTPException):
            time.sleep(0.05)  # it is starting; this ends when it answers, ends, or has had its time
        finally:
            link.close()
    raise RuntimeError(f"the web process does not answer: {log.read_text()[-2000:]}")
