"""
Travel time to the nearest service, for every street node and demand point.

A multi-source Dijkstra search starts at all services. Each service is an additional node with an
arc to both nodes of its edge: its access stretch, and the part along the edge.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import dijkstra

from geo.coverage.service_graph import ServiceGraph, build_service_graph
from geo.coverage.shortest_path_tree import ShortestPathTree
from geo.network.access_exposure import measure_access
from geo.network.exposure import Exposure
from geo.network.passability import Passability
from geo.network.snapping import StreetPositions
from geo.network.street_network import FloatArray, StreetNetwork
from geo.routes.cost import calculate_access_costs, calculate_costs

NO_SERVICE = -1


@dataclass(frozen=True)
class TravelTimes:
    """
    Measures of the least-cost routes from locations to a service.

    Attributes
    ----------
    cost, minutes, length_m, inside_m
        Cost and time [min], metres, metres inside risk areas; infinite where no route exists.
    service
        Index of the service; `NO_SERVICE` where no route exists.
    """

    cost: FloatArray
    minutes: FloatArray
    length_m: FloatArray
    inside_m: FloatArray
    service: NDArray[np.int64]


@dataclass(frozen=True)
class ReachableNetwork:
    """Travel times from every node of a network to the services on its streets."""

    exposure: Exposure
    passability: Passability
    aversion: float
    service_positions: StreetPositions
    junction_times: TravelTimes


@dataclass(frozen=True)
class MultiSourceSearch:
    """
    Multi-source search tree from all services.

    Attributes
    ----------
    graph
        Searched graph: the network's nodes, copies of some, and a row for each service.
    entry_times
        Measures between services and the nodes of their edges, with access stretches.
    cost, predecessors, service_indices
        For each row: the least cost [min], the predecessor row, and the index of the service,
        `NO_SERVICE` where no route exists.
    """

    graph: ServiceGraph
    entry_times: TravelTimes
    cost: FloatArray
    predecessors: NDArray[np.int32]
    service_indices: NDArray[np.int64]


def search_from_services(
    exposure: Exposure,
    services: StreetPositions,
    *,
    aversion: float,
    passability: Passability | None = None,
) -> MultiSourceSearch:
    """Find the least-cost service of every node, and its cost; see `compute_reachable_network`."""
    passability = passability or exposure.network.passability()
    network, count = exposure.network, len(services)
    of_service = np.repeat(np.arange(count), 2)
    edge, from_m = services.edge_indices[of_service], services.along_m[of_service]
    to_m = np.stack([np.zeros(count), network.length_m[services.edge_indices]], axis=1).ravel()
    parts = _measure_edge_parts(exposure, aversion, edge, from_m, to_m)
    entry = _append_access(exposure, aversion, parts, services, indices=of_service)
    is_blocked = _find_blocked_parts(network, passability, services, leaves=False)
    entry.cost[is_blocked.reshape(2, -1).T.ravel()] = np.inf
    graph = build_service_graph(
        exposure, services, entry.cost, aversion=aversion, passability=passability
    )
    cost, before, root = dijkstra(
        graph.matrix, indices=graph.service_rows, min_only=True, return_predecessors=True
    )
    service = np.full(len(root), NO_SERVICE)
    reached = np.flatnonzero(root >= graph.first_service_row)
    service[reached] = _find_first_at_position(services)[root[reached] - graph.first_service_row]
    return MultiSourceSearch(graph, entry, cost, before, service)


def compute_reachable_network(
    exposure: Exposure,
    services: StreetPositions,
    *,
    aversion: float,
    passability: Passability | None = None,
) -> ReachableNetwork:
    """
    Compute the travel times of all nodes to their least-cost service.

    Parameters
    ----------
    services
        Positions of at least one service.
    aversion
        The least-cost route for it is chosen; distance is judged by its minutes, not by its cost.
    passability
        Who may pass which edge; None where no moment is known, see `StreetNetwork.passability`.
    """
    network = exposure.network
    passability = passability or network.passability()
    search = search_from_services(exposure, services, aversion=aversion, passability=passability)
    entry, nodes = search.entry_times, slice(0, network.node_count)
    minutes, length_m, inside_m = ShortestPathTree(search.graph, search.predecessors).sum_measures(
        [network.minutes, network.length_m, exposure.edge_measures.inside_m],
        [entry.minutes, entry.length_m, entry.inside_m],
    )
    trips = TravelTimes(
        search.cost[nodes], minutes, length_m, inside_m, search.service_indices[nodes]
    )
    return ReachableNetwork(exposure, passability, aversion, services, trips)


def measure_to_end_nodes(
    exposure: Exposure, positions: StreetPositions, *, aversion: float
) -> TravelTimes:
    """Measure from positions to the first nodes of their edges, then to the last nodes."""
    count, length_m = len(positions), exposure.network.length_m[positions.edge_indices]
    edge, from_m = np.tile(positions.edge_indices, 2), np.tile(positions.along_m, 2)
    to_m = np.concatenate([np.zeros(count), length_m])
    return _append_access(
        exposure,
        aversion,
        _measure_edge_parts(exposure, aversion, edge, from_m, to_m),
        positions,
        indices=np.tile(np.arange(count), 2),
    )


def measure_travel_times(
    reachable_network: ReachableNetwork,
    positions: StreetPositions,
    *,
    to_end_nodes: TravelTimes | None = None,
) -> TravelTimes:
    """
    Compute the travel time of each position to its least-cost service.

    Parameters
    ----------
    positions
        Their access stretches count, and so do those of the services.
    to_end_nodes
        What `measure_to_end_nodes` gives for them, where it is known.
    """
    network, junctions = reachable_network.exposure.network, reachable_network.junction_times
    count = len(positions)
    end_nodes = np.concatenate(
        [network.u[positions.edge_indices], network.v[positions.edge_indices]]
    )
    part = to_end_nodes or measure_to_end_nodes(
        reachable_network.exposure, positions, aversion=reachable_network.aversion
    )
    through = TravelTimes(
        junctions.cost[end_nodes] + part.cost,
        junctions.minutes[end_nodes] + part.minutes,
        junctions.length_m[end_nodes] + part.length_m,
        junctions.inside_m[end_nodes] + part.inside_m,
        junctions.service[end_nodes],
    )
    is_blocked = _find_blocked_parts(network, reachable_network.passability, positions, leaves=True)
    for values in (through.cost, through.minutes, through.length_m, through.inside_m):
        values[is_blocked] = np.inf
    through.service[is_blocked] = NO_SERVICE
    by_u = through.cost[:count] <= through.cost[count:]
    pick = np.where(by_u, np.arange(count), np.arange(count) + count)
    best_times = TravelTimes(*(values[pick] for values in vars(through).values()))
    return _prefer_same_edge(reachable_network, positions, best_times)


def _prefer_same_edge(
    reachable_network: ReachableNetwork, positions: StreetPositions, best_times: TravelTimes
) -> TravelTimes:
    """Use the part along the edge where position and service share it and that is cheaper."""
    position_index, service = np.nonzero(
        positions.edge_indices[:, None] == reachable_network.service_positions.edge_indices[None, :]
    )
    if not len(position_index):
        return best_times
    direction = reachable_network.passability.direction[positions.edge_indices[position_index]]
    services_m = reachable_network.service_positions.along_m[service]
    is_walked = direction * (services_m - positions.along_m[position_index]) >= 0
    position_index, service = position_index[is_walked], service[is_walked]
    origins = positions.select_positions(position_index)
    targets = reachable_network.service_positions.select_positions(service)
    along = _measure_along_edge(reachable_network, origins, targets)
    order = np.lexsort((service, along.cost, position_index))
    first = np.unique(position_index[order], return_index=True)[1]
    best_pairs = order[first]
    best_pairs = best_pairs[along.cost[best_pairs] < best_times.cost[position_index[best_pairs]]]
    values = {name: array.copy() for name, array in vars(best_times).items()}
    for name in ("cost", "minutes", "length_m", "inside_m"):
        values[name][position_index[best_pairs]] = getattr(along, name)[best_pairs]
    values["service"][position_index[best_pairs]] = service[best_pairs]
    return TravelTimes(**values)


def _find_blocked_parts(
    network: StreetNetwork, passability: Passability, positions: StreetPositions, *, leaves: bool
) -> NDArray[np.bool_]:
    """Find the parts at first nodes, then at last nodes, that nobody may use."""
    if not passability.has_limits:
        return np.zeros(2 * len(positions), dtype=bool)
    edges, along_m = positions.edge_indices, positions.along_m
    return passability.find_blocked_parts(edges, along_m, network.length_m[edges], leaves=leaves)


def _measure_along_edge(
    reachable_network: ReachableNetwork, origins: StreetPositions, targets: StreetPositions
) -> TravelTimes:
    """Measure pairs of positions on one edge; nothing is walked between equal locations."""
    exposure, aversion = reachable_network.exposure, reachable_network.aversion
    along = _measure_edge_parts(
        exposure, aversion, origins.edge_indices, origins.along_m, targets.along_m
    )
    for positions in (origins, targets):
        along = _append_access(exposure, aversion, along, positions)
    is_same = origins.match_locations(targets)
    values = {name: np.where(is_same, 0, array) for name, array in vars(along).items()}
    return TravelTimes(**{**values, "service": along.service})


def _append_access(
    exposure: Exposure,
    aversion: float,
    times: TravelTimes,
    positions: StreetPositions,
    *,
    indices: NDArray[np.int64] | None = None,
) -> TravelTimes:
    """Add the access stretch of each position, or of those with `indices`."""
    chosen = slice(None) if indices is None else indices
    cost = calculate_access_costs(exposure, positions, aversion=aversion)
    inside_m = measure_access(exposure, positions).inside_m
    return TravelTimes(
        times.cost + cost[chosen],
        times.minutes + positions.access_minutes[chosen],
        times.length_m + positions.access_m[chosen],
        times.inside_m + inside_m[chosen],
        times.service,
    )


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
    no_service = np.full(len(edge_indices), NO_SERVICE, dtype=np.int64)
    return TravelTimes(cost, length * pace, length, measures.inside_m, no_service)


def _find_first_at_position(services: StreetPositions) -> NDArray[np.int64]:
    """Map each service to the first service at the same position and distance from it."""
    spots = np.stack([services.edge_indices, services.along_m, services.access_m])
    _, first, spot = np.unique(spots, axis=1, return_index=True, return_inverse=True)
    return np.asarray(first[spot.ravel()])
