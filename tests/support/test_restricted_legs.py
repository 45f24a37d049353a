"""Legs on foot where streets are open by day that are shut by night, against single searches."""

from __future__ import annotations

import numpy as np

from geo.errors import NoRouteError
from geo.network.passability import FREE, SHUT
from geo.routes.shortest_path import RouteSearch
from geo.support.distance_bounds import DistanceBounds
from geo.support.leg_matrix import LegMatrix
from geo.support.leg_search import LegSearch
from tests.restricted import restricted_village
from tests.wild import by_chance


def cost_of(search, positions, start, end):
    try:
        route = search.find_route(positions.select_position(start), positions.select_position(end))
    except NoRouteError:
        return np.inf
    return route.calculate_cost(search.aversion)


@by_chance
def test_legs_of_each_slot_are_what_a_search_finds(seed):
    village, rng = restricted_village(seed, spots=6), np.random.default_rng(seed)
    components = village.network.node_components[village.network.u[village.positions.edge_indices]]
    positions = village.positions.select_positions(components == components[0])
    night = np.where(rng.random(len(village.hours_states)) < 0.1, SHUT, village.hours_states)
    states = (village.hours_states * 0 + FREE, night.astype(np.int8))
    aversion = (0.0, 3.0)[seed % 2]
    bounds = DistanceBounds(village.network, positions)
    by_slot = [village.network.passability(state) for state in states]
    legs = LegMatrix([LegSearch(village.by_day, aversion, bounds, state) for state in by_slot])
    searches = [RouteSearch(village.by_day, aversion, state) for state in by_slot]
    count = len(positions)
    pairs = [(a, b) for a in range(count) for b in range(count) if a != b]
    for number in rng.permutation(len(pairs) * 2)[:24]:
        slot, (start, end) = int(number) % 2, pairs[int(number) // 2]
        legs.compute_exact_legs(slot, np.array([start]), np.array([end]))
        expected = cost_of(searches[slot], positions, start, end)
        assert np.isclose(legs.cost[slot, start, end], expected, atol=1e-6)
        for other, search in enumerate(searches):  # bounds of all other legs hold
            assert legs.cost[other, end, start] <= cost_of(search, positions, end, start) + 1e-6
