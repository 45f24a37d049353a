"""
Draw over a link of 600 ms and 2 % loss: `python -m tests.faults.lossy_link`.

A phone in a network of its own joins a drawing session of the real server, draws, opens what it
drew again, and changes it; the link is cut for ten seconds while it draws, and the page is loaded
anew during the cut. Printed: how long each took, and whether everything is in the store afterwards.
"""

from __future__ import annotations

import os
import stat
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from playwright.sync_api import BrowserContext, Error, Page, Playwright, sync_playwright

from benchmarks.workshop import find_free_port, prepare_session, start_server, wait_until_healthy
from geo.communities.demonstration import DEMO_SLUG
from geo.store.database import Store
from geo.workshop.drawing_sessions import list_drawings
from tests.browser.conftest import ARGUMENTS, SCREENS, find_chromium
from tests.browser.drawing.conftest import Hand
from tests.faults.link import HERE, Link, link, missing

HANDLE = ".marker-icon:not(.marker-icon-middle)"
CUT_S = 10.0
PATIENCE_MS = 90_000
OPEN = "window.AmparoDraw && AmparoDraw.connection && AmparoDraw.connection().link === 'well'"
SAVED = "AmparoDraw.store.queue.length === 0"
BARE = "document.querySelector('#bar button') !== null"


class Story:
    """One phone at the far end, and how long what it did took."""

    def __init__(self, far: Link, context: BrowserContext, port: int) -> None:
        self.far = far
        self.context = context
        self.page: Page = context.new_page()
        self.hand = Hand(self.page)
        self.address = f"http://{HERE}:{port}"

    def open_cold(self, word: str) -> None:
        """Join on a phone that was never here."""
        with took("join page opens"):
            self.page.goto(f"{self.address}/j?lang=es")
        self.page.fill("#word", word)
        with took("Draw screen opens, nothing cached: its buttons are there"):
            self.page.get_by_role("button").click()
            self.until(BARE)
        with took("    and then: it knows what the group drew"):
            self.until(OPEN)

    def open_again(self) -> None:
        """Open the page again, its files cached."""
        self.page.goto("about:blank")
        with took("Draw screen opens, its files cached: its buttons are there"):
            self.page.goto(f"{self.address}/amparo/draw", wait_until="commit")
            self.until(BARE)
        with took("    and then: it knows what the group drew"):
            self.until(OPEN)

    def draw(self) -> str:
        """Draw an area; gives its id."""
        self.hand.begin("risk_area", "category-river", "severity-3", "holds-night")
        for at in ((90, 240), (210, 230), (230, 340)):
            self.hand.tap(*at)
        with took("a shape is drawn: from Finish to acknowledged"):
            self.hand.does("finish")
            self.until(SAVED)
        (made,) = self.hand.marks()
        return made

    def change(self, mark: str) -> None:
        """Open it again, and move one of its points."""
        before = self.hand.ring(mark)
        with took("it is opened again: from touch to card"):
            self.hand.open_card(mark)
        self.hand.does("edit")
        seen = self.hand.marks()[mark]["revision"]
        at = self.hand.middle_of(HANDLE, 0)
        self.hand.drag(at, (at[0] + 30, at[1] + 25))
        with took("one point is moved: from finger up to acknowledged"):
            self.until(f"{SAVED} && AmparoDraw.marks()[{mark!r}].revision > {seen}")
        moved = sum(old != new for old, new in zip(before, self.hand.ring(mark), strict=True))
        click.echo(f"    points moved: {moved} of {len(before)}")
        self.hand.does("done")

    def cut_while_drawing(self) -> None:
        """Lose the link between two points of an area, for a while."""
        self.hand.begin("risk_area", "category-other", "severity-2", "holds-day")
        self.hand.tap(60, 300)
        self.far.cut()
        began = time.monotonic()
        self.hand.tap(160, 300)
        self.hand.tap(160, 400)
        self.hand.does("finish")
        self.page.wait_for_timeout(1000 * max(0.0, CUT_S - (time.monotonic() - began)))
        click.echo(f"    waiting on the phone during the cut: {self.waiting()}")
        self.far.mend()
        with took(f"a cut of {CUT_S:.0f} s while drawing: from its end to acknowledged"):
            self.until(SAVED)

    def reload_while_cut(self) -> None:
        """Load the page anew while there is no link, in the middle of a shape."""
        self.far.cut()
        began = time.monotonic()
        self.hand.begin("service", "category-health", "go-on")
        self.hand.tap(150, 200)
        self.hand.begin("risk_area", "category-lonely_path", "severity-4", "holds-always")
        self.hand.tap(80, 320)
        self.hand.tap(180, 340)
        try:
            self.page.reload(timeout=2000)
            click.echo("    the page came without a link?", err=True)
        except Error:
            click.echo("    the page does not come during the cut, as was to be expected")
        self.page.wait_for_timeout(1000 * max(0.0, CUT_S - (time.monotonic() - began)))
        self.far.mend()
        with took("a reload during the cut: from its end to acknowledged"):
            self.page.goto(f"{self.address}/amparo/draw", wait_until="commit")
            self.until(BARE)
            self.until(SAVED)
        self.hand.tap(60, 480)  # what was being drawn is being drawn still
        with took("    the shape that was begun before is finished and acknowledged"):
            self.hand.does("finish")
            self.until(SAVED)

    def waiting(self) -> int:
        """Count the operations that wait on the phone."""
        return int(self.page.evaluate("AmparoDraw.store.queue.length"))

    def until(self, told: str) -> None:
        """Wait until the page says so; while it comes it says nothing."""
        last = time.monotonic() + PATIENCE_MS / 1000
        while time.monotonic() < last:
            try:
                if self.page.evaluate(told):
                    return
            except Error:  # the page is on its way
                pass
            self.page.wait_for_timeout(20)
        message = f"not within {PATIENCE_MS / 1000:.0f} s: {told}"
        raise TimeoutError(message)


