"""pandana: contraction hierarchies; new weights mean contracting again."""

from __future__ import annotations

import numpy as np
import pandana
import pandas as pd

from benchmarks.queries import Questions
from geo.network.street_network import FloatArray
from geo.routes.cost import edge_cost


class Pandana:
    """See `benchmarks.engine.Engine`."""

    name = f"pandana {pandana.__version__}"
    note = "contracts the graph anew; rounds weights to a thousandth"
    exact = False

    def __init__(self, questions: Questions) -> None:
        self._questions = questions
        self.price(0.0)

    def price(self, aversion: float) -> None:
        """See `Engine`."""
        network = self._questions.network
        weights = pd.DataFrame({"cost": edge_cost(self._questions.exposure, aversion)})
        xy = pd.DataFrame(network.node_xy, columns=["x", "y"])
        self._network = pandana.Network(
            xy["x"], xy["y"], pd.Series(network.u), pd.Series(network.v), weights, twoway=True
        )
        self._longest = float(weights["cost"].sum())

    def route(self, pair: int) -> float:
        """See `Engine`."""
        origin, target = (int(node) for node in self._questions.pairs[pair])
        self._network.shortest_path(origin, target)
        return float(self._network.shortest_path_length(origin, target))

    def coverage(self) -> FloatArray:
        """See `Engine`."""
        xy = self._questions.network.node_xy[self._questions.services]
        self._network.set_pois(
            "services", self._longest, 1, pd.Series(xy[:, 0]), pd.Series(xy[:, 1])
        )
        found = self._network.nearest_pois(self._longest, "services", num_pois=1)[1].to_numpy()
        return np.where(found < self._longest, found, np.inf)
