"""An organisation's People page: who sees it, and what a manager can do there."""

import re
import threading
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.accounts.asking import entries, rows
from tests.accounts.pages import try_sign_in
from tests.administration.conftest import Cast, act, page
from tests.factories import World, lasting
from tests.pages import without_tokens
from workspace.database import acting_as, transaction
from workspace.identifiers import encode, new_id
from workspace.people.models import Duty, Suspension
from workspace.rooms import locks

SUSPENDED = "SELECT count(*) FROM suspension WHERE during @> statement_timestamp()"
IDRIS = {"name": "Idris Cole", "email": "idris.cole@westmoor.example", "job_title": "social worker"}


def test_a_manager_sees_who_works_for_the_organisation_and_nobody_else(
    farah: FlaskClient, cast: Cast, environment: dict[str, str]
) -> None:
    assert farah.get("/organisation").location == page(cast.council)
    text = farah.get(page(cast.council)).text
    for shown in ("Farah Aziz", "Owen Blyth", cast.owen.email, "Organisation manager", "1 session"):
        assert shown in text
    assert "Tom Raine" not in text
    (entry,) = entries(environment, "organisation.people_read")
    assert (entry["person_id"], entry["thing_id"]) == (cast.farah.id, cast.council.id)


def test_a_manager_sees_no_room_there(farah: FlaskClient, cast: Cast, world: World) -> None:
    before = farah.get(page(cast.council)).text
    room = world.room(cast.owen, cast.council, "Ashdown-Reyes family")
    world.document(room, cast.owen, cast.council, "Family plan")
    after = farah.get(page(cast.council)).text
    assert farah.get(f"/rooms/{encode(room.id)}").status_code == 404
    assert _timeless(before) == _timeless(after)


@pytest.mark.parametrize("who", ["owen", "tom"])
def test_others_are_told_that_there_is_no_such_page(
    cast: Cast, sign_in: Callable[[int], FlaskClient], who: str, environment: dict[str, str]
) -> None:
    browser = sign_in(getattr(cast, who).id)
    absent = browser.get(f"/organisations/{encode(new_id())}")
    hidden = browser.get(page(cast.council))
    assert absent.status_code == hidden.status_code == 404
    assert _timeless(absent.text) == _timeless(hidden.text)
    for what in ("suspend", "suspension/end", "sessions/end", "password"):
        assert browser.post(act(cast.council, cast.owen, what)).status_code == 404
    assert browser.post(page(cast.council, "/people/new"), data=IDRIS).status_code == 404
    assert browser.post(page(cast.council, "/end")).status_code == 404
    assert rows(environment, SUSPENDED) == [(0,)]


def test_a_manager_reaches_nobody_of_another_organisation_through_their_own(
    farah: FlaskClient, cast: Cast, environment: dict[str, str]
) -> None:
    for what in ("suspend", "suspension/end", "sessions/end", "password"):
        assert farah.post(act(cast.council, cast.tom, what)).status_code == 404
    assert rows(environment, SUSPENDED) == [(0,)]


def test_suspending_ends_sessions_at_once_and_is_written_down(
    farah: FlaskClient, cast: Cast, sign_in: Callable[[int], FlaskClient], environment: dict[str, str]
) -> None:
    owen = sign_in(cast.owen.id)
    assert owen.get("/password").status_code == 200
    assert farah.post(act(cast.council, cast.owen, "suspend")).status_code == 302
    assert owen.get("/password").status_code == 302
    text = farah.get(page(cast.council)).text
    assert "Owen Blyth is suspended" in text
    assert "by Farah Aziz" in text
    assert "Lift suspension" in text
    (entry,) = entries(environment, "person.suspended")
    assert (entry["person_id"], entry["thing_id"], entry["facts"]) == (
        cast.farah.id,
        cast.owen.id,
        {"sessions": 1},
    )
    told = "SELECT count(*) FROM outbox_event WHERE name = 'person.access.changed' AND person_id = %s"
    assert rows(environment, told, cast.owen.id) == [(1,)]
    assert farah.post(act(cast.council, cast.owen, "suspend")).status_code == 409


