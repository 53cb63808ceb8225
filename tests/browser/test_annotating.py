"""Writing about a passage: by mouse and by keyboard, for some and for all, while others write too."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import found_by_axe
from tests.browser.doing import (
    EVERYONE,
    annotate,
    begin,
    card,
    open_document,
    save,
    until_marked,
    until_ready,
)

pytestmark = pytest.mark.browser

ASSESSMENT, PLAN = "Whole-family assessment", "Family plan"
Opens = Callable[..., Page]


def opened(as_person: Opens, name: str, title: str = ASSESSMENT) -> Page:
    page = as_person(name)
    open_document(page, title)
    return page


def test_my_agency_sees_it_and_another_does_not(as_person: Opens) -> None:
    words, remark = "Dana keeps every appointment for Isla", "Say so to her when you next meet"
    joy, owen = opened(as_person, "Joy Okafor"), opened(as_person, "Owen Blyth")
    priya = opened(as_person, "Priya Nair")

    begin(priya, words, remark)
    expect(priya.locator("#compose-result")).to_contain_text("NHS and Police will not know that it exists")
    assert found_by_axe(priya) == []
    save(priya)

    for page in (priya, owen):
        expect(card(page, remark)).to_be_visible()
        until_marked(page, words)
    expect(card(owen, remark)).to_contain_text("Priya Nair")
    stands_beside(owen, remark)

    # What is told comes in order: once Joy has the second, the first would have been there.
    annotate(priya, "Both of them say", "Who are both?", EVERYONE)
    expect(card(joy, "Who are both?")).to_be_visible()
    assert remark not in joy.content()
    assert words not in "".join(joy.locator("#notes blockquote").all_text_contents())

    owen.reload()
    until_ready(owen)
    until_marked(owen, words)
    stands_beside(owen, remark)
    joy.reload()
    until_ready(joy)
    expect(card(joy, "Who are both?")).to_be_visible()
    assert remark not in joy.content()


def stands_beside(page: Page, remark: str) -> None:
    """From the number in the margin one comes to the card, and it stands at the height of its passage."""
    number = card(page, remark).get_attribute("data-annotation")
    page.locator(f"#passage-{number}").click()
    expect(page.locator(f"#annotation-{number} .app-annotation__number")).to_be_focused()
    page.wait_for_function(
        """id => {
            const passage = document.querySelector(`#passage-${id}`).getBoundingClientRect();
            const card = document.querySelector(`#annotation-${id}`).getBoundingClientRect();
            return Math.abs(passage.top - card.top) < 24 && card.left > passage.right;
        }""",
        arg=number,
    )


def test_with_the_keyboard_alone(as_person: Opens) -> None:
    page = opened(as_person, "Gwen Lyle", PLAN)
    page.evaluate("addEventListener('pointerdown', () => { document.title = 'a mouse was used' }, true)")

    tab_to(page, "Select text with the keyboard")
    page.keyboard.press("Enter")
    expect(page.locator("#selecting")).to_contain_text("Arrow keys move the caret")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Home")
    for _word in range(2):
        page.keyboard.press("Control+Shift+ArrowRight")
    expect(page.locator("#selecting")).to_contain_text("Marked:")
    marked = page.evaluate("getSelection().toString().trim()")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your annotation")).to_be_focused()
    expect(page.locator("#compose [data-part=quote]")).to_have_text(marked)
    page.keyboard.type("Is this **still** so?")
    page.keyboard.press("Tab")
    for _choice in range(2):
        page.keyboard.press("ArrowDown")
    tab_to(page, "Save annotation")
    page.keyboard.press("Enter")

    saved = card(page, "Is this still so?")
    expect(saved.locator("blockquote")).to_contain_text(marked)
    expect(saved.locator(".app-annotation__number")).to_be_focused()
    until_marked(page, marked)
    assert "a mouse was used" not in page.title()


def tab_to(page: Page, name: str, most: int = 60) -> None:
    """Press Tab until what has the focus says this."""
    for _stop in range(most):
        page.keyboard.press("Tab")
        if name in page.evaluate("document.activeElement.textContent"):
            return
    raise AssertionError(f"{name} is not reached with Tab")


def test_what_happens_to_it_is_seen_at_once(as_person: Opens) -> None:
    priya, owen = opened(as_person, "Priya Nair"), opened(as_person, "Owen Blyth")
    remark = "Ask about the school holidays"
    mine = annotate(priya, "knows what she is entitled to", remark)
    theirs = card(owen, remark)

    theirs.get_by_text("Reply", exact=False).first.click()
    theirs.get_by_label("Your reply to Priya Nair").fill("The *club* has places")
    theirs.get_by_role("button", name="Send reply").click()
    expect(mine.locator(".app-annotation__replies")).to_contain_text("Owen Blyth")
    expect(mine.locator(".app-annotation__replies em")).to_have_text("club")

    # Owen's focus is on it: it is not taken from under him, and goes when he goes on.
    mine.get_by_role("button", name="Resolve").click()
    expect(theirs).to_contain_text("Resolved by Priya Nair")
    expect(mine).to_be_hidden()
    owen.get_by_role("button", name="Open", exact=False).first.click()
    expect(theirs).to_be_hidden()

    owen.get_by_role("button", name="Resolved").click()
    theirs.get_by_role("button", name="Open again").click()
    expect(mine).to_be_visible()
    expect(mine.get_by_role("button", name="Resolve")).to_be_visible()

    owen.get_by_role("button", name="All").click()
    mine.locator("[data-more=withdraw] summary").click()
    mine.get_by_role("button", name="Withdraw it").click()
    expect(theirs).to_have_count(0)
    assert remark not in owen.content()


def test_what_is_being_written_survives_what_arrives(as_person: Opens) -> None:
    priya, owen = opened(as_person, "Priya Nair"), opened(as_person, "Owen Blyth")
    annotate(priya, "careful, funny girl", "She would like to read this", EVERYONE)
    asked = card(owen, "She would like to read this")
    asked.locator("[data-more=reply] summary").click()
    reply = asked.get_by_label("Your reply to Priya Nair")
    reply.fill("With Samira on Wed")
    owen.keyboard.press("ArrowLeft")

    annotate(priya, "listens at the window", "Every morning", EVERYONE)
    expect(card(owen, "Every morning")).to_be_visible()
    expect(reply).to_be_focused()
    owen.keyboard.type("nes")
    expect(reply).to_have_value("With Samira on Wenesd")

    begin(owen, "misses little", "This is so tru")
    box = owen.get_by_label("Your annotation")
    box.focus()
    annotate(priya, "until he is round", "Which corner?", EVERYONE)
    expect(card(owen, "Which corner?")).to_be_attached()
    expect(box).to_be_focused()
    owen.keyboard.press("End")
    owen.keyboard.type("e")
    expect(box).to_have_value("This is so true")
    expect(reply).to_have_value("With Samira on Wenesd")
    expect(asked.locator("[data-more=reply]")).to_have_attribute("open", "")
