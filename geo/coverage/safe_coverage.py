"""Coverage that counts only ways without marked ground, but for a few metres."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from geo.coverage.disclosure import Told, ToldCoverage
from geo.coverage.records import Coverage
from geo.coverage.travel_time import Reach, Trips, reach
from geo.routes.cost import SAFEST


def counted_safely(answer: Coverage) -> Coverage:
    """
    Count as covered only who is covered safely; totals, zones, gaps and ground follow.

    Parameters
    ----------
    answer
        By streets: what lies on a straight line is not known.

    Raises
    ------
    ValueError
        If the answer was measured in straight lines.
    """
    if not answer.by_street:
        msg = "straight lines do not tell what lies on the way"
        raise ValueError(msg)
    if isinstance(answer, ToldCoverage):
        return replace(answer, told=_told_safely(answer.told))
    homes = answer.homes.assign(covered=answer.homes["covered_safely"].astype(bool))
    found = None if answer.found is None else _safe_reach(answer, answer.found)
    return replace(answer, homes=homes, found=found)


def _told_safely(told: Told) -> Told:
    """Take what is told of safe coverage for coverage."""
    numbers = dict(told.numbers)
    for prefix in ("", "women."):
        if f"{prefix}covered_safely" in numbers:
            safely = numbers[f"{prefix}covered_safely"]
            numbers[f"{prefix}covered"] = safely
            numbers[f"{prefix}uncovered"] = numbers[f"{prefix}people"] - safely
    quiet = told.zones["covered_safely"].astype(float)
    zones = told.zones.assign(
        covered=quiet, uncovered=told.zones["people"] - quiet, women_uncovered=np.nan
    )
    return replace(told, numbers=numbers, zones=zones)


def _safe_reach(answer: Coverage, found: Reach) -> Reach:
    """Search again for the safest ways, and let go of junctions with too much marked ground."""
    aversion = max(SAFEST, found.aversion)
    safest = reach(found.exposure, found.services, aversion=aversion)
    trips = safest.junctions
    quiet = trips.inside_m <= answer.ask.safe_inside_m
    kept = Trips(
        cost=np.where(quiet, trips.cost, np.inf),
        minutes=np.where(quiet, trips.minutes, np.inf),
        length_m=np.where(quiet, trips.length_m, np.inf),
        inside_m=np.where(quiet, trips.inside_m, np.inf),
        service=trips.service,
    )
    return replace(safest, junctions=kept)
