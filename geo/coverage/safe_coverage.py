"""Safe coverage: count only routes with at most a few metres inside risk areas."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from geo.coverage.disclosure import DisclosedCounts, DisclosedCoverage
from geo.coverage.records import CoverageResult
from geo.coverage.travel_time import ReachableNetwork, TravelTimes, compute_reachable_network
from geo.routes.cost import SAFEST_AVERSION


def count_safe_coverage(result: CoverageResult) -> CoverageResult:
    """
    Count only safely covered people as covered; totals, zones, gaps and catchment follow.

    Parameters
    ----------
    result
        Measured on streets: the exposure of a straight line is unknown.

    Raises
    ------
    ValueError
        If the result was measured on straight lines.
    """
    if not result.uses_streets:
        msg = "the exposure of straight lines is unknown"
        raise ValueError(msg)
    if isinstance(result, DisclosedCoverage):
        return replace(result, disclosed_counts=_disclose_safe_counts(result.disclosed_counts))
    homes = result.demand_points.assign(covered=result.demand_points["covered_safely"].astype(bool))
    reachable = (
        None
        if result.reachable_network is None
        else _search_safe_routes(result, result.reachable_network)
    )
    return replace(result, demand_points=homes, reachable_network=reachable)


def _disclose_safe_counts(disclosed_counts: DisclosedCounts) -> DisclosedCounts:
    """Replace the counts of coverage by those of safe coverage."""
    numbers = dict(disclosed_counts.values_by_path)
    for prefix in ("", "women."):
        if f"{prefix}covered_safely" in numbers:
            safely = numbers[f"{prefix}covered_safely"]
            numbers[f"{prefix}covered"] = safely
            numbers[f"{prefix}uncovered"] = numbers[f"{prefix}people"] - safely
    covered_safely = disclosed_counts.zones["covered_safely"].astype(float)
    zones = disclosed_counts.zones.assign(
        covered=covered_safely,
        uncovered=disclosed_counts.zones["people"] - covered_safely,
        women_uncovered=np.nan,
    )
    return replace(disclosed_counts, values_by_path=numbers, zones=zones)


def _search_safe_routes(
    result: CoverageResult, reachable_network: ReachableNetwork
) -> ReachableNetwork:
    """Search the safest routes, and drop nodes with too many metres inside risk areas."""
    aversion = max(SAFEST_AVERSION, reachable_network.aversion)
    safest = compute_reachable_network(
        reachable_network.exposure,
        reachable_network.service_positions,
        aversion=aversion,
        passability=reachable_network.passability,
    )
    trips = safest.junction_times
    is_safe = trips.inside_m <= result.request.safe_inside_m
    safe_times = TravelTimes(
        cost=np.where(is_safe, trips.cost, np.inf),
        minutes=np.where(is_safe, trips.minutes, np.inf),
        length_m=np.where(is_safe, trips.length_m, np.inf),
        inside_m=np.where(is_safe, trips.inside_m, np.inf),
        service=trips.service,
    )
    return replace(safest, junction_times=safe_times)
