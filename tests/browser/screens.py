"""How a test moves about the screens, as a person would."""

from __future__ import annotations

import time

from playwright.sync_api import Error, Frame, Page, expect

from geo.language import gettext

# A click within about a second of a shape's appearance is drawn but not reported: say it again.
HEARD_WITHIN_S = 2.5
TRIES = 4
# The first run of a server reads the streets; two busy cores take their time.
SETTLED_WITHIN_MS = 60_000
STILL_FOR_MS, STILL_WITHIN_MS = 300, 5_000
expect.set_options(timeout=20_000)


def open_screen(page: Page, name: str) -> None:
    """Open a screen by the menu: above where it is wide, below on phones, or under "more"."""
    if page.url == "about:blank":
        page.goto("/")
        settled(page)
    wide = page.viewport_size["width"] >= 900
    place = page.get_by_test_id("stTopNav") if wide else page.locator(".st-key-bar")
    named = {"name": gettext(f"menu.{name}"), "exact": True}
    if not place.get_by_role("link", **named).count():
        page.locator(".st-key-more button").first.click()
        place = page.get_by_test_id("stPopoverBody")
    place.get_by_role("link", **named).click()
    expect(page.locator(".st-key-ask h1")).to_have_text(gettext(f"{name}.title"))
    settled(page)


def at_rest(page: Page) -> None:
    """
    Wait until the run is over.

    What is pressed at the very moment when a run ends may be taken for pressed in that run, and
    nothing comes of it: a hand is slower, a test is not.
    """
    expect(page.get_by_test_id("stApp")).to_have_attribute(
        "data-test-script-state", "notRunning", timeout=SETTLED_WITHIN_MS
    )


def settled(page: Page) -> None:
    """Wait until the run is over and the map is drawn."""
    at_rest(page)
    map_of(page).wait_for_selector(".leaflet-tile-pane canvas")


# Resolves once nothing of the document has changed for a while; a page that tells the time or asks
# again and again is not waited for longer than the second number says.
STILL = """([quiet, most]) => new Promise((resolve) => {
    const began = performance.now();
    let changed = began;
    const observer = new MutationObserver(() => { changed = performance.now(); });
    observer.observe(document, {
        attributes: true, characterData: true, childList: true, subtree: true,
    });
    const look = () => {
        const now = performance.now();
        if (now - changed < quiet && now - began < most) return setTimeout(look, 30);
        observer.disconnect();
        resolve();
    };
    look();
})"""


def wait_until_still(page: Page) -> None:
    """Wait until nothing moves on the page, its map's labels and a form's marks included."""
    for frame in [one for one in page.frames if one.url != "about:blank"]:
        try:
            frame.evaluate(STILL, [STILL_FOR_MS, STILL_WITHIN_MS])
        except Error:  # a frame that was put in place of another
            continue


def wait_until_drawn(page: Page) -> None:
    """Wait until a screen of any kind is as it stays: its run over, its map drawn, all still."""
    if page.get_by_test_id("stApp").count():
        at_rest(page)
        if page.locator(".st-key-map iframe").count():
            settled(page)
    wait_until_still(page)


def map_of(page: Page) -> Frame:
    """Find the frame that holds the map."""
    page.wait_for_selector(".st-key-map iframe")
    until = time.monotonic() + 20
    while time.monotonic() < until:
        for frame in page.frames:
            if "st_folium" in frame.url and frame.query_selector(".leaflet-container"):
                return frame
        page.wait_for_timeout(50)
    message = "no map came"
    raise AssertionError(message)


def touch(page: Page, lat: float, lon: float, *, until: str) -> None:
    """Touch the map at a place, again if nobody heard, until a text stands on the panel."""
    for _ in range(TRIES):
        spot = map_of(page).evaluate(
            "([lat, lon]) => { const p = Amparo.map.latLngToContainerPoint([lat, lon]);"
            " return {x: p.x, y: p.y} }",
            [lat, lon],
        )
        page.frame_locator(".st-key-map iframe").locator(".leaflet-container").click(position=spot)
        heard = time.monotonic() + HEARD_WITHIN_S
        while time.monotonic() < heard:
            if until in page.locator(".st-key-ask").inner_text():
                return
            page.wait_for_timeout(50)
    message = f"the map was touched {TRIES} times, and nothing says {until!r}"
    raise AssertionError(message)


def drawn_way(page: Page) -> str | None:
    """Read the path of the chosen way as it is drawn."""
    line = map_of(page).query_selector("path.amparo-safest")
    return line.get_attribute("d") if line else None


def wait_until_painted(page: Page) -> None:
    """Wait until a tile of the base map holds more than one colour."""
    until = time.monotonic() + SETTLED_WITHIN_MS / 1000
    while not painted_tiles(page):
        assert time.monotonic() < until, "the base map stays empty"
        page.wait_for_timeout(50)


def painted_tiles(page: Page) -> int:
    """Count the base map's tiles that hold more than one colour."""
    return map_of(page).evaluate(
        """() => [...document.querySelectorAll(".leaflet-tile-pane canvas")].filter((tile) => {
            const data = tile.getContext("2d").getImageData(0, 0, tile.width, tile.height).data;
            const first = data.slice(0, 4).join();
            for (let i = 4; i < data.length; i += 404) {
                if (data.slice(i, i + 4).join() !== first) return true;
            }
            return false;
        }).length"""
    )


def search(dialog, name):
    """Type a name in the first search box of a dialog, without accents as people do."""
    dialog.get_by_role("textbox").first.fill(name)
    dialog.get_by_role("textbox").first.press("Enter")