@pytest.mark.parametrize(
    ("what", "asked"), [("suspend", "Suspend Owen Blyth?"), ("password", "Give Owen Blyth")]
)
def test_what_puts_somebody_out_is_asked_once_more(
    farah: FlaskClient,
    cast: Cast,
    sign_in: Callable[[int], FlaskClient],
    environment: dict[str, str],
    what: str,
    asked: str,
) -> None:
    owen, address = sign_in(cast.owen.id), act(cast.council, cast.owen, what)
    assert f'href="{address}"' in farah.get(page(cast.council)).text
    answer = farah.get(address)
    assert answer.status_code == 200
    assert asked in answer.text
    assert owen.get("/password").status_code == 200
    assert farah.get(act(cast.council, cast.tom, what)).status_code == 404
    assert farah.get(act(cast.council, cast.farah, what)).status_code == 409
    assert rows(environment, SUSPENDED) == [(0,)]


def test_a_suspension_is_lifted_and_kept_as_a_period(
    farah: FlaskClient, cast: Cast, sign_in: Callable[[int], FlaskClient], environment: dict[str, str]
) -> None:
    farah.post(act(cast.council, cast.owen, "suspend"))
    assert farah.post(act(cast.council, cast.owen, "suspension/end")).status_code == 302
    assert sign_in(cast.owen.id).get("/password").status_code == 200
    assert rows(environment, "SELECT upper(during) IS NOT NULL, by_id FROM suspension") == [
        (True, cast.farah.id)
    ]
    assert len(entries(environment, "suspension.ended")) == 1
    assert farah.post(act(cast.council, cast.owen, "suspension/end")).status_code == 409


def test_ending_sessions_signs_out_but_does_not_keep_out(
    farah: FlaskClient, cast: Cast, sign_in: Callable[[int], FlaskClient], environment: dict[str, str]
) -> None:
    first, second = sign_in(cast.owen.id), sign_in(cast.owen.id)
    assert farah.post(act(cast.council, cast.owen, "sessions/end")).status_code == 302
    assert first.get("/password").status_code == second.get("/password").status_code == 302
    assert sign_in(cast.owen.id).get("/password").status_code == 200
    assert [each["facts"] for each in entries(environment, "person.sessions_ended")] == [{"sessions": 2}]


def test_a_manager_does_none_of_it_to_themselves(farah: FlaskClient, cast: Cast) -> None:
    for what in ("suspend", "password"):
        assert farah.post(act(cast.council, cast.farah, what)).status_code == 409
    assert farah.get(page(cast.council)).status_code == 200


def test_a_forged_act_is_refused(farah: FlaskClient, cast: Cast, environment: dict[str, str]) -> None:
    del farah.environ_base["HTTP_X_CSRFTOKEN"]
    assert farah.post(act(cast.council, cast.owen, "suspend")).status_code == 400
    assert rows(environment, SUSPENDED) == [(0,)]


def test_suspending_waits_for_what_is_being_written(
    farah: FlaskClient, cast: Cast, world: World, environment: dict[str, str]
) -> None:
    room = world.room(cast.owen, cast.council)
    waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    answers: list[int] = []
    suspending = threading.Thread(
        target=lambda: answers.append(farah.post(act(cast.council, cast.owen, "suspend")).status_code)
    )
    with acting_as(cast.owen.id), transaction() as writing:
        locks.hold(writing, room.id)
        suspending.start()
        while suspending.is_alive() and rows(environment, waiting) == [(0,)]:
            suspending.join(0.02)
        assert rows(environment, SUSPENDED) == [(0,)]
    suspending.join()
    assert answers == [302]
    assert rows(environment, SUSPENDED) == [(1,)]


def test_a_suspended_manager_manages_nothing(farah: FlaskClient, cast: Cast, world: World) -> None:
    world.add(cast.sol.id, Suspension(person_id=cast.farah.id, by_id=cast.sol.id, during=lasting()))
    assert farah.post(act(cast.council, cast.owen, "suspend")).status_code == 302
    assert farah.get(page(cast.council)).status_code == 302


def test_somebody_added_signs_in_with_a_password_they_must_change(
    app: Flask, farah: FlaskClient, cast: Cast, environment: dict[str, str]
) -> None:
    answer = farah.post(page(cast.council, "/people/new"), data={**IDRIS, "duties": [int(Duty.AUDITOR)]})
    assert answer.status_code == 200
    password = _password(answer.text)
    assert "Idris Cole was added" in answer.text
    assert password not in farah.get(page(cast.council)).text
    browser = app.test_client()
    assert try_sign_in(browser, IDRIS["email"], password).status_code == 302
    assert browser.get("/").location == "/password"
    assert "Auditor" in farah.get(page(cast.council)).text
    (entry,) = entries(environment, "person.added")
    assert entry["facts"] == {"duties": ["auditor"]}
    assert password not in str(rows(environment, "SELECT to_jsonb(credential) FROM credential"))


