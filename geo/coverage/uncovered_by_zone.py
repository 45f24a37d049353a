"""Zone by zone, who is left out: the table that stands beside the one sentence."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo.coverage.records import CoverageResult
from geo.coverage.summary import count_by_zone


def count_uncovered_by_zone(result: CoverageResult) -> pd.DataFrame:
    """
    Count the people outside coverage zone by zone.

    Returns
    -------
    table
        `zone` (None outside every zone), `people`, `women` (NaN where unknown or not told) and
        `minutes`, the mean walk of those who are left out and have a way (NaN for nobody, and
        where minutes are not told); most people first, zones without any left out.
    """
    if result.demand_points.empty:
        told = result.zones.rename(columns={"women_uncovered": "women_left"})
        table = pd.DataFrame(
            {
                "zone": told["zone"],
                "people": told["uncovered"].astype(float),
                "women": told["women_left"].astype(float),
                "minutes": np.nan,
            }
        )
    else:
        table = count_by_zone(result.demand_points[~result.demand_points["covered"].astype(bool)])
        table = table[["zone", "people", "women", "minutes"]]
    someone = table["people"].astype(float) != 0  # a number that is not told may be someone
    return table[someone].reset_index(drop=True)
