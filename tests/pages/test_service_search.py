"""A service is found in the list of the setup by what somebody types of it."""

import geopandas as gpd
import pytest
from shapely import Point

from pages.ui.setup.service_list import find_matches

SERVICES = gpd.GeoDataFrame(
    {
        "id": ["olaya", "vega", "line"],
        "type": ["health", "police", "phone_line"],
        "name": ["Posta José Olaya", "Comisaría La Vega", None],
        "phone": ["999-111-222", None, "+51 100"],
        "gateway": [None, None, "Línea 100"],
    },
    geometry=[Point(0, 0), Point(1, 1), None],
    crs=4326,
)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ["olaya", "vega", "line"]),
        ("  ", ["olaya", "vega", "line"]),
        ("jose olaya", ["olaya"]),
        ("OLAYA josé", ["olaya"]),
        ("olaya posta", ["olaya"]),
        ("salud olaya", ["olaya"]),
        ("999 111", ["olaya"]),
        ("999111", ["olaya"]),
        ("comisaria", ["vega"]),
        ("vega olaya", []),
        ("linea 100", ["line"]),
        ("?", []),
    ],
)
def test_a_service_is_found_by_its_words_in_any_order(typed, found):
    assert list(find_matches(SERVICES, typed)["id"]) == found


def test_nothing_is_found_among_no_services():
    assert find_matches(SERVICES.iloc[:0], "olaya").empty
    assert find_matches(SERVICES.iloc[:0], "").empty
