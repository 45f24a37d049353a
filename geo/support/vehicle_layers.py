"""Nodes and edges of a vehicle network: driving layer, boarding edges, and copies at turns."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.network.edge_restrictions import CLOSED_ACCESS, DESTINATION_ACCESS, EdgeRestrictions
from geo.network.passability import DESTINATION, FREE, compute_passability
from geo.network.street_network import FloatArray, Int32Array, StreetNetwork
from geo.support.driving_speeds import estimate_driving_speeds
from geo.support.turn_splitting import TURN_COLUMNS, split_at_turns
from geo.support.vehicle_passability import VehicleParts

Int64Array = NDArray[np.int64]


@dataclass(frozen=True)
class VehicleEdges:
    """
    Edges of a vehicle network.

    Attributes
    ----------
    u, v
        First and last node.
    walking_edges
        The edge of the walking layer that each edge is or is a copy of; -1 for boarding edges.
    direction
        1 where it may be passed from `u` to `v` only, -1 from `v` to `u` only, else 0.
    is_driving
        Whether it belongs to the driving layer.
    boarding_nodes
        For each boarding edge, its node on the walking layer.
    """

    u: Int32Array
    v: Int32Array
    walking_edges: Int64Array
    direction: Int32Array
    is_driving: NDArray[np.bool_]
    boarding_nodes: Int64Array


def estimate_speeds(network: StreetNetwork, country: str | None) -> FloatArray:
    """Estimate the driving speed of each edge [m/min]; zero where it is not driven."""
    restrictions = network.restrictions
    speeds = estimate_driving_speeds(network.street_kinds, restrictions.drive_km_h, country=country)
    return np.where(network.is_stairs | (restrictions.drive_access == CLOSED_ACCESS), 0.0, speeds)


def build_parts(
    walk: StreetNetwork, driven: Int64Array, turns: pd.DataFrame | None
) -> VehicleParts:
    """
    Build the driving layer, and list the copies that its turn restrictions need.

    Parameters
    ----------
    walk
        The walking layer.
    driven
        Its edges that are driven.
    turns
        See `geo.support.vehicle_network.build_vehicle_network`.
    """
    restrictions = walk.restrictions.select_edges(driven)
    junctions, ends = np.unique(
        np.concatenate([walk.u[driven], walk.v[driven]]), return_inverse=True
    )
    u, v = ends.astype(np.int32).reshape(2, -1)
    is_destination = restrictions.drive_access == DESTINATION_ACCESS
    passability = compute_passability(
        u,
        v,
        len(junctions),
        edge_states=np.where(is_destination, DESTINATION, FREE).astype(np.int8),
        direction=restrictions.drive_direction,
    )
    driving = split_at_turns(
        u,
        v,
        direction=restrictions.drive_direction,
        node_count=len(junctions),
        turns=_find_turn_edges(walk, driven, turns),
    )
    exit_places = np.unique(junctions[driving.copied_nodes])
    exits, exit_ends = _find_exits(walk, exit_places)
    walking_nodes = np.arange(walk.node_count)
    driving_nodes = walk.node_count + np.concatenate(
        [np.arange(len(junctions)), driving.copied_nodes]
    )
    return VehicleParts(
        passability=passability,
        junctions=junctions.astype(np.int32),
        driving=driving,
        exits=exits,
        exit_nodes=exit_ends,
        original_nodes=np.concatenate([walking_nodes, driving_nodes, exit_places]).astype(np.int32),
    )


def _find_turn_edges(
    walk: StreetNetwork, driven: Int64Array, turns: pd.DataFrame | None
) -> pd.DataFrame:
    """Replace the numbers of edges by indices of driven edges; -1 where an edge is not driven."""
    if turns is None:
        return pd.DataFrame(columns=TURN_COLUMNS)
    index = pd.Series(np.arange(len(driven)), index=walk.edge_ids[driven])
    columns = {
        name: turns[name].map(index).fillna(-1).astype(np.int64)
        for name in ("from_edge", "to_edge")
    }
    return turns.assign(**columns)


def _find_exits(walk: StreetNetwork, places: Int32Array) -> tuple[Int64Array, Int32Array]:
    """Find the edges that pedestrians may take away from nodes, each with its node."""
    from_u = np.flatnonzero(np.isin(walk.u, places) & (walk.restrictions.direction >= 0))
    from_v = np.flatnonzero(np.isin(walk.v, places) & (walk.restrictions.direction <= 0))
    return np.concatenate([from_u, from_v]), np.concatenate([walk.u[from_u], walk.v[from_v]])


def list_edges(walk: StreetNetwork, driven: Int64Array, parts: VehicleParts) -> VehicleEdges:
    """List the edges of both layers, those that join them, and copies of walking edges."""
    driving, first_driving = parts.driving, walk.node_count
    copied = parts.junctions[driving.copied_nodes]
    first_copy = first_driving + len(parts.junctions)
    first_exit = first_copy + len(copied)
    exit_number = pd.Series(np.arange(first_exit, len(parts.original_nodes)), dtype=np.int32)
    exit_number.index = parts.original_nodes[first_exit:]
    leaves_first = walk.u[parts.exits] == parts.exit_nodes
    exit_nodes = exit_number[parts.exit_nodes].to_numpy()
    u: list[NDArray[Any]] = [
        walk.u,
        first_driving + driving.u,
        parts.junctions,
        np.arange(first_copy, first_exit),
        np.where(leaves_first, exit_nodes, walk.u[parts.exits]),
    ]
    v: list[NDArray[Any]] = [
        walk.v,
        first_driving + driving.v,
        np.arange(first_driving, first_copy),
        exit_number[copied].to_numpy(),
        np.where(leaves_first, walk.v[parts.exits], exit_nodes),
    ]
    boards = len(parts.junctions) + len(copied)
    sources = [np.arange(len(walk.u)), driven[driving.sources], np.full(boards, -1), parts.exits]
    direction: list[NDArray[Any]] = [
        walk.restrictions.direction,
        driving.direction,
        np.zeros(len(parts.junctions)),
        np.ones(len(copied)),
        np.where(leaves_first, 1, -1),
    ]
    is_driving = np.zeros(sum(map(len, sources)), dtype=bool)
    is_driving[len(walk.u) :][: len(driving.sources)] = True
    return VehicleEdges(
        u=np.concatenate(u).astype(np.int32),
        v=np.concatenate(v).astype(np.int32),
        walking_edges=np.concatenate(sources).astype(np.int64),
        direction=np.concatenate(direction).astype(np.int32),
        is_driving=is_driving,
        boarding_nodes=np.concatenate([parts.junctions, copied]).astype(np.int64),
    )


def build_restrictions(walk: StreetNetwork, edges: VehicleEdges) -> EdgeRestrictions:
    """Select those of pedestrians for walking edges, and those of drivers for driving edges."""
    of_street = walk.restrictions.select_edges(edges.walking_edges)
    none = EdgeRestrictions.none(len(edges.u))
    is_walking = (edges.walking_edges >= 0) & ~edges.is_driving
    return replace(
        none,
        access=np.where(
            is_walking,
            of_street.access,
            np.where(edges.is_driving, of_street.drive_access, none.access),
        ),
        open_hours=np.where(is_walking, of_street.open_hours, none.access),
        barrier=np.where(edges.walking_edges >= 0, of_street.barrier, none.access),
        direction=edges.direction,
    )
