"""
Time to the nearest of several services, for every junction and every home.

One search starts at all services at once. Each service is a node of its own with an arc to each
end of the street it stands on, so that it is reached from the street and not from a corner.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from geo.network.exposure import Exposure
from geo.network.network import FloatArray
from geo.network.snapping import Positions
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


def reach(exposure: Exposure, services: Positions, *, aversion: float) -> Reach:
    """
    Search from all services at once.

    Parameters
    ----------
    services
        At least one.
    aversion
        The way of least cost for it is taken, and its minutes are told: what is far is decided
        by time and not by price.
    """
    network, count = exposure.network, len(services)
    edge = np.repeat(services.edge, 2)
    from_m = np.repeat(services.along_m, 2)
    to_m = np.stack([np.zeros(count), network.length_m[services.edge]], axis=1).ravel()
    entry = _parts(exposure, aversion, edge, from_m, to_m)
    matrix = _with_rows(exposure, services, entry.cost, aversion)
    source = np.arange(network.nodes, network.nodes + count)
    cost, before, root = dijkstra(matrix, indices=source, min_only=True, return_predecessors=True)
    nodes = slice(0, network.nodes)
    found = np.where(root[nodes] >= network.nodes, root[nodes] - network.nodes, NOWHERE)
    tree = _Tree(exposure, services, before[nodes])
    trips = Trips(
        cost[nodes],
        tree.sum(network.minutes, entry.minutes),
        tree.sum(network.length_m, entry.length_m),
        tree.sum(exposure.edges.inside_m, entry.inside_m),
        found.astype(np.int64),
    )
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


class _Tree:
    """The search tree, to sum what edges measure from each junction to its service."""

    def __init__(self, exposure: Exposure, services: Positions, before: NDArray[np.int32]) -> None:
        network = exposure.network
        self._none = before < 0
        self._before = np.where(self._none | (before >= network.nodes), NOWHERE, before)
        arcs = network.arcs
        rows = np.repeat(np.arange(network.nodes), np.diff(arcs.indptr))
        used = before[arcs.indices] == rows
        self._edge = np.full(network.nodes, NOWHERE)
        self._edge[arcs.indices[used]] = arcs.data[used] - 1
        self._entry = np.full(network.nodes, NOWHERE)
        entered = np.flatnonzero(before >= network.nodes)
        service = before[entered] - network.nodes
        by_u = network.u[services.edge[service]] == entered
        self._entry[entered] = 2 * service + np.where(by_u, 0, 1)

    def sum(self, edge_measure: FloatArray, entry_measure: FloatArray) -> FloatArray:
        """Sum a measure along the tree by doubling: as many rounds as the depth has bits."""
        total = np.where(self._edge >= 0, edge_measure[self._edge], 0.0)
        total += np.where(self._entry >= 0, entry_measure[self._entry], 0.0)
        above = self._before.copy()
        while (going := np.flatnonzero(above >= 0)).size:
            total[going] += total[above[going]]
            above[going] = above[above[going]]
        total[self._none] = np.inf
        return total
