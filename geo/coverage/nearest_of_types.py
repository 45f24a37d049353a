"""Joins the travel times to services of several types: the nearest of any type counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from geo.coverage.demand_travel_times import DemandTravelTimes
from geo.coverage.travel_time import NO_SERVICE, ReachableNetwork, TravelTimes
from geo.network.snapping import StreetPositions

Counts = Callable[[TravelTimes], NDArray[np.bool_]]
Choice = NDArray[np.int64]


def join_travel_times(
    parts: Sequence[DemandTravelTimes],
    service_counts: Sequence[int],
    *,
    counts: Counts,
    counts_safely: Counts,
) -> DemandTravelTimes:
    """
    Join the travel times of the same demand points to services of several types.

    A demand point keeps the times to one of the types: one that covers it, if any does, and of
    these the one of least cost. So another type never covers fewer people.

    Parameters
    ----------
    parts
        One for each type, all by streets or all by straight lines, and of one moment.
    service_counts
        Number of services of each type; the rows of later types follow those of earlier ones.
    counts, counts_safely
        Which travel times are covered, and which of the safest ones safely.
    """
    first = parts[0]
    if len(parts) == 1:
        return first
    offsets = np.concatenate([[0], np.cumsum(service_counts)[:-1]])
    times = [_offset(part.travel_times, by) for part, by in zip(parts, offsets, strict=True)]
    safest = [
        _offset(part.safest_travel_times, by)
        for part, by in zip(parts, offsets, strict=True)
        if part.safest_travel_times is not None
    ]
    return replace(
        first,
        travel_times=_choose(times, counts),
        safest_travel_times=_choose(safest, counts_safely) if safest else None,
        reachable_network=_join_networks(parts, offsets, counts),
    )


def _offset(times: TravelTimes, by: int) -> TravelTimes:
    return replace(
        times, service=np.where(times.service == NO_SERVICE, NO_SERVICE, times.service + by)
    )


def _choose(times: Sequence[TravelTimes], counts: Counts) -> TravelTimes:
    best = times[0]
    for other in times[1:]:
        is_covered, other_covers = counts(best), counts(other)
        is_better = np.where(is_covered == other_covers, other.cost < best.cost, other_covers)
        best = TravelTimes(
            *(
                np.where(is_better, theirs, ours)
                for ours, theirs in zip(vars(best).values(), vars(other).values(), strict=True)
            )
        )
    return best


def _join_networks(
    parts: Sequence[DemandTravelTimes], offsets: NDArray[np.int64], counts: Counts
) -> ReachableNetwork | None:
    """Join the search results of the types that have a service on a street."""
    searched = [
        (part.reachable_network, by)
        for part, by in zip(parts, offsets, strict=True)
        if part.reachable_network is not None
    ]
    if not searched:
        return None
    first = searched[0][0]
    positions: StreetPositions = first.service_positions
    for network, _ in searched[1:]:
        positions = positions.append_positions(network.service_positions)
    times = [_offset(network.junction_times, by) for network, by in searched]
    return replace(first, service_positions=positions, junction_times=_choose(times, counts))
