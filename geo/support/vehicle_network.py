"""
Street network for travel by vehicle: a walking layer and a driving layer with boarding edges.

On the walking layer every street has its walking time, in both directions. On the driving layer are
the streets that motor vehicles may use, in their direction and with their turn restrictions. Where
both layers share a node, a boarding edge of one minute joins them. Access to the first drivable
street, and the last metres to a service, are walked. Traffic and traffic lights are not known, so a
drive may take longer than calculated.

At a copy of a node (see `geo.support.turn_splitting`) one gets out at a copy of the walking node.
From there one may walk on, but not board: else getting out and in again would evade the turn
restriction. Streets that touch such a node have copies on which a route may end instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array

from geo.cached_property import cached_property
from geo.model import TimeSlot
from geo.network.exposure import AreaCrossingCache, Exposure, measure_exposure
from geo.network.landmarks import Float32Array, compute_landmark_minutes
from geo.network.passability import EdgeStates, Passability
from geo.network.snapping import StreetPositions
from geo.network.street_network import StreetNetwork
from geo.privacy.view import View
from geo.support.vehicle_layers import build_parts, build_restrictions, estimate_speeds, list_edges
from geo.support.vehicle_passability import (
    VehicleParts,
    VehiclePassability,
    combine_passabilities,
)

Int64Array = NDArray[np.int64]
BOARDING_MINUTES = 1.0
"""Ours: to stop a vehicle and get in, or to pay and get out."""

BOARDING_LENGTH_M = 0.01  # boarding is an edge with a length, as every part of a route
BOARDING_VECTOR_M = np.array([BOARDING_LENGTH_M, 0.0])
BOARDING_KIND = "boarding"  # street kind of a boarding edge


@dataclass(frozen=True)
class VehicleNetwork(StreetNetwork):
    """
    Walking and driving layer as one street network.

    Edges in order: those of `walking_network`; driving edges; boarding edges of a centimetre; edges
    to get out at copies of nodes; copies of walking edges that lead on from there.

    Attributes
    ----------
    walking_network
        The walking layer; positions lie on it.
    parts
        How the driving layer was made.
    """

    walking_network: StreetNetwork
    parts: VehicleParts

    def passability(self, hours_states: EdgeStates | None = None) -> VehiclePassability:
        """Find who may pass which edge; see `StreetNetwork.passability`."""
        walking_edges = len(self.walking_network.u)
        walking_states = None if hours_states is None else hours_states[:walking_edges]
        walking = self.walking_network.passability(walking_states)
        combined = self._combined_passabilities.get(walking)
        if combined is None:
            combined = self._combined_passabilities[walking] = combine_passabilities(self, walking)
        return combined

    @cached_property
    def _combined_passabilities(self) -> WeakKeyDictionary[Passability, VehiclePassability]:
        return WeakKeyDictionary()

    @cached_property
    def is_driving(self) -> NDArray[np.bool_]:
        """Whether each edge belongs to the driving layer."""
        first = len(self.walking_network.u)
        edges = np.arange(len(self.u))
        return (edges >= first) & (edges < first + len(self.parts.driving.sources))

    @cached_property
    def exit_copies(self) -> Int64Array:
        """Walking edges with a copy on which a route may end, and these copies; shape (2, n)."""
        exits = self.parts.exits
        return np.stack([exits, np.arange(len(self.u) - len(exits), len(self.u))])

    @cached_property
    def landmark_minutes(self) -> Float32Array:
        """Time from each landmark to all nodes in a network without restrictions: a lower bound."""
        original = self.parts.original_nodes
        count = int(original.max(initial=-1)) + 1
        pairs = np.sort(np.stack([original[self.u], original[self.v]]), axis=0)
        _, first = np.unique(pairs[0] * np.int64(count) + pairs[1], return_index=True)
        u, v = pairs[:, first]
        arcs = np.concatenate([u, v]), np.concatenate([v, u])
        matrix = csr_array((np.tile(self.minutes[first], 2), arcs), shape=(count, count))
        components = np.zeros(count, dtype=np.int32)
        components[original] = self.node_components
        return compute_landmark_minutes(matrix, components)[:, original]


def measure_vehicle_exposure(view: View, slot: TimeSlot) -> Exposure:
    """Measure the exposure of the vehicle network by day or by night."""
    crossings = view.cache.get_or_compute(
        "vehicle",
        lambda: AreaCrossingCache(
            build_vehicle_network(
                view.network, country=view.community.country, turns=view.turn_restrictions
            )
        ),
    )
    return view.cache.get_or_compute(
        ("vehicle", slot),
        lambda: measure_exposure(
            crossings, risk_areas=view.risk_areas, safe_zones=view.safe_zones, slot=slot
        ),
    )


def build_vehicle_network(
    walking_network: StreetNetwork,
    *,
    country: str | None = None,
    turns: pd.DataFrame | None = None,
) -> VehicleNetwork:
    """
    Build the vehicle network from the walking network.

    Parameters
    ----------
    country
        ISO 3166 code of two letters, for the speeds; see `geo.support.driving_speeds`.
    turns
        Turn restrictions; see `geo.store.streets.read_turn_restrictions`. None where there are
        none.
    """
    walk = walking_network
    speed = estimate_speeds(walk, country)
    driven = np.flatnonzero(speed > 0)
    parts = build_parts(walk, driven, turns)
    edges = list_edges(walk, driven, parts)
    source, is_street = edges.walking_edges, edges.walking_edges >= 0
    boards, here = ~is_street, walk.node_xy[edges.boarding_nodes]
    length = np.where(is_street, walk.length_m[source], BOARDING_LENGTH_M)
    minutes = np.where(is_street, walk.minutes[source], BOARDING_MINUTES)
    minutes[edges.is_driving] = length[edges.is_driving] / speed[source[edges.is_driving]]
    names, lines = walk.street_names[source], walk.lines[source]
    names[boards] = None
    lines[boards] = shapely.linestrings(np.stack([here, here + BOARDING_VECTOR_M], axis=1))
    return VehicleNetwork(
        edge_ids=np.arange(len(source), dtype=np.int32),
        u=edges.u,
        v=edges.v,
        length_m=length,
        minutes=minutes,
        lines=lines,
        street_names=names,
        street_kinds=np.where(is_street, walk.street_kinds[source], BOARDING_KIND),
        is_bridge=is_street & walk.is_bridge[source],
        is_stairs=is_street & walk.is_stairs[source],
        is_unlit=is_street & walk.is_unlit[source],
        restrictions=build_restrictions(walk, edges),
        node_count=len(parts.original_nodes),
        crs=walk.crs,
        walking_network=walk,
        parts=parts,
    )


def find_arrival_positions(
    network: StreetNetwork, positions: StreetPositions
) -> tuple[StreetPositions, Int64Array]:
    """
    Find where routes to positions may end.

    Parameters
    ----------
    network
        A vehicle network, or any other: there routes end at the positions alone.
    positions
        Positions on the walking layer.

    Returns
    -------
    targets, indices
        The positions, then those on copies of their edges; and the index of each one's position.
    """
    indices = np.arange(len(positions))
    if not isinstance(network, VehicleNetwork) or not len(network.parts.exits):
        return positions, indices
    edges, copies = network.exit_copies
    at_copy, index = np.nonzero(edges[:, None] == positions.edge_indices[None, :])
    indices = np.concatenate([indices, index])
    targets = positions.select_positions(indices)
    targets.edge_indices[len(positions) :] = copies[at_copy]
    return targets, indices
