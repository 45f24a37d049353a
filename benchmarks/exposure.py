"""Exposure: the first measure of many areas, one area more, and another aversion."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from benchmarks.networks import measure_network_size
from benchmarks.queries import draw_areas
from benchmarks.timing import median_s, run_interleaved, time_call
from geo.network.exposure import AreaCrossingCache, measure_exposure
from geo.network.street_network import StreetNetwork
from geo.routes.cost import calculate_edge_costs
from geo.routes.shortest_path import RouteSearch

AREA_COUNT = 200
ROUNDS = 7


def time_exposure(network: StreetNetwork, *, seed: int, areas: int = AREA_COUNT) -> dict[str, Any]:
    """
    Time what follows when a group draws.

    Returns
    -------
    facts
        Seconds for all areas at first; for one area more; for pricing every edge for another
        aversion; and for a search priced for another aversion, which prices as it goes.
    """
    chance = np.random.default_rng(seed)
    drawn, more = draw_areas(network, areas, chance), draw_areas(network, ROUNDS, chance)
    safe = draw_areas(network, 1, chance).iloc[:0]
    _ = network.edge_tree, network.vertices, network.edge_start_m, network.pace_min_per_m
    crossings: dict[str, AreaCrossingCache] = {}

    def first(_number: int) -> None:
        crossings["new"] = AreaCrossingCache(network)
        measure_exposure(crossings["new"], risk_areas=drawn, safe_zones=safe, slot="day")

    def one_more(number: int) -> None:
        grown = pd.concat([drawn, more.iloc[: number + 1]], ignore_index=True)
        measure_exposure(crossings["new"], risk_areas=grown, safe_zones=safe, slot="day")

    seconds, _ = run_interleaved({"first": first}, rounds=ROUNDS)
    added, _ = run_interleaved({"one_more": one_more}, rounds=ROUNDS)
    exposure = measure_exposure(crossings["new"], risk_areas=drawn, safe_zones=safe, slot="day")
    per_edge, _ = time_call(lambda: exposure.edge_measures)
    RouteSearch(exposure, 0.0)
    aversions = np.linspace(1, 9, ROUNDS)
    moved, _ = run_interleaved(
        {
            "every_edge": lambda number: calculate_edge_costs(exposure, float(aversions[number])),
            "search": lambda number: RouteSearch(exposure, float(aversions[number])),
        },
        rounds=ROUNDS,
    )
    return {
        "size": vars(measure_network_size(network)),
        "areas": areas,
        "first_s": median_s(seconds["first"]),
        "one_more_s": median_s(added["one_more"]),
        "metres_per_edge_s": per_edge,
        "aversion_every_edge_s": median_s(moved["every_edge"]),
        "aversion_search_s": median_s(moved["search"]),
    }
