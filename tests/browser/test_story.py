"""The main job, by four people at once: two who may know, one who may not, one administrator."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.doing import open_room, select

pytestmark = pytest.mark.browser

SENTENCE = "Dana would like the next visit to be on a Tuesday."
TEXT = f"""Visit plan

Joy and Owen visit together once a fortnight. {SENTENCE}
Jonah shows the wall himself, if he wants to.
"""
REMARK = "Tuesday suits me: could we say **ten o'clock**?"


def test_the_story(as_person: Callable[..., Page], tmp_path: Path) -> None:
    file = tmp_path / "Visit plan.txt"
    file.write_text(TEXT)

    priya = as_person("Priya Nair")
    open_room(priya)
    priya.get_by_role("link", name="Upload documents").click()
    priya.locator("input[type=file]").set_input_files(file)
    priya.get_by_label("Category").select_option(label="Plan")
    priya.get_by_label("NHS").first.check()
    priya.get_by_role("button", name="Save").click()
    expect(priya.get_by_text("Visit plan").first).to_be_visible()

    joy = as_person("Joy Okafor")
    open_room(joy)
    joy.get_by_role("link", name="Visit plan", exact=True).click()
    expect(joy.get_by_text(SENTENCE)).to_be_visible()
    address = joy.url

    priya.goto(address)
    expect(priya.locator("#presence")).to_contain_text("Joy Okafor")
    expect(joy.locator("#presence")).to_contain_text("Priya Nair")

    carl = as_person("Carl Benning")
    open_room(carl)
    expect(carl.get_by_role("link", name="Family plan", exact=True)).to_be_visible()
    expect(carl.get_by_text("Visit plan")).to_have_count(0)
    assert carl.goto(address).status == 404  # type: ignore[union-attr]
    expect(carl.get_by_text("Visit plan")).to_have_count(0)

    select(joy, SENTENCE)
    joy.get_by_role("button", name="Annotate").first.click()
    joy.get_by_label("Your annotation").fill(REMARK)
    joy.get_by_role("radio", name="Everyone who can see this document").check()
    joy.get_by_role("button", name="Save annotation").click()

    card = priya.locator(".app-annotation", has_text="Tuesday suits me")
    expect(card).to_be_visible()
    expect(card.locator("strong")).to_have_text("ten o'clock")
    expect(card).to_contain_text("Joy Okafor")
    expect(card).to_contain_text("Everyone who can see this document")

    priya.reload()
    expect(card).to_be_visible()
    marked = priya.wait_for_function(
        "() => [...CSS.highlights.values()].flatMap(h => [...h]).map(r => r.toString())[0]"
    )
    assert marked.json_value().strip() == SENTENCE

    sol = as_person("Sol Arden")
    sol.get_by_role("link", name="Audit").click()
    table = sol.locator("main")
    expect(table).to_contain_text("Joy Okafor")
    expect(table).to_contain_text("Carl Benning")
    expect(table).to_contain_text("Refused")
    for hidden in ("Visit plan", "Tuesday", "Ashdown-Reyes"):
        expect(table).not_to_contain_text(hidden)
    assert sol.goto(address).status == 404  # type: ignore[union-attr]
