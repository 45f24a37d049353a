"""
Six hostile uploads at once, beside a visitor who opens *Mapa* every two seconds.

`python -m benchmarks.hostile_uploads --root FOLDER` measures the app of another folder, such as an
earlier version. The real app and a real Chromium; the clock runs from the visitor's request to the
painted map of the finished run.
"""

from __future__ import annotations

import json
import math
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from benchmarks.browser import (
    FINISHED_RUN,
    find_chromium,
    launch_chromium,
    open_map,
    open_page,
)
from benchmarks.served_app import ROOT, serve_demonstration

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

UPLOADS = 6
OPENINGS = 12
OPENING_INTERVAL_S = 2.0
TIMEOUT_MS = 180_000
CORNERS = 2_400  # of an outline that crosses itself everywhere: 45 kB


@click.command()
@click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=ROOT,
    help="Folder of the app that is measured.",
)
@click.option("--chromium", envvar="AMPARO_CHROMIUM", default=None, help="Path of Chromium.")
def main(root: Path, chromium: str | None) -> None:
    """Measure the visitor's times, alone and beside the uploads."""
    from playwright.sync_api import sync_playwright

    with (
        tempfile.TemporaryDirectory() as folder,
        serve_demonstration(Path(folder) / "home", root=root) as url,
        sync_playwright() as play,
    ):
        browser = launch_chromium(play.chromium, chromium or find_chromium())
        file = Path(folder) / "cruces.geojson"
        file.write_text(make_crossing_outline(CORNERS), encoding="utf-8")
        visitor = open_page(browser, timeout_ms=TIMEOUT_MS)
        open_map(visitor, f"{url}/map")  # the first visitor pays for what is loaded once
        _print_times("alone", [open_map(visitor, f"{url}/map") for _ in range(OPENINGS)])
        pages = [_prepare_upload(browser, url, file) for _ in range(UPLOADS)]
        started = time.monotonic()
        for page in pages:
            page.locator(".st-key-load button").click(no_wait_after=True)
        seconds = []
        for number in range(OPENINGS):
            due = started + number * OPENING_INTERVAL_S
            time.sleep(max(0.0, due - time.monotonic()))
            open_map(visitor, f"{url}/map")
            # From when she wanted it: one that keeps her waiting delays those that follow.
            seconds.append(time.monotonic() - due)
        _print_times(f"beside {UPLOADS} uploads", seconds)
        for page in pages:
            page.locator(".fault").first.wait_for(timeout=TIMEOUT_MS)
        click.echo(f"all {UPLOADS} uploads refused after {time.monotonic() - started:.1f} s")
        click.echo("sentence: " + pages[0].locator(".fault").first.inner_text()[:160])
        browser.close()


def make_crossing_outline(corners: int) -> str:
    """Write a zone whose outline crosses itself at nearly every pair of its edges."""
    angles = [number * 2 * math.pi * 0.49 for number in range(corners)]
    ring = [[round(math.cos(angle), 5), round(math.sin(angle), 5)] for angle in angles]
    geometry = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
    feature = {"type": "Feature", "properties": {"name": "a"}, "geometry": geometry}
    return json.dumps({"type": "FeatureCollection", "features": [feature]})


def _print_times(label: str, seconds: list[float]) -> None:
    click.echo(
        f"{label}: median {statistics.median(seconds):.2f} s, worst {max(seconds):.2f} s"
        f" ({', '.join(f'{one:.2f}' for one in seconds)})"
    )


def _prepare_upload(browser: Browser, url: str, file: Path) -> Page:
    page = open_page(browser, timeout_ms=TIMEOUT_MS)
    page.goto(f"{url}/place?part=zones")
    page.locator("[data-testid=stFileUploaderDropzone] > span button").wait_for()
    page.locator("input[type=file]").set_input_files(file)
    page.locator(".st-key-load button").wait_for()
    page.locator(FINISHED_RUN).wait_for()
    return page


if __name__ == "__main__":
    main()
