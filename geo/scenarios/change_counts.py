"""Counts of who is gained and lost between two measurements of the same demand points."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.coverage.measurement import CoverageResult
from geo.coverage.summary import mean_minutes
from geo.layers.population import known_women

NUMBER_COLUMNS = (
    "people",
    "women",
    "covered_before",
    "covered_after",
    "gained",
    "lost",
    "women_gained",
    "women_lost",
    "safely_before",
    "safely_after",
    "safely_gained",
    "safely_lost",
    "minutes_before",
    "minutes_after",
)
ZONE_COLUMNS = ("code", "zone", *NUMBER_COLUMNS)


def points_of(result: CoverageResult | None, points: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the measured demand points; without a result nobody is covered, nor has a route."""
    if result is not None:
        return result.demand_points
    safely = None if points["covered_safely"].isna().any() else False
    return points.assign(covered=False, covered_safely=safely, minutes=np.inf)


def count_changes(before: pd.DataFrame, after: pd.DataFrame) -> dict[str, float]:
    """
    Count who is gained and lost between two measurements of the same demand points.

    Parameters
    ----------
    before, after
        With `people women covered covered_safely minutes`, row by row of the same points.

    Returns
    -------
    counts
        `NUMBER_COLUMNS`; NaN of women where any is unknown, and of safe coverage on straight lines.
    """
    people = before["people"].to_numpy(dtype=float)
    women = known_women(before)
    was, is_now = (one["covered"].to_numpy(dtype=bool) for one in (before, after))
    is_known = not (before["covered_safely"].isna().any() or after["covered_safely"].isna().any())
    counts = {
        "people": people.sum(),
        "women": women.sum(),
        "covered_before": people[was].sum(),
        "covered_after": people[is_now].sum(),
        "gained": people[is_now & ~was].sum(),
        "lost": people[was & ~is_now].sum(),
        "women_gained": women[is_now & ~was].sum(),
        "women_lost": women[was & ~is_now].sum(),
        "minutes_before": mean_minutes(before),
        "minutes_after": mean_minutes(after),
    }
    if np.isnan(women).any():
        counts |= dict.fromkeys(("women", "women_gained", "women_lost"), np.nan)
    safe = dict.fromkeys(("safely_before", "safely_after", "safely_gained", "safely_lost"), np.nan)
    if is_known:
        was, is_now = (one["covered_safely"].to_numpy(dtype=bool) for one in (before, after))
        safe = {
            "safely_before": people[was].sum(),
            "safely_after": people[is_now].sum(),
            "safely_gained": people[is_now & ~was].sum(),
            "safely_lost": people[was & ~is_now].sum(),
        }
    return {name: float((counts | safe)[name]) for name in NUMBER_COLUMNS}
