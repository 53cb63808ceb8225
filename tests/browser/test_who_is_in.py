"""Asking for access and being let in or not, being excluded and why, coming back: each page looked at."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import looked_at

pytestmark = pytest.mark.browser


def to_people(page: Page) -> None:
    """From anywhere to the people of the family's room."""
    page.goto("/".join(page.url.split("/")[:3]))
    page.locator("a:text-is('Ashdown-Reyes family')").first.click()
    page.get_by_role("link", name="People").first.click()


def ask(page: Page) -> None:
    """Ask to be let into the family's room."""
    page.get_by_role("link", name="Ask for access").first.click()
    page.get_by_label("Which agency leads the room?").select_option(
        label="Westmoor County Council, Family Help"
    )
    page.get_by_label("Reference of the room").fill("FH/2026/0147")
    page.get_by_label("Why do you need access?").fill("To stand in while a colleague is away")
    page.get_by_role("button", name="Ask for access").click()
    expect(page.get_by_text("Your request is sent.")).to_be_visible()


def test_leads_answer_who_asks(as_person: Callable[..., Page], pictures: Path) -> None:
    farah, tom, priya = (as_person(name) for name in ("Farah Aziz", "Tom Raine", "Priya Nair"))
    ask(farah)
    looked_at(farah, pictures, "asked-for-access")
    ask(tom)
    to_people(priya)
    expect(priya.get_by_role("heading", name="2 people ask for access")).to_be_visible()
    looked_at(priya, pictures, "people-waiting")

    priya.get_by_role("link", name="Decline the request of Tom Raine").click()
    looked_at(priya, pictures, "decline-access")
    priya.locator("main form button").click()
    priya.get_by_role("link", name="Let in").click()
    looked_at(priya, pictures, "grant-access")
    priya.get_by_label("Commenter").check()
    priya.get_by_role("button", name="Let them in").click()

    expect(priya.get_by_text("Farah Aziz is in the room now.")).to_be_visible()
    farah.goto("/".join(farah.url.split("/")[:3]))
    expect(farah.get_by_role("link", name="Ashdown-Reyes family").first).to_be_visible()
    tom.reload()
    expect(tom.get_by_text("Waits until")).to_be_visible()  # nobody is told of a no


def test_only_the_auditor_reads_why(as_person: Callable[..., Page], pictures: Path) -> None:
    priya = as_person("Priya Nair")
    to_people(priya)
    priya.get_by_role("link", name="Exclude somebody").click()
    priya.get_by_label("Name or e-mail").fill("Kemp")
    priya.get_by_role("button", name="Find").click()
    priya.get_by_label("Ruth Kemp").check()
    priya.get_by_label("Why?").fill("Lives next door")
    priya.get_by_role("button", name="Exclude this person").click()
    expect(priya.get_by_text("Ruth Kemp").first).to_be_visible()
    expect(priya.get_by_text("Lives next door")).to_have_count(0)

    helen = as_person("Helen Marsh")
    helen.get_by_role("link", name="Audit").first.click()
    helen.get_by_role("link", name="Why Ruth Kemp was excluded").first.click()

    expect(helen.get_by_text("Lives next door")).to_be_visible()
    looked_at(helen, pictures, "exclusion-reason")


def test_who_comes_back_is_offered_with_the_agency(as_person: Callable[..., Page], pictures: Path) -> None:
    priya = as_person("Priya Nair")
    to_people(priya)
    priya.get_by_role("link", name="Take out Housing").click()
    looked_at(priya, pictures, "end-participation")
    priya.get_by_role("button", name="Take Housing out").click()
    priya.get_by_role("link", name="Bring in an agency").click()
    priya.get_by_label("Harrow Vale Homes").first.check()
    looked_at(priya, pictures, "bring-in-again")
    priya.get_by_role("button", name="Bring in the agency").click()

    expect(priya.get_by_role("heading", name="Add people of Housing again")).to_be_visible()
    looked_at(priya, pictures, "add-again")
    priya.get_by_role("button", name="Add them again").click()
    expect(priya.get_by_text("Carl Benning").first).to_be_visible()
