"""The configuration: everything wrong is named at once, no secret has a default or is shown."""

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from workspace.config import Config, ConfigurationError, table

LEAST = {
    "WORKSPACE_DATABASE_URL": "postgresql://app:pw-of-app@db.example/workspace",
    "WORKSPACE_DATABASE_URL_AUDIENCE": "postgresql+psycopg://audience:pw-of-audience@db.example/workspace",
    "WORKSPACE_S3_ENDPOINT": "store.example:9000",
    "WORKSPACE_S3_ACCESS_KEY": "the-access-key",
    "WORKSPACE_S3_SECRET_KEY": "the-secret-key-of-the-store",
    "WORKSPACE_SECRET_KEY": "k" * 32,
}
SECRETS = ("pw-of-app", "pw-of-audience", "the-access-key", "the-secret-key-of-the-store", "k" * 32)


def test_the_least_that_is_needed() -> None:
    config = Config.from_environment(LEAST)
    assert (config.host, config.port, config.public_url) == ("127.0.0.1", 8000, "http://127.0.0.1:8000")
    assert config.database_url_audience.startswith("postgresql://")
    assert (config.s3_secure, config.secure, config.demonstration) == (True, False, False)
    assert config.max_upload_bytes == 100_000_000
    with pytest.raises(FrozenInstanceError):
        config.port = 80  # type: ignore[misc]


@pytest.mark.parametrize("missing", sorted(LEAST))
def test_what_is_needed_has_no_default(missing: str) -> None:
    with pytest.raises(ConfigurationError, match=f"{missing} is not set"):
        Config.from_environment({**LEAST, missing: ""})


def test_everything_wrong_is_named_at_once() -> None:
    with pytest.raises(ConfigurationError) as raised:
        Config.from_environment({"WORKSPACE_PORT": "0", "WORKSPACE_S3_SECURE": "perhaps"})
    for name in (*LEAST, "WORKSPACE_PORT", "WORKSPACE_S3_SECURE"):
        assert name in str(raised.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WORKSPACE_DATABASE_URL", "mysql://db.example"),
        ("WORKSPACE_S3_ENDPOINT", "https://store.example"),
        ("WORKSPACE_SECRET_KEY", "short"),
        ("WORKSPACE_PORT", "65536"),
        ("WORKSPACE_PUBLIC_URL", "cases.invalid"),
        ("WORKSPACE_PUBLIC_URL", "https://workspace.example/path"),
        ("WORKSPACE_MORE_ORIGINS", "https://one.example,two"),
        ("WORKSPACE_TRUSTED_PROXIES", "-1"),
        ("WORKSPACE_SESSION_IDLE_MINUTES", "²"),
    ],
)
def test_what_makes_no_sense_is_named(name: str, value: str) -> None:
    with pytest.raises(ConfigurationError, match=name) as raised:
        Config.from_environment({**LEAST, name: value})
    assert value not in str(raised.value) or len(value) < 6


def test_origins_come_from_the_public_address() -> None:
    more = {"WORKSPACE_PUBLIC_URL": "https://Cases.example/", "WORKSPACE_MORE_ORIGINS": "https://b.example"}
    config = Config.from_environment(LEAST | more)
    assert config.allowed_origins == ["https://cases.example", "https://b.example"]
    assert config.secure


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "::", "workspace.example"])
def test_the_demonstration_refuses_every_address_but_loopback(host: str) -> None:
    with pytest.raises(ConfigurationError, match="WORKSPACE_HOST must be"):
        Config.from_environment({**LEAST, "WORKSPACE_DEMONSTRATION": "yes", "WORKSPACE_HOST": host})


def test_no_secret_is_ever_shown() -> None:
    config = Config.from_environment(LEAST)
    for secret in SECRETS:
        assert secret not in repr(config)
        assert secret not in str(config.shown())


def test_the_readme_lists_every_setting() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text()
    assert table() in readme, "run `workspace check --settings` and put its table into the README"
