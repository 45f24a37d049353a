"""
What a place of a capital's size costs: the layer of homes in the browser, the offline file, memory.

Processor seconds are those of the whole browser and of the server's process; memory is what a
process holds at the moment, and the most it ever held.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from benchmarks.browser import (
    NO_BROWSER,
    find_chromium,
    launch_chromium,
    open_map,
    open_page,
)
from benchmarks.large_place import SLUG, build_large_place
from benchmarks.memory import process_memory_mb, process_seconds
from benchmarks.served_app import ROOT, serve_home

if TYPE_CHECKING:
    from playwright.sync_api import Page

VISITORS = 6
LAYER_NAME = re.compile("^dónde vive la gente$", re.IGNORECASE)
TIMEOUT_MS = 600_000
# Drawn is either every dot, or every tile that the view asks for.
HOMES_DRAWN_JS = """() => {
  const pane = document.querySelector(".leaflet-amparo-people-pane");
  const tiles = pane ? [...pane.querySelectorAll(".leaflet-tile")] : [];
  if (tiles.length) return tiles.every(one => one.classList.contains("leaflet-tile-loaded"));
  return document.querySelectorAll("path.amparo-demand").length > 100;
}"""
READING_S = 15  # a visitor looks at the map, before she turns a layer on


def measure_large_place(
    extract: Path, homes: Path, *, home: Path | None = None, root: Path = ROOT
) -> dict[str, Any]:
    """
    Measure the place.

    Parameters
    ----------
    extract, homes
        See `build_large_place`.
    home
        Where the installation is kept for another run; None makes one that is removed.
    root
        Folder of the app that is measured.
    """
    with tempfile.TemporaryDirectory() as folder:
        place = home or Path(folder) / "home"
        if not place.exists():
            build_large_place(place, extract, homes, Path(folder))
        return {"capture": _run_capture(place, root), "screens": measure_screens(place, root)}


def _run_capture(home: Path, root: Path) -> dict[str, float]:
    run = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("single_capture.py")), SLUG, str(home)],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        check=True,
        capture_output=True,
        text=True,
    )
    told: dict[str, float] = json.loads(run.stdout)
    return told


def measure_screens(home: Path, root: Path, *, visitors: int = VISITORS) -> dict[str, Any]:
    """Open the map, draw the homes, then let others do the same beside it."""
    program = find_chromium()
    if program is None:
        return {"skipped": NO_BROWSER}
    from playwright.sync_api import sync_playwright

    told: dict[str, Any] = {}
    with serve_home(home, root=root) as app, sync_playwright() as play:

        def note(name: str, **facts: object) -> None:
            told[name] = {**facts, **_server_memory(app.pid)}
            click.echo(f"{name}: {told[name]}", err=True)  # each step may take minutes

        note("started")
        address = f"{app.url}/map?community={SLUG}"
        browser = launch_chromium(play.chromium, program)
        page = open_page(browser, timeout_ms=TIMEOUT_MS)
        note("map", clock_s=round(open_map(page, address), 2))
        page.wait_for_timeout(1000 * READING_S)  # meanwhile the server reads the homes
        note("homes", **_draw_homes(page, app.pid))
        note("map_again", clock_s=round(open_map(page, address), 2))
        for _ in range(visitors - 1):
            other = open_page(browser, timeout_ms=TIMEOUT_MS)
            open_map(other, address)
            _show_homes(other)
        note(f"{visitors}_visitors")
        browser.close()
    return told


def _server_memory(pid: int) -> dict[str, float]:
    return {f"server_{name}_mb": value for name, value in process_memory_mb(pid).items()}


def _show_homes(page: Page) -> None:
    page.get_by_role("button", name=LAYER_NAME).click()
    frame = page.locator("iframe").first.element_handle().content_frame()
    if frame is None:
        message = "the map has no frame"
        raise RuntimeError(message)
    frame.wait_for_function(HOMES_DRAWN_JS, timeout=TIMEOUT_MS)


def _draw_homes(page: Page, server: int) -> dict[str, float]:
    """Turn the layer of homes on; seconds, and what the page's process then holds."""
    browser_s, server_s = _renderer_seconds(), process_seconds(server)
    started = time.monotonic()
    _show_homes(page)
    told = {
        "clock_s": time.monotonic() - started,
        "renderer_cpu_s": _renderer_seconds() - browser_s,
        "server_cpu_s": process_seconds(server) - server_s,
        "heap_mb": page.evaluate("() => performance.memory.usedJSHeapSize") / 1e6,
        "renderer_mb": max(process_memory_mb(pid)["peak"] for pid in _list_renderers()),
    }
    return {name: round(value, 2) for name, value in told.items()}


def _renderer_seconds() -> float:
    return sum(process_seconds(pid) for pid in _list_renderers())


def _list_renderers() -> list[int]:
    """List the processes of pages that descend from this process."""
    parents, renderers = {}, []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text().rpartition(")")[2].split()
            command = (folder / "cmdline").read_text()
        except OSError:  # it ended meanwhile
            continue
        parents[int(folder.name)] = int(stat[1])
        if "--type=renderer" in command:
            renderers.append(int(folder.name))
    return [pid for pid in renderers if _descends(pid, parents)]


def _descends(pid: int, parents: dict[int, int]) -> bool:
    while pid in parents:
        pid = parents[pid]
        if pid == os.getpid():
            return True
    return False
