"""Coverage that counts only ways without marked ground, but for a few metres."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from geo.coverage.disclosure import DisclosedCounts, DisclosedCoverage
from geo.coverage.records import CoverageResult
from geo.coverage.travel_time import ReachableNetwork, TravelTimes, compute_reachable_network
from geo.routes.cost import SAFEST_AVERSION


def count_safe_coverage(result: CoverageResult) -> CoverageResult:
    """
    Count as covered only who is covered safely; totals, zones, gaps and ground follow.

    Parameters
    ----------
    result
        By streets: what lies on a straight line is not known.

    Raises
    ------
    ValueError
        If the answer was measured in straight lines.
    """
    if not result.uses_streets:
        msg = "straight lines do not tell what lies on the way"
        raise ValueError(msg)
    if isinstance(result, DisclosedCoverage):
        return replace(result, disclosed_counts=_disclose_safe_counts(result.disclosed_counts))
    homes = result.demand_points.assign(covered=result.demand_points["covered_safely"].astype(bool))
    found = (
        None
        if result.reachable_network is None
        else _search_safe_routes(result, result.reachable_network)
    )
    return replace(result, demand_points=homes, reachable_network=found)


def _disclose_safe_counts(disclosed_counts: DisclosedCounts) -> DisclosedCounts:
    """Take what is told of safe coverage for coverage."""
    numbers = dict(disclosed_counts.values_by_path)
    for prefix in ("", "women."):
        if f"{prefix}covered_safely" in numbers:
            safely = numbers[f"{prefix}covered_safely"]
            numbers[f"{prefix}covered"] = safely
            numbers[f"{prefix}uncovered"] = numbers[f"{prefix}people"] - safely
    quiet = disclosed_counts.zones["covered_safely"].astype(float)
    zones = disclosed_counts.zones.assign(
        covered=quiet, uncovered=disclosed_counts.zones["people"] - quiet, women_uncovered=np.nan
    )
    return replace(disclosed_counts, values_by_path=numbers, zones=zones)


def _search_safe_routes(
    result: CoverageResult, reachable_network: ReachableNetwork
) -> ReachableNetwork:
    """Search again for the safest ways, and let go of junctions with too much marked ground."""
    aversion = max(SAFEST_AVERSION, reachable_network.aversion)
    safest = compute_reachable_network(
        reachable_network.exposure, reachable_network.service_positions, aversion=aversion
    )
    trips = safest.junction_times
    quiet = trips.inside_m <= result.request.safe_inside_m
    kept = TravelTimes(
        cost=np.where(quiet, trips.cost, np.inf),
        minutes=np.where(quiet, trips.minutes, np.inf),
        length_m=np.where(quiet, trips.length_m, np.inf),
        inside_m=np.where(quiet, trips.inside_m, np.inf),
        service=trips.service,
    )
    return replace(safest, junction_times=kept)
