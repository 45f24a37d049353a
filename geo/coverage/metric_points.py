"""Demand points in a metric CRS, projected once for all questions."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS

from geo.coverage.demand_cache import load_for_demand
from geo.network.street_network import FloatArray, estimate_metric_crs
from geo.privacy.view import View


@dataclass(frozen=True, eq=False)
class MetricPoints:
    """
    Demand points in a metric CRS.

    Attributes
    ----------
    xy
        Coordinates [m], shape (n, 2).
    """

    crs: CRS
    xy: FloatArray

    @classmethod
    def project(cls, demand_points: gpd.GeoDataFrame) -> MetricPoints:
        """Project demand points to the CRS estimated from them."""
        crs = estimate_metric_crs(demand_points)
        points = demand_points.geometry.to_crs(crs).to_numpy()
        return cls(crs, np.column_stack([shapely.get_x(points), shapely.get_y(points)]))


def load_metric_points(view: View, demand_points: gpd.GeoDataFrame) -> MetricPoints:
    """Project the counted demand points of a view, once."""
    return load_for_demand(
        view, "metric points", demand_points, lambda: MetricPoints.project(demand_points)
    )
