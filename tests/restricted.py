"""Villages whose streets are restricted by chance, and what another program says of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import networkx as nx
import numpy as np
import shapely

from geo.cached_property import cached_property
from geo.network.edge_restrictions import CLOSED_ACCESS, DESTINATION_ACCESS, EdgeRestrictions
from geo.network.exposure import Exposure
from geo.network.passability import (
    CLOSED,
    DESTINATION,
    FREE,
    SHUT,
    Passability,
    find_edge_states,
)
from geo.network.snapping import StreetPositions
from geo.network.street_network import StreetNetwork
from geo.routes.cost import calculate_costs
from tests.village import exposure
from tests.wild import SIDE_M, wild_village


@dataclass(frozen=True)
class Restricted:
    """A village by chance, and the state of its edges by their hours."""

    network: StreetNetwork
    by_day: Exposure
    hours_states: np.ndarray
    positions: StreetPositions

    @property
    def passability(self) -> Passability:
        """Give what is tested."""
        return self.network.passability(self.hours_states)

    @cached_property
    def states(self) -> list[int]:
        """Give the state of each edge."""
        return find_edge_states(self.network.restrictions, self.hours_states).tolist()

    @cached_property
    def edges(self) -> list[tuple[int, int]]:
        """Give the nodes of each edge."""
        return list(zip(self.network.u.tolist(), self.network.v.tolist(), strict=True))

    @cached_property
    def sets(self) -> dict[int, int]:
        """Number the set of each node that is inside one, those with one way in as well."""
        nodes = range(self.network.node_count)
        free, relaxed = nx.Graph(), nx.Graph()
        for graph in (free, relaxed):
            graph.add_nodes_from(nodes)
        for (u, v), state in zip(self.edges, self.states, strict=True):
            free.add_edges_from([(u, v)] if state == FREE else [])
            relaxed.add_edges_from([(u, v)] if state != CLOSED else [])
        parts = [set(part) for part in nx.connected_components(free)]
        inside = set(nodes)
        for component in nx.connected_components(relaxed):
            own = [part for part in parts if part <= component]
            inside -= min(own, key=lambda part: (-len(part), min(part)))
        groups = nx.connected_components(relaxed.subgraph(inside))
        return {node: number for number, group in enumerate(groups) for node in group}

    def sets_at(self, spot: StreetPositions) -> set[int]:
        """Give the sets that a position is inside of."""
        edge, along = int(spot.edge_indices[0]), float(spot.along_m[0])
        ends = self.edges[edge]
        if along < 0.01:
            ends = ends[:1]
        elif along > self.network.length_m[edge] - 0.01:
            ends = ends[1:]
        return {self.sets[node] for node in ends if node in self.sets}

    def usable_ends(self, spot: StreetPositions) -> list[tuple[int, float]]:
        """Give the ends of a position's edge, and their metres; at a corner only this one."""
        edge, along = int(spot.edge_indices[0]), float(spot.along_m[0])
        length = float(self.network.length_m[edge])
        ends = [(0, 0.0), (1, length)]
        if self.states[edge] == FREE and not self.network.restrictions.direction[edge]:
            return ends
        return ends[:1] if along < 0.01 else ends[1:] if along > length - 0.01 else ends

    def part(self, edge: int, begin: float, end: float, aversion: float) -> float:
        """Price a part of an edge; infinite against its direction."""
        direction = int(self.network.restrictions.direction[edge])
        if direction * (end - begin) < 0:
            return np.inf
        spot = np.array([edge]), np.array([begin]), np.array([end])
        return float(
            calculate_costs(
                self.by_day.measure_parts(*spot),
                length_m=np.array([abs(end - begin)]),
                pace_min_per_m=self.network.pace_min_per_m[[edge]],
                aversion=aversion,
            )[0]
        )

    def arcs(self, aversion: float) -> list[tuple[int, int, int, float]]:
        """List the arcs that are not closed: edge, tail, head and price."""
        listed = []
        for edge, (u, v) in enumerate(self.edges):
            length = float(self.network.length_m[edge])
            if self.states[edge] == CLOSED:
                continue
            if self.states[edge] != FREE and u not in self.sets and v not in self.sets:
                continue
            listed.append((edge, u, v, self.part(edge, 0, length, aversion)))
            listed.append((edge, v, u, self.part(edge, length, 0, aversion)))
        return listed

    def may_pass(self, edge: int, tail: int, head: int, at_home: set[int]) -> bool:
        """Say whether somebody who is at home in some sets passes an arc."""
        sets = self.sets
        if self.states[edge] == SHUT:
            return sets.get(tail) in at_home
        if tail in sets and head not in sets:
            return sets[tail] in at_home
        return True

    def least_cost(
        self, origin: StreetPositions, target: StreetPositions, aversion: float, *, strict: bool
    ) -> float:
        """
        Search with networkx, in two phases: at home, and after.

        If not strict, who comes back to where she started is at home there again.
        """
        graph, home = nx.DiGraph(), self.sets_at(origin)
        for edge, tail, head, cost in self.arcs(aversion):
            for phase in (True, False):
                then = (phase or not strict) and self.sets.get(head) in home
                if self.may_pass(edge, tail, head, home if phase else set()):
                    graph.add_edge((tail, phase), (head, then), cost=cost)
        edge, along = int(origin.edge_indices[0]), float(origin.along_m[0])
        last, last_m = int(target.edge_indices[0]), float(target.along_m[0])
        for end, metres in self.usable_ends(origin):
            node = self.edges[edge][end]
            phase = self.sets.get(node) in home
            graph.add_edge("origin", (node, phase), cost=self.part(edge, along, metres, aversion))
        for end, metres in self.usable_ends(target):
            node = self.edges[last][end]
            for phase in (True, False):
                cost = self.part(last, metres, last_m, aversion)
                graph.add_edge((node, phase), "target", cost=cost)
        through = (
            nx.single_source_dijkstra_path_length(graph, "origin", weight="cost")["target"]
            if nx.has_path(graph, "origin", "target")
            else np.inf
        )
        if edge == last:
            return min(through, self.part(edge, along, last_m, aversion))
        return through


