"""A browser, the demonstration served by the real web process, and what no page may do."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import chromium
from tests.conftest import url_of
from tests.serving import CHECKOUT, serving

AXE = (CHECKOUT / "node_modules" / "axe-core" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDE, NARROW = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
expect.set_options(timeout=10_000)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the browser that `make test` unpacked."""
    return {
        **browser_type_launch_args,
        "executable_path": chromium.executable(),
        "args": chromium.arguments(),
    }


@pytest.fixture(scope="module")
def settings(
    servers: dict[str, str], demonstration: tuple[str, str], request: pytest.FixtureRequest
) -> Iterator[dict[str, str]]:
    """The settings of a workspace with the family in a database of its own, one for each module of tests.

    A module says in its own `SETTINGS` what should be different.
    """
    template, bucket = demonstration
    name = f"browser_{request.module.__name__.rpartition('.')[2]}"
    with psycopg.connect(url_of(servers, "postgres", "OWNER"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        urls = {
            f"WORKSPACE_DATABASE_URL{'_' + role if role else ''}": url_of(servers, name, role)
            for role in ("", "AUDIENCE", "WORKER", "OWNER")
        }
        own = {"WORKSPACE_S3_BUCKET": bucket, "WORKSPACE_DEMONSTRATION": "yes"}
        yield {**servers, **urls, **own, **getattr(request.module, "SETTINGS", {})}
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def site(settings: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a workspace with the family in it, one for each module of tests."""
    with serving(settings, tmp_path_factory.mktemp("log")) as url:
        yield url


class Watched:
    """A browser window of one person, and everything it complained of."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        self.context = context
        self.site = site
        self.complaints: list[str] = []
        context.set_default_timeout(10_000)
        context.on("console", lambda said: self._hear(said.type, said.text))
        context.on("weberror", lambda error: self.complaints.append(f"script: {error.error}"))
        self.page = context.new_page()

    def _hear(self, kind: str, text: str) -> None:
        # A refused or failed request is what some tests are about, and the page says so itself.
        if kind in ("error", "warning") and "Failed to load resource" not in text:
            self.complaints.append(f"{kind}: {text}")

    def sign_in(self, name: str) -> Page:
        """Sign in by the demonstration's button of a person."""
        self.page.goto(f"{self.site}/sign-in")
        self.page.get_by_role("button", name=name).click()
        expect(self.page.get_by_role("button", name="Sign out")).to_be_visible()
        return self.page


@pytest.fixture
def window(browser: Browser, site: str) -> Iterator[Callable[..., Watched]]:
    """A function that opens a window of its own (1366 wide unless told); none of them may complain."""
    opened: list[Watched] = []

    def open_window(size: dict[str, int] = WIDE, **more: Any) -> Watched:
        context = browser.new_context(viewport=size, locale="en-GB", reduced_motion="reduce", **more)  # type: ignore[arg-type]
        opened.append(Watched(context, site))
        return opened[-1]

    yield open_window
    for each in opened:
        each.context.close()
        assert each.complaints == []


@pytest.fixture
def as_person(window: Callable[..., Watched]) -> Callable[..., Page]:
    """A function that opens a window in which a person of the family's case is signed in."""
    return lambda name, **more: window(**more).sign_in(name)


def found_by_axe(page: Page) -> list[str]:
    """What axe finds wrong with a page. It is evaluated, not added: our policy would refuse it."""
    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    return [f"{each['id']}: {[node['target'] for node in each['nodes']]}" for each in found["violations"]]


def too_wide(page: Page) -> int:
    """By how many pixels a page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def looked_at(page: Page, pictures: Path, name: str) -> None:
    """Take pictures of a page wide and narrow: nothing for axe, nothing sideways."""
    for size in (NARROW, WIDE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.screenshot(path=pictures / f"{name}-{size['width']}.png", full_page=True)
        assert found_by_axe(page) == []
        assert too_wide(page) <= 0


@pytest.fixture(scope="session")
def pictures() -> Path:
    """Where screenshots are put for looking at."""
    folder = CHECKOUT / ".data" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
