"""Coverage that counts only ways without marked ground, but for a few metres."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from geo.coverage.answer import Coverage
from geo.coverage.reach import Reach, Trips, reach
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
    if answer.found is None:
        msg = "straight lines do not tell what lies on the way"
        raise ValueError(msg)
    safely = answer.homes["covered_safely"].astype(bool)
    homes = answer.homes.assign(covered=safely)
    return replace(answer, homes=homes, found=_safe_reach(answer, answer.found))


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
