"""Home: the rooms one may enter, and nothing else."""

from sqlalchemy import event

from tests.rooms.conftest import House, SignIn, words_of
from workspace.database import acting_as, session
from workspace.identifiers import encode
from workspace.rooms.models import Role


def test_home_lists_the_rooms_one_may_enter(house: House, sign_in: SignIn) -> None:
    page = sign_in(house.priya.id).get("/").text
    assert "Ashdown-Reyes family" in page
    assert "Lead" in words_of(page)
    assert page.index("app-agency--council") < page.index("app-agency--nhs")
    assert "Contributor" in words_of(sign_in(house.joy.id).get("/").text)


def test_home_shows_no_trace_of_other_rooms(house: House, sign_in: SignIn) -> None:
    for person in (house.samira, house.paul, house.sol):
        page = sign_in(person.id).get("/").text
        assert "Ashdown" not in page
        assert encode(house.room.id) not in page
        assert "You are not in a room yet" in page


def test_an_excluded_member_has_no_such_room(house: House, sign_in: SignIn) -> None:
    house.world.exclude(house.room, house.owen, by=house.priya)
    assert "Ashdown" not in sign_in(house.owen.id).get("/").text


def test_administrators_are_not_offered_to_open_a_room(house: House, sign_in: SignIn) -> None:
    assert "/rooms/new" in sign_in(house.samira.id).get("/").text
    assert "/rooms/new" not in sign_in(house.sol.id).get("/").text


def test_whoever_is_not_signed_in_is_asked_to(house: House, sign_in: SignIn) -> None:
    answer = sign_in(house.priya.id).application.test_client().get("/")
    assert answer.status_code in (302, 303)
    assert "/sign-in" in answer.headers["Location"]


def test_listing_rooms_is_recorded_without_their_titles(house: House, sign_in: SignIn) -> None:
    sign_in(house.priya.id).get("/")
    (entry,) = house.recorded("rooms.listed")
    assert entry.person_id == house.priya.id
    assert entry.facts == {"rooms": 1}


def test_more_rooms_take_no_more_queries(house: House, sign_in: SignIn) -> None:
    def queries() -> int:
        asked: list[str] = []
        with acting_as(None):
            engine = session().get_bind()

        def note(_c: object, _cursor: object, statement: str, *_more: object) -> None:
            asked.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        assert sign_in(house.priya.id).get("/").status_code == 200
        event.remove(engine, "before_cursor_execute", note)
        return len(asked)

    before = queries()
    for number in range(4):
        room = house.world.room(house.priya, house.council, title=f"Family {number}")
        house.world.bring_in(room, house.school, by=house.priya)
        house.world.join(room, house.owen, Role.READER, by=house.priya)
    assert queries() == before
