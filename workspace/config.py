"""What this process is told from outside: the environment, read once into one frozen object.

Every setting says here what it is for, so that `workspace check --settings` and the README's table
are the same text as the code. No secret has a default and none is ever shown.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

DATA = Path(".data")  # of the directory the command is run in
LOOPBACK = ("127.0.0.1", "::1", "localhost")
_REQUIRED = object()


class ConfigurationError(Exception):
    """A setting is missing or makes no sense; the message is a sentence that names it."""


def text(value: str) -> str:
    """Any text but none."""
    if not value.strip():
        raise ValueError("must not be empty")
    return value


def secret(value: str) -> str:
    """A key that cannot be guessed."""
    if len(value) < 32:
        raise ValueError("must have at least 32 characters; `openssl rand -hex 32` makes a good one")
    return value


def flag(value: str) -> bool:
    """Yes or no, in the usual spellings."""
    lowered = value.strip().lower()
    if lowered in ("1", "true", "yes", "on"):
        return True
    if lowered in ("0", "false", "no", "off"):
        return False
    raise ValueError("must be yes or no")


def number(least: int, most: int) -> Callable[[str], int]:
    """A whole number between two bounds."""

    def read(value: str) -> int:
        if not value.strip().isascii() or not value.strip().isdigit() or not least <= int(value) <= most:
            raise ValueError(f"must be a whole number from {least} to {most}")
        return int(value)

    return read


def database(value: str) -> str:
    """The address of a PostgreSQL database, for psycopg."""
    kind, mark, rest = value.partition("://")
    if not mark or kind not in ("postgresql", "postgres", "postgresql+psycopg"):
        raise ValueError("must start with postgresql://")
    return f"postgresql://{rest}"


def endpoint(value: str) -> str:
    """Host and port, as the store's client wants them: without a scheme or a path."""
    if "/" in value or not value.strip():
        raise ValueError("must be a host and a port such as store.example:9000, without http://")
    return value.strip()


