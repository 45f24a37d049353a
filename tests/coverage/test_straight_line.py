"""Coverage as the crow flies."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from geo.coverage.metric_points import MetricPoints
from geo.coverage.straight_line import DEFAULT_DETOUR_FACTOR, measure_straight_lines
from tests.village import doors, homes


def points(*told):
    return MetricPoints.project(homes(*told))


def test_a_straight_line_times_the_detour():
    # 3-4-5: 500 m
    trips = measure_straight_lines(points(((300, 400), 1, 1)), doors(((0, 0), "health")))
    assert trips.length_m == pytest.approx([500 * DEFAULT_DETOUR_FACTOR], abs=1e-3)
    assert trips.minutes == pytest.approx([500 * DEFAULT_DETOUR_FACTOR / 75], abs=1e-3)


def test_the_nearest_is_taken_and_the_detour_may_be_none():
    services = doors(((0, 0), "health"), ((1000, 0), "health"))
    trips = measure_straight_lines(
        points(((300, 0), 1, 1), ((800, 0), 1, 1)), services, detour_factor=1.0
    )
    assert list(trips.service) == [0, 1]
    assert trips.length_m == pytest.approx([300, 200], abs=1e-3)


def test_what_lies_on_the_way_is_not_known():
    trips = measure_straight_lines(points(((300, 0), 1, 1)), doors(((0, 0), "health")))
    assert np.isnan(trips.inside_m).all()


def test_lines_measure_what_shapely_measures():
    rng = np.random.default_rng(5)
    spots, places = rng.uniform(-2000, 2000, (200, 2)), rng.uniform(-2000, 2000, (7, 2))
    trips = measure_straight_lines(
        points(*((tuple(spot), 1, 1) for spot in spots)),
        doors(*((tuple(place), "health") for place in places)),
        detour_factor=1.0,
    )
    each = shapely.distance(shapely.points(spots)[:, None], shapely.points(places)[None, :])
    assert trips.length_m == pytest.approx(each.min(axis=1), abs=1e-3)
    assert (trips.service == each.argmin(axis=1)).all()
