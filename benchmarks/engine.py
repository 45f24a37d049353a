"""What an engine has to do to be compared, and how ours does it."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from benchmarks.queries import BenchmarkQueries, snap_nodes
from geo.coverage.travel_time import compute_reachable_network, search_from_services
from geo.network.street_network import FloatArray
from geo.routes.shortest_path import RouteSearch

REFERENCE_ENGINE = "amparo"
REFERENCE_COST_ONLY = "amparo_cost_only"


class Engine(Protocol):
    """
    One way to search a network.

    Attributes
    ----------
    name
        Of the package, with its version.
    note
        How it takes new weights.
    exact
        Whether it promises the least cost to all digits.
    """

    name: str
    note: str
    exact: bool

    def set_aversion(self, aversion: float) -> None:
        """Take the weights of an aversion; counted in the time of a new route."""

    def route_cost(self, pair: int) -> float:
        """Find the way of a pair, nodes and all, and tell its cost."""

    def service_costs(self) -> FloatArray:
        """Tell the cost from each node to the nearest service, infinite where there is none."""


class AmparoEngine:
    """Our own engine, called as the screens call it."""

    name = REFERENCE_ENGINE
    note = "prices the ground it searches"
    exact = True

    def __init__(self, queries: BenchmarkQueries) -> None:
        self._exposure = queries.exposure
        network = queries.network
        self._pairs = [
            (snap_nodes(network, pair[:1]), snap_nodes(network, pair[1:])) for pair in queries.pairs
        ]
        self._services = snap_nodes(network, queries.services)
        self.set_aversion(0.0)

    def set_aversion(self, aversion: float) -> None:
        """See `Engine`."""
        self._aversion = aversion
        self._search = RouteSearch(self._exposure, aversion)

    def route_cost(self, pair: int) -> float:
        """See `Engine`."""
        return self._search.find_route(*self._pairs[pair]).calculate_cost(self._aversion)

    def service_costs(self) -> FloatArray:
        """See `Engine`; minutes, metres and which service are found besides."""
        return compute_reachable_network(
            self._exposure, self._services, aversion=self._aversion
        ).junction_times.cost


class AmparoCostOnlyEngine(AmparoEngine):
    """Our own engine where only what the peers tell is asked of it: the cost, and which service."""

    def service_costs(self) -> FloatArray:
        """See `Engine`."""
        found = search_from_services(self._exposure, self._services, aversion=self._aversion)
        return found.cost[: self._exposure.network.node_count]


def add_super_source(
    queries: BenchmarkQueries, weights: FloatArray
) -> tuple[NDArray[np.int64], NDArray[np.int64], FloatArray]:
    """Add one node that reaches every service at no cost: the usual trick for many sources."""
    network, services = queries.network, queries.services
    source = np.full(len(services), network.node_count)
    return (
        np.concatenate([network.u, source]).astype(np.int64),
        np.concatenate([network.v, services]).astype(np.int64),
        np.concatenate([weights, np.zeros(len(services))]),
    )
