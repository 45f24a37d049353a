"""Whether a boundary is drawn too coarsely for the demand points that it divides."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from scipy.spatial import KDTree
from shapely.geometry.base import BaseGeometry

from geo.coverage.metric_points import MetricPoints
from geo.json_values import to_json_value
from geo.layers.population import Population
from geo.model import WGS84

# Ours. A straight side that passes by more than ten homes or cells in a row cuts some of them off;
# one person in a hundred is less than what population grids and censuses differ by.
MAX_SPACINGS_PER_SIDE = 10.0
MIN_OUTSIDE_PERCENT = 1.0
SAMPLE_SIZE = 5_000  # demand points whose nearest neighbour is searched


@dataclass(frozen=True)
class BoundaryDetail:
    """
    How finely a boundary is drawn, beside how close demand points lie.

    Attributes
    ----------
    corners
        Corners of all its rings.
    mean_side_m
        Mean distance between two corners [m].
    spacing_m
        Median distance of a counted demand point to the nearest other one [m]; NaN of fewer than
        two.
    outside_percent
        Share of all people who live outside it.
    """

    corners: int
    mean_side_m: float
    spacing_m: float
    outside_percent: float

    @property
    def is_coarse(self) -> bool:
        """Whether people may be lost because it is simplified, and not as they live elsewhere."""
        return bool(
            self.outside_percent >= MIN_OUTSIDE_PERCENT
            and self.mean_side_m > MAX_SPACINGS_PER_SIDE * self.spacing_m
        )


def describe_boundary(
    population: Population, boundary: BaseGeometry | None
) -> BoundaryDetail | None:
    """
    Describe a boundary beside the people that it divides, as disclosed to the reader.

    Parameters
    ----------
    population
        Divided by it; at least one demand point is counted.
    boundary
        EPSG:4326.

    Returns
    -------
    detail
        None without a boundary, and where people are unknown.
    """
    outside = population.outside
    if boundary is None or outside is None:
        return None
    inside_people = float(population.counted["people"].astype(float).sum())
    people = inside_people + outside.people
    if not people > 0:
        return None
    points = MetricPoints.project(population.counted)
    drawn = gpd.GeoSeries([boundary], crs=WGS84).to_crs(points.crs).iloc[0]
    rings = shapely.get_rings(shapely.get_parts(drawn))
    corners = int(sum(shapely.get_num_coordinates(rings) - 1))
    return BoundaryDetail(
        corners=corners,
        mean_side_m=float(shapely.length(rings).sum()) / corners,
        spacing_m=_measure_spacing(points.xy),
        outside_percent=100.0 * outside.people / people,
    )


def make_boundary_record(detail: BoundaryDetail | None) -> dict[str, object] | None:
    """Make the record of a boundary, with shares and metres to a tenth; None of None."""
    if detail is None:
        return None
    return {
        "corners": detail.corners,
        "mean_side_m": round(detail.mean_side_m, 1),
        "spacing_m": to_json_value(round(detail.spacing_m, 1)),
        "outside_percent": round(detail.outside_percent, 1),
        "coarse": detail.is_coarse,
    }


def _measure_spacing(xy: np.ndarray) -> float:
    """Measure the median distance to the nearest other point, of an even sample of the points."""
    distinct = np.unique(np.round(xy, 2), axis=0)
    if len(distinct) < 2:
        return float("nan")
    sample = distinct[:: max(len(distinct) // SAMPLE_SIZE, 1)]
    distances, _ = KDTree(distinct).query(sample, k=[2])  # the first is the point itself
    return float(np.median(distances))
