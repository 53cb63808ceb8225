"""Losing the connection and getting it back: nothing is lost, nothing is there twice."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Watched
from tests.browser.doing import EVERYONE, annotate, begin, card, open_document, save
from tests.serving import Server, served

pytestmark = pytest.mark.browser

ASSESSMENT = "Whole-family assessment"
REMARK, MEANWHILE = "Ask which school she means", "Written while Priya was away"


@pytest.fixture(scope="module")
def two(settings: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Server]]:
    """Two web processes on one database, so that one can end while people work on the other."""
    with served(settings, tmp_path_factory.mktemp("log"), count=2) as servers:
        yield servers


@pytest.fixture(scope="module")
def site(two: list[Server]) -> str:
    """The address of the process that ends."""
    return two[0].url


def opened(window: Watched, name: str, site: str) -> Page:
    window.site = site
    page = window.sign_in(name)
    open_document(page, ASSESSMENT)
    return page


def test_the_web_process_ends_and_comes_back(window: Callable[..., Watched], two: list[Server]) -> None:
    breaks, stays = two
    watched = window()
    priya, owen = opened(watched, "Priya Nair", breaks.url), opened(window(), "Owen Blyth", stays.url)
    expect(priya.locator("#presence")).to_contain_text("Owen Blyth")

    begin(priya, "I want the damp gone", "Ask which scho")
    breaks.process.kill()
    breaks.process.wait()
    box = priya.get_by_label("Your annotation")
    box.press("End")
    box.press_sequentially("ol she means")
    expect(priya.locator("#connection")).to_contain_text("Not connected since")
    expect(box).to_have_value(REMARK)
    save(priya)
    waiting = priya.locator("#waiting > li")
    expect(waiting).to_contain_text(REMARK)
    expect(waiting).to_contain_text("Not sent yet: waits in this window")
    expect(priya.locator("#connection")).to_contain_text("1 annotation waits in this window")
    annotate(owen, "Nobody asks me first", MEANWHILE, EVERYONE)
    expect(card(owen, REMARK)).to_have_count(0)
    begin(priya, "Dana keeps every appointment", "The next th")
    box.focus()

    breaks.start()
    breaks.wait()
    expect(card(priya, MEANWHILE)).to_be_visible(timeout=15_000)
    for page in (priya, owen):
        expect(card(page, REMARK)).to_have_count(1, timeout=15_000)
        expect(card(page, MEANWHILE)).to_have_count(1)
    expect(waiting).to_have_count(0)
    expect(priya.locator("#connection")).to_be_empty()
    expect(box).to_be_focused()
    box.press("End")
    box.press_sequentially("ought")
    expect(box).to_have_value("The next thought")

    # Live again, both ways, and still only one of each after everything was fetched anew.
    annotate(owen, "smells of wet dog", "Does it still?", EVERYONE)
    expect(card(priya, "Does it still?")).to_be_visible()
    owen.reload()
    expect(card(owen, REMARK)).to_have_count(1)
    # The browser itself says in the console that its socket found nobody; that is what this is about.
    watched.complaints[:] = [each for each in watched.complaints if "WebSocket connection to" not in each]


def test_an_answer_that_is_lost_makes_no_second_annotation(as_person: Callable[..., Page]) -> None:
    page = as_person("Priya Nair")
    open_document(page, ASSESSMENT)
    arrived: list[int] = []

    def lose(route: Route) -> None:
        """Let the annotation arrive, and lose what the server answers, once."""
        if route.request.method == "POST" and not arrived:
            arrived.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    page.route("**/annotations", lose)
    begin(page, "Dana agreed to an", "She did so in writing")
    save(page)
    expect(card(page, "She did so in writing")).to_have_count(1)
    expect(page.locator("#waiting > li")).to_have_count(0, timeout=15_000)
    assert arrived == [201]
    page.reload()
    expect(card(page, "She did so in writing")).to_have_count(1)
