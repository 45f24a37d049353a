"""What the gate leans on when it cuts one layer: the community's other layers, whole."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from functools import cached_property

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo.model import WGS84
from geo.network.street_network import metric_crs


def _nowhere() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"people": [], "women": []}, geometry=[], crs=WGS84)


def _no_zones() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"code": [], "name": []}, geometry=[], crs=WGS84)


@dataclass(frozen=True)
class Ground:
    """
    A community as the gate knows it. It never leaves `geo.privacy`.

    Attributes
    ----------
    homes
        Demand points, whole, EPSG:4326; may be empty.
    zones
        The parts of the community, EPSG:4326; may be empty.
    boundary
        EPSG:4326, or None while nobody drew it.
    secret
        Of the installation; the chance in every masked place. Without one, each ground has
        another, and nothing stays where it was put: good only where nothing is masked twice.
    """

    homes: gpd.GeoDataFrame = field(default_factory=_nowhere)
    zones: gpd.GeoDataFrame = field(default_factory=_no_zones)
    boundary: BaseGeometry | None = None
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    def crs(self, frame: gpd.GeoDataFrame) -> CRS:
        """Choose metres by what lies still: the boundary, the zones, homes, at last the frame."""
        return self._crs or metric_crs(frame)

    def limits(self, crs: CRS) -> BaseGeometry | None:
        """Give the boundary in a CRS, ready to be asked often."""
        if self._limits is None:
            return None
        shape: BaseGeometry = self._limits.geometry.to_crs(crs).iloc[0]
        shapely.prepare(shape)
        return shape

    def home_xy(self, crs: CRS) -> np.ndarray:
        """Give the homes as pairs of metres, shape (n, 2)."""
        points = self.homes.geometry.to_crs(crs)
        return np.column_stack([points.x, points.y]).astype(float).reshape(-1, 2)

    @cached_property
    def _crs(self) -> CRS | None:
        for still in (self._limits, self.zones, self.homes):
            if still is not None and not still.empty:
                return metric_crs(still)
        return None

    @cached_property
    def _limits(self) -> gpd.GeoDataFrame | None:
        if self.boundary is None:
            return None
        return gpd.GeoDataFrame(geometry=[self.boundary], crs=WGS84)
