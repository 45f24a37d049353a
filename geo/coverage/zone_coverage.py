"""Coverage by zone, as a screen shows it: uncovered people first, covered zones after them."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.coverage.records import CoverageResult
from geo.coverage.report import PERCENT, list_zones_with_percent
from geo.coverage.summary import count_by_zone, covered_percent
from geo.privacy.small_counts import MIN_FREQUENCY

COLUMNS = ("code", "zone", "people", "women", "women_at_least", "minutes", PERCENT)


def count_uncovered_by_zone(result: CoverageResult) -> pd.DataFrame:
    """
    Count the people outside coverage by zone.

    Returns
    -------
    table
        `code` and `zone` (None outside every zone), `people`, `women` (NaN where unknown or
        suppressed), `women_at_least` (of them who are counted; NaN where none is), `minutes`, the
        mean over uncovered people who have a route (NaN for nobody, and where minutes are not
        disclosed), and `covered_percent` as it may be shown; most people first, zones without
        uncovered people omitted.
    """
    if result.demand_points.empty:
        zones = result.zones
        table = pd.DataFrame(
            {
                "code": zones["code"],
                "zone": zones["zone"],
                "people": zones["uncovered"].astype(float),
                "women": zones["women_uncovered"].astype(float),
                "women_at_least": zones["women_uncovered"].astype(float),
                "minutes": np.nan,
            }
        )
    else:
        table = count_by_zone(result.demand_points[~result.demand_points["covered"].astype(bool)])
        table = table[list(COLUMNS[:-1])]
    has_people = table["people"].astype(float) != 0  # NaN: a suppressed count may be above zero
    return _assign_percent(result, table[has_people])


def list_zone_coverage(result: CoverageResult, zones: gpd.GeoDataFrame) -> pd.DataFrame:
    """
    List the coverage of every zone.

    Parameters
    ----------
    zones
        All zones of the community, with `code` and `name`.

    Returns
    -------
    table
        As `count_uncovered_by_zone`, followed by the zones in which everybody is covered, with
        zero uncovered people, and by those in which nobody was counted, with NaN: not counted is
        not covered.
    """
    uncovered = count_uncovered_by_zone(result)
    is_covered = result.zones["uncovered"].astype(float) == 0
    covered = result.zones.loc[is_covered, ["code", "zone"]].assign(
        people=0.0, women=0.0, women_at_least=0.0, minutes=np.nan
    )
    is_counted = zones["code"].isin(result.zones["code"])
    uncounted = pd.DataFrame(
        {"code": zones["code"], "zone": zones["name"].fillna(zones["code"])}
    ).loc[~is_counted]
    uncounted = uncounted.assign(people=np.nan, women=np.nan, women_at_least=np.nan, minutes=np.nan)
    added = [
        _assign_percent(result, part.sort_values("zone", kind="stable"))
        for part in (covered, uncounted)
        if not part.empty
    ]
    return pd.concat([uncovered, *added], ignore_index=True)[list(COLUMNS)]


def _assign_percent(result: CoverageResult, table: pd.DataFrame) -> pd.DataFrame:
    """Add the percentage of covered people, which a screen shows unless a number is small."""
    percents = {
        (row["code"], row["zone"]): covered_percent(
            _to_float(row["people"]), _to_float(row["covered"]), least=MIN_FREQUENCY
        )
        for row in list_zones_with_percent(result)
    }
    keys = zip(table["code"], table["zone"], strict=True)
    shown = [percents.get(key, np.nan) for key in keys]
    return table.assign(**{PERCENT: np.array(shown, dtype=float)}).reset_index(drop=True)


def _to_float(value: object) -> float:
    return float("nan") if value is None or value is pd.NA else float(str(value))
