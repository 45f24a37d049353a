"""
Every text that people write, through every screen that shows it: seen as text, and nothing runs.

`test_text_stays_text.py` looks at the four screens of everybody; here a coordinator goes through
all of them, with every text of every layer spoilt, and addresses that bring texts of their own.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
import uuid
from urllib.parse import quote

import geopandas as gpd
import pandas as pd
import pytest
from playwright.sync_api import expect

from geo.access.accounts import add_account
from geo.cartography import assets
from geo.communities.demonstration import DEMO_SLUG
from geo.errors import AmparoError
from geo.exports.layer_export import export_layer
from geo.layers.text_cleaning import clean_text
from geo.model import LAYER_NAMES
from geo.pathways.editing import set_sentence
from geo.pathways.starters import load_starter
from geo.pathways.versions import load_own_pathway, save_own_pathway
from geo.privacy.view import View
from geo.store import audit, communities, open_store
from geo.store.layers import read_layer
from pages.ui.widgets.downloads import MEDIA_TYPES
from tests.browser.conftest import PASSPHRASE, copy_demo, protected_app
from tests.browser.payloads import PAYLOADS
from tests.browser.screens import SETTLED_WITHIN_MS, settled, wait_until_still
from tests.browser.test_support import answer
from tests.browser.test_text_stays_text import TEXTS, WATCH, assert_text, open_all, spoil
from tests.feature_edits import add_features
from tests.thorough import choose

pytestmark = pytest.mark.skipif(
    not assets.packages_installed(),
    reason="the map's packages are not installed; start.py installs them",
)

MORE = {"services": ["gateway", "address"], "zones": ["code"]}
# Columns that hold words of a list, numbers or dates: what is not of the list does not get in.
OF_A_LIST = {"id", "category", "holds", "kind", "type", "verified_on", "session", "geometry"}
SCREENS = ("/", "/map", "/way", "/support", "/coverage", "/pathways", "/place", "/access")
PARTS = ("boundary", "streets", "people", "zones", "services", "safe_zones", "risk_areas")


def free_texts(frame):
    texts = {name for name in frame.columns if not pd.api.types.is_numeric_dtype(frame[name])}
    return texts - OF_A_LIST - {"confidential"}


def spoil_more(store):
    """Spoil what has not been, and let somebody of a strange name have changed it."""
    for layer, fields in MORE.items():
        frame = read_layer(store, DEMO_SLUG, layer).head(4).copy()
        frame["id"] = [str(uuid.uuid4()) for _ in range(len(frame))]
        for shift, field in enumerate(fields):
            frame[field] = [PAYLOADS[10 * shift + n] for n in range(len(frame))]
        add_features(
            store, DEMO_SLUG, layer, gpd.GeoDataFrame(frame, crs=frame.crs), who=PAYLOADS[6]
        )


def spoil_words(store):
    """Word the steps of a pathway in every manner that its check lets through."""
    pathway = load_starter("SV", "threat")
    for number, step in enumerate(pathway.steps):
        for payload in PAYLOADS[number::7]:
            try:
                save_own_pathway(
                    store,
                    DEMO_SLUG,
                    set_sentence(pathway, step.code, "why", 0, payload),
                    saved_by="test",
                )
            except AmparoError:  # a sign that is in no word, or too long: refused
                continue
            pathway = load_own_pathway(store, DEMO_SLUG, "threat")
            break


@pytest.fixture(scope="module")
def spoilt(built_demo, tmp_path_factory, chromium):
    folder = copy_demo(built_demo, tmp_path_factory.mktemp("everywhere"))
    with protected_app(folder) as (running, token):
        store = open_store(running.home, passphrase=PASSPHRASE)
        spoil(store, folder)
        spoil_more(store)
        spoil_words(store)
        store.close()
        yield running, token


def watched(page):
    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.add_init_script(WATCH)
    return dialogs


def at_rest(page):
    page.locator("a.leave:visible").first.wait_for(
        timeout=SETTLED_WITHIN_MS
    )  # on every screen, faults included
    expect(page.get_by_test_id("stApp")).to_have_attribute(
        "data-test-script-state", "notRunning", timeout=SETTLED_WITHIN_MS
    )
    wait_until_still(page)


def squeezed(text):
    return " ".join(text.split())


def read(page):
    """Read all that stands on a page, its map's pop-ups and tips included."""
    return squeezed(" ".join(frame.evaluate("document.body.innerText") for frame in page.frames))


def test_all_texts_are_spoilt(built_demo, tmp_path):
    store = open_store(copy_demo(built_demo, tmp_path) / "home")
    assert {
        layer: set(TEXTS.get(layer, [])) | set(MORE.get(layer, [])) for layer in LAYER_NAMES
    } == {layer: free_texts(read_layer(store, DEMO_SLUG, layer)) for layer in LAYER_NAMES}
    store.close()


