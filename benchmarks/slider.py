"""
From the slider to the way: how long a page takes to draw another way on the demonstration.

The real app and a real Chromium. The clock runs in the page: from the event of the key or the
pointer to the frame after which the map's lines are others than before.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.browser import NO_BROWSER, find_chromium, launch_chromium, open_page
from benchmarks.served_app import serve_demonstration
from benchmarks.timing import median_s

if TYPE_CHECKING:
    from playwright.sync_api import Frame, Page

SLIDER_MOVES = 20
PAGE_TIMEOUT_MS = 60_000
STREET = "Calle El Conacaste"  # of the demonstration, with more ways from it than chips
PAUSE_MS = 2_000  # between two moves

# Every line on the map, its looks and its course, as one text; areas stay the same.
MAP_LINES_JS = """() => {
  const lines = [];
  map_div.eachLayer(one => {
    if (one instanceof L.Polyline && !(one instanceof L.Polygon))
      lines.push(JSON.stringify([one.options.color, one.options.dashArray, one.getLatLngs()]));
  });
  return lines.sort().join();
}"""
RECORD_EVENT_JS = """() => {
  const note = () => { window.movedAt = performance.timeOrigin + performance.now(); };
  for (const kind of ["pointerdown", "keydown"]) window.addEventListener(kind, note, true);
}"""
WAIT_FOR_REDRAW_JS = f"""before => new Promise(done => {{
  const look = () => {{
    if (({MAP_LINES_JS})() !== before)
      requestAnimationFrame(() => done(performance.timeOrigin + performance.now()));
    else requestAnimationFrame(look);
  }};
  look();
}})"""


def time_slider(*, moves: int = SLIDER_MOVES) -> dict[str, Any]:
    """
    Move the slider to and fro.

    Returns
    -------
    facts
        Median and worst seconds; or, under `skipped`, why nothing was measured.
    """
    program = find_chromium()
    if program is None:
        return {"skipped": NO_BROWSER}
    from playwright.sync_api import sync_playwright

    with (
        tempfile.TemporaryDirectory() as home,
        serve_demonstration(Path(home)) as url,
        sync_playwright() as play,
    ):
        browser = launch_chromium(play.chromium, program)
        page = open_page(browser, timeout_ms=PAGE_TIMEOUT_MS)
        frame = _open_route_page(page, url)
        page.evaluate(RECORD_EVENT_JS)
        spent = [_time_slider_move(page, frame, number) for number in range(moves)]
        browser.close()
    return {"moves": moves, "median_s": median_s(spent), "worst_s": max(spent), "all_s": spent}


def _open_route_page(page: Page, url: str) -> Frame:
    """Ask for the way from a street to a service, and wait until it is drawn."""
    page.goto(f"{url}/way")
    page.locator(".st-key-ends button").click()
    page.locator(".st-key-start_street input").fill(STREET)
    page.locator(".st-key-start_street input").press("Enter")
    page.wait_for_timeout(PAUSE_MS)  # the page answers every choice; the next must not come before
    page.locator(".st-key-end_kind button").first.click()
    page.wait_for_timeout(PAUSE_MS)
    page.locator(".st-key-ends_done button").click()
    page.locator("[class*='st-key-choice_']").wait_for()
    frame = page.locator("iframe").first.element_handle().content_frame()
    if frame is None:
        message = "the map has no frame"
        raise RuntimeError(message)
    frame.wait_for_function(f"() => typeof map_div !== 'undefined' && ({MAP_LINES_JS})() !== ''")
    page.wait_for_timeout(PAUSE_MS)
    return frame


def _time_slider_move(page: Page, frame: Frame, number: int) -> float:
    """Choose another way; seconds until it is on the map."""
    before = frame.evaluate(MAP_LINES_JS)
    frame.evaluate(f"before => {{ window.drawn = ({WAIT_FOR_REDRAW_JS})(before); }}", before)
    slider = page.locator("[class*='st-key-choice_']").get_by_role("slider")
    slider.press("ArrowLeft" if number % 2 == 0 else "ArrowRight")
    drawn = frame.evaluate("() => window.drawn")
    spent = (drawn - page.evaluate("() => window.movedAt")) / 1000
    page.wait_for_timeout(PAUSE_MS)
    return float(spent)


if __name__ == "__main__":
    print(time_slider())
