"""What an engine has to do to be compared, and how ours does it."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from benchmarks.queries import Questions, places_of
from geo.coverage.travel_time import flood, reach
from geo.network.street_network import FloatArray
from geo.routes.shortest_path import Search

OURS = "amparo"
OURS_COST_ONLY = "amparo_cost_only"


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

    def price(self, aversion: float) -> None:
        """Take the weights of an aversion; counted in the time of a new route."""

    def route(self, pair: int) -> float:
        """Find the way of a pair, nodes and all, and tell its cost."""

    def coverage(self) -> FloatArray:
        """Tell the cost from each node to the nearest service, infinite where there is none."""


class Amparo:
    """Our own engine, called as the screens call it."""

    name = OURS
    note = "prices the ground it searches"
    exact = True

    def __init__(self, questions: Questions) -> None:
        self._exposure = questions.exposure
        network = questions.network
        self._pairs = [
            (places_of(network, pair[:1]), places_of(network, pair[1:])) for pair in questions.pairs
        ]
        self._services = places_of(network, questions.services)
        self.price(0.0)

    def price(self, aversion: float) -> None:
        """See `Engine`."""
        self._aversion = aversion
        self._search = Search(self._exposure, aversion)

    def route(self, pair: int) -> float:
        """See `Engine`."""
        return self._search.way(*self._pairs[pair]).cost(self._aversion)

    def coverage(self) -> FloatArray:
        """See `Engine`; minutes, metres and which service are found besides."""
        return reach(self._exposure, self._services, aversion=self._aversion).junctions.cost


class AmparoCostOnly(Amparo):
    """Our own engine where only what the peers tell is asked of it: the cost, and which service."""

    def coverage(self) -> FloatArray:
        """See `Engine`."""
        found = flood(self._exposure, self._services, aversion=self._aversion)
        return found.cost[: self._exposure.network.nodes]


def with_source(
    questions: Questions, weights: FloatArray
) -> tuple[NDArray[np.int64], NDArray[np.int64], FloatArray]:
    """Add one node that reaches every service at no cost: the usual trick for many sources."""
    network, services = questions.network, questions.services
    source = np.full(len(services), network.nodes)
    return (
        np.concatenate([network.u, source]).astype(np.int64),
        np.concatenate([network.v, services]).astype(np.int64),
        np.concatenate([weights, np.zeros(len(services))]),
    )
