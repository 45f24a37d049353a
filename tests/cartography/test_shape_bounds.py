"""The bounds of what was drawn: never a dot, and never beyond the community."""

from __future__ import annotations

from types import SimpleNamespace

import geopandas as gpd
import pytest
from shapely.geometry import LineString, Point, Polygon, box

from geo.cartography.map_extent import (
    METRES_PER_DEGREE,
    MIN_EXTENT_M,
    community_bounds,
    opening_bounds,
    shape_bounds,
)

LEAST = MIN_EXTENT_M / METRES_PER_DEGREE


@pytest.fixture
def view():
    return SimpleNamespace(community=SimpleNamespace(boundary=box(-1, -1, 1, 1)))


def test_nothing_drawn_has_no_bounds(view):
    assert shape_bounds(view, []) is None
    assert shape_bounds(view, [Polygon()]) is None


def test_a_point_is_shown_with_the_streets_around_it(view):
    west, south, east, north = shape_bounds(view, [Point(0, 0)])
    assert (east - west, north - south) == pytest.approx((LEAST, LEAST))
    assert (west + east, south + north) == pytest.approx((0, 0))


def test_all_shapes_are_inside(view):
    west, south, east, north = shape_bounds(view, [box(0.1, 0.2, 0.3, 0.4), Point(-0.5, 0.1)])
    assert west < -0.5 < 0.3 < east
    assert south < 0.1 < 0.4 < north


@pytest.mark.parametrize("shape", [box(-5, -5, 5, 5), box(3, 3, 4, 4)])
def test_the_map_does_not_open_beyond_the_community(view, shape):
    assert shape_bounds(view, [shape]) == community_bounds(view)


class WithoutBoundary(SimpleNamespace):
    """A community whose streets cross 1 km, but for a road that leads 9 km farther."""

    def __init__(self, **layers):
        x = [*range(0, 1000, 10), 10_000]
        lines = [LineString([(at, 0), (at, 1000)]) for at in x]
        nothing = gpd.GeoDataFrame(geometry=[], crs="EPSG:4326")
        names = ("zones", "risk_areas", "safe_zones", "services")
        super().__init__(
            community=SimpleNamespace(boundary=None),
            has_streets=True,
            network=SimpleNamespace(lines=lines, crs="EPSG:3857"),
            cache=SimpleNamespace(get_or_compute=lambda _, compute: compute()),
            **{name: layers.get(name, nothing) for name in names},
        )


def test_without_a_boundary_a_road_that_leads_elsewhere_does_not_widen_the_map():
    west, _, east, _ = community_bounds(WithoutBoundary())
    assert east - west == pytest.approx(10_000 / METRES_PER_DEGREE, rel=0.1)
    west, _, east, _ = opening_bounds(WithoutBoundary())
    assert east - west == pytest.approx(1_000 / METRES_PER_DEGREE, rel=0.1)


def test_without_a_boundary_what_was_marked_far_out_is_shown():
    far = gpd.GeoDataFrame(geometry=[Point(0.05, 0.002)], crs="EPSG:4326")
    *_, east, _ = opening_bounds(WithoutBoundary(services=far))
    assert east > 0.05


def test_with_a_boundary_a_map_opens_at_it(view):
    assert opening_bounds(view) == community_bounds(view)
