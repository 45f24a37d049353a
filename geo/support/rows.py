"""Ways of least cost between places, and what each search tells of other places on its ground."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from geo.network.exposure import Exposure
from geo.network.network import FloatArray
from geo.network.snapping import Positions
from geo.routes.corridor import longest_m
from geo.routes.search import FIRST_LIMIT, ROUNDING, SHORT_M, Found, Search
from geo.routes.way import Way

Places = NDArray[np.int64]
WIDER = 1.4  # times the limit within which a way was not found


class Rows(Search):
    """
    A priced network asked again and again between the same places.

    Parameters
    ----------
    exposure, aversion
        See `Search`.
    places
        Where ways begin and end: all on one part of the network.
    """

    def __init__(self, exposure: Exposure, aversion: float, places: Positions) -> None:
        super().__init__(exposure, aversion)
        self.places = places
        self.xy = self._xy(places)
        across = self.xy[:, None, :] - self.xy[None, :, :]
        self.apart_m: FloatArray = np.hypot(*across.transpose(2, 0, 1))
        self._all_ends, self._all_entries = self._ends(places), self._to_ends(places)
        extent = self.network.node_xy.max(axis=0) - self.network.node_xy.min(axis=0)
        self._whole_ground = max(float(extent.prod()), 1.0)
        whole = self.network.length_m[places.edge]
        metres = np.stack([places.along_m, whole - places.along_m])
        self._entry_minutes = metres * self.network.pace[places.edge]

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
        pace, away = self.network.quickest_pace, float(self.apart_m[start, end])
        limit = min(FIRST_LIMIT * max(away, SHORT_M) * pace, along, at_most) * ROUNDING
        while True:
            metres = min((limit + saved(limit)) / pace, self._longest_m(limit))
            found = self._search_ground(origin, target, entry, metres, limit=limit)
            through = found.cost_at(self._all_ends) + self._all_entries
            both = through.reshape(2, -1)
            if min(float(both[:, end].min()), along) <= limit:
                break
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
        return float(self.network.nodes * min(1.0, ground / self._whole_ground))

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
        found = self._search_ground(
            self.places.one(start),
            self.places,
            self._all_entries.reshape(2, -1)[:, start],
            metres,
            limit=limit,
        )
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
        since, first = found.sums(self.network.minutes)
        every = np.arange(len(side))
        last = self._all_ends.reshape(2, -1)[side, every]
        number = found.patch.number(last)
        ends = found.patch.number(self._all_ends.reshape(2, -1)[:, start])
        entered = np.argmax(ends[:, None] == first[number][None, :], axis=0)
        entry = self._entry_minutes
        return np.asarray(entry[entered, start] + since[number] + entry[side, every])

    def _longest_m(self, limit: float) -> float:
        return longest_m(self.exposure, limit, aversion=self.aversion)
