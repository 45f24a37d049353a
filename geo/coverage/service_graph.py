"""
Graph for one search from all services against the direction of walking.

People walk towards services, so each arc leads against the arc that is walked. A set of inside
nodes can be entered for a service in it, or left by who lives in it, but not passed through (see
`geo.network.passability`). So nodes of the network cannot be left for the outside of their set.
Each set with a service has a copy: the search from the service starts in it and leaves it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from geo.network.exposure import Exposure
from geo.network.inside_sets import OUTSIDE
from geo.network.passability import NEVER, Passability
from geo.network.polylines import concatenate_ranges
from geo.network.snapping import StreetPositions
from geo.network.street_network import FloatArray, Int32Array, StreetNetwork
from geo.routes.cost import calculate_edge_costs

NO_EDGE = -1
MIN_ARC_COST = 1e-12  # minutes; a zero weight would remove the arc from a sparse matrix


@dataclass(frozen=True)
class ServiceGraph:
    """
    Searched graph: the network's nodes, copies of nodes, and a row for each service.

    Attributes
    ----------
    matrix
        Costs of arcs [min]; infinite where nobody may walk.
    arc_edges
        Edge of each arc of nodes and copies; `NO_EDGE` from a copy to its node.
    node_count, first_service_row
        Number of the network's nodes, and the row of the first service.
    """

    matrix: csr_array
    arc_edges: Int32Array
    node_count: int
    first_service_row: int

    @property
    def has_copies(self) -> bool:
        """Whether any node has a copy."""
        return self.first_service_row > self.node_count

    @property
    def service_rows(self) -> NDArray[np.int64]:
        """Rows of the services."""
        return np.arange(self.first_service_row, self.matrix.shape[0])


@dataclass(frozen=True)
class _Rows:
    """Rows of a sparse matrix: arcs of each row, their heads, costs and edges."""

    counts: NDArray[np.int64]
    heads: Int32Array
    costs: FloatArray
    edges: Int32Array


def build_service_graph(
    exposure: Exposure,
    services: StreetPositions,
    entry_costs: FloatArray,
    *,
    aversion: float,
    passability: Passability,
) -> ServiceGraph:
    """
    Build the graph.

    Parameters
    ----------
    services
        Positions of services.
    entry_costs
        Cost of the parts to the first and the last node of each service's edge, in pairs; infinite
        where nobody may walk.
    """
    network, arcs = exposure.network, exposure.network.adjacency_matrix
    edge_costs = calculate_edge_costs(exposure, aversion)
    arc_edges = arcs.data - 1
    costs = edge_costs[arc_edges]
    ends = np.stack([network.u[services.edge_indices], network.v[services.edge_indices]], axis=1)
    heads, copied = ends.ravel(), np.empty(0, dtype=np.int64)
    if passability.has_limits:
        _block_arcs(network, passability, costs)
        sets = passability.node_sets[heads[np.isfinite(entry_costs)]]
        is_copied = np.isin(passability.node_sets, sets[sets != OUTSIDE])
        copied = np.flatnonzero(is_copied)
    indptr, indices, data = arcs.indptr, arcs.indices, costs
    if len(copied):
        copies = _copy_rows(network, passability, copied, edge_costs)
        heads = _map_to_copies(heads, copied, network.node_count)
        indptr = np.concatenate([indptr, indptr[-1] + np.cumsum(copies.counts)])
        indices, data = (
            np.concatenate([indices, copies.heads]),
            np.concatenate([data, copies.costs]),
        )
        arc_edges = np.concatenate([arc_edges, copies.edges])
    service_ends = indptr[-1] + 2 * np.arange(1, len(services) + 1)
    size = network.node_count + len(copied) + len(services)
    matrix = csr_array(
        (
            np.concatenate([data, np.maximum(entry_costs, MIN_ARC_COST)]),
            np.concatenate([indices, heads.astype(arcs.indices.dtype)]),
            np.concatenate([indptr, service_ends]).astype(arcs.indptr.dtype),
        ),
        shape=(size, size),
    )
    return ServiceGraph(matrix, arc_edges, network.node_count, size - len(services))


def _block_arcs(network: StreetNetwork, passability: Passability, costs: FloatArray) -> None:
    """Set the cost of arcs that nobody walks, or that leave a set, to infinity."""
    arcs, sets = network.adjacency_matrix, passability.node_sets
    limited = np.flatnonzero(np.take(passability.is_limited_edge, arcs.data - 1))
    rows = np.searchsorted(arcs.indptr, limited, side="right") - 1
    heads = arcs.indices[limited]
    never = passability.arc_limits(arcs.data[limited] - 1, heads) == NEVER
    leaves = (sets[rows] != OUTSIDE) & (sets[heads] != sets[rows])
    costs[limited[never | leaves]] = np.inf


def _copy_rows(
    network: StreetNetwork,
    passability: Passability,
    copied: NDArray[np.int64],
    edge_costs: FloatArray,
) -> _Rows:
    """Build the rows of copies: to copies of the set, to the outside, and to the copied node."""
    arcs, sets = network.adjacency_matrix, passability.node_sets
    start = arcs.indptr[copied].astype(np.int64)
    count = arcs.indptr[copied + 1] - start
    entry, rows = concatenate_ranges(start, count), np.repeat(copied, count)
    heads, edges = arcs.indices[entry], arcs.data[entry] - 1
    is_free = passability.arc_limits(edges, heads) == OUTSIDE
    costs = np.where(is_free, edge_costs[edges], np.inf)
    same_set = sets[heads] == sets[rows]
    heads = np.where(same_set, _map_to_copies(heads, copied, network.node_count), heads)
    order = np.argsort(np.concatenate([rows, copied]), kind="stable")
    jumps = np.full(len(copied), MIN_ARC_COST)
    return _Rows(
        counts=count + 1,
        heads=np.concatenate([heads, copied])[order].astype(np.int32),
        costs=np.concatenate([costs, jumps])[order],
        edges=np.concatenate([edges, np.full(len(copied), NO_EDGE)])[order].astype(np.int32),
    )


def _map_to_copies(nodes: Int32Array, copied: NDArray[np.int64], node_count: int) -> Int32Array:
    """Map copied nodes to the rows of their copies; other nodes stay as they are."""
    position = np.minimum(np.searchsorted(copied, nodes), len(copied) - 1)
    return np.where(copied[position] == nodes, node_count + position, nodes).astype(np.int32)
