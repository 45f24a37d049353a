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
from geo.network.snapping import Positions
from geo.network.street_network import FloatArray, StreetNetwork
from geo.routes.cost import cost_of, edge_cost

NOWHERE = -1


@dataclass(frozen=True)
class Trips:
    """
    The way of least cost from places to a service, measured.

    Attributes
    ----------
    cost, minutes, length_m, inside_m
        Price and time [min], metres, metres inside risk areas; infinite where no way exists.
    service
        Which of the services it leads to; `NOWHERE` where no way exists.
    """

    cost: FloatArray
    minutes: FloatArray
    length_m: FloatArray
    inside_m: FloatArray
    service: NDArray[np.int64]


@dataclass(frozen=True)
class Reach:
    """Trips from every junction of a network to the services that stand on its streets."""

    exposure: Exposure
    aversion: float
    services: Positions
    junctions: Trips


@dataclass(frozen=True)
class Flood:
    """
    A search from all services at once, not yet measured.

    Attributes
    ----------
    matrix
        What was searched: the network's nodes, and below them a row for each service.
    entry
        The parts of edges between services and the ends of their streets.
    cost, before, service
        For each row: the least cost [min], the row before it, and the service it is reached
        from, `NOWHERE` where no way exists.
    """

    matrix: csr_array
    entry: Trips
    cost: FloatArray
    before: NDArray[np.int32]
    service: NDArray[np.int64]


def flood(exposure: Exposure, services: Positions, *, aversion: float) -> Flood:
    """Find the least cost of every junction to a service, and which; see `reach`."""
    network, count = exposure.network, len(services)
    edge = np.repeat(services.edge, 2)
    from_m = np.repeat(services.along_m, 2)
    to_m = np.stack([np.zeros(count), network.length_m[services.edge]], axis=1).ravel()
    entry = _parts(exposure, aversion, edge, from_m, to_m)
    matrix = _with_rows(exposure, services, entry.cost, aversion)
    source = np.arange(network.nodes, network.nodes + count)
    cost, before, root = dijkstra(matrix, indices=source, min_only=True, return_predecessors=True)
    service = np.full(len(root), NOWHERE)
    reached = np.flatnonzero(root >= network.nodes)
    service[reached] = _first_on_spot(services)[root[reached] - network.nodes]
    return Flood(matrix, entry, cost, before, service)


def reach(exposure: Exposure, services: Positions, *, aversion: float) -> Reach:
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
    network, found = exposure.network, flood(exposure, services, aversion=aversion)
    entry, nodes = found.entry, slice(0, network.nodes)
    minutes, length_m, inside_m = _Tree(network, found.matrix, found.before).sums(
        [network.minutes, network.length_m, exposure.edges.inside_m],
        [entry.minutes, entry.length_m, entry.inside_m],
    )
    trips = Trips(found.cost[nodes], minutes, length_m, inside_m, found.service[nodes])
    return Reach(exposure, aversion, services, trips)


def trips_from(found: Reach, places: Positions) -> Trips:
    """
    Measure the trip of each place to its service of least cost.

    Parameters
    ----------
    places
        Anywhere on the streets.
    """
    network, junctions = found.exposure.network, found.junctions
    count = len(places)
    ends = np.concatenate([network.u[places.edge], network.v[places.edge]])
    edge, from_m = np.tile(places.edge, 2), np.tile(places.along_m, 2)
    to_m = np.concatenate([np.zeros(count), network.length_m[places.edge]])
    part = _parts(found.exposure, found.aversion, edge, from_m, to_m)
    through = Trips(
        junctions.cost[ends] + part.cost,
        junctions.minutes[ends] + part.minutes,
        junctions.length_m[ends] + part.length_m,
        junctions.inside_m[ends] + part.inside_m,
        junctions.service[ends],
    )
    by_u = through.cost[:count] <= through.cost[count:]
    pick = np.where(by_u, np.arange(count), np.arange(count) + count)
    best = Trips(*(values[pick] for values in vars(through).values()))
    return _or_along_edge(found, places, best)