def test_a_forgotten_password_is_replaced_and_sessions_end(
    app: Flask, farah: FlaskClient, cast: Cast, sign_in: Callable[[int], FlaskClient]
) -> None:
    owen = sign_in(cast.owen.id)
    answer = farah.post(act(cast.council, cast.owen, "password"))
    assert answer.status_code == 200
    assert owen.get("/password").status_code == 302
    assert try_sign_in(app.test_client(), cast.owen.email, _password(answer.text)).status_code == 302


def test_an_administrator_gets_no_way_into_another_organisations_rooms(sol: FlaskClient, cast: Cast) -> None:
    assert "New password" not in sol.get(page(cast.council)).text
    assert sol.post(act(cast.council, cast.owen, "password")).status_code == 403


def test_an_administrator_adds_people_until_there_is_a_manager_who_does(
    sol: FlaskClient, cast: Cast, world: World, environment: dict[str, str]
) -> None:
    made = world.organisation("Lantern")
    assert "Add a person" in sol.get(page(made)).text
    assert sol.get(page(made, "/people/new")).status_code == 200
    assert sol.post(page(made, "/people/new"), data={**IDRIS, "duties": [1]}).status_code == 200
    before = rows(environment, "SELECT count(*) FROM person")
    assert "Add a person" not in sol.get(page(made)).text
    assert sol.get(page(made, "/people/new")).status_code == 403
    second = {**IDRIS, "email": "second@westmoor.example"}
    for duties in ([], [1], [2]):
        answer = sol.post(page(made, "/people/new"), data={**second, "duties": duties})
        assert answer.status_code == 403
        assert "Only its managers add people to an organisation that has had one" in answer.text
    assert rows(environment, "SELECT count(*) FROM person") == before


def test_a_manager_who_is_suspended_or_gone_still_counts(
    sol: FlaskClient, cast: Cast, environment: dict[str, str]
) -> None:
    assert sol.post(act(cast.council, cast.farah, "suspend")).status_code == 302
    assert sol.post(page(cast.council, "/people/new"), data={**IDRIS, "duties": [1]}).status_code == 403
    ended = (
        "UPDATE appointment SET during = tstzrange(lower(during), statement_timestamp()) WHERE person_id = %s"
    )
    rows(environment, ended, cast.farah.id)
    assert sol.post(page(cast.council, "/people/new"), data={**IDRIS, "duties": [1]}).status_code == 403


def test_an_administrator_adds_colleagues_of_their_own(sol: FlaskClient, cast: Cast, world: World) -> None:
    world.person(cast.platform, "Sol Arden", Duty.MANAGER)
    assert sol.post(page(cast.platform, "/people/new"), data={**IDRIS, "duties": [3]}).status_code == 200


def test_absurd_people_are_refused_in_words(
    farah: FlaskClient, cast: Cast, environment: dict[str, str]
) -> None:
    wrong: tuple[dict[str, object], ...] = (
        {},
        {**IDRIS, "name": " "},
        {**IDRIS, "email": "colm"},
        {**IDRIS, "email": cast.tom.email.upper()},
        {**IDRIS, "email": "a" * 300 + "@b.example"},
        {**IDRIS, "name": "Colm\0Whelan"},
        {**IDRIS, "name": "x" * 10_000},
        {**IDRIS, "duties": ["9"]},
        {**IDRIS, "duties": ["x"]},
        {**IDRIS, "duties": [int(Duty.ADMINISTRATOR)]},
    )
    before = rows(environment, "SELECT count(*) FROM person")
    for values in wrong:
        answer = farah.post(page(cast.council, "/people/new"), data=values)
        assert answer.status_code == 422, values
        assert "There is a problem" in answer.text
    assert rows(environment, "SELECT count(*) FROM person") == before


def test_what_was_typed_is_kept(farah: FlaskClient, cast: Cast) -> None:
    answer = farah.post(page(cast.council, "/people/new"), data={**IDRIS, "email": "colm"})
    assert 'value="Idris Cole"' in answer.text
    assert "Enter an address such as" in answer.text


def _password(text: str) -> str:
    found = re.search(r"<code[^>]*>([a-z0-9-]{19})</code>", text)
    assert found is not None
    return found[1]


def _timeless(text: str) -> str:
    return re.sub(r"<time.*?</time>", "", without_tokens(text))
