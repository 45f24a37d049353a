"""The empty map: the same script for the same place, and nothing from elsewhere."""

import re

import pytest
import streamlit_folium

from geo.cartography import assets
from geo.cartography.layers import risk_layer
from geo.cartography.offline_map import canvas
from tests.cartography.napkin import addresses, frame, square

VIEW = (-89.86, 13.89, -89.83, 13.91)


def script(base):
    """Make the script that streamlit-folium sends, the way it does."""
    base.get_root().render()
    base.render()
    return streamlit_folium._get_map_string(base)


def known_as(base):
    return streamlit_folium.generate_js_hash(script(base), "map")


def test_the_same_place_is_the_same_map():
    assert script(canvas(VIEW, "chancala", 3, "©")) == script(canvas(VIEW, "chancala", 3, "©"))


@pytest.mark.parametrize(
    "other",
    [
        canvas((-89.86, 13.89, -89.83, 13.92), "chancala", 3, "©"),
        canvas(VIEW, "la-vega", 3, "©"),
        canvas(VIEW, "chancala", 4, "©"),
        canvas(VIEW, "chancala", 3, "Lugar inventado"),
        canvas(VIEW, "chancala", 3, "©", max_bounds=VIEW),
        canvas(VIEW, "chancala", 3, "©").steady(),
    ],
)
def test_another_place_is_another_map(other):
    assert known_as(other) != known_as(canvas(VIEW, "chancala", 3, "©"))


def test_what_lies_on_it_does_not_change_it():
    base = canvas(VIEW, "chancala", 3, "©")
    before = known_as(base)
    risk_layer(frame([square(0, 0)], severity=[3])).add_to(canvas(VIEW, "chancala", 3, "©"))
    assert known_as(canvas(VIEW, "chancala", 3, "©")) == before


def test_the_script_opens_the_map_in_the_div_that_streamlit_folium_has():
    text = script(canvas(VIEW, "chancala", 3, "©")).strip()
    assert text.startswith('var map_div = Amparo.open("map_div", {')
    assert re.search(r"\}\);\s+var drawnItems = \[\];$", text)
    assert "/amparo/tiles/chancala/3/{z}/{x}/{y}.mvt" in text


def test_nothing_is_asked_of_another_host():
    base = canvas(VIEW, "chancala", 3, "© OpenStreetMap")
    assert addresses(script(base)) == []
    assert addresses(streamlit_folium._get_header(base)) == []
    assert addresses(streamlit_folium._get_html(base)) == []
    for _, address in [*base.default_js, *base.default_css]:
        assert address.startswith("/amparo/assets/")


def test_every_script_and_style_it_names_can_be_had():
    if not assets.installed():
        pytest.skip("the map's packages are not installed; start.py installs them")
    base = canvas(VIEW, "chancala", 3, "©")
    for _, address in [*base.default_js, *base.default_css]:
        package, path = address.removeprefix("/amparo/assets/").split("?")[0].split("/", 1)
        assert assets.find(package, path) is not None, address


def test_no_script_of_ours_names_another_host():
    for file in (assets.FRONTEND / "map").iterdir():
        text = file.read_text(encoding="utf-8")
        assert [found for found in addresses(text) if "www.w3.org" not in found] == [], file.name


def test_an_attribution_cannot_end_the_script():
    text = script(canvas(VIEW, "chancala", 3, "</script><b>`${x}`{{ 101*101 }}"))
    assert "<" not in text
    assert "`" not in text
    assert "10201" not in text
