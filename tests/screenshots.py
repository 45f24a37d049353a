"""
Pictures of every screen, to be looked at: `python -m tests.screenshots FOLDER`.

Every screen in every language, on a wide screen and on a phone, and besides them the pages that
phones open by themselves. For each screen and size one sheet lays the languages side by side. What
stands beyond the edge of the window, or is cut off within its own box, is printed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.workshop import find_free_port, prepare_session, wait_until_healthy
from geo.access.accounts import add_account
from geo.access.sessions import SESSION_COOKIE
from geo.access.sign_in import sign_in
from geo.language import list_locales
from geo.store import open_store
from pages.screens import SCREENS as APP_SCREENS
from tests import source_files
from tests.browser.conftest import ARGUMENTS, PASSPHRASE, PASSWORD, SCREENS, find_chromium

PARTS = ("boundary", "streets", "people", "services", "new")  # of the screen that sets a place up
PATIENCE_MS = 90_000
DRAWN_AFTER_MS = 1500  # a map, after the run that made it
TALLEST = 2600  # px of a picture
SHEET_HEIGHT = 1400  # px
AT_REST = "[data-testid=stApp][data-test-script-state=notRunning]"
TALL = "(document.querySelector('[data-testid=stMain]') || document.body).scrollHeight"
CUT = """() => {
  const found = [], wide = document.documentElement.clientWidth;
  for (const node of document.querySelectorAll("body *")) {
    if (!node.checkVisibility() || node.closest(".leaflet-container, svg, [aria-hidden=true]"))
      continue;
    const own = [...node.childNodes].some((one) => one.nodeType === 3 && one.textContent.trim());
    if (!own) continue;
    const box = node.getBoundingClientRect(), style = getComputedStyle(node);
    if (style.clip !== "auto" || box.width < 2 || style.fontSize === "0px") continue;
    const hides = style.overflow !== "visible" && node.scrollWidth > node.clientWidth + 1;
    if (hides || box.right > wide + 1 || box.left < -1)
      found.push(node.textContent.trim().slice(0, 60));
  }
  return found;
}"""


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--only", multiple=True, help="Screens; else all.")
@click.option("--locale", "spoken", multiple=True, help="Languages; else all.")
def main(folder: Path, only: tuple[str, ...], spoken: tuple[str, ...]) -> None:
    """Take the pictures, and lay them side by side."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        home = Path(name)
        word, token = prepared(home)
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        with served(home) as url:
            for screen in SCREENS:
                for locale in spoken or list_locales():
                    take(browser, url, token, Shot(folder, screen, locale, only))
                    take_joining(browser, url, word, Shot(folder, screen, locale, only))
        browser.close()
    for screen in SCREENS:
        lay_out(folder, screen)


class Shot:
    """Where pictures of one size and language go, and which are wanted."""

    def __init__(self, folder: Path, screen: str, locale: str, only: tuple[str, ...]) -> None:
        self.folder, self.screen, self.locale, self.only = folder, screen, locale, only

    def wants(self, name: str) -> bool:
        """Tell whether a picture was asked for."""
        return not self.only or name.partition("-")[0] in self.only

    def keep(self, page: Page, name: str) -> None:
        """Take it, and tell what is cut off in it."""
        page.wait_for_timeout(DRAWN_AFTER_MS)
        file = self.folder / f"{name}.{self.screen}.{self.locale}.png"
        tall = int(page.evaluate(TALL))
        size = page.viewport_size or {"width": 0, "height": 0}
        page.set_viewport_size({**size, "height": max(size["height"], min(tall, TALLEST))})
        page.wait_for_timeout(DRAWN_AFTER_MS // 3)
        page.screenshot(path=file)
        for words in page.evaluate(CUT):
            click.echo(f"{file.name}: cut off: {words}")
        page.set_viewport_size(size)


def prepared(home: Path) -> tuple[str, str]:
    """Load the demonstration, protect it, and sign a coordinator in; gives word and token."""
    word, _ = prepare_session(home)
    store = open_store(home, passphrase=PASSPHRASE)
    add_account(store, "coordinacion", role="coordinator", password=PASSWORD)
    token = sign_in(store, "coordinacion", PASSWORD, client="127.0.0.1")
    store.close()
    return word, token


@contextmanager
def served(home: Path) -> Iterator[str]:
    """Serve it until the block is left; gives the address."""
    port = find_free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true"]
    server = subprocess.Popen(
        [*command, "--server.port", str(port)],
        cwd=source_files.ROOT,
        env={**os.environ, "AMPARO_HOME": str(home), "AMPARO_PASSPHRASE": PASSPHRASE},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until_healthy(port, server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=30)


def take(browser: Browser, url: str, token: str, shot: Shot) -> None:
    """Take the screens of one language and size, as a coordinator sees them."""
    context = browser.new_context(base_url=url, locale=shot.locale, **SCREENS[shot.screen])
    context.add_cookies([{"name": SESSION_COOKIE, "value": token, "url": url}])
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    for entry in APP_SCREENS:
        if shot.wants(entry.name):
            path = "" if entry.name == "home" else entry.url_path
            page.goto(f"/{path}?lang={shot.locale}")
            at_rest(page)
            shot.keep(page, entry.name)
    for part in PARTS:
        if shot.wants("setup"):
            page.goto(f"/place?lang={shot.locale}&part={part}")
            at_rest(page)
            shot.keep(page, f"place-{part}")
    if shot.wants("menu"):
        page.goto(f"/?lang={shot.locale}")
        at_rest(page)
        page.locator(".st-key-more button").first.click()
        shot.keep(page, "menu")
    context.close()


def take_joining(browser: Browser, url: str, word: str, shot: Shot) -> None:
    """Take the page where a phone joins, and the drawing page with its questions."""
    if not shot.wants("joining"):
        return
    context = browser.new_context(base_url=url, locale=shot.locale, **SCREENS[shot.screen])
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto(f"/j?lang={shot.locale}")
    shot.keep(page, "joining-word")
    page.fill("#word", word)
    page.get_by_role("button").click()
    page.wait_for_selector("#bar button")
    shot.keep(page, "joining-draw")
    for step in ("begin-risk_area", "category-lonely_path", "severity-3", "holds-night"):
        page.locator(f'main > :not([inert]) [data-action="{step}"]').first.click()
        shot.keep(page, f"joining-{step}")
    context.close()


def at_rest(page: Page) -> None:
    """Wait until the screen is whole."""
    page.wait_for_selector(AT_REST)
    page.wait_for_selector("h1, iframe", state="attached")
    page.wait_for_selector(AT_REST)


def lay_out(folder: Path, screen: str) -> None:
    """Lay the languages of each screen side by side."""
    names = sorted({file.name.split(".")[0] for file in folder.glob(f"*.{screen}.*.png")})
    for name in names:
        files = [folder / f"{name}.{screen}.{locale}.png" for locale in list_locales()]
        pictures = [Image.open(file) for file in files if file.is_file()]
        small = [
            one.resize((round(one.width * SHEET_HEIGHT / one.height), SHEET_HEIGHT))
            for one in pictures
        ]
        sheet = Image.new("RGB", (sum(one.width for one in small), SHEET_HEIGHT), "white")
        across = 0
        for one in small:
            sheet.paste(one, (across, 0))
            across += one.width
        sheet.save(folder / f"sheet.{name}.{screen}.png")


if __name__ == "__main__":
    main()
