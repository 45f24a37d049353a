"""
Lower and upper bounds of all legs between positions, from those that are known exactly.

Legs are directed. Two properties of positions decide what one leg says of others. *Inside* a
restricted set (see `geo.network.passability`) the triangle inequality does not hold: a route to a
position there, followed by a route from it, may be no permitted route. No bound goes through such a
position. Between positions *outside*, routes cost the same in both directions unless a street is
one-way: such legs are mirrored, and known as soon as one of them is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from geo.network.street_network import FloatArray
from geo.support.distance_bounds import ROUND_DOWN_FACTOR

PositionIndices = NDArray[np.int64]


@dataclass(frozen=True)
class LegFigures:
    """
    Cost, minutes and premium of legs [min].

    Each of shape (slots, positions, positions), or (slots, origins, positions, positions) for many
    origins, where the first position is the origin.
    """

    cost: FloatArray
    minutes: FloatArray
    cost_premium: FloatArray

    @property
    def by_origin(self) -> LegFigures:
        """The same with an axis for origins."""
        return LegFigures(
            *(
                values.reshape(len(values), -1, *values.shape[-2:])
                for values in (self.cost, self.minutes, self.cost_premium)
            )
        )


class LegTable(Protocol):
    """Legs of one origin: cost and minutes, shape (slots, positions, positions) [min]."""

    @property
    def cost(self) -> FloatArray:
        """Cost of legs."""

    @property
    def minutes(self) -> FloatArray:
        """Minutes of legs."""

    def compute_exact_legs(
        self, slot_index: int, start: PositionIndices, end: PositionIndices
    ) -> None:
        """Compute exact values of legs."""


class LegBounds:
    """
    Figures of legs: exact where `is_exact`, else lower bounds.

    Parameters
    ----------
    lower_bounds
        Of all legs; the arrays are changed by what becomes known.
    is_outside
        For each position, whether it lies outside every restricted set.
    is_directed
        Whether any street is one-way.

    Attributes
    ----------
    cost, minutes, cost_premium
        Shape (slots, positions, positions) [min]. Without a route, cost and minutes are infinite
        and the premium is zero.
    is_exact
        Of the same shape.
    """

    def __init__(
        self, lower_bounds: LegFigures, *, is_outside: NDArray[np.bool_], is_directed: bool
    ) -> None:
        self.cost, self.minutes = lower_bounds.cost, lower_bounds.minutes
        self.cost_premium = lower_bounds.cost_premium
        self._is_outside = is_outside
        self._is_mirrored = is_outside & (not is_directed)
        self.is_exact = np.zeros(self.cost.shape, dtype=bool)
        self._max_cost = np.full(self.cost.shape, np.inf)

    def _propagate_all_bounds(
        self, slot_index: int, start: int, cost: FloatArray, cost_limit: float
    ) -> None:
        """Bound all legs by those from one position: exact, or infinite above a limit."""
        costs, exact, max_cost = (
            self.cost[slot_index],
            self.is_exact[slot_index],
            self._max_cost[slot_index],
        )
        # From the start to b is at most to a and on to b, where a is outside.
        bound = (np.minimum(cost, cost_limit)[None, :] - cost[:, None]) * ROUND_DOWN_FACTOR
        bound[~self._is_outside] = -np.inf
        if self._is_mirrored.any():
            is_pair = self._is_mirrored[:, None] & self._is_mirrored[None, :]
            bound = np.where(is_pair, np.maximum(bound, bound.T), bound)
        np.maximum(costs, bound, out=costs, where=~exact)
        if self._is_outside[start]:
            through = max_cost[:, start, None] + max_cost[None, start, :]
            np.minimum(max_cost, through, out=max_cost, where=~exact)

    def _record_exact_legs(
        self,
        slot_index: int,
        start: int,
        end: PositionIndices,
        cost: FloatArray,
        minutes: FloatArray,
    ) -> None:
        """Record legs; cost and minutes are infinite, and the premium zero, without a route."""
        premium = np.zeros(len(end))
        np.subtract(cost, minutes, out=premium, where=np.isfinite(cost))
        mirrored = self._is_mirrored[end] & self._is_mirrored[start]
        for leg, rows in (
            ((slot_index, start, end), slice(None)),
            ((slot_index, end[mirrored], start), mirrored),
        ):
            self.is_exact[leg] = True
            self.cost[leg] = self._max_cost[leg] = cost[rows]
            self.minutes[leg] = minutes[rows]
            self.cost_premium[leg] = premium[rows]

    def _propagate_bounds(self, slot_index: int, start: int, end: int, cost: float) -> None:
        """Bound the legs from and to both ends of an exact leg by each other."""
        max_cost, outside = self._max_cost[slot_index], self._is_outside
        # The leg costs at most as much as the way through any position outside.
        after = np.where(outside, (cost - max_cost[:, end]) * ROUND_DOWN_FACTOR, -np.inf)
        before = np.where(outside, (cost - max_cost[start]) * ROUND_DOWN_FACTOR, -np.inf)
        self._raise_cost(slot_index, start, after)
        self._raise_cost(slot_index, end, before, to_position=True)
        if outside[end]:
            self._lower_max_cost(slot_index, start, cost + max_cost[end])
        if outside[start]:
            self._lower_max_cost(slot_index, end, max_cost[:, start] + cost, to_position=True)

    def _raise_cost(
        self, slot_index: int, position: int, bounds: FloatArray, *, to_position: bool = False
    ) -> None:
        """Raise the lower bounds of all legs from a position, or to it."""
        costs, exact = self.cost[slot_index], self.is_exact[slot_index]
        if to_position:
            costs, exact = costs.T, exact.T
        row = costs[position]
        costs[position] = np.where(exact[position], row, np.maximum(row, bounds))
        if self._is_mirrored[position]:
            costs[self._is_mirrored, position] = costs[position, self._is_mirrored]

    def _lower_max_cost(
        self, slot_index: int, position: int, bounds: FloatArray, *, to_position: bool = False
    ) -> None:
        """Lower the upper bounds of all legs from a position, or to it."""
        max_cost = self._max_cost[slot_index]
        if to_position:
            max_cost = max_cost.T
        max_cost[position] = np.minimum(max_cost[position], bounds)
        if self._is_mirrored[position]:
            max_cost[self._is_mirrored, position] = max_cost[position, self._is_mirrored]
