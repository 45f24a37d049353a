"""Snap points to the nearest street edge, and convert street positions to points."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.network.street_network import FloatArray, StreetNetwork


@dataclass(frozen=True)
class StreetPositions:
    """
    Positions along street edges.

    Attributes
    ----------
    edge_indices
        Position of the nearest edge in the network's arrays.
    along_m
        Metres from the edge's first node to the nearest point of it.
    access_m
        Straight-line distance from the location to that point [m]; not part of a route's length.
    """

    edge_indices: NDArray[np.int64]
    along_m: FloatArray
    access_m: FloatArray

    def __len__(self) -> int:
        return len(self.edge_indices)

    def select_position(self, index: int) -> StreetPositions:
        """Select one position."""
        return self.select_positions(np.array([index]))

    def select_positions(self, indices: NDArray[np.int64] | NDArray[np.bool_]) -> StreetPositions:
        """Select positions by index or mask."""
        return StreetPositions(
            self.edge_indices[indices], self.along_m[indices], self.access_m[indices]
        )


def snap_to_streets(network: StreetNetwork, locations: gpd.GeoSeries) -> StreetPositions:
    """
    Find the nearest edge of each location, and the nearest point on that edge.

    Parameters
    ----------
    locations
        Points in any CRS, none of them null.
    """
    points = locations.to_crs(network.crs).to_numpy()
    (_, edge), access = network.edge_tree.query_nearest(
        points, return_distance=True, all_matches=False
    )
    along = shapely.line_locate_point(network.lines[edge], points)
    return StreetPositions(
        edge.astype(np.int64), np.clip(along, 0.0, network.length_m[edge]), access
    )


def locate_positions(network: StreetNetwork, positions: StreetPositions) -> gpd.GeoSeries:
    """Convert street positions to points, EPSG:4326."""
    lines = network.lines[positions.edge_indices]
    points = shapely.line_interpolate_point(lines, positions.along_m)
    return gpd.GeoSeries(points, crs=network.crs).to_crs("EPSG:4326")
