"""Areas covered by marks: polygons as drawn, lines buffered to corridors."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

from geo.model import WGS84
from geo.network.street_network import estimate_metric_crs

# A line is drawn along the middle of a street; streets of villages are 8 to 12 m wide between
# houses. No published figure for the extent of a dangerous stretch was found.
CORRIDOR_M = 10.0  # to each side


def buffer_marks(marks: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """
    Replace the geometries of marks by the areas they cover.

    Parameters
    ----------
    marks
        Polygons, lines and points, EPSG:4326. Points are unchanged.

    Returns
    -------
    marks
        Lines are buffered by `CORRIDOR_M` to each side; all polygons are valid.
    """
    if marks.empty:
        return marks.copy()
    crs = estimate_metric_crs(marks)
    metric = marks.geometry.to_crs(crs).to_numpy()
    is_line = shapely.get_dimensions(metric) == 1
    areas = np.where(is_line, shapely.buffer(metric, CORRIDOR_M), shapely.make_valid(metric))
    projected_back = gpd.GeoSeries(areas, index=marks.index, crs=crs).to_crs(WGS84)
    return marks.set_geometry(projected_back.where(is_line, marks.geometry))
