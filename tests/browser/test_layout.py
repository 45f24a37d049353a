"""The map's frame by itself: what Leaflet, the base map and our scripts make of the layers."""

from __future__ import annotations

import threading
import time

import pytest
import streamlit_folium
import uvicorn
from shapely.geometry import LineString, Point, box
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route

from geo.cartography import assets, layers
from geo.cartography.offline_map import create_map
from geo.store.opening import open_store
from server import application
from server.routes import tiles
from tests.browser.conftest import free_port
from tests.cartography.napkin import frame, settle

pytestmark = pytest.mark.skipif(
    not assets.packages_installed(),
    reason="the map's packages are not installed; start.py installs them",
)

VIEW = (0.0, 0.0, 0.016, 0.012)
STREET = LineString([(-0.01, 0.006), (0.03, 0.006)])
NASTY = "</script><script>window.hurt=1</script>`${window.hurt=2}`<img src=x onerror=window.hurt=3>"

# What streamlit-folium's own page does, without Streamlit around it.
# A page without an icon makes the browser ask for one, which is nowhere.
PAGE = """<!doctype html><html><head><link rel="icon" href="data:,"></head><body>
<div id="map_div"></div>{scripts}{styles}
<script>{script}; window.map = map_div;
function lay(text) {{
  (window.feature_group || []).forEach(function (group) {{ map_div.removeLayer(group); }});
  eval(text);
}}</script></body></html>"""


def base():
    return create_map(VIEW, "napkin", 1, "Lugar inventado")


def page_of_frame(_):
    empty = base()
    empty.get_root().render()
    scripts = "".join(f'<script src="{address}"></script>' for _, address in empty.default_js)
    styles = "".join(f'<link rel="stylesheet" href="{href}">' for _, href in empty.default_css)
    script = streamlit_folium._get_map_string(empty)
    return HTMLResponse(PAGE.format(scripts=scripts, styles=styles, script=script))


def sent(*groups):
    """Write what streamlit-folium sends for these groups."""
    onto = base()
    return "".join(
        streamlit_folium._get_feature_group_string(group, onto, number)
        for number, group in enumerate(groups)
    )


@pytest.fixture(scope="module")
def napkin(tmp_path_factory):
    store = open_store(tmp_path_factory.mktemp("frame"))
    told = {"layer": "street", "class": "main", "name": "Calle Real", "bridge": False}
    settle(store, "napkin", [{**told, "steps": False, "rank": 8, "geometry": STREET}])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tiles, "open_store", lambda: store)
        yield store
    store.close()


@pytest.fixture(scope="module")
def address(napkin):
    routes = [Route("/frame", page_of_frame), *application.ROUTES]
    settings = uvicorn.Config(Starlette(routes=routes), port=free_port(), log_level="error")
    server = uvicorn.Server(settings)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{settings.port}"
    server.should_exit = True
    thread.join()


@pytest.fixture(params=["desktop", "phone"])
def shown(request, open_guarded, address):
    with open_guarded(address, request.param) as page:
        page.goto("/frame")
        page.wait_for_function("Amparo.base && Amparo.base.names._tiles")
        page.wait_for_selector("canvas.leaflet-tile-loaded", state="attached")
        page.screen = request.param
        yield page


def lay(page, *groups):
    page.evaluate("text => lay(text)", sent(*groups))
    page.wait_for_timeout(100)  # one frame of drawing, in which texts find their places


def count(page, selector):
    return page.locator(selector).count()


def painted(page, pane):
    """Sum the pixels of a pane's tiles that are not see-through."""
    return page.evaluate(
        """pane => [...document.querySelectorAll('.leaflet-' + pane + ' canvas')].reduce(
             (sum, tile) => sum + (tile.width ? tile.getContext('2d').getImageData(
               0, 0, tile.width, tile.height).data.filter((v, i) => i % 4 === 3 && v).length : 0),
             0)""",
        pane,
    )


RISK = frame([box(0.002, 0.002, 0.005, 0.005)], severity=[4], tip=["Cantina"])
DOORS = frame(
    [Point(0.003, 0.009), Point(0.012, 0.003)],
    id=["a", "b"],
    type=["police", "health"],
    name=["Puesto", "Unidad"],
)
WAYS = frame(
    [STREET, LineString([(0.001, 0.006), (0.001, 0.009), (0.015, 0.009)])],
    role=["direct", "safest"],
    chip=["21 min", "24 min"],
)
EXPOSED = frame([], role=[], severity=[])


def test_streets_and_names_are_painted(shown):
    shown.wait_for_function(
        "document.querySelectorAll('.leaflet-amparo-names-pane canvas.leaflet-tile-loaded').length"
    )
    assert painted(shown, "tile-pane") > 1000, "the street"
    assert painted(shown, "amparo-names-pane") > 100, "its name"


