"""Villages with rules for drivers by chance, and what networkx finds in them, turn by turn."""

from __future__ import annotations

from dataclasses import dataclass, replace

import networkx as nx
import numpy as np
import pandas as pd
import shapely

from geo.cached_property import cached_property
from geo.network.edge_restrictions import CLOSED_ACCESS, DESTINATION_ACCESS, EdgeRestrictions
from geo.network.exposure import Exposure
from geo.network.passability import NODE_TOLERANCE_M
from geo.network.snapping import StreetPositions
from geo.network.street_network import StreetNetwork, build_street_network
from geo.osm.extract import OsmExtract
from geo.routes.cost import calculate_access_costs, calculate_selected_edge_costs
from geo.routes.shortest_path import RouteSearch
from geo.support.driving_speeds import DRIVING_SPEEDS_KM_H
from geo.support.turn_splitting import TURN_COLUMNS
from geo.support.vehicle_network import build_vehicle_network
from tests.village import exposure
from tests.wild import wild_village

Arc = tuple[int, int]  # street and the node it leads to
KINDS = ("residential", "residential", "primary", "service", "path")


@dataclass(frozen=True)
class Driving:
    """A village, its turn restrictions, and positions on its streets."""

    network: StreetNetwork
    turns: pd.DataFrame
    positions: StreetPositions
    by_day: Exposure
    unrestricted: Exposure

    @cached_property
    def ends(self) -> list[tuple[int, int]]:
        """Give the nodes of each street."""
        return list(zip(self.network.u.tolist(), self.network.v.tolist(), strict=True))

    @cached_property
    def arcs(self) -> list[Arc]:
        """List what may be driven, each street in the directions it has."""
        streets = self.network.restrictions
        found = []
        for street, (u, v) in enumerate(self.ends):
            kind, way = self.network.street_kinds[street], streets.drive_direction[street]
            if kind in DRIVING_SPEEDS_KM_H and streets.drive_access[street] != CLOSED_ACCESS:
                found += [(street, v)] if way >= 0 else []
                found += [(street, u)] if way <= 0 else []
        return found

    def tail(self, arc: Arc) -> int:
        """Give the node that an arc leads away from."""
        u, v = self.ends[arc[0]]
        return u if arc[1] == v else v

    @cached_property
    def rules(self) -> dict[Arc, tuple[set[int], set[int]]]:
        """Collect the streets that are forbidden after an arc, and the only ones allowed."""
        found: dict[Arc, tuple[set[int], set[int]]] = {}
        driven = {street for street, _ in self.arcs}
        for street, at_last, to, only in self.turns[TURN_COLUMNS].itertuples(index=False):
            arc = (street, self.ends[street][int(at_last)])
            useless = to not in driven or arc not in self.arcs or arc[1] not in self.ends[to]
            if not useless and not (only and to == street):
                found.setdefault(arc, (set(), set()))[int(only)].add(to)
        return found

    def may_turn(self, arc: Arc, after: Arc) -> bool:
        """Say whether one street may be driven after another."""
        if self.tail(after) != arc[1]:
            return False
        forbidden, only = self.rules.get(arc, (set(), set()))
        turns_back = arc in self.rules and after[0] == arc[0]
        return not turns_back and after[0] not in forbidden and (not only or after[0] in only)

    @cached_property
    def sets(self) -> dict[int, int]:
        """Number what only streets for residents join to the rest, unless it has one way in."""
        graph, free = nx.Graph(), nx.Graph()
        for street, head in self.arcs:
            pair = (self.tail((street, head)), head)
            graph.add_edge(*pair)
            free.add_nodes_from(pair)
            if self.network.restrictions.drive_access[street] != DESTINATION_ACCESS:
                free.add_edge(*pair)
        parts = [set(part) for part in nx.connected_components(free)]
        inside = set(graph)
        for component in nx.connected_components(graph):
            own = [part for part in parts if part <= component]
            inside -= min(own, key=lambda part: (-len(part), min(part)))
        groups = [set(group) for group in nx.connected_components(graph.subgraph(inside))]
        self.inside.update(inside)
        return {
            node: number
            for number, group in enumerate(groups)
            if len(nx.node_boundary(graph, group)) > 1
            for node in group
        }

    @cached_property
    def inside(self) -> set[int]:
        """Give the nodes of all sets, those with one way in as well."""
        return set()

    def may_drive(self, arc: Arc, home: set[int]) -> bool:
        """Say whether who is at home in some sets may drive an arc."""
        sets, tail = self.sets, self.tail(arc)
        restricted = self.network.restrictions.drive_access[arc[0]] == DESTINATION_ACCESS
        if restricted and tail not in self.inside and arc[1] not in self.inside:
            return False
        return not (tail in sets and arc[1] not in sets) or sets[tail] in home

    def nodes_beside(self, position: StreetPositions) -> list[int]:
        """Give both nodes of a position's street, or only the one it is at."""
        street, along = int(position.edge_indices[0]), float(position.along_m[0])
        away = {0: along, 1: float(self.network.length_m[street]) - along}
        at = [end for end, metres in away.items() if metres <= NODE_TOLERANCE_M]
        return [self.ends[street][end] for end in at or away]

    def graph(self, origin: StreetPositions, aversion: float) -> nx.DiGraph:
        """
        Lay out walking and driving: one is at a node, has just got out, or drives along an arc.

        Who has got out where some turns are not allowed walks on before getting in again.
        """
        costs = calculate_selected_edge_costs(
            self.unrestricted,
            np.arange(len(self.unrestricted.network.u)),
            aversion=aversion,
        ).tolist()
        driven = sorted({street for street, _ in self._drivable})
        junctions = sorted({node for arc in self._drivable for node in (arc[1], self.tail(arc))})
        drive = dict(zip(driven, costs[len(self.ends) :], strict=False))
        boards = dict(zip(junctions, costs[len(self.ends) + len(driven) :], strict=True))
        home = {self.sets[node] for node in self.nodes_beside(origin) if node in self.sets}
        graph = nx.DiGraph()
        for street, (u, v) in enumerate(self.ends):
            for one, other in ((u, v), (v, u)):
                graph.add_edge(("walk", one), ("walk", other), cost=costs[street])
                graph.add_edge(("out", one), ("walk", other), cost=costs[street])
        usable = [arc for arc in self.arcs if self.may_drive(arc, home)]
        for arc in usable:
            start, (street, head) = self.tail(arc), arc
            graph.add_edge(("walk", start), arc, cost=boards[start] + drive[street])
            out = "out" if arc in self.rules else "walk"
            graph.add_edge(arc, (out, head), cost=boards[head])
        leading_away: dict[int, list[Arc]] = {}
        for arc in usable:
            leading_away.setdefault(self.tail(arc), []).append(arc)
        for arc in usable:
            for after in leading_away.get(arc[1], []):
                if self.may_turn(arc, after):
                    graph.add_edge(arc, after, cost=drive[after[0]])
        return graph

    @cached_property
    def _drivable(self) -> list[Arc]:
        kinds = self.network.street_kinds
        return [
            (street, node)
            for street, pair in enumerate(self.ends)
            if kinds[street] in DRIVING_SPEEDS_KM_H
            for node in pair
        ]

    def least_costs(self, start: int, aversion: float) -> list[float]:
        """Find the least cost from one position to each, with networkx."""
        origin = self.positions.select_position(start)
        graph = self.graph(origin, aversion)
        walker = RouteSearch(self.unrestricted, aversion)
        edge, along = int(origin.edge_indices[0]), origin.along_m
        for node, metres in self._ends_of(edge):
            cost = walker.calculate_part_costs(np.array([edge]), along, metres)
            graph.add_edge("origin", ("walk", node), cost=float(cost[0]))
        reached = nx.single_source_dijkstra_path_length(graph, "origin", weight="cost")
        access = calculate_access_costs(self.unrestricted, self.positions, aversion=aversion)
        found = []
        for number in range(len(self.positions)):
            target = self.positions.select_position(number)
            last, last_m = int(target.edge_indices[0]), target.along_m
            ways = [
                reached.get((mode, node), np.inf)
                + float(walker.calculate_part_costs(np.array([last]), metres, last_m)[0])
                + access[start]
                + access[number]
                for node, metres in self._ends_of(last)
                for mode in ("walk", "out")
            ]
            if last == edge:
                cost = walker.calculate_part_costs(np.array([last]), along, last_m)[0]
                ways.append(cost + (access[start] + access[number]) * (start != number))
            found.append(min(ways))
        return found

    def _ends_of(self, edge: int) -> list[tuple[int, np.ndarray]]:
        length = float(self.network.length_m[edge])
        return list(zip(self.ends[edge], (np.zeros(1), np.array([length])), strict=True))


