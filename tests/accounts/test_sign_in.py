"""Signing in: who gets in, what everybody else is told, and what is written down."""

from collections.abc import Callable
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient

from tests.accounts.asking import entries, rows
from tests.accounts.conftest import PASSWORD
from tests.accounts.pages import cookie, token, try_sign_in
from tests.factories import World, lasting
from tests.pages import without_tokens
from workspace.accounts.sessions import hash_of
from workspace.config import Config
from workspace.identifiers import encode
from workspace.people.models import Organisation, Person, Suspension


def test_the_right_password_opens_a_session(
    client: FlaskClient, priya: Person, environment: dict[str, str]
) -> None:
    answer = try_sign_in(client, priya.email, PASSWORD)
    assert (answer.status_code, answer.location) == (302, "/")
    assert "Priya Nair" in client.get("/password").text
    (opened,) = entries(environment, "session.opened")
    assert opened["person_id"] == priya.id
    assert opened["outcome"] == 1
    assert opened["session_hash"] is not None


def test_the_address_is_found_in_any_spelling_of_its_letters(client: FlaskClient, priya: Person) -> None:
    assert try_sign_in(client, f"  {priya.email.upper()} ", PASSWORD).status_code == 302


def test_wrong_and_unknown_are_answered_with_the_same_page(
    client: FlaskClient, priya: Person, environment: dict[str, str]
) -> None:
    stranger = f"{uuid4().hex[:8]}@westmoor.example"
    wrong = try_sign_in(client, priya.email, "ten green bottles")
    unknown = try_sign_in(client, stranger, "ten green bottles")
    assert wrong.status_code == unknown.status_code == 422
    assert "The e-mail address or the password is not right" in wrong.text
    assert without_tokens(wrong.text).replace(priya.email, "") == without_tokens(unknown.text).replace(
        stranger, ""
    )
    refused = entries(environment, "session.refused")
    assert [(each["thing_id"], each["outcome"], each["person_id"]) for each in refused] == [
        (priya.id, 2, None),
        (None, 2, None),
    ]


def test_the_auditors_of_a_person_learn_that_somebody_tried(
    client: FlaskClient, priya: Person, organisation: Organisation, environment: dict[str, str]
) -> None:
    try_sign_in(client, priya.email, "ten green bottles")
    (refused,) = entries(environment, "session.refused")
    assert refused["material_of"] == [organisation.id]


def test_what_was_typed_is_kept_but_the_password(client: FlaskClient, priya: Person) -> None:
    page = try_sign_in(client, priya.email, "ten green bottles").text
    assert f'value="{priya.email}"' in page
    assert "ten green bottles" not in page


ABSURD = (
    ("", ""),
    ("priya", ""),
    ("a" * 300, "b"),
    ("a@b.example", "c" * 100_000),
    ("a\0@b.example", "c"),
    ("a@b.example", "c\0"),
    ("'; DROP TABLE person; --", "x"),
    ("\u202eexample@b.example", "🦊" * 30),
)


def test_absurd_values_are_refused_in_words(client: FlaskClient) -> None:
    for email, password in ABSURD:
        answer = try_sign_in(client, email, password)
        assert answer.status_code == 422
        assert "There is a problem" in answer.text


def test_missing_fields_are_refused_in_words(client: FlaskClient) -> None:
    assert client.post("/sign-in", data={"csrf_token": token(client)}).status_code == 422


def test_somebody_suspended_is_told_no_more_than_a_stranger(
    client: FlaskClient, priya: Person, world: World, environment: dict[str, str]
) -> None:
    world.add(priya.id, Suspension(person_id=priya.id, by_id=priya.id, during=lasting()))
    answer = try_sign_in(client, priya.email, PASSWORD)
    assert answer.status_code == 422
    assert "The e-mail address or the password is not right" in answer.text
    assert entries(environment, "session.opened") == []


def test_somebody_whose_organisation_has_ended_cannot_sign_in(
    client: FlaskClient, priya: Person, environment: dict[str, str]
) -> None:
    rows(
        environment,
        "UPDATE organisation SET during = tstzrange(lower(during), statement_timestamp())",
    )
    assert try_sign_in(client, priya.email, PASSWORD).status_code == 422


