"""Leaving in a hurry: covered at once, forgotten on the server, nothing to come back to."""

from __future__ import annotations

import json
import re
import time

import pytest
from playwright.sync_api import expect

from geo.cartography import assets
from geo.language import gettext
from tests.browser.screens import map_of, open_screen, settled
from tests.thorough import choose

pytestmark = pytest.mark.skipif(
    not assets.packages_installed(),
    reason="the map's packages are not installed; start.py installs them",
)

# Writes down when the key or the finger came, when the cover stood, and when it had been painted.
STOPWATCH = """() => {
  const heard = (around) => (event) => {
    window.came = performance.now() - (around.performance.now() - event.timeStamp);
  };
  const frame = document.querySelector(".st-key-map iframe").contentWindow;
  [window, frame].forEach((around) => ["keydown", "keyup", "pointerdown"].forEach(
    (kind) => around.addEventListener(kind, heard(around), true)));
  new MutationObserver((_, watching) => {
    if (!document.getElementById("cover")) return;
    watching.disconnect();
    const came = window.came;  // the key's going up, after this, is no beginning
    const stood = performance.now() - came;
    const middle = document.elementFromPoint(innerWidth / 2, innerHeight / 2);
    const told = (painted) => console.log("covered " + JSON.stringify(
      { stood, painted, whole: middle.id === "cover", at: location.pathname }));
    requestAnimationFrame((now) => setTimeout(() => told(performance.now() - came)));
  }).observe(document.body, { childList: true });
}"""


def watched(page):
    """Note what the stopwatch says of the cover, and what was asked of the server meanwhile."""
    told = []
    page.on("console", lambda said: said.text.startswith("covered") and told.append(said.text))
    page.evaluate(STOPWATCH)
    return told


def ways_out(page):
    return {
        "link": lambda: page.locator("body > a.leave").click(),
        "escape": lambda: [page.keyboard.press("Escape") for _ in range(3)],
        "shift": lambda: [page.keyboard.press("Shift") for _ in range(3)],
        "escape in the map": lambda: in_the_map(page, "Escape"),
        "shift in the map": lambda: in_the_map(page, "Shift"),
    }


def in_the_map(page, key):
    map_of(page).evaluate("window.focus()")
    page.frame_locator(".st-key-map iframe").locator(".leaflet-container").focus()
    for _ in range(3):
        page.keyboard.press(key)


# That each covers the screen is seen in tests/leaks/test_quick_exit_leaves_nothing.py, on one page.
WAYS_OUT = choose(
    ("escape", "shift in the map"),
    ("link", "escape", "shift", "escape in the map", "shift in the map"),
)


@pytest.mark.parametrize("how", WAYS_OUT)
def test_the_screen_is_covered_at_once(desktop, how):
    open_screen(desktop, "map")
    told = watched(desktop)

    # Nothing is painted while Chromium leaves a page, so the leaving itself is held back.
    def hold_back(route):
        until = time.monotonic() + 10
        while not told and time.monotonic() < until:
            desktop.wait_for_timeout(50)
        route.continue_()

    desktop.route("**/calendar", hold_back)
    ways_out(desktop)[how]()
    desktop.wait_for_url("**/calendar")
    expect(desktop.locator("td.today")).to_have_count(1)
    (words,) = told
    seen = json.loads(words.removeprefix("covered "))
    # How long it takes is measured in tests/leaks/test_quick_exit_leaves_nothing.py; here, that the
    # cover was painted on the screen itself, before anything was asked or left.
    assert seen["whole"]
    assert seen["stood"] <= seen["painted"]


def test_nothing_of_the_session_is_left(desktop):
    for name in ("map", "route", "coverage"):
        open_screen(desktop, name)
    desktop.evaluate("localStorage.setItem('drawn', '1'); sessionStorage.setItem('x', '1')")
    session = desktop.locator("body > a.leave").get_attribute("data-session")
    assert re.fullmatch(r"[0-9a-f-]{36}", session)
    desktop.locator("body > a.leave").click()
    desktop.wait_for_url("**/calendar")
    expect(desktop.locator("td.today")).to_have_count(1)
    kept = desktop.evaluate("[Object.keys(localStorage), Object.keys(sessionStorage)]")
    assert kept == [[], []]
    addresses = desktop.evaluate("navigation.entries().map((entry) => entry.url)")
    assert {address.rpartition("/")[2] for address in addresses} == {"calendar"}
    # What the server forgets last is the cookie; tests/pages/test_quick_exit.py sees what
    # went before.
    until = time.monotonic() + 5
    while desktop.context.cookies():
        assert time.monotonic() < until, "the server was not told"
        desktop.wait_for_timeout(50)
    desktop.go_back()
    assert desktop.url.endswith(("/calendar", "about:blank"))


def test_capital_letters_do_not_leave(desktop):
    open_screen(desktop, "home")
    for letter in "ABCDE":
        desktop.keyboard.press(f"Shift+{letter}")
    desktop.keyboard.press("Shift")
    desktop.keyboard.press("Escape")
    desktop.keyboard.press("Shift")
    desktop.wait_for_timeout(300)
    assert not desktop.url.endswith("/calendar")
    expect(desktop.locator("#cover")).to_have_count(0)


def test_she_may_say_where_it_leads(desktop):
    desktop.goto("/")
    settled(desktop)
    desktop.locator(".st-key-more button").first.click()
    expect(desktop.get_by_text(gettext("quick_exit.about"))).to_be_visible()
    desktop.get_by_role("radio", name=gettext("quick_exit.own")).click()
    field = desktop.get_by_label(gettext("quick_exit.address"))
    field.fill("javascript:alert(1)")
    field.press("Enter")
    expect(desktop.get_by_text(gettext("quick_exit.no_address"))).to_be_visible()
    expect(desktop.locator("body > a.leave")).to_have_attribute("href", "/calendar")
    field.fill("tiempo.example.org")
    field.press("Enter")
    expect(desktop.locator("body > a.leave")).to_have_attribute(
        "href", "https://tiempo.example.org"
    )
    assert not [asked for asked in desktop.guard.asked if "example.org" in asked]


@pytest.mark.parametrize("reached", [True, False])
def test_the_calendar_gives_way_to_the_weather_only_where_it_can_be_reached(browser, app, reached):
    """Its host is played here; the real one is asked for nothing."""
    asked = []

    def play(route):
        asked.append(route.request)
        if reached:
            route.fulfill(body="<title>22 °C</title>", content_type="text/html")
        else:
            route.abort("internetdisconnected")

    context = browser.new_context(base_url=app.url, locale="es")
    context.route("https://worldweather.wmo.int/**", play)
    page = context.new_page()
    page.goto("/calendar?weather=ky")
    if reached:
        page.wait_for_url("https://worldweather.wmo.int/ru/home.html")
    else:
        expect(page.locator("td.today")).to_have_count(1)
        page.wait_for_timeout(500)
        assert page.url.endswith("/calendar?weather=ky")
    assert asked
    assert not [one for one in asked if "referer" in one.headers or "cookie" in one.headers]
    context.close()


def test_the_calendar_asks_nobody_unless_the_address_says_so(desktop):
    desktop.goto("/calendar?weather=https://elsewhere.example.org")
    expect(desktop.locator("td.today")).to_have_count(1)
    desktop.wait_for_timeout(300)
