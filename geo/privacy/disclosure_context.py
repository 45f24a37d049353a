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
from geo.network.street_network import estimate_metric_crs


def _empty_homes() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"people": [], "women": []}, geometry=[], crs=WGS84)


def _empty_zones() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"code": [], "name": []}, geometry=[], crs=WGS84)


@dataclass(frozen=True)
class DisclosureContext:
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
    installation_secret
        Of the installation; the chance in every masked place. Without one, each ground has
        another, and nothing stays where it was put: good only where nothing is masked twice.
    """

    homes: gpd.GeoDataFrame = field(default_factory=_empty_homes)
    zones: gpd.GeoDataFrame = field(default_factory=_empty_zones)
    boundary: BaseGeometry | None = None
    installation_secret: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    def choose_crs(self, frame: gpd.GeoDataFrame) -> CRS:
        """Choose metres by what lies still: the boundary, the zones, homes, at last the frame."""
        return self._fixed_crs or estimate_metric_crs(frame)

    def project_boundary(self, crs: CRS) -> BaseGeometry | None:
        """Give the boundary in a CRS, ready to be asked often."""
        if self._boundary_frame is None:
            return None
        shape: BaseGeometry = self._boundary_frame.geometry.to_crs(crs).iloc[0]
        shapely.prepare(shape)
        return shape

    def project_homes(self, crs: CRS) -> np.ndarray:
        """Give the homes as pairs of metres, shape (n, 2)."""
        points = self.homes.geometry.to_crs(crs)
        return np.column_stack([points.x, points.y]).astype(float).reshape(-1, 2)

    @cached_property
    def _fixed_crs(self) -> CRS | None:
        for still in (self._boundary_frame, self.zones, self.homes):
            if still is not None and not still.empty:
                return estimate_metric_crs(still)
        return None

    @cached_property
    def _boundary_frame(self) -> gpd.GeoDataFrame | None:
        if self.boundary is None:
            return None
        return gpd.GeoDataFrame(geometry=[self.boundary], crs=WGS84)