def test_a_planted_token_is_worth_nothing_after_signing_in(
    app: Flask, client: FlaskClient, priya: Person, config: Config
) -> None:
    token(client)
    planted = cookie(client, config)
    try_sign_in(client, priya.email, PASSWORD)
    assert planted is not None
    assert cookie(client, config) not in (None, planted)
    thief = app.test_client()
    thief.set_cookie("workspace", planted)
    assert thief.get("/password").status_code == 302


def test_a_token_of_ones_own_making_is_not_taken(client: FlaskClient, config: Config) -> None:
    client.set_cookie("workspace", "of-my-own-making")
    token(client)
    assert cookie(client, config) != "of-my-own-making"


def test_only_the_hash_of_a_token_is_kept(
    client: FlaskClient, priya: Person, config: Config, environment: dict[str, str]
) -> None:
    try_sign_in(client, priya.email, PASSWORD)
    held = cookie(client, config)
    assert held is not None
    kept = [bytes(value) for (value,) in rows(environment, "SELECT token_hash FROM session")]
    assert hash_of(held) in kept
    assert held.encode() not in kept


def test_signing_in_as_another_ends_the_session_before(
    app: Flask, client: FlaskClient, with_password: Callable[..., Person], environment: dict[str, str]
) -> None:
    priya, owen = with_password("Priya Nair"), with_password("Owen Blyth")
    try_sign_in(client, priya.email, PASSWORD)
    forged = token(client, "/password")
    values = {"email": owen.email, "password": PASSWORD, "csrf_token": forged}
    assert client.post("/sign-in", data=values).status_code == 302
    assert "Owen Blyth" in client.get("/password").text
    assert rows(
        environment, "SELECT count(*) FROM session WHERE person_id = %s AND ended_at IS NULL", priya.id
    ) == [(0,)]


def test_a_forged_form_is_refused(client: FlaskClient, priya: Person) -> None:
    for sent in ({}, {"csrf_token": "forged"}):
        answer = client.post("/sign-in", data={"email": priya.email, "password": PASSWORD, **sent})
        assert answer.status_code == 400
    assert client.get("/password").status_code == 302


def test_a_form_of_another_browser_is_refused(app: Flask, client: FlaskClient, priya: Person) -> None:
    other = token(app.test_client())
    token(client)
    values = {"email": priya.email, "password": PASSWORD, "csrf_token": other}
    assert client.post("/sign-in", data=values).status_code == 400


def test_one_comes_back_to_the_page_that_was_asked_for(client: FlaskClient, priya: Person) -> None:
    sent = client.get("/password?x=1")
    assert sent.location == "/sign-in?next=/password?x%3D1"
    assert try_sign_in(client, priya.email, PASSWORD, sent.location).location == "/password?x=1"


ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "javascript:alert(1)",
    "evil.example",
    "/" + "a" * 3000,
    "/\r\nSet-Cookie: a=b",
)


def test_nobody_is_sent_elsewhere(app: Flask, priya: Person) -> None:
    for address in ELSEWHERE:
        client = app.test_client()
        form = token(client)
        values = {"email": priya.email, "password": PASSWORD, "csrf_token": form}
        answer = client.post("/sign-in", query_string={"next": address}, data=values)
        assert (answer.status_code, answer.location) == (302, "/")


def test_a_script_is_told_in_its_own_way(client: FlaskClient) -> None:
    answer = client.get("/password", headers={"Accept": "application/json"})
    assert answer.status_code == 401
    assert "Sign in again" in answer.get_json()["error"]


def test_whoever_is_signed_in_is_sent_on(client: FlaskClient, priya: Person) -> None:
    try_sign_in(client, priya.email, PASSWORD)
    assert client.get("/sign-in?next=/password").location == "/password"


def test_a_password_kept_with_old_parameters_is_kept_anew(
    client: FlaskClient, priya: Person, environment: dict[str, str]
) -> None:
    from argon2 import PasswordHasher

    old = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    rows(environment, "UPDATE credential SET password_hash = %s", old)
    assert try_sign_in(client, priya.email, PASSWORD).status_code == 302
    ((kept,),) = rows(environment, "SELECT password_hash FROM credential")
    assert "m=19456,t=2,p=1" in kept


def test_a_stranger_learns_nothing_from_an_address_inside(client: FlaskClient) -> None:
    answer = client.get(f"/organisations/{encode(7)}")
    assert answer.status_code == 302
    assert answer.location.startswith("/sign-in?next=")
