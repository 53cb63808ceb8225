"""A real S3 server for whoever has none: `weed mini`, on loopback only.

It is one program that opens ten ports, of which we want one. The S3 port asks for generated keys. All
others (master, volume, filer, and the calls between them) ask for a certificate that only this data
directory holds, so that another user of the machine can neither read nor remove anything through them.
"""

import http.client
import json
import secrets
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from workspace.embedded import certificates
from workspace.embedded.data import DataDirectory
from workspace.embedded.problems import NotReady
from workspace.embedded.processes import PLAIN, Process

PARTS = ("s3", "filer", "volume", "master", "admin")
GRPC = 10_000  # each part also listens this much higher; one of its clients takes that for granted
RANGE = range(20_000, 30_000)  # together with GRPC below what the system hands out by itself
TOOLS = ("s3", "filer", "volume", "master", "admin", "worker", "client", "msg_broker", "msg_agent", "mq")
# What only exists to be looked at, sent home or plugged into analytics is off.
UNWANTED = (
    "-admin.ui=false",
    "-webdav=false",
    "-volume.preStopSeconds=0",
    "-master.telemetry=false",
    "-s3.port.iceberg=0",
    "-s3.port.lance=0",
    "-s3.autoCreateBucket=false",
    "-filer.exposeDirectoryData=false",
    "-filer.disableDirListing",
)


class SeaweedFS:
    """The embedded object store of a data directory."""

    def __init__(self, data: DataDirectory, program: Path, fast: bool = False) -> None:
        self.data = data
        self.fast = fast
        self.program = program
        self.access_key = data.secret("s3-access-key", lambda: secrets.token_hex(10))
        self.secret_key = data.secret("s3-secret-key")
        self.sockets = data.sockets("store", "filer.sock")
        self.ports: dict[str, int] = {}
        self.process: Process | None = None

    @property
    def endpoint(self) -> str:
        """Host and port of the S3 service."""
        return f"127.0.0.1:{self.ports['s3']}"

    def start(self) -> None:
        """Start it on ports that are free now: those of the last time if they are."""
        home = self.data.folder("store")
        settings = self._settings()
        self.ports = self._choose_ports()
        self._sweep_sockets()
        where = [f"-{part}.port={port}" for part, port in self.ports.items()]
        where += [f"-{part}.port.grpc={port + GRPC}" for part, port in self.ports.items()]
        self.process = Process(
            "store",
            [
                *(str(self.program), "mini", f"-dir={home}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1"),
                f"-s3.config={settings / 's3.json'}",
                *(f"-{part}.localSocket={self.sockets / part}.sock" for part in ("filer", "s3")),
                *UNWANTED,
                *where,
            ],
            self.data.path / "logs" / "store.log",
            environment=PLAIN | {"HOME": str(settings), "TMPDIR": str(self.sockets)},
            directory=settings,
            stop_signal=signal.SIGKILL if self.fast else signal.SIGTERM,
        )
        self.process.start()

    def wait(self, seconds: float = 60.0) -> None:
        """Return when it serves S3."""
        deadline = time.monotonic() + seconds
        while not self._answers():
            if self.process is None or self.process.ended() or time.monotonic() > deadline:
                words = self.process.last_words() if self.process else ""
                raise NotReady(f"The object store did not start. ({words})")
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop it, and remove what it leaves lying about."""
        if self.process is not None:
            self.process.stop()
            self._sweep_sockets()

    def _answers(self) -> bool:
        link = http.client.HTTPConnection("127.0.0.1", self.ports["s3"], timeout=2)
        try:
            link.request("GET", "/healthz")
            return link.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            link.close()

    def _choose_ports(self) -> dict[str, int]:
        remembered = self.data.path / "ports.json"
        try:
            last = json.loads(remembered.read_text())
            wanted = {part: int(last[part]) for part in PARTS}
        except (OSError, ValueError, KeyError, TypeError):
            wanted = {}
        with _held() as hold:
            if not (wanted and all(hold(port) for port in wanted.values())):
                wanted = {}
        if not wanted:
            with _held() as hold:
                for part in PARTS:
                    wanted[part] = next(port for port in _candidates() if hold(port))
        self.data.write(remembered, json.dumps(wanted))
        return wanted

    def _sweep_sockets(self) -> None:
        """Remove the sockets of the ports that are ours; their place under /tmp is the program's choice."""
        for part, port in self.ports.items():
            Path(f"/tmp/seaweedfs-{part}-grpc-{port + GRPC}.sock").unlink(missing_ok=True)  # noqa: S108
        for stale in self.sockets.glob("*.sock"):
            stale.unlink(missing_ok=True)

    def _settings(self) -> Path:
        folder = self.data.folder("store-settings")
        if not (folder / "security.toml").exists():
            made = certificates.make()
            self.data.write(folder / "authority.pem", made.authority)
            self.data.write(folder / "certificate.pem", made.certificate)
            self.data.write(folder / "key.pem", made.key)
        identity = {
            "name": "workspace",
            "credentials": [{"accessKey": self.access_key, "secretKey": self.secret_key}],
            "actions": ["Admin", "Read", "Write", "List", "Tagging"],
        }
        self.data.write(folder / "s3.json", json.dumps({"identities": [identity]}))
        self.data.write(folder / "security.toml", _security(folder, self.data))
        return folder


def _security(folder: Path, data: DataDirectory) -> str:
    """Every part shows a certificate and asks for one; volume and filer ask for a signed token besides."""
    ours = {
        "cert": str(folder / "certificate.pem"),
        "key": str(folder / "key.pem"),
        "ca": str(folder / "authority.pem"),
    }
    sections: dict[str, dict[str, object]] = {
        name: {"key": data.secret(name)}
        for name in ("jwt.signing", "jwt.signing.read", "jwt.filer_signing", "jwt.filer_signing.read")
    }
    sections["access"] = {"ui": False}
    sections["grpc"] = {"ca": ours["ca"]}
    for tool in TOOLS:
        sections[f"grpc.{tool}"] = {"cert": ours["cert"], "key": ours["key"]}
    for part in ("master", "volume", "filer", "admin"):
        sections[f"https.{part}"] = dict(ours)
    sections["https.client"] = {"enabled": True, **ours}
    # A JSON string or truth value is also one in TOML.
    return "\n".join(
        "\n".join([f"[{name}]", *(f"{key} = {json.dumps(value)}" for key, value in values.items())])
        for name, values in sections.items()
    )


@contextmanager
def _held() -> Iterator["_Hold"]:
    with ExitStack() as stack:
        yield _Hold(stack)


class _Hold:
    """Takes ports and keeps them until the block ends, so that no two parts get the same."""

    def __init__(self, stack: ExitStack) -> None:
        self.stack = stack

    def __call__(self, port: int) -> bool:
        """Whether the port and its twin are free; if so they are now held."""
        for each in (port, port + GRPC):
            taken = self.stack.enter_context(socket.socket())
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                taken.bind(("127.0.0.1", each))
            except OSError:
                return False
        return True


def _candidates() -> Iterator[int]:
    for _ in range(1000):
        yield RANGE.start + secrets.randbelow(len(RANGE))
