"""The screens in a real Chromium: drawn, whole, and silent towards everybody else."""

from __future__ import annotations

import json
import time

import pytest
from playwright.sync_api import expect

from geo.cartography import assets
from geo.language import gettext
from tests.browser.screens import (
    at_rest,
    drawn_way,
    map_of,
    open_screen,
    search,
    settled,
    touch,
    wait_until_painted,
)

pytestmark = pytest.mark.skipif(
    not assets.packages_installed(),
    reason="the map's packages are not installed; start.py installs them",
)

SCREENS = ("home", "map", "route", "support", "coverage")
LOMA = (13.9026, -89.8479)
UNIT = (13.904935, -89.836473)
MOLINO = (13.8972, -89.8462)
FAR_END = (13.89572, -89.83304)  # four ways lead there, as many as a slider is for
ENGLISH_OF_STREAMLIT = ("Choose an option", "Drag and drop", "Browse files", "No results")


def overflow(page) -> int:
    return page.evaluate(
        "Math.max(document.documentElement.scrollWidth,"
        " document.querySelector('[data-testid=stMain]').scrollWidth) - innerWidth"
    )


def answered_way(page, end=UNIT):
    open_screen(page, "route")
    touch(page, *LOMA, until=f"→ {gettext('route.to_where')}")
    start = page.locator(".st-key-ends").inner_text().partition(" →")[0].split("\n")[-1]
    touch(page, *end, until=gettext("route.shortest"))
    expect(page.locator(".st-key-ends")).to_contain_text(f"{start} →")
    expect(page.locator("p.big")).to_contain_text("zonas marcadas")
    map_of(page).wait_for_selector("path.amparo-safest", state="attached")


def assert_badge(page, name):
    """Whoever looks at the demonstration reads that it is one, beside the way out and the menu."""
    badge = page.locator("p.badge")
    expect(badge).to_have_text(gettext("shell.badge"))
    expect(badge).to_have_attribute("title", gettext("shell.demo"))
    box, leave = badge.bounding_box(), page.locator("body > a.leave").bounding_box()
    head = page.get_by_test_id("stHeader").bounding_box()
    assert box["y"] + box["height"] <= head["y"] + head["height"], name
    assert box["x"] + box["width"] < leave["x"], name
    menu = page.get_by_test_id("stTopNav").get_by_role("link").first
    if menu.is_visible():
        assert box["x"] + box["width"] < menu.bounding_box()["x"], name


@pytest.mark.parametrize("screen", ["desktop", "phone"])
def test_every_screen_is_drawn(request, screen):
    page = request.getfixturevalue(screen)
    for name in SCREENS:
        open_screen(page, name)
        map_of(page).wait_for_selector("path.leaflet-interactive, .amparo-sign", state="attached")
        expect(page.locator(".fault")).to_have_count(0)
        wait_until_painted(page)
        assert overflow(page) <= 0, name
        text = page.locator("body").inner_text()
        assert not [words for words in ENGLISH_OF_STREAMLIT if words in text]
        assert_badge(page, name)
    assert page.title() == "Chancala (demostración)"
    assert page.evaluate("document.documentElement.lang") == "es"


def assert_the_choice_moves_it(page):
    quietest = drawn_way(page)
    began = time.monotonic()
    page.get_by_role("radio", name=gettext("route.shortest")).click()
    while drawn_way(page) == quietest:
        page.wait_for_timeout(10)
        assert time.monotonic() - began < 5, "the way did not move"
    expect(page.locator(".ways b").first).to_have_text(gettext("route.shortest"))
    assert overflow(page) <= 0


def test_two_touches_give_a_route_and_the_choice_moves_it_on_a_phone(phone):
    answered_way(phone)
    assert_the_choice_moves_it(phone)