def driving_village(seed: int, *, spots: int = 6, turns: int = 25) -> Driving:
    """Make a village: some streets one-way, for residents, closed or slow, and rules of turning."""
    wild = wild_village(seed, corners=24, areas=4)
    rng, count = wild.rng, len(wild.network.u)
    network = replace(
        wild.network,
        street_kinds=rng.choice(KINDS, count).astype(object),
        is_stairs=np.zeros(count, dtype=bool),
        minutes=wild.network.length_m / 75,
    )
    access = rng.choice([None, DESTINATION_ACCESS, CLOSED_ACCESS], count, p=[0.7, 0.25, 0.05])
    direction = rng.choice([0, 1, -1], count, p=[0.6, 0.2, 0.2]).astype(np.int32)
    speeds = np.where(rng.random(count) < 0.2, rng.uniform(10, 90, count), np.nan)
    plain = replace(EdgeRestrictions.none(count), drive_km_h=speeds)
    network = replace(network, restrictions=plain)
    unrestricted = exposure(build_vehicle_network(network), wild.risks, wild.safe)
    network = replace(
        network, restrictions=replace(plain, drive_access=access, drive_direction=direction)
    )
    rules = _draw_turns(network, rng, turns)
    by_day = exposure(build_vehicle_network(network, turns=rules), wild.risks, wild.safe)
    return Driving(network, rules, wild.stand(spots), by_day, unrestricted)


