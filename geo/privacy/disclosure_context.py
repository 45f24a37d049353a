"""Unredacted layers of a community, which the redaction of one layer depends on."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo.cached_property import cached_property
from geo.model import WGS84
from geo.network.street_network import estimate_metric_crs


def _empty_homes() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"people": [], "women": []}, geometry=[], crs=WGS84)


def _empty_zones() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"code": [], "name": []}, geometry=[], crs=WGS84)


@dataclass(frozen=True)
class DisclosureContext:
    """
    A community's unredacted homes, zones and boundary. Must not leave `geo.privacy`.

    Attributes
    ----------
    homes
        Unredacted demand points, EPSG:4326; may be empty.
    zones
        The parts of the community, EPSG:4326; may be empty.
    boundary
        EPSG:4326, or None while it is not drawn.
    installation_secret
        Seed of the random displacement of masked points. The default is another one for each
        context, so that masked points are not reproducible: use it only if nothing is masked twice.
    """

    homes: gpd.GeoDataFrame = field(default_factory=_empty_homes)
    zones: gpd.GeoDataFrame = field(default_factory=_empty_zones)
    boundary: BaseGeometry | None = None
    installation_secret: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    def choose_crs(self, frame: gpd.GeoDataFrame) -> CRS:
        """Estimate a metric CRS from the boundary, else the zones, the homes, or the frame."""
        return self.fixed_crs or estimate_metric_crs(frame)

    def project_boundary(self, crs: CRS) -> BaseGeometry | None:
        """Project the boundary to a CRS, prepared for repeated predicates."""
        if self._boundary_frame is None:
            return None
        shape: BaseGeometry = self._boundary_frame.geometry.to_crs(crs).iloc[0]
        shapely.prepare(shape)
        return shape

    def project_homes(self, crs: CRS) -> np.ndarray:
        """Project the homes to coordinates [m], shape (n, 2)."""
        points = self.homes.geometry.to_crs(crs)
        return np.column_stack([points.x, points.y]).astype(float).reshape(-1, 2)

    @cached_property
    def fixed_crs(self) -> CRS | None:
        """CRS of the boundary, else of the zones or the homes; None where there is none of them."""
        for layer in (self._boundary_frame, self.zones, self.homes):
            if layer is not None and not layer.empty:
                return estimate_metric_crs(layer)
        return None

    @cached_property
    def _boundary_frame(self) -> gpd.GeoDataFrame | None:
        if self.boundary is None:
            return None
        return gpd.GeoDataFrame(geometry=[self.boundary], crs=WGS84)