def _or_along_edge(found: Reach, places: Positions, best: Trips) -> Trips:
    """Take the walk along the edge where place and service share one and that is cheaper."""
    place, service = np.nonzero(places.edge[:, None] == found.services.edge[None, :])
    if not len(place):
        return best
    along = _parts(
        found.exposure,
        found.aversion,
        places.edge[place],
        places.along_m[place],
        found.services.along_m[service],
    )
    order = np.lexsort((service, along.cost, place))
    first = np.unique(place[order], return_index=True)[1]
    chosen = order[first]
    chosen = chosen[along.cost[chosen] < best.cost[place[chosen]]]
    values = {name: array.copy() for name, array in vars(best).items()}
    for name in ("cost", "minutes", "length_m", "inside_m"):
        values[name][place[chosen]] = getattr(along, name)[chosen]
    values["service"][place[chosen]] = service[chosen]
    return Trips(**values)


def _parts(
    exposure: Exposure,
    aversion: float,
    edge: NDArray[np.int64],
    from_m: FloatArray,
    to_m: FloatArray,
) -> Trips:
    measures = exposure.between(edge, from_m, to_m)
    length = np.abs(to_m - from_m)
    pace = exposure.network.pace[edge]
    cost = cost_of(measures, length_m=length, pace=pace, aversion=aversion)
    nobody = np.full(len(edge), NOWHERE, dtype=np.int64)
    return Trips(cost, length * pace, length, measures.inside_m, nobody)


def _with_rows(
    exposure: Exposure, services: Positions, entry: FloatArray, aversion: float
) -> csr_array:
    """Add a row for each service below the nodes' rows."""
    network = exposure.network
    arcs, count = network.arcs, len(services)
    size = network.nodes + count
    ends = np.stack([network.u[services.edge], network.v[services.edge]], axis=1).ravel()
    data = np.concatenate([edge_cost(exposure, aversion)[arcs.data - 1], np.maximum(entry, 1e-12)])
    indices = np.concatenate([arcs.indices, ends.astype(arcs.indices.dtype)])
    rows = arcs.indptr[-1] + 2 * np.arange(1, count + 1)
    indptr = np.concatenate([arcs.indptr, rows.astype(arcs.indptr.dtype)])
    return csr_array((data, indices, indptr), shape=(size, size))


def _first_on_spot(services: Positions) -> NDArray[np.int64]:
    """Name each service by the first one on the same spot: of two under one roof, that one."""
    spots = np.stack([services.edge, services.along_m])
    _, first, spot = np.unique(spots, axis=1, return_index=True, return_inverse=True)
    return np.asarray(first[spot.ravel()])


class _Tree:
    """
    The search tree, to sum what edges measure from each junction to its service.

    Nodes are put in the order of their depth: then every level is a slice, and is summed at
    once from the one above it.
    """

    def __init__(
        self, network: StreetNetwork, matrix: csr_array, before: NDArray[np.int32]
    ) -> None:
        """Take what was searched, services below the nodes, and what came before what."""
        size, streets = len(before), len(network.arcs.data)
        rows = np.repeat(np.arange(size, dtype=np.int32), np.diff(matrix.indptr))
        used = np.flatnonzero(before[matrix.indices] == rows)
        below, doors = matrix.indices[used], np.arange(network.nodes, size)
        heads = np.append(np.searchsorted(used, matrix.indptr), len(used) + len(doors))
        children = np.concatenate([below, doors])
        tree = csr_array((np.ones(len(children)), children, heads), shape=(size + 1, size + 1))
        self._order, parent = breadth_first_order(tree, size)
        place = np.empty(size + 1, dtype=np.int64)
        place[self._order] = np.arange(len(self._order))
        self._above = place[parent[self._order[1:]]]  # never falls from one to the next
        by_street = int(np.searchsorted(used, streets))
        self._walked, self._edge = below[:by_street], network.arcs.data[used[:by_street]] - 1
        self._entered, self._entry = below[by_street:], used[by_street:] - streets
        self._size = network.nodes, size + 1

    def sums(
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
        nodes, size = self._size
        last = np.zeros((size, len(edge_measures)))
        for column, (edges, entries) in enumerate(zip(edge_measures, entry_measures, strict=True)):
            last[self._walked, column] = edges[self._edge]
            last[self._entered, column] = entries[self._entry]
        total = np.take(last, self._order, axis=0)
        begin, end = 0, 1
        while begin < len(total):
            begin, end = end, 1 + int(np.searchsorted(self._above, end))
            total[begin:end] += total[self._above[begin - 1 : end - 1]]
        last[:] = np.inf
        last[self._order] = total
        return list(last[:nodes].T.copy())
