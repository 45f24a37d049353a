"""A boundary of few corners may cut off people who live beside it, and that is said."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from geo.coverage.boundary_detail import describe_boundary, make_boundary_record
from geo.layers.population import divide_population
from tests.village import homes, on_earth

STEP_M = 50.0
REACH = np.arange(-1000, 1001, STEP_M)
CELLS = [((x, y), 1, 1) for x in REACH for y in REACH if np.hypot(x, y) <= 1000]


def describe(shape, cells=CELLS):
    drawn = None if shape is None else on_earth(shape).iloc[0]
    return describe_boundary(divide_population(homes(*cells), drawn), drawn)


def round_shape(corners):
    turns = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    return shapely.Polygon(1001 * np.column_stack([np.cos(turns), np.sin(turns)]))


def test_a_round_town_within_six_corners_loses_a_sixth():
    detail = describe(round_shape(6))
    assert detail.corners == 6
    assert detail.mean_side_m == pytest.approx(1001, rel=0.001)
    assert detail.spacing_m == pytest.approx(STEP_M, rel=0.001)
    # A hexagon in a circle has 3 √3 / 2π of its area.
    assert detail.outside_percent == pytest.approx(100 * (1 - 3 * 3**0.5 / (2 * np.pi)), abs=2)
    assert detail.is_coarse


def test_the_same_town_within_its_whole_boundary_loses_nobody():
    detail = describe(round_shape(100))
    assert detail.outside_percent < 1
    assert not detail.is_coarse


def test_a_fine_boundary_of_a_part_of_the_town_is_not_coarse():
    detail = describe(shapely.segmentize(shapely.box(-500, -500, 500, 500), 60))
    assert detail.outside_percent > 50
    assert not detail.is_coarse


def test_a_boundary_with_a_hole_has_the_corners_of_both_rings():
    square, hole = shapely.box(-900, -900, 900, 900), shapely.box(-100, -100, 100, 100)
    assert describe(square - hole).corners == 8


def test_no_boundary_and_nobody():
    assert describe(None) is None
    assert describe(round_shape(6), [((0, 0), 0, 0)]) is None
    assert make_boundary_record(None) is None


def test_one_home_has_no_spacing():
    detail = describe(round_shape(6), [((0, 0), 4, 2)])
    assert not detail.is_coarse
    assert make_boundary_record(detail)["spacing_m"] is None
