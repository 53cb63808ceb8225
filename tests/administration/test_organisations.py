"""The administrator's page: the organisations there are, adding one, ending one."""

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from tests.accounts.asking import entries, rows
from tests.administration.conftest import Cast, act, page
from tests.factories import World
from workspace.identifiers import encode
from workspace.people.models import Duty

ADDED = {"name": "Harrow Vale Homes", "short_name": "Housing"}


def test_an_administrator_sees_every_organisation_and_no_room(
    sol: FlaskClient, cast: Cast, world: World
) -> None:
    room = world.room(cast.owen, cast.council, "Ashdown-Reyes family")
    text = sol.get("/organisations").text
    for shown in (cast.council.name, cast.trust.name, cast.platform.name):
        assert shown in text
    assert "Ashdown-Reyes" not in text
    assert "Ashdown-Reyes" not in sol.get(page(cast.council)).text
    assert sol.get(f"/rooms/{encode(room.id)}").status_code == 404


def test_nobody_else_has_such_a_page(cast: Cast, sign_in: Callable[[int], FlaskClient]) -> None:
    for person in (cast.farah, cast.owen):
        browser = sign_in(person.id)
        assert browser.get("/organisations").status_code == 404
        assert browser.post("/organisations", data=ADDED).status_code == 404
        assert 'href="/organisations"' not in browser.get("/password").text


def test_the_links_at_the_top_are_those_of_ones_duties(
    cast: Cast, sign_in: Callable[[int], FlaskClient]
) -> None:
    assert 'href="/organisations"' in sign_in(cast.sol.id).get("/password").text
    manager = sign_in(cast.farah.id).get("/password").text
    assert 'href="/organisation"' in manager
    assert 'href="/organisation"' not in sign_in(cast.owen.id).get("/password").text


def test_an_organisation_is_added_with_its_first_manager(
    sol: FlaskClient, environment: dict[str, str]
) -> None:
    answer = sol.post("/organisations", data=ADDED)
    assert answer.status_code == 302
    text = sol.get(answer.location).text
    assert "Nobody works for Housing yet" in text
    carl = {"name": "Carl Benning", "email": "carl@harrowvale.example", "duties": [int(Duty.MANAGER)]}
    assert sol.post(f"{answer.location}/people/new", data=carl).status_code == 200
    assert "Carl Benning" in sol.get(answer.location).text
    assert len(entries(environment, "organisation.added")) == 1


def test_absurd_organisations_are_refused_in_words(
    sol: FlaskClient, cast: Cast, environment: dict[str, str]
) -> None:
    before = rows(environment, "SELECT count(*) FROM organisation")
    for wrong in (
        {},
        {**ADDED, "name": "  "},
        {**ADDED, "name": cast.council.name.upper()},
        {**ADDED, "short_name": cast.council.short_name},
        {**ADDED, "short_name": "x" * 21},
        {**ADDED, "name": "Harrow\0Vale"},
    ):
        answer = sol.post("/organisations", data=wrong)
        assert answer.status_code == 422, wrong
        assert "There is a problem" in answer.text
    assert rows(environment, "SELECT count(*) FROM organisation") == before


def test_ending_an_organisation_puts_its_people_out_at_once(
    sol: FlaskClient,
    cast: Cast,
    world: World,
    sign_in: Callable[[int], FlaskClient],
    environment: dict[str, str],
) -> None:
    room = world.room(cast.farah, cast.council)
    world.bring_in(room, cast.trust, by=cast.farah)
    tom = sign_in(cast.tom.id)
    assert (
        "End NHS" in sol.get(page(cast.trust, "/end")).text or "End" in sol.get(page(cast.trust, "/end")).text
    )
    assert sol.post(page(cast.trust, "/end")).status_code == 302
    assert tom.get("/password").status_code == 302
    assert "Ended" in sol.get("/organisations").text
    (entry,) = entries(environment, "organisation.ended")
    assert entry["facts"] == {"people": 1, "sessions": 1}
    told = "SELECT name, room_id, person_id FROM outbox_event ORDER BY id"
    assert rows(environment, told) == [
        ("person.access.changed", None, cast.tom.id),
        ("room.access.changed", room.id, None),
    ]
    assert sol.post(page(cast.trust, "/end")).status_code == 422
    carl = {"name": "Carl Benning", "email": "carl@harrowvale.example"}
    assert sol.post(page(cast.trust, "/people/new"), data=carl).status_code == 403
    unmanaged = world.organisation("Harrowvale")
    assert sol.post(page(unmanaged, "/end")).status_code == 302
    assert sol.post(page(unmanaged, "/people/new"), data=carl).status_code == 409


def test_an_administrator_does_not_end_their_own_organisation(sol: FlaskClient, cast: Cast) -> None:
    answer = sol.post(page(cast.platform, "/end"))
    assert answer.status_code == 422
    assert "you work for yourself" in answer.text


def test_a_manager_does_not_end_an_organisation(farah: FlaskClient, cast: Cast) -> None:
    assert farah.get(page(cast.council, "/end")).status_code == 404
    assert farah.post(page(cast.council, "/end")).status_code == 404


def test_administrators_are_made_in_their_own_organisation_only(
    sol: FlaskClient, cast: Cast, world: World
) -> None:
    kim = {"name": "Ruth Kemp", "email": "ruth.kemp@platform.example", "duties": [int(Duty.ADMINISTRATOR)]}
    unmanaged = world.organisation("Harrowvale")
    assert sol.post(page(unmanaged, "/people/new"), data=kim).status_code == 422
    assert sol.post(page(cast.platform, "/people/new"), data=kim).status_code == 200


def test_an_administrator_may_suspend_in_an_emergency(sol: FlaskClient, cast: Cast, app: Flask) -> None:
    assert sol.post(act(cast.council, cast.owen, "suspend")).status_code == 302
    assert "by Sol Arden" in sol.get(page(cast.council)).text
