"""The one file, opened from storage with the network off, drawn in by finger, and brought back."""

from __future__ import annotations

import json
import shutil
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import expect

from geo.capture.capture_file import build_capture_file, write_capture_file
from geo.capture.submission_import import import_submission
from geo.language import gettext, list_locales
from geo.store import open_store
from geo.workshop.drawing_sessions import open_drawing
from geo.workshop.records import DrawingScope
from geo.workshop.synchronisation import list_removed_marks, synchronise_marks
from tests import source_files
from tests.browser.conftest import SCREENS, Guard
from tests.browser.drawing.conftest import Hand
from tests.workshop.conftest import GROUP

AXE = source_files.ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
SLUG = "chancala"
SETTLED_MS = 400  # the map has stopped moving
NO_STORAGE = (
    "Object.defineProperty(window, 'localStorage',"
    " {get() { throw new DOMException('no', 'SecurityError'); }})"
)


@pytest.fixture(scope="module")
def store(built_demo, tmp_path_factory):
    home = tmp_path_factory.mktemp("capture") / "home"
    return open_store(shutil.copytree(built_demo / "home", home))


@pytest.fixture
def group(store):
    """Open a drawing session that no other test draws in."""
    return open_drawing(store, SLUG, GROUP)


@pytest.fixture
def file(store, group, tmp_path) -> Path:
    """Write the file of the group."""
    path = tmp_path / "mapa.html"
    write_capture_file(build_capture_file(store, SLUG, locale="es", code=group.code), path)
    return path


@pytest.fixture
def open_file(browser, file):
    """Open the file with the network off; whatever it asks anybody for is a fault."""

    @contextmanager
    def opened(screen: str = "phone", *, first: str = "", lang: str = "es"):
        context = browser.new_context(locale=lang, accept_downloads=True, **SCREENS[screen])
        context.set_offline(True)
        guard = Guard(file.as_uri())
        guard.watch(context)
        if first:
            context.add_init_script(first)
        page = context.new_page()
        page.goto(file.as_uri())
        hand = Hand(page)
        hand.ready()
        try:
            yield hand
        finally:
            context.close()
        guard.check()
        held = [url for url in guard.asked if not url.startswith(("data:", "blob:"))]
        assert set(held) == {file.as_uri()}

    return opened


def sent(hand: Hand, tmp_path: Path, does: str = "save") -> Path:
    """Save what was drawn as a file, as the phone keeps it."""
    hand.page.click("#send")
    with hand.page.expect_download() as saving:
        hand.does(does)
    path = tmp_path / saving.value.suggested_filename
    saving.value.save_as(path)
    expect(hand.page.locator("#sheet .state")).to_contain_text("está en las descargas")
    hand.does("close")
    return path


def marks(store, group) -> list[dict]:
    asked = {"since": 0, "operations": []}
    return synchronise_marks(store, DrawingScope(SLUG, group.code), asked, locale="es")["marks"]


def open_card(hand: Hand, mark: str) -> None:
    """Open a card by the list."""
    hand.does("list")
    hand.page.click(f'#sheet [data-mark="{mark}"]')


def drag_corner(hand: Hand) -> None:
    """Drag the lowest corner, which no word lies over."""
    before = hand.marks()
    hand.does("edit")
    hand.page.wait_for_timeout(SETTLED_MS)
    corners = hand.page.locator(".marker-icon:not(.marker-icon-middle)")
    places = [hand.middle_of(".marker-icon:not(.marker-icon-middle)", n) for n in range(3)]
    assert corners.count() == len(places)
    start = max(places, key=lambda at: at[1])
    hand.drag(start, (start[0] + 30, start[1] - 25))
    hand.does("done")
    hand.saved()
    assert hand.marks() != before


def test_drawn_reloaded_changed_sent_and_brought_twice(open_file, store, group, tmp_path):
    with open_file() as hand:
        mark = hand.risk_area()
        ring = hand.ring(mark)
        expect(hand.page.locator("#save-status")).to_contain_text("Guardada la 1 en este teléfono")
        hand.page.reload()
        hand.ready()
        assert hand.ring(mark) == ring
        first = sent(hand, tmp_path)
        assert first.name.endswith(".geojson")
        assert json.loads(first.read_text())["features"][0]["id"] == mark

        told = import_submission(store, SLUG, first)
        assert (told.code, told.added, told.rejected) == (group.code, 1, [])
        again = import_submission(store, SLUG, first)
        assert (again.added, again.updated, again.unchanged) == (0, 0, 1)
        (known,) = marks(store, group)
        assert known["geometry"]["coordinates"][0][:-1] == ring

        open_card(hand, mark)
        drag_corner(hand)
        assert hand.ring(mark) != ring
        second = sent(hand, tmp_path, "save-text")
        assert second.suffix == ".txt"
        told = import_submission(store, SLUG, second)
        assert (told.added, told.updated, told.unchanged) == (0, 1, 0)
        (known,) = marks(store, group)
        assert known["geometry"]["coordinates"][0][:-1] == hand.ring(mark)

        open_card(hand, mark)
        hand.does("remove")
        hand.saved()
        third = sent(hand, tmp_path)
        assert import_submission(store, SLUG, third).removed == 1
        assert marks(store, group) == []
        assert len(list_removed_marks(store, DrawingScope(SLUG, group.code))) == 1


