"""
Passability of a vehicle network: that of the walking layer beside that of the driving layer.

Streets that motor vehicles may use to reach a destination only form sets of the driving layer. Who
starts beside such a street, or behind it, is inside its set and may drive out; anybody may drive
in. Boarding edges belong to no set: they would join each set to the walking layer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from geo.network.inside_sets import OUTSIDE
from geo.network.passability import FREE, NEVER, Passability
from geo.network.street_network import Int32Array
from geo.support.turn_splitting import SplitEdges

if TYPE_CHECKING:
    from geo.support.vehicle_network import VehicleNetwork


@dataclass(frozen=True)
class VehicleParts:
    """
    Parts of a vehicle network beside the walking layer.

    Attributes
    ----------
    passability
        Passability of the driving layer before it was split at turns: one value for each driven
        edge, and for each of `junctions`.
    junctions
        Nodes of the walking layer that have one in the driving layer.
    driving
        The driving layer after the split.
    exits
        Walking edges with copies that lead on from where one gets out at a copied node.
    exit_nodes
        The node on the walking layer that each of these copies leads away from.
    original_nodes
        For each node of the network, the node that it is or is a copy of.
    """

    passability: Passability
    junctions: Int32Array
    driving: SplitEdges
    exits: NDArray[np.int64]
    exit_nodes: Int32Array
    original_nodes: Int32Array


@dataclass(frozen=True, eq=False)
class VehiclePassability(Passability):
    """
    Limits of arcs on both layers.

    Attributes
    ----------
    driving_sets
        Number of the driving layer's set beside each node of the walking layer, or `OUTSIDE`.
    has_exit_copy
        For each walking edge, whether a route to it may end on a copy.
    """

    driving_sets: Int32Array
    has_exit_copy: NDArray[np.bool_]

    def is_inside(self, edge_indices: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Return whether the triangle inequality may not hold at positions on walking edges."""
        beside = (self.driving_sets[self.u[edge_indices]] != OUTSIDE) | (
            self.driving_sets[self.v[edge_indices]] != OUTSIDE
        )
        inside = super().is_inside(edge_indices)
        return np.asarray(inside | beside | self.has_exit_copy[edge_indices])

    def list_sets(self, edge_index: int, along_m: float, length_m: float) -> set[int]:
        """List the sets on both layers that a position on a walking edge is inside of."""
        nodes = self._list_nodes(edge_index, along_m, length_m)
        driving = {int(self.driving_sets[node]) for node in nodes} - {OUTSIDE}
        return super().list_sets(edge_index, along_m, length_m) | driving


def combine_passabilities(network: VehicleNetwork, walking: Passability) -> VehiclePassability:
    """
    Combine the passability of the walking layer with that of the driving layer.

    Parameters
    ----------
    walking
        Of `network.walking_network`.
    """
    parts, first_set = network.parts, int(walking.node_sets.max(initial=0))
    driving, before = parts.driving, parts.passability
    sources, direction = driving.sources, driving.direction
    free = np.zeros(len(parts.junctions), dtype=np.int32)
    never = np.full(len(driving.copied_nodes), NEVER, dtype=np.int32)
    leaves_first = walking.u[parts.exits] == parts.exit_nodes
    forward = np.where(direction >= 0, before.forward_limits[sources], NEVER)
    backward = np.where(direction <= 0, before.backward_limits[sources], NEVER)
    exit_forward = np.where(leaves_first, walking.forward_limits[parts.exits], NEVER)
    exit_backward = np.where(leaves_first, NEVER, walking.backward_limits[parts.exits])
    node_sets = np.concatenate([walking.node_sets, _renumber(before.node_sets, first_set)])
    driving_sets = np.zeros(len(walking.node_sets), dtype=np.int32)
    driving_sets[parts.junctions] = _renumber(before.node_sets, first_set)
    has_exit_copy = np.zeros(len(walking.u), dtype=bool)
    has_exit_copy[parts.exits] = True
    return VehiclePassability(
        u=network.u,
        v=network.v,
        edge_states=np.concatenate(
            [
                walking.edge_states,
                before.edge_states[sources],
                np.full(len(free) + len(never), FREE, dtype=np.int8),
                walking.edge_states[parts.exits],
            ]
        ),
        node_sets=node_sets[parts.original_nodes],
        forward_limits=_concatenate(
            walking.forward_limits, _renumber(forward, first_set), free, 0 * never, exit_forward
        ),
        backward_limits=_concatenate(
            walking.backward_limits, _renumber(backward, first_set), free, never, exit_backward
        ),
        direction=network.restrictions.direction,
        driving_sets=driving_sets,
        has_exit_copy=has_exit_copy,
    )


def _renumber(limits: Int32Array, first_set: int) -> Int32Array:
    """Renumber sets after those of the walking layer; keep `OUTSIDE` and `NEVER`."""
    return np.where(limits > OUTSIDE, limits + first_set, limits).astype(np.int32)


def _concatenate(*parts: Int32Array) -> Int32Array:
    return np.concatenate(parts).astype(np.int32)
