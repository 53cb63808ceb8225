"""The commands for configured servers: check, migrate, serve, admin create."""

import signal
from urllib.request import urlopen

import psycopg
import pytest

from tests.cli.starting import ended, start
from tests.serving import free_port
from workspace.accounts.passwords import is_right
from workspace.config import table

WHO = ["--name", "Sol Arden", "--email", "sol@platform.example", "--organisation", "The platform"]


def test_check_reaches_every_part_and_shows_no_secret(environment: dict[str, str]) -> None:
    code, said, complaint = ended("check", settings=environment)
    assert code == 0, said + complaint
    assert "Everything is as Workspace needs it." in said
    assert "workspace_audience, PostgreSQL 18" in said
    for name in ("WORKSPACE_SECRET_KEY", "WORKSPACE_S3_SECRET_KEY", "WORKSPACE_S3_ACCESS_KEY"):
        assert environment[name] not in said


def test_check_names_what_does_not_answer(environment: dict[str, str]) -> None:
    wrong = {
        "WORKSPACE_S3_ENDPOINT": f"127.0.0.1:{free_port()}",
        "WORKSPACE_DATABASE_URL": f"postgresql://workspace_app@127.0.0.1:{free_port()}/workspace",
    }
    code, said, _ = ended("check", settings=environment | wrong)
    assert code == 69
    assert "NO   the database, for the application" in said
    assert "NO   the object store" in said
    assert "yes  the database, for migrations" in said


@pytest.mark.parametrize("command", ["serve", "worker", "migrate", "check"])
def test_without_settings_each_says_what_is_missing(command: str, tmp_path: object) -> None:
    code, _, complaint = ended(command, settings={"WORKSPACE_DATA": str(tmp_path)})
    assert code == 78
    assert "WORKSPACE_DATABASE_URL is not set" in complaint
    assert "Traceback" not in complaint


def test_migrating_twice_is_as_good_as_once(environment: dict[str, str]) -> None:
    for _ in range(2):
        code, _, complaint = ended("migrate", settings=environment)
        assert code == 0, complaint


def test_serving_configured_servers_and_stopping(environment: dict[str, str]) -> None:
    port = free_port()
    with start("serve", settings=environment | {"WORKSPACE_PORT": str(port)}) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == f"==> Serving http://127.0.0.1:{port}\n"
        with urlopen(f"http://127.0.0.1:{port}/", timeout=10) as page:
            assert page.status == 200
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=15)
        assert process.returncode == 0


def test_the_first_administrator_is_made_with_a_password_that_is_no_argument(
    environment: dict[str, str],
) -> None:
    code, said, complaint = ended(
        "admin", "create", *WHO, settings=environment, typed="correct horse battery\n"
    )
    assert code == 0, complaint
    assert said == "Sol Arden can now sign in as sol@platform.example.\n"
    with psycopg.connect(environment["WORKSPACE_DATABASE_URL_OWNER"]) as link:
        rows = link.execute(
            "SELECT c.password_hash FROM workspace.credential c JOIN workspace.person p ON p.id = c.person_id"
            " JOIN workspace.appointment a ON a.person_id = p.id WHERE p.email = 'sol@platform.example'"
        ).fetchall()
    assert len(rows) == 1
    assert is_right("correct horse battery", rows[0][0])
    code, _, complaint = ended("admin", "create", *WHO, settings=environment, typed="correct horse battery\n")
    assert (code, complaint) == (65, "Somebody already signs in as sol@platform.example.\n")


@pytest.mark.parametrize("command", [["migrate"], ["admin", "create", *WHO]])
def test_a_database_that_is_down_is_said_in_a_sentence(
    command: list[str], environment: dict[str, str]
) -> None:
    nowhere = f"postgresql://somebody@127.0.0.1:{free_port()}/workspace"
    down = dict.fromkeys(("WORKSPACE_DATABASE_URL", "WORKSPACE_DATABASE_URL_OWNER"), nowhere)
    code, _, complaint = ended(*command, settings=environment | down, typed="correct horse battery\n")
    assert code == 69
    assert complaint.startswith("The database does not answer:")
    assert len(complaint.splitlines()) == 1


def test_a_password_that_is_too_short_is_refused(environment: dict[str, str]) -> None:
    code, _, complaint = ended("admin", "create", *WHO, settings=environment, typed="short\n")
    assert code == 65
    assert "at least 12 characters" in complaint


def test_the_settings_can_be_listed() -> None:
    code, said, _ = ended("check", "--settings", settings={})
    assert code == 0
    assert said.strip() == table()
