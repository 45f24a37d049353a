"""Legs by vehicle are those that networkx finds over streets and turns, in both directions."""

from __future__ import annotations

import numpy as np
import pytest

from geo.support.distance_bounds import DistanceBounds
from geo.support.leg_matrix import LegMatrix
from geo.support.leg_search import LegSearch
from tests.support.driving import driving_village

TINY = 1e-7
SEEDS = range(12)


def legs_of(village, aversion):
    bounds = DistanceBounds(village.by_day.network, village.positions)
    return LegMatrix([LegSearch(village.by_day, aversion, bounds)])


def expected_costs(village, aversion):
    return np.array(
        [village.least_costs(start, aversion) for start in range(len(village.positions))]
    )


@pytest.mark.parametrize("aversion", [0.0, 3.0])
@pytest.mark.parametrize("seed", SEEDS)
def test_legs_cost_what_networkx_finds(seed, aversion):
    village = driving_village(seed)
    legs, expected = legs_of(village, aversion), expected_costs(village, aversion)
    if np.isfinite(expected).all():
        assert (legs.min_minutes <= expected + TINY).all() or aversion > 0
    assert legs.compute_all_legs(np.arange(len(village.positions)))
    np.testing.assert_allclose(legs.cost[0], expected, rtol=0, atol=TINY)


@pytest.mark.parametrize("seed", SEEDS)
def test_bounds_of_directed_legs_hold_after_every_search(seed):
    village = driving_village(seed)
    aversion, rng = float(seed % 3) * 3, np.random.default_rng(seed)
    legs, expected = legs_of(village, aversion), expected_costs(village, aversion)
    pairs = [(start, end) for start in range(6) for end in range(6)]
    for index in rng.permutation(len(pairs)).tolist():
        start, end = pairs[index]
        legs.compute_exact_legs(0, np.array([start]), np.array([end]))
        assert legs.is_exact[0, start, end]
        assert (legs.cost[0] <= expected + TINY).all()
        known = legs.is_exact[0]
        np.testing.assert_allclose(legs.cost[0][known], expected[known], rtol=0, atol=TINY)
    for start, end in pairs:
        route = legs.get_route(0, start, end)
        assert route.calculate_cost(aversion) == pytest.approx(expected[start, end], abs=TINY)
        assert route.minutes == pytest.approx(legs.minutes[0, start, end], abs=TINY)


def test_the_villages_have_legs_that_differ_by_direction():
    differing = 0
    for seed in SEEDS:
        expected = expected_costs(driving_village(seed), 0.0)
        differing += int((np.abs(expected - expected.T) > 0.1).sum())
    assert differing > 20
