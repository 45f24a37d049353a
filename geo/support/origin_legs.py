"""Exact legs between services and many origins, for planning all of them together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.network.street_network import FloatArray
from geo.support.distance_bounds import ROUND_DOWN_FACTOR
from geo.support.leg_bounds import LegFigures, PositionIndices
from geo.support.leg_matrix import close_under_triangle_inequality


@dataclass(frozen=True)
class SharedLegs:
    """
    Legs between homes and services of one component of the network, by slot.

    Attributes
    ----------
    from_homes, to_homes
        Cost, minutes and metres inside risk areas, shape (3, slots, homes, services) [min, m]; of
        the way back only cost and minutes, shape (2, slots, homes, services).
    between
        Between services, shape (3, slots, services, services). Infinite without a route.
    """

    from_homes: FloatArray
    to_homes: FloatArray
    between: FloatArray

    def select(self, slots: list[int], services: NDArray[np.int64]) -> SharedLegs:
        """Select services, and slots in their order."""
        return SharedLegs(
            self.from_homes[:, slots][..., services],
            self.to_homes[:, slots][..., services],
            self.between[:, slots][:, :, services[:, None], services[None, :]],
        )


class OriginLegs:
    """
    Legs of some origins. Position 0 is the origin itself, the others are services.

    Parameters
    ----------
    legs
        Legs of all homes.
    rows
        The homes that are the origins.

    Attributes
    ----------
    figures
        Exact cost, minutes and premium of legs, shape (slots, origins, positions, positions) [min].
    inside_m
        Metres of legs inside risk areas, of the same shape; 0 for the way back.
    min_minutes, min_cost
        Lower bounds over all slots and chains of legs, shape (origins, positions, positions) [min].
    """

    def __init__(self, legs: SharedLegs, rows: NDArray[np.int64]) -> None:
        cost, minutes, self.inside_m = (
            _assemble(legs, rows, measure) for measure in range(len(legs.between))
        )
        premium = np.zeros(cost.shape)
        np.subtract(cost, minutes, out=premium, where=np.isfinite(cost))
        self.figures = LegFigures(cost, minutes, premium)
        self.min_minutes = _bound_chains(minutes)
        self.min_cost = _bound_chains(cost)

    def of_origin(self, index: int) -> SingleOriginLegs:
        """Return the legs of one origin."""
        return SingleOriginLegs(self.figures.cost[:, index], self.figures.minutes[:, index])


@dataclass(frozen=True)
class SingleOriginLegs:
    """Exact cost and minutes of one origin's legs, shape (slots, positions, positions) [min]."""

    cost: FloatArray
    minutes: FloatArray

    def compute_exact_legs(
        self, slot_index: int, start: PositionIndices, end: PositionIndices
    ) -> None:
        """Do nothing: all legs are exact."""


def _assemble(legs: SharedLegs, rows: NDArray[np.int64], measure: int) -> FloatArray:
    slots, services = legs.between.shape[1:3]
    values = np.zeros((slots, len(rows), services + 1, services + 1))
    values[:, :, 1:, 1:] = legs.between[measure][:, None]
    values[:, :, 0, 1:] = legs.from_homes[measure][:, rows]
    if measure < len(legs.to_homes):
        values[:, :, 1:, 0] = legs.to_homes[measure][:, rows]
    return values


def _bound_chains(values: FloatArray) -> FloatArray:
    """
    Bound legs by the least over slots and over chains of legs through other services.

    The legs of least cost are not those of least minutes, and slots may change between two legs:
    neither satisfies the triangle inequality by itself.
    """
    least = values.min(axis=0) * ROUND_DOWN_FACTOR
    # The same for all origins: a way between services through somebody's home bounds no plan.
    between = close_under_triangle_inequality(least[0, 1:, 1:]) if len(least) else least
    bounds = np.empty(least.shape)
    bounds[:, 0, 0] = 0.0
    bounds[:, 1:, 1:] = between
    bounds[:, 0, 1:] = least[:, 0, 1:]
    bounds[:, 1:, 0] = least[:, 1:, 0]
    for via in range(len(between)):
        leave, enter = least[:, 0, 1 + via, None], between[via]
        np.minimum(bounds[:, 0, 1:], leave + enter, out=bounds[:, 0, 1:])
        back, before = least[:, 1 + via, 0, None], between[:, via]
        np.minimum(bounds[:, 1:, 0], back + before, out=bounds[:, 1:, 0])
    return bounds
