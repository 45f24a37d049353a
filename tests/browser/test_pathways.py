"""A trainer reads the steps aloud, puts them in order and words one, at a table and by phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from geo.language import gettext
from tests.browser import screens
from tests.thorough import choose

OURS = "La enfermera de la mañana nos atiende sin preguntas."


@pytest.fixture(params=choose(["phone"], ["desktop", "phone"]))
def page(request) -> Page:
    return request.getfixturevalue(request.param)


def settled(page: Page) -> None:
    expect(page.get_by_test_id("stApp")).to_have_attribute(
        "data-test-script-state", "notRunning", timeout=60_000
    )


def press(page: Page, key: str) -> None:
    button = page.locator(f".st-key-{key} button")
    expect(button).to_have_count(1)  # while the list is drawn anew it stands at both places
    screens.wait_until_still(page)  # what is pressed as a run ends may be taken for a part of it
    button.click()
    settled(page)


def step(page: Page, number: int) -> str:
    return page.locator(".step h2").nth(number).inner_text()


def fits(page: Page) -> bool:
    """Tell whether nothing is wider than the screen, and every button is a thumb high."""
    heights = page.locator("[class*='st-key-acts_'] button").evaluate_all(
        "buttons => buttons.map(one => one.getBoundingClientRect().height)"
    )
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return wide <= 0 and min(heights) >= 44


def test_steps_are_put_in_order_worded_and_brought_back(page):
    page.goto("/")
    screens.settled(page)
    page.locator(".st-key-more button").first.click()
    page.get_by_role("link", name=gettext("menu.pathways")).click()
    expect(page.locator(".st-key-sheet h1")).to_have_text(gettext("pathways.title"), timeout=60_000)
    screens.wait_until_still(page)  # as in `press`: the choice must not fall into a run that ends
    expect(page.get_by_test_id("stPopoverBody")).to_be_hidden()  # the menu closes by itself
    name = gettext("situation.accompanying")
    page.locator(".st-key-situation button", has_text=name).click()
    expect(page.locator(".step").nth(1)).to_contain_text(gettext("pathway.accompaniment.why"))
    settled(page)
    first, second = step(page, 0), step(page, 1)
    assert fits(page)

    press(page, "down_line")
    expect(page.locator(".step h2").first).to_have_text(second)
    expect(page.get_by_role("status")).to_contain_text(gettext("pathways.moved"))

    press(page, "change_health")
    box = page.locator(".st-key-step_health textarea").first
    box.fill(OURS)
    press(page, "save_health")
    expect(page.locator(".st-key-step_health .step")).to_contain_text(OURS)

    page.locator("[class*='st-key-past_'] summary").click()
    screens.wait_until_still(page)
    page.locator("[class*='st-key-past_'] button", has_text=gettext("pathways.to_starter")).click()
    expect(page.locator(".step h2").first).to_have_text(first)
    expect(page.locator(".st-key-step_health .step")).not_to_contain_text(OURS)
    settled(page)
    assert fits(page)
