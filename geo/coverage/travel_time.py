"""
Time to the nearest of several services, for every junction and every home.

One search starts at all services at once. Each service is a node of its own with an arc to each
end of the street it stands on, so that it is reached from the street and not from a corner.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, dijkstra

from geo.network.exposure import Exposure
from geo.network.snapping import StreetPositions
from geo.network.street_network import FloatArray, StreetNetwork
from geo.routes.cost import calculate_costs, calculate_edge_costs

NO_SERVICE = -1


@dataclass(frozen=True)
class TravelTimes:
    """
    The way of least cost from places to a service, measured.

    Attributes
    ----------
    cost, minutes, length_m, inside_m
        Price and time [min], metres, metres inside risk areas; infinite where no way exists.
    service
        Which of the services it leads to; `NO_SERVICE` where no way exists.
    """

    cost: FloatArray
    minutes: FloatArray
    length_m: FloatArray
    inside_m: FloatArray
    service: NDArray[np.int64]


@dataclass(frozen=True)
class ReachableNetwork:
    """Trips from every junction of a network to the services that stand on its streets."""

    exposure: Exposure
    aversion: float
    service_positions: StreetPositions
    junction_times: TravelTimes


@dataclass(frozen=True)
class MultiSourceSearch:
    """
    A search from all services at once, not yet measured.

    Attributes
    ----------
    graph_matrix
        What was searched: the network's nodes, and below them a row for each service.
    entry_times
        The parts of edges between services and the ends of their streets.
    cost, predecessors, service_indices
        For each row: the least cost [min], the row before it, and the service it is reached
        from, `NO_SERVICE` where no way exists.
    """

    graph_matrix: csr_array
    entry_times: TravelTimes
    cost: FloatArray
    predecessors: NDArray[np.int32]
    service_indices: NDArray[np.int64]


def search_from_services(
    exposure: Exposure, services: StreetPositions, *, aversion: float
) -> MultiSourceSearch:
    """Find the least cost from every junction to a service, and to which service."""
    network, count = exposure.network, len(services)
    edge = np.repeat(services.edge_indices, 2)
    from_m = np.repeat(services.along_m, 2)
    to_m = np.stack([np.zeros(count), network.length_m[services.edge_indices]], axis=1).ravel()
    entry = _measure_edge_parts(exposure, aversion, edge, from_m, to_m)
    matrix = _append_service_rows(exposure, services, entry.cost, aversion)
    source = np.arange(network.node_count, network.node_count + count)
    cost, before, root = dijkstra(matrix, indices=source, min_only=True, return_predecessors=True)
    service = np.full(len(root), NO_SERVICE)
    reached = np.flatnonzero(root >= network.node_count)
    service[reached] = _find_first_at_position(services)[root[reached] - network.node_count]
    return MultiSourceSearch(matrix, entry, cost, before, service)


def compute_reachable_network(
    exposure: Exposure, services: StreetPositions, *, aversion: float
) -> ReachableNetwork:
    """
    Search from all services at once, and measure the trips of all junctions.

    Parameters
    ----------
    services
        At least one.
    aversion
        The way of least cost for it is taken, and its minutes are told: what is far is decided
        by time and not by price.
    """
    network, found = exposure.network, search_from_services(exposure, services, aversion=aversion)
    entry, nodes = found.entry_times, slice(0, network.node_count)
    minutes, length_m, inside_m = _ShortestPathTree(
        network, found.graph_matrix, found.predecessors
    ).sum_measures(
        [network.minutes, network.length_m, exposure.edge_measures.inside_m],
        [entry.minutes, entry.length_m, entry.inside_m],
    )
    trips = TravelTimes(
        found.cost[nodes], minutes, length_m, inside_m, found.service_indices[nodes]
    )
    return ReachableNetwork(exposure, aversion, services, trips)


def measure_travel_times(
    reachable_network: ReachableNetwork, positions: StreetPositions
) -> TravelTimes:
    """
    Measure the trip of each place to its service of least cost.

    Parameters
    ----------
    positions
        Anywhere on the streets.
    """
    network, junctions = reachable_network.exposure.network, reachable_network.junction_times
    count = len(positions)
    ends = np.concatenate([network.u[positions.edge_indices], network.v[positions.edge_indices]])
    edge, from_m = np.tile(positions.edge_indices, 2), np.tile(positions.along_m, 2)
    to_m = np.concatenate([np.zeros(count), network.length_m[positions.edge_indices]])
    part = _measure_edge_parts(
        reachable_network.exposure, reachable_network.aversion, edge, from_m, to_m
    )
    through = TravelTimes(
        junctions.cost[ends] + part.cost,
        junctions.minutes[ends] + part.minutes,
        junctions.length_m[ends] + part.length_m,
        junctions.inside_m[ends] + part.inside_m,
        junctions.service[ends],
    )
    by_u = through.cost[:count] <= through.cost[count:]
    pick = np.where(by_u, np.arange(count), np.arange(count) + count)
    best = TravelTimes(*(values[pick] for values in vars(through).values()))
    return _prefer_same_edge(reachable_network, positions, best)


def _prefer_same_edge(
    reachable_network: ReachableNetwork, positions: StreetPositions, best_times: TravelTimes
) -> TravelTimes:
    """Take the walk along the edge where place and service share one and that is cheaper."""
    place, service = np.nonzero(
        positions.edge_indices[:, None] == reachable_network.service_positions.edge_indices[None, :]
    )
    if not len(place):
        return best_times
    along = _measure_edge_parts(
        reachable_network.exposure,
        reachable_network.aversion,
        positions.edge_indices[place],
        positions.along_m[place],
        reachable_network.service_positions.along_m[service],
    )
    order = np.lexsort((service, along.cost, place))
    first = np.unique(place[order], return_index=True)[1]
    chosen = order[first]
    chosen = chosen[along.cost[chosen] < best_times.cost[place[chosen]]]
    values = {name: array.copy() for name, array in vars(best_times).items()}
    for name in ("cost", "minutes", "length_m", "inside_m"):
        values[name][place[chosen]] = getattr(along, name)[chosen]
    values["service"][place[chosen]] = service[chosen]
    return TravelTimes(**values)


def _measure_edge_parts(
    exposure: Exposure,
    aversion: float,
    edge_indices: NDArray[np.int64],
    from_m: FloatArray,
    to_m: FloatArray,
) -> TravelTimes:
    measures = exposure.measure_parts(edge_indices, from_m, to_m)
    length = np.abs(to_m - from_m)
    pace = exposure.network.pace_min_per_m[edge_indices]
    cost = calculate_costs(measures, length_m=length, pace_min_per_m=pace, aversion=aversion)
    nobody = np.full(len(edge_indices), NO_SERVICE, dtype=np.int64)
    return TravelTimes(cost, length * pace, length, measures.inside_m, nobody)


def _append_service_rows(
    exposure: Exposure, services: StreetPositions, entry_costs: FloatArray, aversion: float
) -> csr_array:
    """Add a row for each service below the nodes' rows."""
    network = exposure.network
    arcs, count = network.adjacency_matrix, len(services)
    size = network.node_count + count
    ends = np.stack(
        [network.u[services.edge_indices], network.v[services.edge_indices]], axis=1
    ).ravel()
    data = np.concatenate(
        [calculate_edge_costs(exposure, aversion)[arcs.data - 1], np.maximum(entry_costs, 1e-12)]
    )
    indices = np.concatenate([arcs.indices, ends.astype(arcs.indices.dtype)])
    rows = arcs.indptr[-1] + 2 * np.arange(1, count + 1)
    indptr = np.concatenate([arcs.indptr, rows.astype(arcs.indptr.dtype)])
    return csr_array((data, indices, indptr), shape=(size, size))


