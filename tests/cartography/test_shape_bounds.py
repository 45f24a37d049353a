"""The bounds of what was drawn: never a dot, and never beyond the community."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from shapely.geometry import Point, Polygon, box

from geo.cartography.map_extent import (
    METRES_PER_DEGREE,
    MIN_EXTENT_M,
    community_bounds,
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