def restrict(network: StreetNetwork, **columns) -> StreetNetwork:
    """Restrict edges of a network: arrays by the names of columns."""
    bare = EdgeRestrictions.none(len(network.u))
    return replace(network, restrictions=replace(bare, **columns))


def restricted_village(seed: int, *, spots: int = 5) -> Restricted:
    """Make a village with two estates, and some restricted streets anywhere."""
    wild = wild_village(seed, corners=22, areas=4)
    bare, rng = wild.network, wild.rng
    count = len(bare.u)
    estate = np.zeros(bare.node_count, dtype=bool)
    for _ in range(2):
        centre, reach = rng.uniform(0, SIDE_M, 2), rng.uniform(100, 350)
        zero = shapely.get_coordinates(shapely.Point(500_000.0, 1_540_000.0))[0]
        estate |= np.hypot(*(bare.node_xy - zero - centre).T) < reach
    gated = estate[bare.u] != estate[bare.v]
    inner = estate[bare.u] & estate[bare.v]
    share = np.where(gated, 0.95, np.where(inner, 0.5, 0.05))
    state = np.where(
        rng.random(count) < share,
        rng.choice([DESTINATION, SHUT, CLOSED], count, p=[0.7, 0.15, 0.15]),
        FREE,
    )
    access = np.full(count, None, dtype=object)
    access[state == DESTINATION] = DESTINATION_ACCESS
    access[state == CLOSED] = CLOSED_ACCESS
    direction = np.where(rng.random(count) < 0.15, rng.choice([-1, 1], count), 0).astype(np.int32)
    network = restrict(bare, access=access, direction=direction)
    marked = exposure(network, wild.risks, wild.safe)
    hours = np.where(state == SHUT, SHUT, FREE).astype(np.int8)
    stand = wild.stand(spots)
    on_street = StreetPositions(stand.edge_indices, stand.along_m, np.zeros(spots))
    return Restricted(network, marked, hours, on_street)
