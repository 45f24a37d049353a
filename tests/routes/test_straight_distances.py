"""Services without streets: straight lines on the ellipsoid, and none to a confidential place."""

from __future__ import annotations

from types import SimpleNamespace

import geopandas as gpd
import numpy as np
import pytest
from shapely.geometry import Point, box

from geo.errors import LocationOutsideError
from geo.routes.planning import Location
from geo.routes.straight_distances import check_within_community, list_services_by_distance

HERE = Location(0.0, 10.0)
DEGREE_M = 111_319.49  # of longitude on the equator, WGS84


@pytest.fixture
def view():
    rows = [
        ("far", "health", Point(10.2, 0), False),
        ("shelter", "shelter", Point(10.01, 0), True),
        ("line", "emotional", None, False),
        ("near", "police", Point(10.1, 0), False),
        ("field", "health", box(9.9, -0.1, 10.0, 0.1), False),
    ]
    names, types, places, confidential = zip(*rows, strict=True)
    services = gpd.GeoDataFrame(
        {"name": names, "type": types, "confidential": confidential},
        geometry=gpd.GeoSeries(places, crs="EPSG:4326"),
    )
    community = SimpleNamespace(boundary=box(9.5, -0.5, 10.5, 0.5), name="Ecuador")
    return SimpleNamespace(services=services, community=community)


def test_the_nearest_come_first_and_what_has_no_place_last(view):
    found = list_services_by_distance(view, HERE)
    assert found["name"].tolist() == ["field", "near", "far", "shelter", "line"]
    expected = [0.05 * DEGREE_M, 0.1 * DEGREE_M, 0.2 * DEGREE_M]
    assert found["distance_m"][:3].tolist() == pytest.approx(expected, rel=1e-6)
    assert np.isnan(found["distance_m"][3:]).all(), "a coordinator's view gives none either"


def test_types_are_chosen_and_without_an_origin_nothing_is_measured(view):
    chosen = list_services_by_distance(view, None, types=["health"])
    assert chosen["name"].tolist() == ["far", "field"]
    assert chosen["distance_m"].isna().all()
    assert list_services_by_distance(view, HERE, types=["court"]).empty


@pytest.mark.parametrize("place", [(0.0, 12.0), (40.0, 10.0), (89.0, -170.0)])
def test_a_location_outside_is_refused(view, place):
    with pytest.raises(LocationOutsideError):
        check_within_community(view, Location(*place), endpoint="from")


def test_a_location_inside_is_taken_and_without_a_boundary_any(view):
    check_within_community(view, HERE, endpoint="from")
    view.community.boundary = None
    check_within_community(view, Location(50.0, 50.0), endpoint="to")
