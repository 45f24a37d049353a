"""What ground a mark covers: an area as it is, a dangerous stretch as a corridor."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

from geo.model import WGS84
from geo.network.street_network import estimate_metric_crs

# A stretch is drawn along the middle of a street; villages' streets with both their edges are
# 8 to 12 m wide between houses. No published figure says how far a marked stretch reaches.
CORRIDOR_M = 10.0  # to each side


def buffer_marks(marks: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """
    Put the ground that marks cover in the place of what was drawn.

    Parameters
    ----------
    marks
        Polygons, lines and points, EPSG:4326. Points stay points.

    Returns
    -------
    marks
        Lines have become corridors of `CORRIDOR_M` to each side; all areas are valid.
    """
    if marks.empty:
        return marks.copy()
    crs = estimate_metric_crs(marks)
    metric = marks.geometry.to_crs(crs).to_numpy()
    lines = shapely.get_dimensions(metric) == 1
    shapes = np.where(lines, shapely.buffer(metric, CORRIDOR_M), shapely.make_valid(metric))
    drawn = gpd.GeoSeries(shapes, index=marks.index, crs=crs).to_crs(WGS84)
    return marks.set_geometry(drawn.where(lines, marks.geometry))
