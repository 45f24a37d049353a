"""Which ground a picture shows, and where on it each place lies."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from geo.model import WGS84

GeometryArray = NDArray[np.object_]
MIN_WIDTH_M = 320.0  # of ground from side to side: a nearer view shows nothing more
CLIP_MARGIN_PX = 40.0  # kept around the picture, so that no rim or casing ends inside it
EQUATOR_M_PER_PX = 156543.034  # of a web map at zoom 0: 2 * pi * 6378137 / 256


@dataclass(frozen=True)
class MapFrame:
    """
    A picture's window on the ground. North is up, and a metre is as long across as upwards.

    Attributes
    ----------
    crs
        Metric.
    west, north
        Its upper left corner, in `crs`.
    scale
        Pixels a metre.
    width, height
        Its size [px].
    """

    crs: CRS
    west: float
    north: float
    scale: float
    width: float
    height: float

    def project_to_pixels(self, shapes: GeometryArray) -> GeometryArray:
        """Move shapes in `crs` onto the picture [px, y downwards], cut off beyond its edges."""
        moved = shapely.transform(shapes, self._transform_xy)
        edge = (
            -CLIP_MARGIN_PX,
            -CLIP_MARGIN_PX,
            self.width + CLIP_MARGIN_PX,
            self.height + CLIP_MARGIN_PX,
        )
        cut: GeometryArray = shapely.clip_by_rect(moved, *edge)
        return cut

    def project_degrees(self, places: gpd.GeoSeries) -> GeometryArray:
        """Move shapes in degrees onto the picture, as `on_picture`."""
        return self.project_to_pixels(np.asarray(places.to_crs(self.crs).array, dtype=object))

    @cached_property
    def bounds_degrees(self) -> tuple[float, float, float, float]:
        """West, south, east, north of the ground it shows."""
        ground = shapely.box(
            self.west,
            self.north - self.height / self.scale,
            self.west + self.width / self.scale,
            self.north,
        )
        outline = gpd.GeoSeries([ground.segmentize(self.width / self.scale / 4)], crs=self.crs)
        west, south, east, north = (float(side) for side in outline.to_crs(WGS84).total_bounds)
        return west, south, east, north

    @cached_property
    def zoom(self) -> float:
        """The zoom of a web map that shows the ground as large."""
        _, south, _, north = self.bounds_degrees
        across = EQUATOR_M_PER_PX * math.cos(math.radians((south + north) / 2))
        return math.log2(across * self.scale)

    def _transform_xy(self, xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack([xy[:, 0] - self.west, self.north - xy[:, 1]]) * self.scale


def fit_frame(
    shapes: GeometryArray, crs: CRS, *, size: tuple[float, float], margin_px: float = 34.0
) -> MapFrame:
    """
    Look at some shapes from as near as shows all of them.

    Parameters
    ----------
    shapes
        In `crs`, metric, none empty.
    size
        Width and height of the picture [px].
    margin_px
        Kept free between them and each edge [px].
    """
    west, south, east, north = shapely.total_bounds(shapes)
    width, height = size
    free_x, free_y = width - 2 * margin_px, height - 2 * margin_px
    scale = min(
        free_x / max(east - west, 1e-9), free_y / max(north - south, 1e-9), width / MIN_WIDTH_M
    )
    across, along = width / scale, height / scale
    return MapFrame(
        crs=crs,
        west=float((west + east) / 2 - across / 2),
        north=float((south + north) / 2 + along / 2),
        scale=float(scale),
        width=width,
        height=height,
    )
