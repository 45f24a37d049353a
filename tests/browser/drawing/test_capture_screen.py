"""The screen of groups hands out the one file, and takes what comes back from it."""

from __future__ import annotations

import json
import re

from playwright.sync_api import Page, expect

from geo.language import gettext
from tests.browser.conftest import guarded_page
from tests.browser.drawing.conftest import COMMUNITY
from tests.browser.screens import SETTLED_WITHIN_MS, open_screen
from tests.workshop.conftest import risk, square

BRING = re.compile("^Traer a ")
MARK = "6dfb1b5e-9d5f-4c55-8a43-2f6a0e3b7c11"
TOLD = risk(geometry=square(west=-89.845, south=13.902))


def drawn(code: str) -> str:
    """Write a mark as the file does."""
    properties = {name: value for name, value in TOLD.items() if name != "geometry"}
    feature = {
        "type": "Feature",
        "geometry": TOLD["geometry"],
        "properties": {**properties, "id": MARK, "version": 1},
    }
    head = {"format": 1, "community": COMMUNITY, "session": code, "removed": []}
    return json.dumps({"type": "FeatureCollection", "capture": head, "features": [feature]})


def open_dialog(page: Page) -> None:
    open_screen(page, "drawing_sessions")
    page.get_by_role("button", name=gettext("capturing.title")).click()
    expect(page.get_by_role("button", name=gettext("capturing.take"))).to_be_visible()


def bring(page: Page, file) -> None:
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name=BRING).click()


def test_the_file_goes_out_and_what_was_drawn_comes_back_once(browser, workshop, tmp_path):
    with guarded_page(browser, workshop.app.url, "desktop") as page:
        open_dialog(page)
        with page.expect_download(timeout=SETTLED_WITHIN_MS) as taking:  # it is made meanwhile
            page.get_by_role("button", name=gettext("capturing.take")).click()
        name = taking.value.suggested_filename
        assert re.fullmatch(rf"{COMMUNITY}-S\d+\.html", name)
        held = taking.value.path().read_text(encoding="utf-8")
        assert 'http-equiv="Content-Security-Policy"' in held

        file = tmp_path / "sent.geojson"
        file.write_text(drawn(name.removesuffix(".html").rpartition("-")[2]), encoding="utf-8")
        bring(page, file)
        expect(page.get_by_text(gettext("capturing.added", count=1))).to_be_visible()
        page.get_by_role("button", name=BRING).click()
        expect(page.get_by_text(gettext("capturing.unchanged", count=1))).to_be_visible()
