"""What somebody sees whose access ends while they are reading: nothing of it any more, and why."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import found_by_axe
from tests.browser.doing import begin, open_document, open_room

pytestmark = pytest.mark.browser

ASSESSMENT = "Whole-family assessment"
OF_IT = ["non-molestation order", "Dana keeps every appointment", "behind the headboard", "reliever inhaler"]


def closes_by_itself(page: Page) -> None:
    """The page says that it closed and has nothing of the document left; after a reload it does not exist."""
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text(f"You can no longer see {ASSESSMENT}")
    expect(heading).to_be_focused()
    for gone in ("#surface", "#annotation-list", "#compose", "#presence", ".app-marking"):
        expect(page.locator(gone)).to_have_count(0)
    left = page.content()
    assert [words for words in OF_IT if words in left] == []
    assert page.evaluate("[...CSS.highlights.values()].every(each => each.size === 0)")
    assert found_by_axe(page) == []
    answer = page.reload()
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("There is nothing here that you can see")
    assert ASSESSMENT not in page.content()


def test_a_member_is_removed(as_person: Callable[..., Page]) -> None:
    amir, priya = as_person("Sgt Amir Dar"), as_person("Priya Nair")
    open_document(amir, ASSESSMENT)
    expect(amir.locator("#notes")).to_contain_text("behind the headboard")

    open_room(priya)
    priya.get_by_role("link", name=re.compile("^People")).click()
    priya.get_by_role("link", name="Change Sgt Amir Dar").click()
    priya.get_by_role("link", name="Remove Sgt Amir Dar from the room").click()
    expect(priya.get_by_role("heading", level=1)).to_have_text("Remove Sgt Amir Dar from the room?")
    assert amir.get_by_role("heading", level=1).text_content() == ASSESSMENT
    priya.get_by_role("button", name="Remove Sgt Amir Dar").click()

    closes_by_itself(amir)
    amir.get_by_role("link", name="Go to my rooms").click()
    expect(amir.get_by_text("Ashdown-Reyes")).to_have_count(0)


def test_a_release_is_withdrawn(as_person: Callable[..., Page]) -> None:
    joy, lena, priya = as_person("Joy Okafor"), as_person("DC Lena Fox"), as_person("Priya Nair")
    open_document(joy, ASSESSMENT)
    begin(joy, "Both of them say", "I was there when they said it")
    open_document(lena, ASSESSMENT)

    open_document(priya, ASSESSMENT)
    priya.get_by_role("link", name="Share", exact=True).click()
    priya.get_by_role("link", name="Change or withdraw what NHS can see").click()
    priya.get_by_role("button", name=re.compile("Withdraw")).click()

    heading = joy.get_by_role("heading", level=1)
    expect(heading).to_have_text(f"You can no longer see {ASSESSMENT}")
    expect(joy.get_by_label("The words you were writing")).to_have_value("I was there when they said it")
    closes_by_itself(joy)
    expect(lena.get_by_role("heading", level=1)).to_have_text(ASSESSMENT)
