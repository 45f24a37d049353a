"""
A street network with streets lit, or with a path that is not there; the given one stays as it is.

A path joins the network at its two ends: the edge under each end is split there. It is stored in
two halves, so that the graph stays simple also where its ends are neighbours already.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from geo.errors import PathJoinError
from geo.network.edge_restrictions import EdgeRestrictions, concatenate_restrictions
from geo.network.snapping import snap_to_streets
from geo.network.speeds import estimate_walking_speeds
from geo.network.street_network import MIN_EDGE_LENGTH_M, StreetNetwork

# An end of a drawn path this near to a street joins it: a finger on a phone's map is no surveyor.
MAX_JOIN_M = 100.0
MIN_PART_M = 0.5  # nearer to a corner than this, a path joins at the corner
PATH_KIND = "path"


def find_nearest_edges(network: StreetNetwork, places: gpd.GeoSeries) -> NDArray[np.int64]:
    """Find the edge nearest to each place, any CRS; raises `PathJoinError` where none is near."""
    positions = snap_to_streets(network, places)
    if (positions.access_m > MAX_JOIN_M).any():
        raise PathJoinError(metres=round(MAX_JOIN_M))
    return positions.edge_indices


def light_edges(network: StreetNetwork, edges: NDArray[np.int64]) -> StreetNetwork:
    """Return the network with street lamps on some edges, by their positions."""
    is_unlit = network.is_unlit.copy()
    is_unlit[edges] = False
    return replace(network, is_unlit=is_unlit)


def add_path(
    network: StreetNetwork, line: BaseGeometry, *, name: str | None, is_bridge: bool
) -> StreetNetwork:
    """
    Return the network with a path.

    Parameters
    ----------
    line
        In the network's CRS, at least two different points. What it crosses it does not join.

    Raises
    ------
    PathJoinError
        If an end lies farther than `MAX_JOIN_M` from every street, or both join at one place.
    """
    first, last = (shapely.Point(shapely.get_coordinates(line)[index]) for index in (0, -1))
    joined, start = _join(network, first)
    joined, end = _join(joined, last)
    if start == end:
        raise PathJoinError(metres=round(MAX_JOIN_M))
    ends = joined.node_xy[[start, end]]
    corners = [ends[0], *shapely.get_coordinates(line), ends[1]]
    path = shapely.remove_repeated_points(shapely.LineString(corners))
    middle = joined.node_count
    halves = [substring(path, 0, 0.5, normalized=True), substring(path, 0.5, 1, normalized=True)]
    return _append_edges(
        replace(joined, node_count=middle + 1),
        halves,
        [(start, middle), (middle, end)],
        name=name,
        is_bridge=is_bridge,
    )


def _join(network: StreetNetwork, point: shapely.Point) -> tuple[StreetNetwork, int]:
    """Find the node at which a point joins the network; split an edge where there is none."""
    position = snap_to_streets(network, gpd.GeoSeries([point], crs=network.crs))
    if position.access_m[0] > MAX_JOIN_M:
        raise PathJoinError(metres=round(MAX_JOIN_M))
    edge, along_m = int(position.edge_indices[0]), float(position.along_m[0])
    if along_m < MIN_PART_M:
        return network, int(network.u[edge])
    if along_m > network.length_m[edge] - MIN_PART_M:
        return network, int(network.v[edge])
    return _split(network, edge, along_m), network.node_count


def _split(network: StreetNetwork, edge: int, along_m: float) -> StreetNetwork:
    """Split an edge at a distance from its first node; the second part is appended."""
    node, last, line = network.node_count, len(network.u), network.lines[edge]
    rows = np.append(np.arange(last), edge)
    pace = network.minutes[edge] / network.length_m[edge]
    edge_ids, u, v = network.edge_ids[rows], network.u[rows], network.v[rows]
    lines, length_m, minutes = network.lines[rows], network.length_m[rows], network.minutes[rows]
    edge_ids[last], v[edge], u[last] = network.edge_ids.max() + 1, node, node
    parts = substring(line, 0, along_m), substring(line, along_m, line.length)
    for row, part in zip((edge, last), parts, strict=True):
        lines[row], length_m[row], minutes[row] = part, part.length, pace * part.length
    return replace(
        network,
        edge_ids=edge_ids,
        u=u,
        v=v,
        length_m=length_m,
        minutes=minutes,
        lines=lines,
        street_names=network.street_names[rows],
        street_kinds=network.street_kinds[rows],
        is_bridge=network.is_bridge[rows],
        is_stairs=network.is_stairs[rows],
        is_unlit=network.is_unlit[rows],
        restrictions=network.restrictions.select_edges(rows),
        node_count=node + 1,
    )


def _append_edges(
    network: StreetNetwork,
    lines: Sequence[BaseGeometry],
    endpoints: Sequence[tuple[int, int]],
    *,
    name: str | None,
    is_bridge: bool,
) -> StreetNetwork:
    count = len(lines)
    length = np.maximum([line.length for line in lines], MIN_EDGE_LENGTH_M)
    speed = estimate_walking_speeds([PATH_KIND], [None], is_stairs=np.zeros(1, dtype=bool))[0]
    u, v = np.array(endpoints, dtype=np.int32).T
    added = np.arange(1, count + 1) + network.edge_ids.max()
    no = np.zeros(count, dtype=bool)
    texts = [np.full(count, text, dtype=object) for text in (name, PATH_KIND)]
    return replace(
        network,
        edge_ids=np.concatenate([network.edge_ids, added]).astype(np.int32),
        u=np.concatenate([network.u, u]).astype(np.int32),
        v=np.concatenate([network.v, v]).astype(np.int32),
        length_m=np.concatenate([network.length_m, length]),
        minutes=np.concatenate([network.minutes, length / speed]),
        lines=np.concatenate([network.lines, np.array(lines, dtype=object)]),
        street_names=np.concatenate([network.street_names, texts[0]]),
        street_kinds=np.concatenate([network.street_kinds, texts[1]]),
        is_bridge=np.concatenate([network.is_bridge, np.full(count, is_bridge)]),
        is_stairs=np.concatenate([network.is_stairs, no]),
        is_unlit=np.concatenate([network.is_unlit, no]),
        restrictions=concatenate_restrictions([network.restrictions, EdgeRestrictions.none(count)]),
    )
