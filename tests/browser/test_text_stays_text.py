"""What people write is shown as text, whatever it says: nothing of it runs, on no screen."""

from __future__ import annotations

import re
import uuid
from dataclasses import replace
from html import escape

import geopandas as gpd
import pandas as pd
import pytest

from geo.cartography import assets
from geo.communities.demonstration import DEMO_FOLDER, DEMO_SLUG
from geo.imports.street_import import import_streets
from geo.store import communities, open_store
from geo.store.layers import read_layer
from tests.browser.conftest import copy_demo, running_app
from tests.browser.payloads import PAYLOADS
from tests.browser.screens import map_of, open_screen, settled, wait_until_drawn, wait_until_still
from tests.feature_edits import add_features

pytestmark = pytest.mark.skipif(
    not assets.packages_installed(),
    reason="the map's packages are not installed; start.py installs them",
)

TEXTS = {  # fields in which people write
    "risk_areas": ["note"],
    "safe_zones": ["name", "hours"],
    "services": ["name", "phone", "opening_hours", "source"],
    "zones": ["name"],
}
# What would run stands in an attribute or an element; a text has neither.
WATCH = """
  window.tried = [];
  document.addEventListener("securitypolicyviolation", (event) => {
    if (event.blockedURI !== "wasm-eval") window.tried.push(event.blockedURI);
  });
"""
RAN = """() => [window.hurt, window.tried.join(), [...document.querySelectorAll("*")].filter(
  (one) => [...one.attributes].some((told) => /^on|srcdoc/.test(told.name)
    || /javascript:|127\\.0\\.0\\.2/.test(told.value) && /src|href|action/.test(told.name))
).length]"""


def signs(text):
    """Leave out what XML cannot hold."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text)


def spoil(store, folder):
    """Put every payload into every text of the community."""
    record = communities.read_community(store, DEMO_SLUG)
    communities.update_community(store, replace(record, name=PAYLOADS[3] + PAYLOADS[1]))
    for layer, fields in TEXTS.items():
        frame = read_layer(store, DEMO_SLUG, layer)
        rows = pd.concat([frame] * -(-len(PAYLOADS) // len(frame)), ignore_index=True)
        rows["id"] = [str(uuid.uuid4()) for _ in range(len(rows))]
        for shift, field in enumerate(fields):
            rows[field] = [PAYLOADS[(n + shift) % len(PAYLOADS)] for n in range(len(rows))]
        add_features(store, DEMO_SLUG, layer, gpd.GeoDataFrame(rows, crs=frame.crs), who="test")
    number = iter(range(10**6))

    def named(_):
        text = signs(PAYLOADS[next(number) % len(PAYLOADS)])[:200]
        return f'k="name" v="{escape(text, quote=True)}"'

    streets = re.sub(
        r'k="name" v="[^"]*"', named, (DEMO_FOLDER / "chancala.osm").read_text("utf-8")
    )
    path = folder / "calles.osm"
    path.write_text(streets, encoding="utf-8")
    import_streets(store, DEMO_SLUG, path)


@pytest.fixture(scope="module")
def spoilt(built_demo, tmp_path_factory, chromium):
    folder = copy_demo(built_demo, tmp_path_factory.mktemp("spoilt"))
    with running_app(folder) as running:
        store = open_store(running.home)  # the server opens it with the first page
        spoil(store, folder)
        store.close()
        yield running


def assert_text(page):
    for frame in page.frames:
        assert frame.evaluate(RAN) == [None, "", 0], frame.url


def open_all(page):
    """Open every tooltip and pop-up of the map."""
    return map_of(page).evaluate(
        """() => { let opened = 0; Amparo.map.eachLayer((layer) => {
          if (layer.getTooltip && layer.getTooltip()) { layer.openTooltip(); opened += 1; }
          if (layer.getPopup && layer.getPopup()) { layer.openPopup(); opened += 1; }
        }); return opened; }"""
    )


def test_there_are_enough():
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 60


def assert_a_file_is_called_what_it_is_called(page):
    page.get_by_test_id("stTopNav").get_by_role("link", name="Preparar").click()
    page.locator(".st-key-part_people button").click()
    for number in (1, -1):
        name = PAYLOADS[number].replace("/", "\u2215") + ".csv"
        file = {"name": name, "mimeType": "text/plain", "buffer": b"hola"}
        page.locator("input[type=file]").set_input_files(file)
        page.get_by_test_id("stFileChip").wait_for()
        wait_until_drawn(page)
        assert_text(page)
        page.locator(".st-key-other_demand button").click()
        page.get_by_test_id("stFileChip").wait_for(state="detached")


def test_nothing_that_people_write_runs_nor_what_a_file_is_called(spoilt, open_guarded):
    with open_guarded(spoilt.url) as page:
        dialogs = []
        page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        page.add_init_script(WATCH)
        page.goto("/")
        settled(page)
        assert "<img" in page.title() or "<script" in page.title()
        opened = 0
        for name in ("home", "map", "coverage", "route"):
            open_screen(page, name)
            opened += open_all(page)
            wait_until_still(page)
            assert_text(page)
        assert opened > len(PAYLOADS)
        box = page.locator(".st-key-map iframe").bounding_box()
        for across in (0.4, 0.6):
            page.mouse.click(box["x"] + box["width"] * across, box["y"] + box["height"] / 2)
            wait_until_drawn(page)
        assert_text(page)
        assert_a_file_is_called_what_it_is_called(page)
        assert not dialogs
