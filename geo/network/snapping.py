"""Snap points to the nearest street edge, and convert street positions to points."""

from __future__ import annotations

from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.cached_property import cached_property
from geo.network.speeds import KIND_TERRAIN_FACTORS, WALK_SPEED_M_PER_MIN
from geo.network.street_network import FloatArray, StreetNetwork

# A location farther from every street is not on the network: no route starts or ends there. The
# same margin is used around the boundary when streets are imported. Our choice.
MAX_STREET_DISTANCE_M = 1000.0
# A location may leave its nearest street for one of another part of the network, so much farther
# away: about a block of houses. Our choice.
MAX_ADDITIONAL_ACCESS_M = 100.0
# Nobody has measured the surface between a location and its street: the pace of a path is used.
ACCESS_PACE_MIN_PER_M = KIND_TERRAIN_FACTORS["path"] / WALK_SPEED_M_PER_MIN


@dataclass(frozen=True, eq=False)  # compared by identity: what is measured of them is kept
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
        Straight-line distance from the location to that point [m]: the access stretch, part of
        every route that starts or ends there.
    access_lines
        The same as LineStrings from the location to the street, in the network's CRS; None where
        the locations lie on the streets.
    """

    edge_indices: NDArray[np.int64]
    along_m: FloatArray
    access_m: FloatArray
    access_lines: NDArray[np.object_] | None = None

    def __len__(self) -> int:
        return len(self.edge_indices)

    @cached_property
    def is_on_network(self) -> NDArray[np.bool_]:
        """Whether a street is near enough for a route."""
        return np.asarray(self.access_m <= MAX_STREET_DISTANCE_M)

    @property
    def access_minutes(self) -> FloatArray:
        """Walking time of the access stretch."""
        return self.access_m * ACCESS_PACE_MIN_PER_M

    def select_position(self, index: int) -> StreetPositions:
        """Select one position."""
        return self.select_positions(np.array([index]))

    def select_positions(self, indices: NDArray[np.int64] | NDArray[np.bool_]) -> StreetPositions:
        """Select positions by index or mask."""
        lines = self.access_lines
        return StreetPositions(
            self.edge_indices[indices],
            self.along_m[indices],
            self.access_m[indices],
            None if lines is None else lines[indices],
        )

    def append_positions(self, others: StreetPositions) -> StreetPositions:
        """Append other positions of the same network."""
        lines = [
            np.full(len(part), None) if part.access_lines is None else part.access_lines
            for part in (self, others)
        ]
        return StreetPositions(
            np.concatenate([self.edge_indices, others.edge_indices]),
            np.concatenate([self.along_m, others.along_m]),
            np.concatenate([self.access_m, others.access_m]),
            np.concatenate(lines),
        )

    def match_locations(self, others: StreetPositions) -> NDArray[np.bool_]:
        """
        Return which positions belong to the same location as others, on or off a street.

        Parameters
        ----------
        others
            As many positions, or one.
        """
        is_same = (
            (self.edge_indices == others.edge_indices)
            & (self.along_m == others.along_m)
            & (self.access_m == others.access_m)
        )
        if self.access_lines is None or others.access_lines is None:
            return np.asarray(is_same)
        # Two locations on either side of a street can share all three numbers.
        return np.asarray(
            is_same & shapely.equals_exact(self.access_lines, others.access_lines, tolerance=0.0)
        )


def snap_to_streets(network: StreetNetwork, locations: gpd.GeoSeries) -> StreetPositions:
    """
    Find the nearest edge of each location, and the nearest point on that edge.

    Parameters
    ----------
    locations
        Points in any CRS, none of them null.

    Returns
    -------
    positions
        `access_m` is infinite where a location cannot be projected, as on the far side of the
        Earth.
    """
    return _snap_to_edges(network, locations, network.edge_tree, np.arange(len(network.u)))


def snap_to_component(
    network: StreetNetwork, locations: gpd.GeoSeries, component: int
) -> StreetPositions:
    """
    Find the nearest edge of each location on one connected component of the network.

    Returns
    -------
    positions
        `access_m` is infinite where the component lies more than `MAX_ADDITIONAL_ACCESS_M`
        farther than the nearest edge.
    """
    nearest = snap_to_streets(network, locations)
    if (network.edge_components[nearest.edge_indices] == component).all():
        return nearest
    own = _snap_to_edges(network, locations, *network.component_tree(component))
    is_near = own.access_m <= nearest.access_m + MAX_ADDITIONAL_ACCESS_M
    return replace(own, access_m=np.where(is_near, own.access_m, np.inf))


def snap_to_main_network(network: StreetNetwork, locations: gpd.GeoSeries) -> StreetPositions:
    """Snap to the largest component where it is nearly as near; else to the nearest edge."""
    nearest = snap_to_streets(network, locations)
    return prefer_component(network, locations, nearest, network.main_component)


def prefer_component(
    network: StreetNetwork, locations: gpd.GeoSeries, positions: StreetPositions, component: int
) -> StreetPositions:
    """Move positions to one component of the network where it is nearly as near."""
    is_outside = network.edge_components[positions.edge_indices] != component
    if not is_outside.any():
        return positions
    rows = np.flatnonzero(is_outside)
    # What is farther from the component than a route begins stays where it is.
    own = _snap_to_edges(
        network,
        gpd.GeoSeries(locations.iloc[rows]),
        *network.component_tree(component),
        max_distance_m=MAX_STREET_DISTANCE_M,
    )
    moves = own.access_m <= positions.access_m[rows] + MAX_ADDITIONAL_ACCESS_M
    moves &= own.is_on_network
    both = positions.append_positions(own)
    pick = np.arange(len(positions))
    pick[rows[moves]] = len(positions) + np.flatnonzero(moves)
    return both.select_positions(pick)


def _snap_to_edges(
    network: StreetNetwork,
    locations: gpd.GeoSeries,
    edge_tree: shapely.STRtree,
    tree_edges: NDArray[np.int64],
    *,
    max_distance_m: float | None = None,
) -> StreetPositions:
    """Snap to the edges of a tree; `access_m` is infinite where the nearest one is too far."""
    points = locations.to_crs(network.crs).to_numpy()
    edge = np.zeros(len(points), dtype=np.int64)
    along, access = np.zeros(len(points)), np.full(len(points), np.inf)
    lines = np.full(len(points), None)
    finite = np.flatnonzero(np.isfinite(shapely.get_x(points)) & np.isfinite(shapely.get_y(points)))
    # Searches of neighbours walk the same branches of the tree: half the time for 60,000 points.
    if len(finite):
        finite = finite[np.argsort(gpd.GeoSeries(points[finite]).hilbert_distance().to_numpy())]
    (row, nearest), distance_m = edge_tree.query_nearest(
        points[finite], max_distance=max_distance_m, return_distance=True, all_matches=False
    )
    found = finite[row]
    near = points[found]
    access[found], edge[found] = distance_m, tree_edges[nearest]
    street = network.lines[edge[found]]
    along[found] = np.clip(
        shapely.line_locate_point(street, near), 0.0, network.length_m[edge[found]]
    )
    feet = shapely.line_interpolate_point(street, along[found])
    ends = np.stack([shapely.get_coordinates(near), shapely.get_coordinates(feet)], axis=1)
    lines[found] = shapely.linestrings(ends)
    return StreetPositions(edge, along, access, lines)


def locate_positions(network: StreetNetwork, positions: StreetPositions) -> gpd.GeoSeries:
    """Convert street positions to points, EPSG:4326."""
    lines = network.lines[positions.edge_indices]
    points = shapely.line_interpolate_point(lines, positions.along_m)
    return gpd.GeoSeries(points, crs=network.crs).to_crs("EPSG:4326")
