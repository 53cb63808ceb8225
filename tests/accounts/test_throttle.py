"""Guessing passwords: waits that grow, for an address and for a network, and nobody locked out."""

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from tests.accounts.asking import entries, rows
from tests.accounts.conftest import PASSWORD
from tests.accounts.pages import try_sign_in
from workspace.accounts import throttle
from workspace.config import Config
from workspace.people.models import Person


def fail(environment: dict[str, str], key: bytes, times: int, ago: float) -> None:
    """Failures that happened ``ago`` seconds ago."""
    for number in range(times):
        rows(
            environment,
            "INSERT INTO sign_in_failure (id, key, at) VALUES ("
            " (random() * 1e18)::bigint, %s, statement_timestamp() - make_interval(secs => %s))",
            key,
            ago + number / 1000,
        )


def keys(config: Config, email: str, remote: str = "127.0.0.1") -> list[bytes]:
    """What a failure from there is counted under: the address from there, the address, the network."""
    return [key.digest for key in throttle.keys(email, remote, config.secret_key)]


def elsewhere(app: Flask) -> FlaskClient:
    """A browser in another network."""
    browser = app.test_client()
    browser.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    return browser


def test_the_sixth_try_has_to_wait_even_with_the_right_password(
    client: FlaskClient, priya: Person, environment: dict[str, str]
) -> None:
    for _ in range(5):
        assert try_sign_in(client, priya.email, "ten green bottles").status_code == 422
    answer = try_sign_in(client, priya.email, PASSWORD)
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 5
    assert "Try again in" in answer.text
    assert f'value="{priya.email}"' in answer.text
    assert entries(environment, "session.opened") == []


def test_an_address_that_is_nobodys_has_to_wait_as_well(client: FlaskClient) -> None:
    for _ in range(5):
        try_sign_in(client, "nobody@westmoor.example", "ten green bottles")
    assert try_sign_in(client, "nobody@westmoor.example", "x").status_code == 429


def test_after_the_wait_the_right_password_works(
    client: FlaskClient, priya: Person, config: Config, environment: dict[str, str]
) -> None:
    fail(environment, keys(config, priya.email)[0], 5, ago=6)
    assert try_sign_in(client, priya.email, PASSWORD).status_code == 302


def test_every_further_failure_doubles_the_wait(
    client: FlaskClient, priya: Person, config: Config, environment: dict[str, str]
) -> None:
    address, _anywhere, _network = keys(config, priya.email)
    fail(environment, address, 8, ago=6)
    answer = try_sign_in(client, priya.email, PASSWORD)
    assert 30 <= int(answer.headers["Retry-After"]) <= 34


def test_a_try_that_had_to_wait_does_not_make_the_wait_longer(
    client: FlaskClient, priya: Person, config: Config, environment: dict[str, str]
) -> None:
    fail(environment, keys(config, priya.email)[0], 6, ago=1)
    for _ in range(3):
        assert try_sign_in(client, priya.email, "x").status_code == 429
    assert rows(environment, "SELECT count(*) FROM sign_in_failure") == [(6,)]


def test_nobody_is_locked_out_for_longer_than_a_quarter_of_an_hour(
    client: FlaskClient, priya: Person, config: Config, environment: dict[str, str]
) -> None:
    fail(environment, keys(config, priya.email)[0], 200, ago=0)
    answer = try_sign_in(client, priya.email, PASSWORD)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) <= 900
    assert "15 minutes" in answer.text
    rows(environment, "UPDATE sign_in_failure SET at = at - interval '15 minutes'")
    assert try_sign_in(client, priya.email, PASSWORD).status_code == 302


def test_a_network_that_tries_many_addresses_has_to_wait(
    app: Flask,
    client: FlaskClient,
    with_password: Callable[..., Person],
    config: Config,
    environment: dict[str, str],
) -> None:
    priya = with_password()
    fail(environment, keys(config, "somebody@else.example")[2], throttle.FREE_BY_NETWORK, ago=0)
    assert try_sign_in(client, priya.email, PASSWORD).status_code == 429
    assert try_sign_in(elsewhere(app), priya.email, PASSWORD).status_code == 302


def test_who_guesses_keeps_nobody_out_who_signs_in_from_elsewhere(
    app: Flask, client: FlaskClient, priya: Person
) -> None:
    for _ in range(5):
        try_sign_in(client, priya.email, "ten green bottles")
    assert try_sign_in(client, priya.email, PASSWORD).status_code == 429
    assert try_sign_in(elsewhere(app), priya.email, PASSWORD).status_code == 302


def test_guesses_from_many_networks_are_slowed_but_never_for_long(
    app: Flask, priya: Person, config: Config, environment: dict[str, str]
) -> None:
    anywhere = keys(config, priya.email)[1]
    fail(environment, anywhere, throttle.FREE_FROM_ANYWHERE - 1, ago=0)
    assert try_sign_in(elsewhere(app), priya.email, "ten green bottles").status_code == 422
    answer = try_sign_in(elsewhere(app), priya.email, PASSWORD)
    assert answer.status_code == 429
    fail(environment, anywhere, 200, ago=0)
    waits = int(try_sign_in(elsewhere(app), priya.email, PASSWORD).headers["Retry-After"])
    assert 25 <= waits <= throttle.LONGEST_FROM_ANYWHERE


def test_neighbours_count_as_one_network() -> None:
    assert throttle.network_of("192.0.2.7") == throttle.network_of("192.0.2.200")
    assert throttle.network_of("192.0.2.7") != throttle.network_of("192.0.3.7")
    assert throttle.network_of("2001:db8::1") == throttle.network_of("2001:db8::ffff:2")
    assert throttle.network_of("2001:db8::1") != throttle.network_of("2001:db8:0:1::1")
    assert throttle.network_of("::ffff:192.0.2.7") == throttle.network_of("192.0.2.9")
    assert throttle.network_of(None) == throttle.network_of("nonsense") == "unknown"


def test_the_table_names_nobody(client: FlaskClient, priya: Person, environment: dict[str, str]) -> None:
    try_sign_in(client, priya.email, "ten green bottles")
    kept = [bytes(key) for (key,) in rows(environment, "SELECT key FROM sign_in_failure")]
    assert len(kept) == 3
    assert all(len(key) == 32 and priya.email.encode() not in key for key in kept)
