"""Exposure: the first measure of many areas, one area more, and another aversion."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from benchmarks.networks import size_of
from benchmarks.queries import draw_areas
from benchmarks.timing import clocked, in_turns, middle
from geo.network.exposure import Crossings, measure_exposure
from geo.network.street_network import StreetNetwork
from geo.routes.cost import edge_cost
from geo.routes.shortest_path import Search

AREAS = 200
ROUNDS = 7


def measure(network: StreetNetwork, *, seed: int, areas: int = AREAS) -> dict[str, Any]:
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
    _ = network.tree, network.vertices, network.start, network.pace
    crossings: dict[str, Crossings] = {}

    def first(_number: int) -> None:
        crossings["new"] = Crossings(network)
        measure_exposure(crossings["new"], risk_areas=drawn, safe_zones=safe, slot="day")

    def one_more(number: int) -> None:
        grown = pd.concat([drawn, more.iloc[: number + 1]], ignore_index=True)
        measure_exposure(crossings["new"], risk_areas=grown, safe_zones=safe, slot="day")

    seconds, _ = in_turns({"first": first}, rounds=ROUNDS)
    added, _ = in_turns({"one_more": one_more}, rounds=ROUNDS)
    exposure = measure_exposure(crossings["new"], risk_areas=drawn, safe_zones=safe, slot="day")
    per_edge, _ = clocked(lambda: exposure.edges)
    Search(exposure, 0.0)
    aversions = np.linspace(1, 9, ROUNDS)
    moved, _ = in_turns(
        {
            "every_edge": lambda number: edge_cost(exposure, float(aversions[number])),
            "search": lambda number: Search(exposure, float(aversions[number])),
        },
        rounds=ROUNDS,
    )
    return {
        "size": vars(size_of(network)),
        "areas": areas,
        "first_s": middle(seconds["first"]),
        "one_more_s": middle(added["one_more"]),
        "metres_per_edge_s": per_edge,
        "aversion_every_edge_s": middle(moved["every_edge"]),
        "aversion_search_s": middle(moved["search"]),
    }
