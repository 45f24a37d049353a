"""Extent and scale of a map picture, and the projection from its CRS to pixels."""

from __future__ import annotations

import math
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from geo.cached_property import cached_property
from geo.model import WGS84

GeometryArray = NDArray[np.object_]
MIN_WIDTH_M = 320.0  # from side to side: a larger scale would show nothing more
CLIP_MARGIN_PX = 40.0  # around the picture, so that no outline or casing ends inside it
EQUATOR_M_PER_PX = 156543.034  # of a web map at zoom 0: 2 * pi * 6378137 / 256


@dataclass(frozen=True)
class MapFrame:
    """
    Extent of a picture. North is up, and both axes have the same scale.

    Attributes
    ----------
    crs
        Metric.
    west, north
        Its upper left corner, in `crs`.
    scale
        Pixels per metre.
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
        """Project shapes in `crs` to pixels, y downwards, clipped to the picture and its margin."""
        projected = shapely.transform(shapes, self._transform_xy)
        edges = (
            -CLIP_MARGIN_PX,
            -CLIP_MARGIN_PX,
            self.width + CLIP_MARGIN_PX,
            self.height + CLIP_MARGIN_PX,
        )
        clipped: GeometryArray = shapely.clip_by_rect(projected, *edges)
        return clipped

    def project_degrees(self, shapes: gpd.GeoSeries) -> GeometryArray:
        """Project shapes in degrees to pixels; see `project_to_pixels`."""
        return self.project_to_pixels(np.asarray(shapes.to_crs(self.crs).array, dtype=object))

    @cached_property
    def bounds_degrees(self) -> tuple[float, float, float, float]:
        """West, south, east, north of its extent [degrees]."""
        extent = shapely.box(
            self.west,
            self.north - self.height / self.scale,
            self.west + self.width / self.scale,
            self.north,
        )
        outline = gpd.GeoSeries([extent.segmentize(self.width / self.scale / 4)], crs=self.crs)
        west, south, east, north = (float(side) for side in outline.to_crs(WGS84).total_bounds)
        return west, south, east, north

    @cached_property
    def zoom(self) -> float:
        """Zoom of the web map with the same scale."""
        _, south, _, north = self.bounds_degrees
        m_per_px = EQUATOR_M_PER_PX * math.cos(math.radians((south + north) / 2))
        return math.log2(m_per_px * self.scale)

    def _transform_xy(self, xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack([xy[:, 0] - self.west, self.north - xy[:, 1]]) * self.scale


def fit_frame(
    shapes: GeometryArray, crs: CRS, *, size: tuple[float, float], margin_px: float = 34.0
) -> MapFrame:
    """
    Fit a frame to shapes at the largest scale that shows all of them.

    Parameters
    ----------
    shapes
        In `crs`, metric, none empty.
    size
        Width and height of the picture [px].
    margin_px
        Space between them and each edge [px].
    """
    west, south, east, north = shapely.total_bounds(shapes)
    width, height = size
    free_x, free_y = width - 2 * margin_px, height - 2 * margin_px
    scale = min(
        free_x / max(east - west, 1e-9), free_y / max(north - south, 1e-9), width / MIN_WIDTH_M
    )
    width_m, height_m = width / scale, height / scale
    return MapFrame(
        crs=crs,
        west=float((west + east) / 2 - width_m / 2),
        north=float((south + north) / 2 + height_m / 2),
        scale=float(scale),
        width=width,
        height=height,
    )