def test_the_map_fills_its_frame_and_shows_its_data(shown):
    size = shown.evaluate("[map_div.getSize().x, map_div.getSize().y]")
    assert size == [shown.viewport_size["width"], shown.viewport_size["height"]]
    assert shown.evaluate("map_div.getBounds().contains([[0, 0], [0.012, 0.016]])")
    assert shown.evaluate("Number.isInteger(map_div.getZoom())")


def test_it_stays_on_what_it_shows_when_its_frame_changes(shown):
    shown.set_viewport_size({"width": 500, "height": 420})
    shown.wait_for_function("map_div.getSize().x === 500")
    assert shown.evaluate("map_div.getBounds().contains([[0, 0], [0.012, 0.016]])")


def test_hatchings_fill_their_areas_through_every_zoom(shown):
    lay(shown, layers.risk_area_layer(RISK))
    assert count(shown, "#amparo-patterns pattern") == 6
    shown.evaluate("map_div.setZoom(map_div.getZoom() + 1, {animate: false})")
    path = shown.locator("path.amparo-risk-4")
    assert path.get_attribute("fill") == "url(#amparo-risk-4)"
    assert shown.evaluate("document.querySelector('#amparo-risk-4') !== null")


def test_an_emptied_group_leaves_nothing_behind(shown):
    lay(shown, layers.risk_area_layer(RISK), layers.service_layer(DOORS))
    assert (count(shown, "path.amparo-risk-4"), count(shown, ".amparo-sign")) == (1, 2)
    lay(shown, layers.risk_area_layer(RISK.iloc[:0]), layers.service_layer(DOORS.iloc[:0]))
    assert (count(shown, "path.amparo-risk-4"), count(shown, ".amparo-sign")) == (0, 0)


def test_groups_drawn_before_are_let_go(shown):
    for _ in range(20):
        lay(shown, layers.risk_area_layer(RISK), layers.service_layer(DOORS))
    assert shown.evaluate("window.feature_group.length") == 2


def test_a_phone_names_the_chosen_service_only(shown):
    lay(shown, layers.service_layer(DOORS, chosen="b"))
    assert shown.get_by_text("Unidad").is_visible()
    assert shown.get_by_text("Puesto").is_visible() == (shown.screen == "desktop")


def test_minutes_lie_beside_both_routes(shown):
    lay(shown, layers.route_layer(WAYS, EXPOSED))
    for words in ("21 min", "24 min"):
        assert shown.get_by_text(words).is_visible()
    assert shown.evaluate(
        """() => {
          const chips = [...document.querySelectorAll('.chip')].map(c => c.getBoundingClientRect());
          return chips[0].bottom <= chips[1].top || chips[1].bottom <= chips[0].top ||
            chips[0].right <= chips[1].left || chips[1].right <= chips[0].left;
        }"""
    ), "the chips do not lie on each other"


def test_the_map_moves_to_new_routes_once_and_then_leaves_moving_to_people(shown):
    lay(shown, layers.route_layer(WAYS, EXPOSED))
    assert shown.evaluate("map_div.getBounds().contains([[0.006, -0.01], [0.009, 0.03]])")
    shown.evaluate("map_div.setView([0.02, 0.02], 17, {animate: false})")
    lay(shown, layers.route_layer(WAYS.assign(chip=["22 min", "25 min"]), EXPOSED))
    assert shown.evaluate("map_div.getZoom()") == 17


def test_a_touch_on_an_area_shows_its_words_and_reaches_the_map(shown):
    lay(shown, layers.risk_area_layer(RISK))
    shown.evaluate("map_div.on('click', e => { window.clicked = e.latlng; })")
    at = shown.evaluate("(p => [p.x, p.y])(map_div.latLngToContainerPoint([0.0035, 0.0035]))")
    shown.mouse.click(*at)
    assert shown.get_by_text("Cantina").is_visible()
    assert shown.evaluate("Math.abs(window.clicked.lat - 0.0035) < 0.0005")


def test_what_people_write_stays_text(shown):
    lay(
        shown,
        layers.risk_area_layer(RISK.assign(tip=NASTY)),
        layers.service_layer(DOORS.assign(name=NASTY, number=NASTY), chosen="a"),
        layers.route_layer(
            WAYS.assign(chip=NASTY), EXPOSED, start=layers.RouteEndpoint(0.001, 0.001, NASTY)
        ),
    )
    shown.evaluate("map_div.eachLayer(layer => layer.openTooltip && layer.openTooltip())")
    shown.wait_for_timeout(200)
    assert shown.evaluate("window.hurt") is None
    assert count(shown, "#map_div img[src=x]") == 0


def test_signs_can_be_touched_with_a_finger_and_named_by_a_reader(shown):
    lay(shown, layers.service_layer(DOORS))
    sign = shown.locator(".amparo-sign").first
    assert sign.get_attribute("aria-label") == "Puesto"
    touch = sign.locator("div").first.evaluate(
        "e => parseFloat(getComputedStyle(e, '::after').width)"
    )
    assert touch >= 44
