"""An agreement that ends soon is said wherever it matters, and renewed it waits for the others to sign."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import looked_at

pytestmark = pytest.mark.browser


def test_those_concerned_are_warned_and_asked_to_sign(as_person: Callable[..., Page], pictures: Path) -> None:
    farah = as_person("Farah Aziz")
    farah.get_by_role("link", name="Agreements").click()
    farah.get_by_role("link", name="ISA-1 Westmoor Family Help").first.click()
    farah.get_by_role("link", name="End it").click()
    farah.get_by_label("Last day").fill((datetime.now(UTC) + timedelta(days=6)).date().isoformat())
    farah.get_by_role("button", name="End ISA-1").click()
    expect(farah.get_by_text("You can renew it.")).to_be_visible()

    priya = as_person("Priya Nair")
    looked_at(priya, pictures, "home-soon")
    priya.locator("a:text-is('Ashdown-Reyes family')").first.click()
    expect(priya.get_by_text("Ask Farah Aziz to renew it.").first).to_be_visible()
    looked_at(priya, pictures, "room-soon")
    priya.get_by_role("link", name="People").first.click()
    looked_at(priya, pictures, "people-soon")

    farah.get_by_role("link", name="Renew it").click()
    farah.get_by_role("button", name="Renew it and sign for Council").click()
    looked_at(farah, pictures, "agreement-renewed")
    tom = as_person("Tom Raine")
    expect(tom.get_by_text("waits for your signature").first).to_be_visible()
    tom.get_by_role("link", name="Read and sign it").click()
    tom.get_by_role("link", name="Read and sign").click()
    looked_at(tom, pictures, "sign-agreement")
    tom.get_by_role("button", name="Sign for NHS").click()
    expect(tom.get_by_text("It counts between NHS and Council.")).to_be_visible()
