"""pandana: contraction hierarchies; new weights mean contracting again."""

from __future__ import annotations

import numpy as np
import pandana
import pandas as pd

from benchmarks.queries import BenchmarkQueries
from geo.network.street_network import FloatArray
from geo.routes.cost import calculate_edge_costs


class Pandana:
    """See `benchmarks.engine.Engine`."""

    name = f"pandana {pandana.__version__}"
    note = "contracts the graph anew; rounds weights to a thousandth"
    exact = False

    def __init__(self, queries: BenchmarkQueries) -> None:
        self._queries = queries
        self.set_aversion(0.0)

    def set_aversion(self, aversion: float) -> None:
        """See `Engine`."""
        network = self._queries.network
        weights = pd.DataFrame({"cost": calculate_edge_costs(self._queries.exposure, aversion)})
        xy = pd.DataFrame(network.node_xy, columns=["x", "y"])
        self._network = pandana.Network(
            xy["x"], xy["y"], pd.Series(network.u), pd.Series(network.v), weights, twoway=True
        )
        self._longest = float(weights["cost"].sum())

    def route_cost(self, pair: int) -> float:
        """See `Engine`."""
        origin, target = (int(node) for node in self._queries.pairs[pair])
        self._network.shortest_path(origin, target)
        return float(self._network.shortest_path_length(origin, target))

    def service_costs(self) -> FloatArray:
        """See `Engine`."""
        xy = self._queries.network.node_xy[self._queries.services]
        self._network.set_pois(
            "services", self._longest, 1, pd.Series(xy[:, 0]), pd.Series(xy[:, 1])
        )
        found = self._network.nearest_pois(self._longest, "services", num_pois=1)[1].to_numpy()
        return np.where(found < self._longest, found, np.inf)
