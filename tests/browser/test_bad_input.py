"""What a person can do wrong: nothing typed is lost, and the page says what to do."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watched, found_by_axe
from tests.browser.doing import open_room

pytestmark = pytest.mark.browser

SETTINGS = {"WORKSPACE_MAX_UPLOAD_MB": "1"}
TOO_LARGE = 1_000_001


def to_upload(page: Page) -> None:
    open_room(page)
    page.get_by_role("link", name="Upload documents").click()


def leads_to_its_field(page: Page, sentence: str, field: str) -> None:
    """An error of the summary has the focus's way to its field, and the field says the same."""
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    page.keyboard.press("Tab")
    link = summary.get_by_role("link", name=sentence)
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(field)).to_be_focused()
    expect(page.locator(f".govuk-form-group--error:has({field})")).to_contain_text(sentence)


def test_wrong_password(window: Callable[..., Watched]) -> None:
    opened = window()
    page = opened.page
    page.goto(f"{opened.site}/sign-in")
    page.get_by_text("Sign in with an e-mail address").click()
    page.get_by_label("E-mail").fill("priya.nair@westmoor.example")
    page.get_by_label("Password", exact=True).fill("not this one")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    expect(page.get_by_label("E-mail")).to_be_visible()
    expect(page.get_by_label("E-mail")).to_have_value("priya.nair@westmoor.example")
    expect(page.get_by_label("Password", exact=True)).to_have_value("")
    assert page.title().startswith("Error: ")
    assert found_by_axe(page) == []


def test_upload_without_a_file(as_person: Callable[..., Page]) -> None:
    page = as_person("Priya Nair")
    to_upload(page)
    page.get_by_label("Category").select_option(label="Plan")
    page.get_by_label("Reason").fill("For the meeting")
    page.get_by_role("checkbox", name="NHS").check()
    page.get_by_role("button", name="Save documents").click()
    leads_to_its_field(page, "Choose", "#documents")
    expect(page.get_by_label("Category").locator("option:checked")).to_have_text("Plan")
    expect(page.get_by_label("Reason")).to_have_value("For the meeting")
    expect(page.get_by_role("checkbox", name="NHS")).to_be_checked()
    assert found_by_axe(page) == []


@pytest.mark.parametrize("scripts", [True, False], ids=["script", "no-script"])
def test_upload_without_a_category(as_person: Callable[..., Page], tmp_path: Path, scripts: bool) -> None:
    file = tmp_path / "Notes.txt"
    file.write_text("Bring the red book.")
    page = as_person("Priya Nair", java_script_enabled=scripts)
    to_upload(page)
    page.get_by_label("Documents", exact=True).set_input_files(file)
    page.get_by_label("Title").fill("Notes of Friday")
    page.get_by_role("button", name="Save documents").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("ategory")
    expect(page.get_by_label("Title")).to_have_value("Notes of Friday")
    if scripts:
        leads_to_its_field(page, "ategory", "#category")
        kept = page.get_by_label("Documents", exact=True).evaluate("input => input.files[0].name")
        assert kept == "Notes.txt"
        assert found_by_axe(page) == []


def test_a_file_over_the_limit_is_refused_in_place(as_person: Callable[..., Page], tmp_path: Path) -> None:
    file = tmp_path / "Scan.pdf"
    file.write_bytes(b"%PDF-1.7\n" + b"0" * TOO_LARGE)
    page = as_person("Priya Nair")
    to_upload(page)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    page.get_by_label("Documents", exact=True).set_input_files(file)
    page.get_by_label("Title").fill("A scan")
    expect(page.locator(".app-progress--refused")).to_contain_text("up to 1.0 MB")
    page.get_by_role("button", name="Save documents").click()
    leads_to_its_field(page, "Scan.pdf is 1.0 MB", "#documents")
    expect(page.get_by_label("Title")).to_have_value("A scan")
    assert "POST" not in sent
    assert found_by_axe(page) == []


def test_a_file_over_the_limit_without_scripts(as_person: Callable[..., Page], tmp_path: Path) -> None:
    file = tmp_path / "Scan.pdf"
    file.write_bytes(b"%PDF-1.7\n" + b"0" * TOO_LARGE)
    page = as_person("Priya Nair", java_script_enabled=False)
    to_upload(page)
    page.get_by_label("Documents", exact=True).set_input_files(file)
    page.get_by_label("Title").fill("A scan")
    page.get_by_label("Category").select_option(label="Plan")
    page.get_by_role("button", name="Save documents").click()
    expect(page.locator("main")).to_contain_text("1 MB")
    expect(page.get_by_label("Title")).to_have_value("A scan")


def test_a_session_that_ended(as_person: Callable[..., Page], window: Callable[..., Watched]) -> None:
    page = as_person("Priya Nair")
    open_room(page)
    elsewhere = window()
    elsewhere.context.add_cookies(page.context.cookies())  # type: ignore[arg-type]
    elsewhere.page.goto(page.url)
    elsewhere.page.get_by_role("button", name="Sign out").click()
    expect(elsewhere.page.get_by_role("button", name="Priya Nair")).to_be_visible()

    wanted = page.get_by_role("link", name="People")
    address = wanted.get_attribute("href")
    wanted.click()
    expect(page.locator("main")).to_contain_text("Your session has ended")
    assert found_by_axe(page) == []
    page.get_by_role("button", name="Priya Nair").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ashdown-Reyes family")
    assert page.url.endswith(str(address))
