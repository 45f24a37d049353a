"""From a place on the ground to a place on a street."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.network.street_network import FloatArray, StreetNetwork


@dataclass(frozen=True)
class Positions:
    """
    Places on streets.

    Attributes
    ----------
    edge
        Position of the nearest edge in the network's arrays.
    along_m
        Metres from the edge's first node to the nearest point of it.
    access_m
        Metres in a straight line from the place to that point: not part of any way's length.
    """

    edge: NDArray[np.int64]
    along_m: FloatArray
    access_m: FloatArray

    def __len__(self) -> int:
        return len(self.edge)

    def one(self, number: int) -> Positions:
        """Take a single place out."""
        return self.take(np.array([number]))

    def take(self, chosen: NDArray[np.int64] | NDArray[np.bool_]) -> Positions:
        """Take some places out."""
        return Positions(self.edge[chosen], self.along_m[chosen], self.access_m[chosen])


def snap(network: StreetNetwork, places: gpd.GeoSeries) -> Positions:
    """
    Find the nearest edge of each place, and the nearest point on it.

    Parameters
    ----------
    places
        Points in any CRS, none of them null.
    """
    points = places.to_crs(network.crs).to_numpy()
    (_, edge), access = network.tree.query_nearest(points, return_distance=True, all_matches=False)
    along = shapely.line_locate_point(network.lines[edge], points)
    return Positions(edge.astype(np.int64), np.clip(along, 0.0, network.length_m[edge]), access)


def on_street(network: StreetNetwork, positions: Positions) -> gpd.GeoSeries:
    """Tell where positions lie on the ground, EPSG:4326."""
    lines = network.lines[positions.edge]
    points = shapely.line_interpolate_point(lines, positions.along_m)
    return gpd.GeoSeries(points, crs=network.crs).to_crs("EPSG:4326")
