"""Setting up a place as a person does: by mouse on a wide screen, by finger on a phone."""

from __future__ import annotations

import os
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from unittest import mock

import pytest
from playwright.sync_api import expect

from geo.osm.street_servers import SERVERS_VARIABLE
from tests import source_files
from tests.browser.conftest import copy_demo, protected_app
from tests.browser.screens import at_rest
from tests.thorough import choose

VILLAGE = source_files.ROOT / "data" / "demo" / "chancala.osm"
BOUNDARY = source_files.ROOT / "data" / "demo" / "boundary.geojson"
PEOPLE = b"lat,lon,personas\n13.92,-89.845,12\n13.92,-89.845,doce\n"
GOOD = b"lat,lon,personas\n13.92,-89.845,12\n13.921,-89.846,8\n"
CORNERS = [(0.3, 0.3), (0.65, 0.25), (0.7, 0.75), (0.3, 0.8)]  # shares of the map's frame
PATIENCE = 20_000  # ms; two cores, and others at work on them
TRIES = 3  # a touch within a second of a shape's appearance may go unheard

# By mouse the map is touched in test_screens.py, and every part opened below.
SCREENS = pytest.mark.parametrize("screen", choose(["phone"], ["desktop", "phone"]))


@pytest.fixture(scope="module")
def workshop(built_demo, tmp_path_factory, chromium, overpass):
    """Serve a protected app of its own: without protection nobody may begin a place."""
    place = copy_demo(built_demo, tmp_path_factory.mktemp("place"))
    with (
        mock.patch.dict(os.environ, {SERVERS_VARIABLE: overpass}),
        protected_app(place) as (running, token),
    ):
        yield running, token


