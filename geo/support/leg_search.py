"""Ways of least cost between places, and what each search tells of other places on its ground."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from geo.network.exposure import Exposure
from geo.network.landmarks import ROUNDED
from geo.network.street_network import FloatArray, IntArray
from geo.routes.cost import bonus_for
from geo.routes.route import Way
from geo.routes.search_ellipse import corridor, longest_m
from geo.routes.shortest_path import FIRST_LIMIT, ROUNDING, SHORT_M, Found, Search
from geo.support.distance_bounds import Spread

Places = NDArray[np.int64]
WIDER = 1.4  # times the limit within which a way was not found


class Rows(Search):
    """
    A priced network asked again and again between the same places.

    Parameters
    ----------
    exposure, aversion
        See `Search`.
    spread
        Where ways begin and end, on the network of the exposure.
    """

    def __init__(self, exposure: Exposure, aversion: float, spread: Spread) -> None:
        super().__init__(exposure, aversion)
        self.spread, self.places = spread, spread.places
        self._all_ends, self._all_entries = spread.ends.ravel(), self._to_ends(spread.places)

    def leg(
        self, start: int, end: int, *, at_most: float, saved: Callable[[float], float]
    ) -> tuple[Way, FloatArray]:
        """
        Find the way between two places.

        Parameters
        ----------
        start, end
            Their numbers.
        at_most
            A cost that it is known not to be above [min]; infinite where nothing is known.
        saved
            Tells the most that a way of so much cost saves in safe zones [min].

        Returns
        -------
        way, others
            The way, and for each place a cost within which one comes there from `start` [min];
            infinite for those off the ground that was searched.
        """
        origin, target = self.places.one(start), self.places.one(end)
        along, entry = float(self._along_edge(origin, target)[0]), self._to_ends(origin)
        pace = self.network.quickest_pace
        away = max(float(self.spread.quickest[start, end]), SHORT_M * pace)
        limit = min(FIRST_LIMIT * away, along, at_most) * ROUNDING
        while True:
            minutes = min(limit + saved(limit), limit / (1 - bonus_for(self.aversion)))
            metres = min(minutes / pace, self._longest_m(limit))
            nodes = self._ground(start, end, metres, minutes)
            found = self._search_among(nodes, origin, entry, limit=limit)
            through = found.cost_at(self._all_ends) + self._all_entries
            both = through.reshape(2, -1)
            if min(float(both[:, end].min()), along) <= limit:
                break
            if limit >= at_most * ROUNDING:
                msg = "a way is known, and the ground it lies on does not hold it"
                raise ValueError(msg)
            limit = min(WIDER * limit, at_most * ROUNDING)
        others = both.min(axis=0)
        if along <= both[:, end].min():
            return Way(self.exposure, origin.edge, origin.along_m, target.along_m), others
        side = int(np.argmin(both[:, end]))
        chain = found.chain_to(int(self._all_ends.reshape(2, -1)[side, end]))
        return self._trace(origin, target, chain), others

    def junctions(self, limit: float) -> float:
        """Estimate how many junctions lie on the ground of all ways within a limit of cost."""
        ground = np.pi * self._longest_m(limit) ** 2
        return float(self.network.nodes * min(1.0, ground / self.network.extent_m2))

    @cached_property
    def dearest(self) -> float:
        """A cost that no way is above: that of all streets together [min]."""
        walked, at_risk, _ = self.exposure.minutes.sum(axis=0)
        return float(walked + self.aversion * at_risk)

    def row(self, start: int, *, limit: float, saved: float) -> tuple[FloatArray, FloatArray]:
        """
        Find what the ways from one place to all others take.

        Parameters
        ----------
        limit
            Up to which cost ways are looked for [min].
        saved
            The most that any of them saves in safe zones [min].

        Returns
        -------
        cost, minutes
            One of each a place [min]; infinite where a way costs more than the limit.
        """
        metres = min((limit + saved) / self.network.quickest_pace, self._longest_m(limit))
        entry = self._all_entries.reshape(2, -1)[:, start]
        nodes = corridor(self.network, self.spread.xy[start], self.spread.xy, metres=metres)
        found = self._search_among(nodes, self.places.one(start), entry, limit=limit)
        both = (found.cost_at(self._all_ends) + self._all_entries).reshape(2, -1)
        side = np.argmin(both, axis=0)
        cost, along = both.min(axis=0), self._along_edge(self.places.one(start), self.places)
        on_edge = along <= cost
        cost = np.where(on_edge, along, cost)
        cost[cost > limit] = np.inf
        minutes = self._walked(found, start, side)
        apart = np.abs(self.places.along_m - self.places.along_m[start])
        minutes = np.where(on_edge, apart * self.network.pace[self.places.edge], minutes)
        return cost, np.where(np.isfinite(cost), minutes, np.inf)

    def _walked(self, found: Found, start: int, side: Places) -> FloatArray:
        """Sum the minutes to each place, by the end of its street that a search came to."""
        every = np.arange(len(side))
        last = found.patch.number(self.spread.ends[side, every])
        since, first = found.sums(self.network.minutes, last)
        ends = found.patch.number(self.spread.ends[:, start])
        entered = np.argmax(ends[:, None] == first[None, :], axis=0)
        entry = self.spread.to_ends
        return np.asarray(entry[entered, start] + since + entry[side, every])

    def _ground(self, start: int, end: int, metres: float, minutes: float) -> IntArray:
        """Find the junctions that a way so long at most, in both, can pass between two places."""
        xy, network = self.spread.xy, self.network
        nodes = corridor(network, xy[start], xy[[end]], metres=metres)
        half = minutes * ROUNDING / 2
        # By what it takes from a landmark to both ends of a way and to a junction on it, the way
        # takes |x - a| + |x - b| at least: no x is farther from their middle than half of that.
        for landmark, known in zip(network.landmarks, self.spread.since, strict=True):
            away = np.abs(np.take(landmark, nodes) - (known[start] + known[end]) / 2)
            nodes = nodes[away <= half + ROUNDED * (known.max() + half)]
        return nodes

    def _longest_m(self, limit: float) -> float:
        return longest_m(self.exposure, limit, aversion=self.aversion)