def test_names_that_stand_in_logs_hold_no_sign(tmp_path):
    store = open_store(tmp_path / "home")
    for payload in PAYLOADS[:60:7]:
        with pytest.raises(AmparoError):
            add_account(store, payload, role="trainer", password="lluvia tambor limón")
        with pytest.raises(AmparoError):
            audit.write_audit_line(store, payload, "sign_in", {})
        with pytest.raises(AmparoError):
            audit.write_audit_line(store, "test", "sign_in", {"community": payload})
    store.close()


def test_every_screen_of_a_coordinator(spoilt, open_guarded):
    app, token = spoilt
    seen = set()
    with open_guarded(app.url, visit=token) as page:
        dialogs = watched(page)

        def look():
            assert_text(page)
            told = read(page)
            seen.update(one for one in PAYLOADS if squeezed(one) and squeezed(one) in told)

        for path in SCREENS:
            page.goto(f"{path}?community={DEMO_SLUG}")
            at_rest(page)
            if path in ("/map", "/coverage", "/"):
                settled(page)
                open_all(page)
            page.evaluate(
                "document.querySelectorAll('details').forEach((one) => { one.open = true })"
            )
            look()
        page.goto(f"/place?community={DEMO_SLUG}")
        for part in PARTS:
            page.locator(f".st-key-part_{part} button").click()
            page.locator(".st-key-back").wait_for()
            at_rest(page)
            look()
            page.locator(".st-key-back button").click()
            page.locator(".st-key-parts").wait_for()
        page.guard.broken = [said for said in page.guard.broken if "404" not in said]
        assert not dialogs
    assert len(seen) >= 60, sorted(set(PAYLOADS) - seen)


def test_services_and_each_step_of_them(spoilt, open_guarded):
    app, token = spoilt
    with open_guarded(app.url, visit=token) as page:
        dialogs = watched(page)
        page.goto(f"/support?community={DEMO_SLUG}")
        at_rest(page)
        answer(page, "threat")
        open_all(page)
        assert_text(page)
        told = read(page)
        assert [one for one in PAYLOADS if squeezed(one) and squeezed(one) in told]
        for number in range(page.locator("[class*=st-key-more_] button").count()):
            more = page.locator("[class*=st-key-stop_] [class*=st-key-more_] button")
            if number == more.count():
                break
            more.nth(number).click()
            page.get_by_role("dialog").wait_for()
            at_rest(page)
            assert_text(page)
            page.keyboard.press("Escape")
            page.get_by_role("dialog").wait_for(state="hidden")
        page.guard.broken = [said for said in page.guard.broken if "404" not in said]
        assert not dialogs


def test_addresses_that_bring_texts(spoilt, open_guarded):
    app, token = spoilt
    with open_guarded(app.url, visit=token) as page:
        dialogs = watched(page)
        for number, payload in enumerate(PAYLOADS[:: choose(18, 9)]):
            name = ("told", "seconds", "lang", "community", "spoken")[number % 5]
            path = ("/access", "/", "/map", "/place")[number % 4]
            page.goto(f"{path}?{name}={quote(payload)}&told=wait&seconds={quote(payload)}")
            at_rest(page)
            assert_text(page)
        page.guard.broken = [said for said in page.guard.broken if "404" not in said]
        assert not dialogs


@pytest.mark.parametrize(
    "path", ["/amparo/assets/map/{}", "/amparo/tiles/{}/1/1/1/1.mvt", "/component/{}", "/media/{}"]
)
def test_no_answer_repeats_an_address_as_a_page(spoilt, path):
    for payload in PAYLOADS[::5]:
        address = spoilt[0].url + path.format(quote(payload, safe=""))
        try:
            with urllib.request.urlopen(address) as answer:
                kind, body = answer.headers.get_content_type(), answer.read()
        except urllib.error.HTTPError as refused:
            kind, body = refused.headers.get_content_type(), refused.read()
        assert kind != "text/html" or payload.encode() not in body


def test_files_to_take_along_keep_texts_as_they_are(built_demo, tmp_path):
    # These would run formulas; CSV and XLSX have them marked as text: tests/formats
    # (test_plain_table.py, test_table_writing.py). The one HTML file is the capture's:
    # tests/browser/test_capture.py.
    assert not set(MEDIA_TYPES) & {".tsv", ".ods"}
    store = open_store(copy_demo(built_demo, tmp_path) / "home")
    spoil(store, tmp_path)
    view = View(store, communities.read_community(store, DEMO_SLUG), "network")
    path = tmp_path / "zonas.geojson"
    export_layer(view, "zones", path)
    told = json.loads(path.read_text("utf-8"))
    names = {feature["properties"]["name"] for feature in told["features"]}
    # As they were written, but for signs that nothing stores.
    assert names >= {clean_text(text) for text in PAYLOADS}
    store.close()