@contextmanager
def took(what: str) -> Iterator[None]:
    """Print how long a block took."""
    began = time.monotonic()
    yield
    click.echo(f"{what}: {time.monotonic() - began:.1f} s")


@contextmanager
def phone_at(far: Link, playwright: Playwright, folder: Path) -> Iterator[BrowserContext]:
    """Start Chromium at the far end."""
    program = folder / "chromium"
    program.write_text(f'#!/bin/sh\nexec {" ".join(far.within(str(find_chromium())))} "$@"\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    browser = playwright.chromium.launch(executable_path=str(program), args=ARGUMENTS)
    context = browser.new_context(locale="es", **SCREENS["phone"])
    context.set_default_timeout(PATIENCE_MS)
    yield context
    browser.close()


@click.command()
@click.option("--round-trip", "round_trip_ms", default=600.0, show_default=True, help="[ms]")
@click.option("--loss", default=0.02, show_default=True, help="Share of packets, each way.")
def main(round_trip_ms: float, loss: float) -> None:
    """Tell the story, and print what it took."""
    lacking = missing()
    if lacking:
        click.echo(f"skipped: {lacking}")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        word, _ = prepare_session(folder / "home")
        port = find_free_port()
        server = start_server(folder / "home", port, address="0.0.0.0")
        try:
            wait_until_healthy(port, server)
            tell(folder, port, word, round_trip_ms, loss)
        finally:
            server.terminate()
            server.wait(timeout=30)
        store = Store(folder / "home")
        kept = list_drawings(store, DEMO_SLUG)[-1].marks
        store.close()
    click.echo(f"in the store afterwards: {kept} of 4 shapes")
    sys.exit(kept != 4)


def tell(folder: Path, port: int, word: str, round_trip_ms: float, loss: float) -> None:
    """Let one phone do all of it."""
    with link(round_trip_ms=round_trip_ms, loss=loss) as far, sync_playwright() as playwright:
        load = os.getloadavg()[0]
        click.echo(
            f"{round_trip_ms:.0f} ms there and back, {100 * loss:.0f} % lost each way, "
            f"by {far.by}; load average {load:.1f} on {os.cpu_count()} cores"
        )
        with phone_at(far, playwright, folder) as context:
            story = Story(far, context, port)
            story.open_cold(word)
            story.open_again()
            story.change(story.draw())
            story.cut_while_drawing()
            story.reload_while_cut()


if __name__ == "__main__":
    main()