def driving_city(
    extract: OsmExtract, seed: int, *, centre: tuple[float, float], streets: int = 4000
) -> Driving:
    """Cut the streets around a place out of an extract, and stand on some of them."""
    middle = shapely.Point(centre)
    near = extract.edges.assign(far=shapely.distance(extract.edges.geometry.to_numpy(), middle))
    near = near.sort_values("far").head(streets).reset_index(drop=True)
    number = dict(zip(near["edge"], range(len(near)), strict=True))
    rows = [
        (number[one], node == near["v"][number[one]], number[other], only)
        for one, node, other, only in extract.turn_restrictions
        if one in number and other in number
    ]
    rules = pd.DataFrame(rows, columns=TURN_COLUMNS)
    network = build_street_network(near.assign(edge=near.index, routable=True))
    told, bare = network.restrictions, EdgeRestrictions.none(len(near))
    slow = replace(bare, drive_km_h=told.drive_km_h)
    by_tags = replace(slow, drive_access=told.drive_access, drive_direction=told.drive_direction)
    network = replace(network, restrictions=by_tags)
    unrestricted = build_vehicle_network(replace(network, restrictions=slow))
    main = np.flatnonzero(network.node_components[network.u] == 0)
    edges = np.random.default_rng(seed).choice(main, 5, replace=False)
    spots = StreetPositions(edges, network.length_m[edges] / 3, np.zeros(len(edges)))
    by_day = exposure(build_vehicle_network(network, turns=rules))
    return Driving(network, rules, spots, by_day, exposure(unrestricted))


def _draw_turns(network: StreetNetwork, rng: np.random.Generator, count: int) -> pd.DataFrame:
    rows = []
    for street in rng.integers(len(network.u), size=count).tolist():
        at_last = bool(rng.random() < 0.5)
        node = (network.v if at_last else network.u)[street]
        touching = np.flatnonzero((network.u == node) | (network.v == node))
        only = bool(rng.random() < 0.25)
        rows.append((street, at_last, int(rng.choice(touching)), only))
    return pd.DataFrame(rows, columns=TURN_COLUMNS)
