"""The empty map: the same script for the same place, and nothing from elsewhere."""

import re

import pytest
import streamlit_folium

from geo.cartography import assets
from geo.cartography.layers import risk_area_layer
from geo.cartography.offline_map import create_map
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
    assert script(create_map(VIEW, "chancala", 3, "©")) == script(
        create_map(VIEW, "chancala", 3, "©")
    )


@pytest.mark.parametrize(
    "other",
    [
        create_map((-89.86, 13.89, -89.83, 13.92), "chancala", 3, "©"),
        create_map(VIEW, "la-vega", 3, "©"),
        create_map(VIEW, "chancala", 4, "©"),
        create_map(VIEW, "chancala", 3, "Lugar inventado"),
        create_map(VIEW, "chancala", 3, "©", max_bounds=VIEW),
        create_map(VIEW, "chancala", 3, "©").disable_double_click_zoom(),
    ],
)
def test_another_place_is_another_map(other):
    assert known_as(other) != known_as(create_map(VIEW, "chancala", 3, "©"))


def test_what_lies_on_it_does_not_change_it():
    base = create_map(VIEW, "chancala", 3, "©")
    before = known_as(base)
    risk_area_layer(frame([square(0, 0)], severity=[3])).add_to(
        create_map(VIEW, "chancala", 3, "©")
    )
    assert known_as(create_map(VIEW, "chancala", 3, "©")) == before


def test_the_script_opens_the_map_in_the_div_that_streamlit_folium_has():
    text = script(create_map(VIEW, "chancala", 3, "©")).strip()
    assert text.startswith("var map_div = Amparo.open(")
    assert re.search(r"\}\s*\);\s+var drawnItems = \[\];$", text)
    assert "/amparo/tiles/chancala/3/{z}/{x}/{y}.mvt" in text


def test_nothing_is_requested_of_another_host():
    base = create_map(VIEW, "chancala", 3, "© OpenStreetMap")
    assert addresses(script(base)) == []
    assert addresses(streamlit_folium._get_header(base)) == []
    assert addresses(streamlit_folium._get_html(base)) == []
    for _, address in [*base.default_js, *base.default_css]:
        assert address.startswith("/amparo/assets/")


def test_every_script_and_style_it_names_can_be_had():
    if not assets.packages_installed():
        pytest.skip("the map's packages are not installed; start.py installs them")
    base = create_map(VIEW, "chancala", 3, "©")
    for _, address in [*base.default_js, *base.default_css]:
        package, path = address.removeprefix("/amparo/assets/").split("?")[0].split("/", 1)
        assert assets.find_asset(package, path) is not None, address


def test_no_script_of_ours_names_another_host():
    for file in (assets.FRONTEND / "map").iterdir():
        text = file.read_text(encoding="utf-8")
        assert [found for found in addresses(text) if "www.w3.org" not in found] == [], file.name


def test_an_attribution_cannot_end_the_script():
    text = script(create_map(VIEW, "chancala", 3, "</script><b>`${x}`{{ 101*101 }}"))
    assert "<" not in text
    assert "`" not in text
    assert "10201" not in text
