"""The price of one edge as a plain function: for engines that ask edge by edge, and only then."""

from __future__ import annotations

from collections.abc import Callable

from geo.network.exposure import Exposure
from geo.routes.cost import calculate_edge_costs


class LazyEdgeCost:
    """
    Prices as lines in the aversion: a list of times and a list of slopes.

    A change of aversion then costs nothing, and each edge looked at one sum. This is kinder to
    such engines than filling all weights anew.
    """

    def __init__(self, exposure: Exposure) -> None:
        direct, at_one, at_two = (
            calculate_edge_costs(exposure, aversion) for aversion in (0.0, 1.0, 2.0)
        )
        self._direct = direct.tolist()
        self._slope = (at_two - at_one).tolist()
        self._time = (2 * at_one - at_two).tolist()

    def cost_function(self, aversion: float) -> Callable[[int], float]:
        """Give the function from an edge's position to its price."""
        if aversion == 0.0:
            return self._direct.__getitem__
        time, slope = self._time, self._slope
        return lambda edge: time[edge] + aversion * slope[edge]