def test_what_others_changed_meanwhile_stands_beside_it(open_file, store, group, tmp_path):
    with open_file() as hand:
        mark = hand.risk_area()
        import_submission(store, SLUG, sent(hand, tmp_path))
        (known,) = marks(store, group)
        change = {
            "opid": "0" * 8 + "-0000-4000-8000-" + f"{int(group.code[1:]):012d}",
            "id": mark,
            "act": "put",
            "base": known["revision"],
            "mark": {**known, "severity": 5},
        }
        synchronise_marks(
            store, DrawingScope(SLUG, group.code), {"operations": [change]}, locale="es"
        )
        open_card(hand, mark)
        drag_corner(hand)
        file = sent(hand, tmp_path)
        assert import_submission(store, SLUG, file).twins == 1
        assert import_submission(store, SLUG, file).unchanged == 1
        one, other = marks(store, group)
        assert (one["severity"], other["severity"], other["twin_of"]) == (5, 3, mark)


def test_its_own_history_undo_names_and_tongues(open_file):
    with open_file() as hand:
        mark = hand.risk_area()
        open_card(hand, mark)
        hand.does("remove")
        hand.saved()
        hand.does("list")
        hand.does("removed")
        hand.does("bring-back")
        hand.saved()
        assert mark in hand.marks()
        hand.does("close")
        open_card(hand, mark)
        hand.does("history")
        expect(hand.page.locator("#sheet .line")).to_have_count(3)
        hand.does("close")
        hand.does("search")
        hand.page.fill("#street", "calvario")
        expect(hand.page.locator('[data-action="location"]').first).to_contain_text("El Calvario")
        hand.does("close")
        hand.page.select_option("#language", "en")
        expect(hand.page.locator("#bar")).to_contain_text(gettext("draw.ask", "en"))
        expect(hand.page.locator("#send")).to_contain_text(gettext("capture_page.send", "en"))
        hand.page.reload()
        hand.ready()
        expect(hand.page.locator("html")).to_have_attribute("lang", "en")


def test_leaving_covers_and_the_month_leads_back(open_file):
    with open_file() as hand:
        mark = hand.risk_area()
        hand.page.click("a.leave")
        expect(hand.page.locator("#top")).to_be_hidden()
        expect(hand.page.locator("#cover h1")).to_be_visible()
        assert hand.page.title() == hand.page.locator("#cover h1").inner_text()
        for _ in range(3):
            hand.page.click("#cover h1")
        expect(hand.page.locator("#bar")).to_be_visible()
        for _ in range(3):
            hand.page.keyboard.press("Shift")
        expect(hand.page.locator("#cover")).to_be_visible()
        hand.page.reload()
        hand.ready()
        assert mark in hand.marks()


def test_without_storage_it_goes_on_and_says_so(open_file, tmp_path):
    with open_file(first=NO_STORAGE) as hand:
        expect(hand.page.locator("#save-status")).to_contain_text("no guarda lo dibujado al cerrar")
        mark = hand.risk_area()
        written = json.loads(sent(hand, tmp_path).read_text())
        assert [one["id"] for one in written["features"]] == [mark]


def test_two_windows_of_the_file_lose_nothing_of_each_other(open_file):
    with open_file() as hand:
        mine = hand.risk_area()
        other = Hand(hand.page.context.new_page())
        other.page.goto(hand.page.url)
        other.ready()
        theirs = other.risk_area()
        hand.page.bring_to_front()
        ours = hand.risk_area((120, 260), (230, 260), (200, 380))
        assert set(hand.marks()) == {mine, theirs, ours}
        assert sorted(one["number"] for one in hand.marks().values()) == [1, 2, 3]
        other.page.bring_to_front()
        other.page.evaluate("window.dispatchEvent(new Event('focus'))")
        assert set(other.marks()) == {mine, theirs, ours}