@pytest.fixture(scope="module")
def overpass():
    """Answer every question with the invented village."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            body = VILLAGE.read_bytes()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args):
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/api/interpreter"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def opened(workshop, open_guarded):
    """Hand out what opens the screen, past the menu as people go."""

    def open_screen(screen):
        served, token = workshop
        return open_guarded(served.url, screen, token)

    return open_screen


def go_in(page, screen):
    page.goto("/")
    if screen == "phone":
        page.get_by_role("button", name="Más").click()
    within = ".st-key-more_pages" if screen == "phone" else "[data-testid=stTopNav]"
    page.locator(within).get_by_role("link", name="Preparar").click()
    expect(page.locator(".st-key-parts")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_test_id("stPopoverBody")).to_be_hidden()  # the menu closes by itself


def press(page, selector):
    """Press what is there, once the screen is whole."""
    expect(page.locator(selector)).to_be_visible(timeout=PATIENCE)
    at_rest(page)
    page.locator(selector).click()


def begin(page, name):
    press(page, ".st-key-new button")
    page.get_by_label("Nombre del lugar").fill(name)
    page.get_by_label("Nombre del lugar").press("Tab")
    expect(page.get_by_text("Nombre corto:")).to_be_visible(timeout=PATIENCE)
    page.get_by_label("País").fill("El Salvador")
    page.get_by_label("País").press("Tab")
    press(page, ".st-key-begin button")
    told(page, name)


def part(page, name):
    press(page, f".st-key-part_{name} button")
    expect(page.locator(".st-key-back")).to_be_visible(timeout=PATIENCE)


def back(page):
    press(page, ".st-key-back button")
    expect(page.locator(".st-key-parts")).to_be_visible(timeout=PATIENCE)


def bring(page, file):
    """Choose a file, once the widget asks for one, and wait until it has arrived."""
    zone = page.locator("[data-testid=stFileUploaderDropzone]")
    expect(zone.locator("> span button")).to_be_visible(timeout=PATIENCE)
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_test_id("stFileChip")).to_be_visible(timeout=PATIENCE)


def told(page, words, look=".done"):
    expect(page.locator(look)).to_contain_text(words, timeout=PATIENCE)


def touch(page, screen, across, down):
    box = page.locator(".st-key-map iframe").bounding_box()
    place = box["x"] + across * box["width"], box["y"] + down * box["height"]
    (page.touchscreen.tap if screen == "phone" else page.mouse.click)(*place)


def put_corner(page, screen, number, place):
    """Touch a corner until the screen counts it."""
    said = page.locator(".st-key-say")
    wanted = f"Van {number}" if number > 2 else ("Faltan 2" if number == 1 else "Falta 1")
    for _ in range(TRIES):
        touch(page, screen, *place)
        try:
            expect(said).to_contain_text(wanted, timeout=4000)
        except AssertionError:
            continue
        return
    pytest.fail(f"corner {number} was never counted: {said.inner_text()}")


def map_ready(page):
    frame = page.frame_locator(".st-key-map iframe")
    expect(frame.locator(".leaflet-control-scale-line")).to_be_visible(timeout=PATIENCE)
    page.wait_for_timeout(1200)  # see TRIES
    return frame


@SCREENS
def test_a_place_is_drawn_and_its_streets_fetched(opened, screen):
    with opened(screen) as page:
        go_in(page, screen)
        begin(page, f"Vega {screen}")
        part(page, "boundary")
        page.get_by_label("¿Dónde queda el centro?").fill("13.92, -89.845")
        page.get_by_label("¿Dónde queda el centro?").press("Tab")
        frame = map_ready(page)
        for number, place in enumerate(CORNERS, start=1):
            put_corner(page, screen, number, place)
        expect(frame.locator(".amparo-sign .start")).to_have_count(len(CORNERS))
        press(page, ".st-key-take_back button")
        expect(page.locator(".st-key-say")).to_contain_text("Van 3", timeout=PATIENCE)
        press(page, ".st-key-corners_save button")
        told(page, "El límite está guardado.")
        press(page, ".st-key-on button")
        expect(page.locator(".st-key-server")).to_be_visible(timeout=PATIENCE)
        press(page, ".st-key-agree label")
        press(page, ".st-key-fetch button:enabled")
        told(page, "tramos de calles y caminos")


def test_a_place_comes_from_files_and_a_bad_row_is_named(opened):
    with opened("desktop") as page:
        go_in(page, "desktop")
        begin(page, "Ceibas")
        part(page, "boundary")
        page.locator(".st-key-boundary_method").get_by_text("Archivo").click()
        bring(page, BOUNDARY)
        press(page, ".st-key-boundary_save button")
        told(page, "El límite está guardado.")
        back(page)
        part(page, "streets")
        page.get_by_text("Tengo un archivo").click()
        bring(page, VILLAGE)
        press(page, ".st-key-streets_load button")
        told(page, "183 tramos")
        back(page)
        part(page, "people")
        bad = {"name": "gente.csv", "mimeType": "text/csv", "buffer": PEOPLE}
        bring(page, bad)
        press(page, ".st-key-load button")
        told(page, "Fila 2 (línea 3 del archivo): «doce»", ".fault")
        press(page, ".st-key-other_demand button")
        expect(page.get_by_test_id("stFileChip")).to_have_count(0, timeout=PATIENCE)
        bring(page, {**bad, "buffer": GOOD})
        press(page, ".st-key-load button")
        told(page, "Se agregaron 2.")
        back(page)
        part(page, "services")
        first = page.locator(".st-key-ask h2").inner_text()
        press(page, ".st-key-yes button")
        expect(page.locator(".st-key-ask h2")).not_to_have_text(first, timeout=PATIENCE)
        press(page, ".st-key-later button")
        back(page)
        expect(page.locator(".st-key-part_services")).to_contain_text(
            "9 por revisar",
            timeout=PATIENCE,  # an accompaniment waits for a coordinator
        )


def test_nothing_stands_beyond_the_edge_of_a_phone_and_the_file_widget_speaks_spanish(opened):
    with opened("phone") as page:
        go_in(page, "phone")
        begin(page, "Palabras")
        for name in ("boundary", "streets", "services", "people"):
            part(page, name)
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, name
            if name != "people":
                back(page)
        zone = page.locator("[data-testid=stFileUploaderDropzone]")
        expect(zone.locator("button p")).to_be_attached(timeout=PATIENCE)
        said = zone.locator("button p").evaluate("p => getComputedStyle(p, '::after').content")
        assert said == '"Elegir archivo"'
        assert zone.locator("button p").evaluate("p => getComputedStyle(p).fontSize") == "0px"
        expect(page.get_by_text("per file")).to_be_hidden()
        file = {"name": "g.csv", "mimeType": "text/csv", "buffer": GOOD}
        bring(page, file)
        expect(page.locator(".st-key-other_demand button")).to_be_visible(timeout=PATIENCE)
        expect(page.get_by_label("Remove g.csv")).to_be_hidden()
        expect(page.get_by_label("Add files")).to_be_hidden()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
