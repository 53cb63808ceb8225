"""Everything but live annotation, in a browser that runs no scripts."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Watched
from workspace.demo.people import PASSWORD

pytestmark = pytest.mark.browser

TEXT = "Isla's review is on Thursday.\nDana brings the red book.\n"


@pytest.fixture
def priya(window: Callable[..., Watched]) -> Page:
    """A window without scripts in which Priya signed in with her address and password."""
    return sign_in(window, "priya.nair@westmoor.example")


def sign_in(window: Callable[..., Watched], address: str) -> Page:
    opened = window(java_script_enabled=False)
    page = opened.page
    page.goto(f"{opened.site}/sign-in")
    page.get_by_text("Sign in with an e-mail address").click()
    page.get_by_label("E-mail").fill(address)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    return page


def to_room(page: Page) -> None:
    page.goto(page.url)  # as people come back to a page: nothing on it may depend on how they came
    page.get_by_role("link", name="Ashdown-Reyes family").first.click()


def listed(page: Page) -> Locator:
    """The documents in the room's list."""
    return page.locator("tbody .app-table__title")


def test_read_reply_and_ask_why(priya: Page) -> None:
    to_room(priya)
    listed(priya).filter(has_text="Family plan").click()
    expect(priya.locator("#surface")).to_contain_text("Jonah sleeps through the night in a dry room.")
    expect(priya.locator("noscript").first).to_be_visible()

    priya.get_by_role("link", name="Ashdown-Reyes family").click()
    listed(priya).filter(has_text="Whole-family assessment").click()
    expect(priya.get_by_role("link", name="Open the PDF")).to_be_visible()
    # What only scripts make useful stays away, also for those who hear the page.
    shown = "all => all.filter(each => each.checkVisibility()).map(each => each.id)"
    assert priya.locator("main [hidden]").evaluate_all(shown) == []
    card = priya.locator("#notes > li", has_text="behind the headboard")
    card.locator("[data-more=reply] summary").click()
    card.get_by_label("Your reply to Joy Okafor").fill("The *wall* is opened on Monday")
    card.get_by_role("button", name="Send reply").click()
    expect(card.locator(".app-annotation__replies em")).to_have_text("wall")
    card.get_by_role("button", name="Resolve").click()
    expect(card).to_contain_text("Resolved by")

    priya.get_by_role("link", name="Who can see this, and why").click()
    priya.get_by_label("Can", exact=True).select_option(label="Joy Okafor, NHS")
    priya.get_by_role("button", name="Ask").click()
    expect(priya.locator("main")).to_contain_text("Joy Okafor NHS can see Whole-family assessment because")


def test_upload_and_share(window: Callable[..., Watched], priya: Page, tmp_path: Path) -> None:
    file = tmp_path / "Review day.txt"
    file.write_text(TEXT)
    carl = sign_in(window, "carl.benning@harrowvale.example")
    to_room(priya)
    priya.get_by_role("link", name="Upload documents").click()
    priya.get_by_label("Documents", exact=True).set_input_files(file)
    priya.get_by_label("Category").select_option(label="Plan")
    priya.get_by_role("button", name="Save documents").click()
    expect(priya.get_by_role("heading", level=1)).to_have_text("Review day")
    to_room(carl)
    expect(carl.get_by_text("Review day")).to_have_count(0)

    priya.get_by_role("link", name="Share", exact=True).click()
    priya.get_by_role("checkbox", name="Housing").check()
    priya.get_by_label("What for").or_(priya.get_by_label("Purpose")).first.fill("To be there in time")
    priya.get_by_role("button", name="Share").click()

    carl.reload()
    listed(carl).filter(has_text="Review day").click()
    expect(carl.locator("#surface")).to_contain_text("Dana brings the red book.")


def test_filter_documents(priya: Page) -> None:
    to_room(priya)
    everything = listed(priya).count()
    priya.get_by_label("Owner").select_option(label="NHS")
    priya.get_by_role("button", name="Filter").click()
    expect(listed(priya).filter(has_text="Asthma letter, Jonah")).to_be_visible()
    assert 0 < listed(priya).count() < everything
    expect(priya.get_by_label("Owner")).to_have_value(
        priya.get_by_label("Owner").locator("option", has_text="NHS").get_attribute("value") or ""
    )


def test_open_a_room_and_add_a_person(priya: Page) -> None:
    priya.get_by_role("link", name="Open a room").click()
    priya.get_by_label("Title").fill("Marlowe family")
    priya.get_by_label("Reference").fill("FH/2026/0199")
    priya.get_by_label("Purpose").fill("To plan the move to the new school together")
    priya.get_by_role("radio", name="OFFICIAL", exact=True).check()
    priya.get_by_role("button", name=re.compile("^Open")).click()
    expect(priya.get_by_role("heading", level=1)).to_contain_text("Marlowe family")
    priya.get_by_role("link", name="Add people").click()
    priya.get_by_role("checkbox", name="Owen Blyth").check()
    priya.get_by_role("radio", name="Contributor").check()
    priya.get_by_role("button", name="Add people").click()
    expect(priya.locator("main table")).to_contain_text("Owen Blyth")


def test_sign_out(priya: Page) -> None:
    home = priya.url
    priya.get_by_role("button", name="Sign out").click()
    expect(priya.get_by_role("heading", name="Who do you want to be?")).to_be_visible()
    priya.goto(home)
    expect(priya.get_by_role("button", name="Sign out")).to_have_count(0)
    assert "/sign-in" in priya.url