def test_another_page_that_empties_the_storage_takes_nothing(open_file):
    with open_file() as hand:
        first = hand.risk_area()
        hand.page.evaluate("localStorage.clear()")
        second = hand.risk_area((120, 260), (230, 260), (200, 380))
        hand.page.reload()
        hand.ready()
        assert set(hand.marks()) == {first, second}


def test_erasing_is_confirmed_twice(open_file):
    with open_file() as hand:
        hand.risk_area()
        hand.page.click("#send")
        hand.does("erase")
        hand.does("erase-now")
        assert hand.marks() == {}
        hand.page.reload()
        hand.ready()
        assert hand.marks() == {}


SHARING = """
window.shared = [];
navigator.canShare = (told) => told.files.every((file) => file.type === 'text/plain');
navigator.share = (told) => told.files[0].text().then((text) => {
  window.shared.push([told.files[0].name, JSON.parse(text).features.length]);
});
"""


def test_a_phone_that_shares_only_texts_is_given_one(open_file):
    with open_file(first=SHARING) as hand:
        hand.risk_area()
        expect(hand.page.locator("#unsent")).to_have_text("1")
        hand.page.click("#send")
        hand.does("share")
        hand.until("window.shared.length === 1")
        ((name, count),) = hand.page.evaluate("window.shared")
        assert name.endswith(".txt")
        assert count == 1
        expect(hand.page.locator("#unsent")).to_be_hidden()


def test_tiles_are_unpacked_alike_without_the_browsers_help(open_file):
    """A browser without DecompressionStream unpacks with fflate."""
    with open_file() as hand:
        faults = hand.page.evaluate(
            """() => {
              const tiles = JSON.parse(document.getElementById('map-tiles').textContent);
              const all = Object.values(tiles).map((text) => {
                const theirs = AmparoDraw.inflateBase64(text);
                const native = window.DecompressionStream;
                delete window.DecompressionStream;
                const own = AmparoDraw.inflateBase64(text);
                window.DecompressionStream = native;
                return Promise.all([own, theirs]).then(([one, other]) =>
                  one.buffer.byteLength === other.length
                  && one.every((byte, place) => byte === other[place]));
              });
              return Promise.all(all).then((alike) => [alike.length, alike.filter((one) => !one)]);
            }"""
        )
        assert faults[0] > 30
        assert faults[1] == []


@pytest.mark.parametrize("screen", ["phone", "desktop"])
def test_the_land_is_painted(open_file, screen):
    with open_file(screen) as hand:
        hand.until("!!(window.Amparo.base && document.querySelector('.leaflet-tile-pane canvas'))")
        hand.until(_PAINTED)


_PAINTED = """[...document.querySelectorAll('.leaflet-tile-pane canvas')].some((one) => {
  const told = one.getContext('2d').getImageData(0, 0, one.width, one.height).data;
  return new Set(Array.from({length: 400}, (_, n) =>
    told[4 * Math.floor(n * told.length / 1600)])).size > 2;
})"""


def test_it_fits_the_phone_in_every_language(open_file):
    wide = SCREENS["phone"]["viewport"]["width"]
    with open_file() as hand:
        hand.risk_area()
        for locale in list_locales():
            hand.page.select_option("#language", locale)
            for name in ("#send", "#language", "a.leave"):
                box = hand.page.locator(name).bounding_box()
                assert box["height"] >= 44
                assert box["x"] + box["width"] <= wide, f"{locale}: {name}"
            left = hand.page.locator("a.leave").bounding_box()["x"]
            title = hand.page.locator("#top h1").bounding_box()
            assert title["x"] + title["width"] <= left, locale


@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed; `npm ci` does it")
@pytest.mark.parametrize("screen", ["phone", "desktop"])
def test_axe_finds_nothing_grave(open_file, screen):
    with open_file(screen) as hand:
        grave = _grave(hand, "at first")
        if screen == "phone":
            hand.risk_area()
        hand.page.click("#send")
        grave += _grave(hand, "sending")
        if screen == "phone":
            hand.does("text")
            grave += _grave(hand, "as text")
        hand.does("close")
        hand.page.click("a.leave")
        grave += _grave(hand, "left")
        assert grave == []


def _grave(hand: Hand, where: str) -> list[str]:
    hand.page.evaluate(AXE.read_text(encoding="utf-8"))
    found = hand.page.evaluate("axe.run(document)")["violations"]
    return [
        f"{where}: {one['id']}: {one['nodes'][0]['html'][:200]}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
