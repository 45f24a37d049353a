"""What benchmarks of screens share: Chromium, a page of it, and the map opened in it."""

from __future__ import annotations

import os
import shutil
import time
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserType, Page

CHROMIUM_PROGRAMS = ("chromium-headless-shell", "chromium")
CHROMIUM_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
FINISHED_RUN = "[data-testid=stApp][data-test-script-state=notRunning]"
NO_BROWSER = "needs playwright and Chromium"  # why nothing was measured


def find_chromium() -> str | None:
    """Find the path of Chromium; None without it, or without playwright."""
    if find_spec("playwright") is None:
        return None
    found = (os.environ.get("AMPARO_CHROMIUM"), *map(shutil.which, CHROMIUM_PROGRAMS))
    return next(filter(None, found), None)


def launch_chromium(chromium: BrowserType, program: str | None) -> Browser:
    """Start Chromium; its own one of playwright without a path."""
    return chromium.launch(executable_path=program, args=CHROMIUM_ARGUMENTS)


def open_page(browser: Browser, *, timeout_ms: float) -> Page:
    """Open an empty page of a visitor of her own, in Spanish."""
    page = browser.new_context(locale="es", viewport={"width": 1280, "height": 800}).new_page()
    page.set_default_timeout(timeout_ms)
    return page


def open_map(page: Page, url: str) -> float:
    """Open *Mapa* by its address; seconds until it is painted and the run has ended."""
    started = time.monotonic()
    page.goto(url)
    page.locator(FINISHED_RUN).wait_for()
    page.frame_locator("iframe").first.locator(".leaflet-tile-pane canvas").first.wait_for()
    return time.monotonic() - started
