"""Legs between homes and services against single searches, on streets restricted by chance."""

from __future__ import annotations

import numpy as np

from geo.completeness.trips import SlotStreets, measure_legs
from geo.errors import NoRouteError
from geo.model import ignore_progress
from geo.routes.shortest_path import RouteSearch
from tests.restricted import restricted_village
from tests.wild import by_chance


def figures_of(search, start, end):
    try:
        route = search.find_route(start, end)
    except NoRouteError:
        return np.inf, np.inf, np.inf
    return route.calculate_cost(search.aversion), route.minutes, route.inside_risk_m


@by_chance
def test_legs_in_both_directions_are_what_a_search_finds(seed):
    village = restricted_village(seed, spots=7)
    components = village.network.node_components[village.network.u[village.positions.edge_indices]]
    positions = village.positions.select_positions(components == components[0])
    half = max(1, len(positions) // 2)
    homes, services = (
        positions.select_positions(rows)
        for rows in (np.arange(half), np.arange(half, len(positions)))
    )
    aversion = (0.0, 10.0)[seed % 2]
    streets = [SlotStreets(village.by_day, village.passability)]
    legs = measure_legs(streets, homes, services, aversion=aversion, progress=ignore_progress)
    search = RouteSearch(village.by_day, aversion, village.passability)
    for home in range(len(homes)):
        for place in range(len(services)):
            here, there = homes.select_position(home), services.select_position(place)
            for measured, (start, end) in (
                (legs.from_homes[:, 0, home, place], (here, there)),
                (legs.to_homes[:, 0, home, place], (there, here)),
            ):
                # With an aversion, routes of equal cost may differ in their minutes and metres.
                figures = slice(len(measured) if not aversion else 1)
                expected = figures_of(search, start, end)[: len(measured)]
                assert np.allclose(measured[figures], expected[figures], atol=1e-6)
