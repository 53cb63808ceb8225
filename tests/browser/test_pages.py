"""Every page, wide and narrow: nothing for axe to find, nothing sideways, no complaint, no dead script."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, WIDE, Watched, found_by_axe, too_wide

pytestmark = pytest.mark.browser

ROOM = "a:text-is('Ashdown-Reyes family')"


def to_room(page: Page) -> None:
    page.locator(ROOM).first.click()


def to_document(page: Page, title: str = "Whole-family assessment") -> None:
    to_room(page)
    page.get_by_role("link", name=title, exact=True).first.click()
    page.wait_for_load_state("networkidle")


def click(name: str, then: Callable[[Page], None] | None = None) -> Callable[[Page], None]:
    """The step of following a link, perhaps after others."""

    def go(page: Page) -> None:
        if then:
            then(page)
        wanted = page.locator("main a, nav a", has_text=name).first
        menu = page.get_by_role("button", name="Menu")
        if menu.is_visible() and not wanted.is_visible():
            menu.click()
        wanted.click()

    return go


def to_readers(page: Page) -> None:
    """From the audit of one document to who could read it."""
    click("Audit")(page)
    page.locator("tr", has_text="document").locator("td a").first.click()
    page.get_by_role("link", name="Who can read document").click()


def find(page: Page, link: str, words: str) -> None:
    """Look for somebody on a page of the room's people."""
    click(link, click("People", to_room))(page)
    page.get_by_label("Name or e-mail").fill(words)
    page.get_by_role("button", name="Find").click()


def choose(page: Page, name: str) -> None:
    """Choose to whom the lead is handed over."""
    click("Hand over the lead", click("People", to_room))(page)
    page.get_by_label(name).check()
    page.get_by_role("button", name="Continue").click()


def to_offer(page: Page) -> None:
    """The page on which the newest agency is shown what was there before."""
    click("People", to_room)(page)
    address = page.get_by_role("link", name="Take out Lantern").get_attribute("href")
    assert address
    page.goto(page.url.split("/rooms/")[0] + address.replace("/end", "/offer"))


PAGES: dict[str, tuple[str, Callable[[Page], None] | None]] = {
    "home": ("Priya Nair", None),
    "home-empty": ("Paul Tait", None),
    "room": ("Priya Nair", to_room),
    "room-few": ("Nina Sorrell", to_room),
    "people": ("Priya Nair", click("People", to_room)),
    "people-member": ("Joy Okafor", click("People", to_room)),
    "bring-in": ("Priya Nair", click("Bring in", click("People", to_room))),
    "add-people": ("Priya Nair", click("Add people", click("People", to_room))),
    "change-member": ("Priya Nair", click("Change", click("People", to_room))),
    "exclude": ("Priya Nair", lambda page: find(page, "Exclude somebody", "Blyth")),
    "leave-last-lead": ("Priya Nair", click("Leave this room", click("People", to_room))),
    "hand-over": ("Priya Nair", click("Hand over the lead", click("People", to_room))),
    "hand-over-to-agency": ("Priya Nair", lambda page: choose(page, "Joy Okafor")),
    "ask-for-access": ("Paul Tait", click("Ask for access")),
    "open-room": ("Priya Nair", click("Open a room")),
    "upload": ("Priya Nair", click("Upload", to_room)),
    "document-pdf": ("Priya Nair", to_document),
    "document-text": ("Gwen Lyle", lambda page: to_document(page, "Family plan")),
    "document-image": ("Joy Okafor", lambda page: to_document(page, "Asthma letter, Jonah")),
    "document-file": ("Carl Benning", lambda page: to_document(page, "Rent account and arrears plan")),
    "versions": ("Priya Nair", click("All 3 versions", to_document)),
    "new-version": ("Priya Nair", click("New version", to_document)),
    "share": ("Priya Nair", click("Share", to_document)),
    "change-marking": ("Priya Nair", click("Change the marking", click("Share", to_document))),
    "consents": ("Priya Nair", click("Consents", to_room)),
    "consents-none": ("Nina Sorrell", click("Consents", to_room)),
    "record-consent": ("Priya Nair", click("Record a consent", click("Consents", to_room))),
    "withdraw-consent": ("Samira Haddad", click("Withdraw", click("Consents", to_room))),
    "offer": ("Priya Nair", to_offer),
    "why": ("Priya Nair", click("Who can see this, and why", to_document)),
    "agreements": ("Joy Okafor", click("Agreements")),
    "agreement": ("Farah Aziz", click("ISA-1", click("Agreements"))),
    "register-agreement": ("Farah Aziz", click("Register an agreement", click("Agreements"))),
    "renew-agreement": ("Farah Aziz", click("Renew it", click("ISA-1", click("Agreements")))),
    "end-agreement": ("Farah Aziz", click("End it", click("ISA-1", click("Agreements")))),
    "add-party": ("Farah Aziz", click("Add a party", click("ISA-1", click("Agreements")))),
    "withdraw-signature": ("Tom Raine", click("Withdraw the signature", click("ISA-1", click("Agreements")))),
    "why-room": ("Priya Nair", click("Who can enter this room", click("People", to_room))),
    "sees": ("Priya Nair", click("which ones Joy Okafor sees", click("People", to_room))),
    "why-annotation": ("Priya Nair", click("who sees annotation 2", to_document)),
    "readers": ("Helen Marsh", lambda page: to_readers(page)),
    "audit": ("Sol Arden", click("Audit")),
    "audit-auditor": ("Helen Marsh", click("Audit")),
    "organisation": ("Farah Aziz", click("Organisation")),
    "organisations": ("Sol Arden", click("Organisations")),
}


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1366", "390"])
@pytest.mark.parametrize("name", PAGES)
def test_page(as_person: Callable[..., Page], pictures: Path, name: str, size: dict[str, int]) -> None:
    person, go = PAGES[name]
    page = as_person(person, size=size)
    if go:
        go(page)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    page.screenshot(path=pictures / f"{name}-{size['width']}.png", full_page=True)
    assert page.locator("h1").count() == 1
    assert found_by_axe(page) == []
    assert too_wide(page) <= 0
    for width in (320, 683):
        page.set_viewport_size({"width": width, "height": 700})
        assert too_wide(page) <= 0, f"sideways at {width}"


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1366", "390"])
def test_sign_in_page(window: Callable[..., Watched], pictures: Path, size: dict[str, int]) -> None:
    opened = window(size=size)
    opened.page.goto(f"{opened.site}/sign-in")
    opened.page.screenshot(path=pictures / f"sign-in-{size['width']}.png", full_page=True)
    assert found_by_axe(opened.page) == []
    assert too_wide(opened.page) <= 0


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1366", "390"])
def test_what_does_not_exist(as_person: Callable[..., Page], pictures: Path, size: dict[str, int]) -> None:
    page = as_person("Priya Nair", size=size)
    answer = page.goto(page.url.rstrip("/") + "/documents/0000000000000")
    assert answer is not None
    assert answer.status == 404
    page.screenshot(path=pictures / f"not-found-{size['width']}.png", full_page=True)
    assert found_by_axe(page) == []
    expect(page.get_by_role("link", name="my rooms")).to_be_visible()