def test_a_route_is_touched_chosen_taken_along_and_begun_elsewhere(desktop):
    """One page for all of it: to come as far as to a route takes longest."""
    answered_way(desktop)
    assert_the_choice_moves_it(desktop)
    settled(desktop)
    with desktop.expect_download() as waited:
        desktop.get_by_role("button", name=gettext("show.download")).click()
    written = json.loads(waited.value.path().read_text(encoding="utf-8"))
    assert {part["properties"]["role"] for part in written["features"]} >= {"safest", "direct"}
    # A third touch moves the start and keeps the destination.
    touch(desktop, *MOLINO, until="Calle El Molino →")
    expect(desktop.locator(".st-key-ends")).to_contain_text("→ Unidad de Salud")


def test_with_many_routes_a_slider_moves_the_route(desktop):
    answered_way(desktop, FAR_END)
    night = gettext("holds.night")  # more is marked then, whatever the hour is now
    when = desktop.locator(".st-key-when_route")
    expect(when).to_contain_text(gettext("inputs.now_day"))  # the server's clock: see conftest.NOW
    when.get_by_role("radio", name=night, exact=True).click()
    desktop.get_by_role("slider").wait_for()
    settled(desktop)
    quietest = drawn_way(desktop)
    slider = desktop.get_by_role("slider")
    slider.press("ArrowLeft")
    expect(desktop.locator(".ways b").first).to_have_text(gettext("route.middle"))
    while drawn_way(desktop) == quietest:
        desktop.wait_for_timeout(10)
    slider.press("Home")
    expect(desktop.locator(".ways b").first).to_have_text(gettext("route.shortest"))


def test_ends_can_be_chosen_by_name(desktop):
    open_screen(desktop, "route")
    desktop.locator(".st-key-ends button").click()
    dialog = desktop.get_by_role("dialog")
    search(dialog, "calle la ermita")
    dialog.get_by_role("radio", name="Juzgado de Paz").click()
    dialog.get_by_role("button", name=gettext("inputs.done")).click()
    expect(desktop.locator(".st-key-ends")).to_contain_text("Calle La Ermita → Juzgado de Paz")
    map_of(desktop).wait_for_selector("path.amparo-safest", state="attached")


def test_a_layer_can_be_taken_along(desktop):
    open_screen(desktop, "map")
    desktop.locator(".st-key-files button").first.click()
    with desktop.expect_download() as waited:
        desktop.get_by_test_id("stPopoverBody").get_by_role(
            "button", name=gettext("layer.safe_zones").capitalize()
        ).click()
    written = json.loads(waited.value.path().read_text(encoding="utf-8"))
    assert len(written["features"]) == 6


def test_coverage_answers_another_question_and_its_dialog_does_not_cover_the_quick_exit(desktop):
    open_screen(desktop, "coverage")
    before = desktop.locator("p.big").inner_text()
    desktop.locator(".st-key-reach button").click()
    dialog = desktop.get_by_role("dialog")
    dialog.get_by_role("radio", name=gettext("service_type.police")).click()
    dialog.get_by_role("button", name=gettext("inputs.done")).click()
    asked = gettext("service_type.police")
    expect(desktop.locator(".st-key-reach")).to_contain_text(asked)
    expect(desktop.locator("p.big")).not_to_have_text(before)
    map_of(desktop).wait_for_selector("path.amparo-gap", state="attached")
    settled(desktop)
    desktop.locator(".st-key-reach button").click()
    dialog.wait_for()
    desktop.locator("body > a.leave").click()
    desktop.wait_for_url("**/calendar")


def test_more_opens_the_language_on_a_phone_and_the_quick_exit_leads_out(phone):
    phone.goto("/")
    settled(phone)
    phone.locator(".st-key-more button").click()
    phone.get_by_role("radio", name="English").click()
    expect(phone.locator(".st-key-ask h1")).to_have_text(gettext("home.title", "en"))
    leave = phone.locator("body > a.leave")
    expect(leave).to_contain_text(gettext("menu.leave", "en"))
    at_rest(phone)
    leave.click()
    phone.wait_for_url("**/calendar")
    expect(phone.locator("td.today")).to_have_count(1)
    assert "amparo" not in (phone.title() + phone.content()).lower()
    phone.go_back()
    assert phone.url.endswith(("/calendar", "about:blank"))
