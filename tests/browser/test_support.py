"""Doors, in a browser: three questions by touch or by name, the steps, and paper to take along."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from geo.language import gettext
from tests.browser.screens import map_of, open_screen, search, settled, touch
from tests.thorough import choose

LOMA = (13.9026, -89.8479)
SIGNS = {".pdf": b"%PDF", ".png": b"\x89PNG", ".gpx": b"<?xml", ".geojson": b"{"}


def answer(page, situation, *, street=None, touched=False):
    """Answer the three questions in their dialog; without a street, with the first there is."""
    page.locator(".st-key-asked button").click()
    dialog = page.get_by_role("dialog")
    if not touched:
        search(dialog, street or "a")
        if not street:
            dialog.locator("[class*='_found'] button").first.click()
    dialog.get_by_role("radio", name=gettext(f"situation.{situation}")).click()
    dialog.get_by_role("radio", name=gettext("since.today")).click()
    dialog.get_by_role("button", name=gettext("inputs.done")).click()
    expect(page.locator(".stop").first).to_be_visible(timeout=60_000)
    settled(page)


def overflow(page):
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


@pytest.mark.parametrize("screen", choose(["phone"], ["desktop", "phone"]))
def test_a_touch_and_two_answers_give_the_services_in_order(request, screen):
    page = request.getfixturevalue(screen)
    open_screen(page, "support")
    touch(page, *LOMA, until=gettext("support.what_short"))
    answer(page, "sexual_violence", touched=True)
    first = page.locator(".stop").first
    # The nearest that is open at the moment of the tests: see conftest.NOW.
    expect(first).to_contain_text("Casa de salud de Loma Alta")
    expect(first.locator(".window")).to_contain_text(gettext("support.still_then"))
    map_of(page).wait_for_selector("path.amparo-safest", state="attached")
    assert overflow(page) <= 0


def test_a_step_shows_its_route_and_opens_whole(phone):
    open_screen(phone, "support")
    answer(phone, "physical_violence", street="Calle La Ermita")
    ways = phone.locator("[class*=st-key-see_] button")
    before = map_of(phone).query_selector("path.amparo-safest").get_attribute("d")
    ways.last.click()
    expect(phone.locator(".stop.here")).to_have_count(1)
    settled(phone)
    until = phone.evaluate("Date.now()") + 10_000
    while map_of(phone).query_selector("path.amparo-safest").get_attribute("d") == before:
        assert phone.evaluate("Date.now()") < until, "the way did not move"
        phone.wait_for_timeout(50)
    phone.locator("[class*=st-key-more_] button[kind=secondary]").first.click()
    dialog = phone.get_by_role("dialog")
    expect(dialog).to_contain_text(gettext("support.you_choose"))
    skip = dialog.get_by_role("button", name=gettext("support.skip"))
    count = phone.locator(".stop").count()
    skip.click()
    expect(phone.locator(".stop")).to_have_count(count - 1)
    expect(phone.locator("[class*=st-key-take_up_]")).to_have_count(1)


def test_what_she_takes_along_is_what_it_says(desktop):
    open_screen(desktop, "support")
    answer(desktop, "threat", street="Calle La Ermita")
    desktop.locator(".st-key-take_along button").click()
    buttons = desktop.get_by_role("dialog").get_by_test_id("stDownloadButton")
    expect(buttons).to_have_count(5)
    for number in range(5):
        with desktop.expect_download(timeout=60_000) as waited:
            buttons.nth(number).get_by_role("button").click()
        name = waited.value.suggested_filename
        sign = next(sign for ending, sign in SIGNS.items() if name.endswith(ending))
        assert waited.value.path().read_bytes().startswith(sign), name


def test_a_poster_hangs_at_a_public_place(desktop):
    open_screen(desktop, "support")
    desktop.locator(".st-key-poster button").click()
    dialog = desktop.get_by_role("dialog")
    search(dialog, "casa del amate")
    with desktop.expect_download(timeout=60_000) as waited:
        dialog.get_by_role("button", name=gettext("taking.poster_file")).click()
    assert waited.value.path().read_bytes().startswith(b"%PDF")
