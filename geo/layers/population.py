"""
Population of a place: people and women at demand points within its boundary, and outside it.

An unknown number is never counted as zero: sums of women are lower bounds, beside the number of
demand points that have no count of women.
"""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.json_values import to_json_value

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

# A point on a slanted edge of the boundary lies beside it by the rounding of its coordinates:
# 1e-9 degrees are a tenth of a millimetre.
BOUNDARY_TOLERANCE_DEG = 1e-9


@dataclass(frozen=True)
class PopulationCount:
    """
    Number of people and women at demand points.

    Attributes
    ----------
    homes
        Demand points, or household aggregates.
    people
        Persons; NaN where they are unknown for any demand point.
    women
        Persons, at least: the sum of the known counts of women; NaN where there is none.
    women_unknown
        Inhabited demand points without a count of women; where 0, `women` is exact.
    """

    homes: int
    people: float
    women: float
    women_unknown: int

    @property
    def exact_women(self) -> float | None:
        """Number of women; None where it is unknown for any demand point."""
        return None if self.women_unknown else self.women


def make_population_record(
    count: PopulationCount | None, *, is_aggregated: bool = False
) -> dict[str, object] | None:
    """
    Make the record of a number of people; None of None.

    Returns
    -------
    record
        `people`; `women`, None unless all are counted; `women_at_least`, `women_unknown`; and
        `homes`, or `blocks` for household aggregates, the other of the two None.
    """
    if count is None:
        return None
    return {
        "people": to_json_value(count.people),
        "women": to_json_value(count.exact_women),
        "women_at_least": to_json_value(count.women),
        "women_unknown": count.women_unknown,
        "homes": None if is_aggregated else count.homes,
        "blocks": count.homes if is_aggregated else None,
    }


@dataclass(frozen=True)
class Population:
    """
    The demand points of a community as they count for its totals.

    Attributes
    ----------
    counted
        Those within the boundary; all of them where there is no boundary.
    outside
        Number of people outside the boundary, who are not counted; None without a boundary.
    """

    counted: gpd.GeoDataFrame
    outside: PopulationCount | None


def divide_population(demand: gpd.GeoDataFrame, boundary: BaseGeometry | None) -> Population:
    """
    Divide demand points into those that count and those outside the boundary.

    Parameters
    ----------
    demand
        EPSG:4326 points with `people` and `women`.
    boundary
        EPSG:4326, or None while it is not drawn. A point on its edge lies within it.
    """
    if boundary is None:
        return Population(demand, None)
    is_within = find_points_within(demand.geometry, boundary)
    outside = count_population(demand[~is_within])
    return Population(demand[is_within].reset_index(drop=True), outside)


def find_points_within(points: gpd.GeoSeries, boundary: BaseGeometry) -> BoolArray:
    """Flag the points within a boundary or on its edge, both in EPSG:4326."""
    shapely.prepare(boundary)
    geometries = np.asarray(points.array, dtype=object)
    is_within: BoolArray = shapely.intersects(boundary, geometries)
    others = np.flatnonzero(~is_within)
    is_within[others] = shapely.dwithin(boundary, geometries[others], BOUNDARY_TOLERANCE_DEG)
    return is_within


def count_population(demand: pd.DataFrame) -> PopulationCount:
    """Count people and women at demand points with `people` and `women`."""
    people, women = demand["people"].to_numpy(dtype=float), known_women(demand)
    is_unknown = np.isnan(women)
    is_counted = ~is_unknown & (people != 0)
    none_known = bool(is_unknown.any()) and not is_counted.any()
    return PopulationCount(
        homes=len(demand),
        people=float(people.sum()),
        women=float("nan") if none_known else float(women[is_counted].sum()),
        women_unknown=int(is_unknown.sum()),
    )


def known_women(demand: pd.DataFrame) -> FloatArray:
    """Return the women at each demand point: NaN where unknown, zero where nobody lives."""
    people, women = (demand[name].to_numpy(dtype=float) for name in ("people", "women"))
    return np.where(np.isnan(women) & (people == 0), 0.0, women)