def origin(value: str) -> str:
    """Where browsers find the pages: scheme, host and port, and no path."""
    parts = urlsplit(value.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query:
        raise ValueError("must look like https://workspace.example, without a path")
    return f"{parts.scheme}://{parts.netloc}".lower()


def origins(value: str) -> tuple[str, ...]:
    """Several origins, separated by commas."""
    return tuple(origin(each) for each in value.split(",") if each.strip())


def folder(value: str) -> Path:
    """A directory, made absolute."""
    return Path(text(value)).expanduser().resolve()


def _setting(
    name: str, says: str, read: Callable[[str], Any], default: Any = _REQUIRED, hidden: bool = False
) -> Any:
    required = default is _REQUIRED
    return field(
        default=None if required else default,
        repr=not hidden,
        metadata={
            "name": name,
            "says": says,
            "read": read,
            "required": required,
            "hidden": hidden,
        },
    )


@dataclass(frozen=True)
class Config:
    """Everything a process of Workspace is told from outside. Make it with `from_environment`."""

    database_url: str = _setting(
        "WORKSPACE_DATABASE_URL", "PostgreSQL, as the role `workspace_app`", database, hidden=True
    )
    database_url_audience: str = _setting(
        "WORKSPACE_DATABASE_URL_AUDIENCE", "the same database, as `workspace_audience`", database, hidden=True
    )
    database_url_worker: str | None = _setting(
        "WORKSPACE_DATABASE_URL_WORKER",
        "the same database, as `workspace_worker`; only `workspace worker` needs it",
        database,
        default=None,
        hidden=True,
    )
    database_url_owner: str | None = _setting(
        "WORKSPACE_DATABASE_URL_OWNER",
        "the same database, as a role that may create roles and tables; only `workspace migrate` needs it",
        database,
        default=None,
        hidden=True,
    )
    s3_endpoint: str = _setting("WORKSPACE_S3_ENDPOINT", "the object store's host and port", endpoint)
    s3_access_key: str = _setting("WORKSPACE_S3_ACCESS_KEY", "the store's access key", text, hidden=True)
    s3_secret_key: str = _setting("WORKSPACE_S3_SECRET_KEY", "the store's secret key", text, hidden=True)
    s3_bucket: str = _setting("WORKSPACE_S3_BUCKET", "the bucket for documents", text, default="workspace")
    s3_region: str = _setting("WORKSPACE_S3_REGION", "the bucket's region", text, default="us-east-1")
    s3_secure: bool = _setting("WORKSPACE_S3_SECURE", "speak TLS with the store", flag, default=True)
    secret_key: str = _setting(
        "WORKSPACE_SECRET_KEY", "signs cookies and forms; 32 characters or more", secret, hidden=True
    )
    host: str = _setting("WORKSPACE_HOST", "the address to listen on", text, default="127.0.0.1")
    port: int = _setting("WORKSPACE_PORT", "the port to listen on", number(1, 65535), default=8000)
    public_url: str = _setting(
        "WORKSPACE_PUBLIC_URL",
        "where browsers find the pages; https makes cookies secure",
        origin,
        default="",
    )
    more_origins: tuple[str, ...] = _setting(
        "WORKSPACE_MORE_ORIGINS",
        "further origins that may open live connections, by commas",
        origins,
        default=(),
    )
    trusted_proxies: int = _setting(
        "WORKSPACE_TRUSTED_PROXIES",
        "how many proxies in front may say whom they speak for (X-Forwarded-For, -Proto, -Host)",
        number(0, 9),
        default=0,
    )
    data: Path = _setting(  # noqa: RUF009 - this is dataclasses.field
        "WORKSPACE_DATA",
        "where the embedded servers keep their data",
        folder,
        default=DATA,
    )
    demonstration: bool = _setting(
        "WORKSPACE_DEMONSTRATION", "show the demonstration's people on the sign-in page", flag, default=False
    )
    max_upload_mb: int = _setting(
        "WORKSPACE_MAX_UPLOAD_MB",
        "the largest file that may be uploaded, in MB",
        number(1, 5000),
        default=100,
    )
    session_idle_minutes: int = _setting(
        "WORKSPACE_SESSION_IDLE_MINUTES",
        "minutes without a page after which a session ends",
        number(1, 1440),
        default=30,
    )
    session_hours: int = _setting(
        "WORKSPACE_SESSION_HOURS", "hours after which a session ends in any case", number(1, 168), default=12
    )

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Self:
        """Read every setting, or raise a `ConfigurationError` that names all that are wrong."""
        environ = os.environ if environ is None else environ
        values: dict[str, Any] = {}
        wrong: list[str] = []
        for each in _settings():
            name = each.metadata["name"]
            try:
                if environ.get(name, "") != "":
                    values[each.name] = each.metadata["read"](environ[name])
                elif each.metadata["required"]:
                    wrong.append(f"{name} is not set: {each.metadata['says']}.")
            except ValueError as reason:
                wrong.append(f"{name} {reason}.")
        if wrong:
            raise ConfigurationError(" ".join(wrong))
        return cls(**values)._completed()

    def _completed(self) -> Self:
        if not self.public_url:
            shown = f"[{self.host}]" if ":" in self.host else self.host
            object.__setattr__(self, "public_url", f"http://{shown}:{self.port}")
        if self.demonstration and self.host not in LOOPBACK:
            raise ConfigurationError(
                "WORKSPACE_DEMONSTRATION lets anybody in with a published password, so it only listens on "
                f"this machine: WORKSPACE_HOST must be 127.0.0.1, not {self.host}."
            )
        return self

    @property
    def secure(self) -> bool:
        """Whether browsers reach us over TLS, so that cookies can insist on it."""
        return self.public_url.startswith("https://")

    @property
    def allowed_origins(self) -> list[str]:
        """The origins from which a browser may open a live connection."""
        return [self.public_url, *self.more_origins]

    @property
    def max_upload_bytes(self) -> int:
        """The largest file that may be uploaded, in bytes."""
        return self.max_upload_mb * 1_000_000

    def needed(self, setting: str) -> str:
        """The value of an optional setting for a command that cannot do without it."""
        value = getattr(self, setting)
        if value is None:
            each = next(each for each in _settings() if each.name == setting)
            raise ConfigurationError(f"{each.metadata['name']} is not set: {each.metadata['says']}.")
        return str(value)

    def shown(self) -> list[tuple[str, str]]:
        """Each setting with its value for people to see; of secrets only whether they are set."""
        rows = []
        for each in _settings():
            value = getattr(self, each.name)
            if each.metadata["hidden"]:
                value = "set, not shown" if value else "not set"
            rows.append((each.metadata["name"], str(value)))
        return rows


def table() -> str:
    """The settings as a Markdown table, for the README."""
    lines = ["| Setting | Default | What it is |", "|---|---|---|"]
    for each in _settings():
        default = "required" if each.metadata["required"] else _written(each)
        lines.append(f"| `{each.metadata['name']}` | {default} | {each.metadata['says']} |")
    return "\n".join(lines)


def _written(each: "Field[Any]") -> str:
    if each.name == "public_url":
        return "`http://HOST:PORT`"
    if isinstance(each.default, bool):
        return "yes" if each.default else "no"
    return f"`{each.default}`" if each.default else ""


def _settings() -> "list[Field[Any]]":
    return [each for each in fields(Config) if "name" in each.metadata]