def _find_first_at_position(services: StreetPositions) -> NDArray[np.int64]:
    """Name each service by the first one on the same spot: of two under one roof, that one."""
    spots = np.stack([services.edge_indices, services.along_m])
    _, first, spot = np.unique(spots, axis=1, return_index=True, return_inverse=True)
    return np.asarray(first[spot.ravel()])


class _ShortestPathTree:
    """
    The search tree, to sum what edges measure from each junction to its service.

    Nodes are put in the order of their depth: then every level is a slice, and is summed at
    once from the one above it.
    """

    def __init__(
        self, network: StreetNetwork, graph_matrix: csr_array, predecessors: NDArray[np.int32]
    ) -> None:
        """Take what was searched, services below the nodes, and what came before what."""
        size, streets = len(predecessors), len(network.adjacency_matrix.data)
        rows = np.repeat(np.arange(size, dtype=np.int32), np.diff(graph_matrix.indptr))
        used = np.flatnonzero(predecessors[graph_matrix.indices] == rows)
        below, doors = graph_matrix.indices[used], np.arange(network.node_count, size)
        heads = np.append(np.searchsorted(used, graph_matrix.indptr), len(used) + len(doors))
        children = np.concatenate([below, doors])
        tree = csr_array((np.ones(len(children)), children, heads), shape=(size + 1, size + 1))
        self._node_order, parent = breadth_first_order(tree, size)
        place = np.empty(size + 1, dtype=np.int64)
        place[self._node_order] = np.arange(len(self._node_order))
        self._parent_ranks = place[parent[self._node_order[1:]]]  # never falls from one to the next
        by_street = int(np.searchsorted(used, streets))
        self._street_children, self._street_edges = (
            below[:by_street],
            network.adjacency_matrix.data[used[:by_street]] - 1,
        )
        self._entry_children, self._entry_indices = below[by_street:], used[by_street:] - streets
        self._node_counts = network.node_count, size + 1

    def sum_measures(
        self, edge_measures: Sequence[FloatArray], entry_measures: Sequence[FloatArray]
    ) -> list[FloatArray]:
        """
        Sum measures along the tree.

        Parameters
        ----------
        edge_measures, entry_measures
            Each measure, of the network's edges and of the parts between services and junctions.

        Returns
        -------
        sums
            For each measure, one sum for each junction; infinite where no way exists.
        """
        nodes, size = self._node_counts
        last = np.zeros((size, len(edge_measures)))
        for column, (edges, entries) in enumerate(zip(edge_measures, entry_measures, strict=True)):
            last[self._street_children, column] = edges[self._street_edges]
            last[self._entry_children, column] = entries[self._entry_indices]
        total = np.take(last, self._node_order, axis=0)
        begin, end = 0, 1
        while begin < len(total):
            begin, end = end, 1 + int(np.searchsorted(self._parent_ranks, end))
            total[begin:end] += total[self._parent_ranks[begin - 1 : end - 1]]
        last[:] = np.inf
        last[self._node_order] = total
        return list(last[:nodes].T.copy())
