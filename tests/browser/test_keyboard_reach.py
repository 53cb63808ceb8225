"""Going through the document page with Tab: what has the focus can always be seen."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, WIDE
from tests.browser.doing import open_document

pytestmark = pytest.mark.browser

ASSESSMENT = "Whole-family assessment"
STOPS = 60
# Of the box inside the window some points are asked: at one of them the thing itself must be on top.
SEEN = """() => {
    const focused = document.activeElement;
    if (focused === document.body) return null;
    const drawn = getComputedStyle(focused).opacity !== '0';
    const shown = drawn ? focused : focused.labels[0];
    const box = shown.getBoundingClientRect();
    const what = `${focused.tagName} ${focused.id} ${focused.textContent.trim().slice(0, 40)}`;
    const left = Math.max(box.left, 0), right = Math.min(box.right, innerWidth);
    const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
    const all = {visibilityProperty: true, opacityProperty: true};
    if (!shown.checkVisibility(all)) return `not shown: ${what}`;
    if (right - left < 4 || bottom - top < 4) return `outside the window: ${what}`;
    const seen = [[.1, .2], [.5, .2], [.9, .2], [.5, .5], [.1, .9], [.9, .9]].some(([x, y]) => {
        const on = document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y);
        return shown.contains(on);
    });
    return seen ? `seen: ${what}` : `covered: ${what}`;
}"""


def stops(page: Page, key: str) -> list[str]:
    """What has the focus after each press of a key, and whether it is seen; without the browser's own."""
    found: list[Any] = []
    for _press in range(STOPS):
        page.keyboard.press(key)
        page.evaluate("new Promise(requestAnimationFrame)")
        found.append(page.evaluate(SEEN))
    return [each for each in found if each]


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1366", "390"])
def test_every_stop_is_seen(as_person: Callable[..., Page], size: dict[str, int]) -> None:
    page = as_person("Priya Nair", size=size)
    open_document(page, ASSESSMENT)
    for key in ("Tab", "Shift+Tab"):
        found = stops(page, key)
        assert len(set(found)) > STOPS / 3
        assert [each for each in found if not each.startswith("seen: ")] == []


@pytest.mark.parametrize(
    ("presses", "name", "target"),
    [(1, "Skip to main content", "main-content"), (2, "Skip to annotations", "annotations")],
    ids=["main", "annotations"],
)
def test_skip_link(as_person: Callable[..., Page], presses: int, name: str, target: str) -> None:
    page = as_person("Priya Nair")
    open_document(page, ASSESSMENT)
    for _press in range(presses):
        page.keyboard.press("Tab")
    link = page.get_by_role("link", name=name)
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator(f"#{target}")).to_be_focused()
    page.keyboard.press("Tab")
    inside = f"document.querySelector('#{target}').contains(document.activeElement)"
    assert page.evaluate(inside), "the next stop is elsewhere"
