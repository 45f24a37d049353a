"""
Share of random pairs of locations that a route joins, and agreement with networkx.

`python -m benchmarks.connected_pairs FILE` imports an extract twice: as it is, with each location
on its nearest street, and with fragments joined and locations on streets that lead on. It prints
the share of pairs with a route, and the largest difference to networkx in metres and minutes,
access stretches included, by day and at 22:00.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click
import geopandas as gpd
import networkx as nx
import numpy as np
import shapely

from geo.errors import AmparoError, NoRouteError
from geo.imports.street_import import import_streets
from geo.model import WGS84, Community
from geo.network.snapping import ACCESS_PACE_MIN_PER_M, StreetPositions, snap_to_streets
from geo.privacy.view import View, open_view
from geo.routes.planning import Location, RouteRequest, RouteResult, find_routes
from geo.routes.shortest_path import RouteSearch
from geo.routes.street_access import find_passability_at
from geo.store import communities as records
from geo.store import open_store
from geo.store.actor import COMMAND_LINE_ACTOR, acting_as

MOMENTS = ("2026-03-03T10:00", "2026-03-03T22:00")
SLUG = "pairs"


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--pairs", default=500, show_default=True, help="Pairs of locations.")
@click.option("--compared", default=50, show_default=True, help="Of these, held against networkx.")
@click.option("--seed", default=20261122, show_default=True)
def main(file: Path, pairs: int, compared: int, seed: int) -> None:
    """Print the share of pairs with a route before and after joining, and the differences."""
    with tempfile.TemporaryDirectory() as folder:
        for joins in (False, True):
            view = _import_file(file, Path(folder) / f"{joins}", joins_fragments=joins)
            drawn = list(_draw_pairs(view, pairs, np.random.default_rng(seed)))
            find = _has_connected_route if joins else _has_nearest_route
            for moment in MOMENTS:
                found = sum(find(view, pair, view.moment(moment)) for pair in drawn)
                click.echo(f"joined={joins} {moment}: {found} of {len(drawn)} pairs have a route")
        _compare(view, drawn[:compared])


def _import_file(file: Path, folder: Path, *, joins_fragments: bool) -> View:
    store = open_store(folder)
    records.add_community(store, Community(slug=SLUG, name=SLUG, timezone="America/Sao_Paulo"))
    with acting_as(COMMAND_LINE_ACTOR, "coordinator"):
        counts = import_streets(store, SLUG, file, joins_fragments=joins_fragments).counts
    names = ("fragments", "fragment_m", "connectors", "connector_m", "merged_nodes")
    click.echo({name: counts[name] for name in names})
    return open_view(store, SLUG, "coordinator")


def _draw_pairs(
    view: View, count: int, rng: np.random.Generator
) -> Iterator[tuple[Location, Location]]:
    """Draw pairs of locations inside the hull of all streets."""
    hull = shapely.MultiPoint(view.network.node_xy).convex_hull
    west, south, east, north = hull.bounds
    points: list[shapely.Point] = []
    while len(points) < 2 * count:
        point = shapely.Point(rng.uniform(west, east), rng.uniform(south, north))
        if hull.contains(point):
            points.append(point)
    degrees = gpd.GeoSeries(points, crs=view.network.crs).to_crs(WGS84)
    positions = snap_to_streets(view.network, degrees)
    places = [Location(float(point.y), float(point.x)) for point in degrees]
    for index in range(count):
        if positions.is_on_network[[2 * index, 2 * index + 1]].all():
            yield places[2 * index], places[2 * index + 1]


def _has_nearest_route(view: View, pair: tuple[Location, Location], when: datetime) -> bool:
    search = RouteSearch(view.exposure(view.slot(when)), 0.0, find_passability_at(view, when))
    points = gpd.GeoSeries([one.point for one in pair], crs=WGS84)
    origin, target = (
        snap_to_streets(view.network, points.iloc[:1]),
        snap_to_streets(view.network, points.iloc[1:]),
    )
    try:
        search.find_route(origin, target)
    except NoRouteError:
        return False
    return True


def _has_connected_route(view: View, pair: tuple[Location, Location], when: datetime) -> bool:
    try:
        find_routes(view, RouteRequest(pair[0], pair[1], 0.0, when))
    except AmparoError:
        return False
    return True


def _compare(view: View, pairs: list[tuple[Location, Location]]) -> None:
    for moment in MOMENTS:
        when, metres, minutes = view.moment(moment), [0.0], [0.0]
        for origin, destination in pairs:
            try:
                result = find_routes(view, RouteRequest(origin, destination, 0.0, when))
            except AmparoError:
                continue
            expected = _search_by_networkx(view, result, when)
            minutes.append(abs(result.route.minutes - expected[0]))
            metres.append(abs(result.route.length_m - expected[1]))
        click.echo(
            f"{moment}: {len(minutes) - 1} pairs, apart at most {max(minutes):.2g} minutes "
            f"and {max(metres):.2g} metres"
        )


def _search_by_networkx(view: View, result: RouteResult, when: datetime) -> tuple[float, float]:
    """Minutes and metres of the quickest route between the positions of a result."""
    network, graph = view.network, nx.DiGraph()
    passability = find_passability_at(view, when)
    edges = np.tile(np.arange(len(network.u), dtype=np.int32), 2)
    tails, heads = np.concatenate([network.u, network.v]), np.concatenate([network.v, network.u])
    start = int(result.origin.edge_indices[0])
    sets = passability.list_sets(
        start, float(result.origin.along_m[0]), float(network.length_m[start])
    )
    is_open = np.ones(len(edges), dtype=bool)
    is_open[passability.find_blocked_arcs(edges, tails, sets)] = False
    columns = tails, heads, network.minutes[edges], network.length_m[edges]
    for tail, head, minutes, metres in zip(
        *(part[is_open].tolist() for part in columns), strict=True
    ):
        graph.add_edge(tail, head, minutes=minutes, metres=metres)
    for name, position, leaves in (
        ("from", result.origin, True),
        ("to", result.destination, False),
    ):
        for node, minutes, metres in _list_parts(view, position):
            ends = (name, node) if leaves else (node, name)
            graph.add_edge(*ends, minutes=minutes, metres=metres)
    _add_part_between(view, graph, result)
    path = nx.dijkstra_path(graph, "from", "to", weight="minutes")
    return nx.path_weight(graph, path, "minutes"), nx.path_weight(graph, path, "metres")


def _list_parts(view: View, position: StreetPositions) -> Iterator[tuple[int, float, float]]:
    network, edge = view.network, int(position.edge_indices[0])
    along, access = float(position.along_m[0]), float(position.access_m[0])
    pace, length = float(network.pace_min_per_m[edge]), float(network.length_m[edge])
    for node, part in ((network.u[edge], along), (network.v[edge], length - along)):
        yield int(node), part * pace + access * ACCESS_PACE_MIN_PER_M, part + access


def _add_part_between(view: View, graph: nx.DiGraph, result: RouteResult) -> None:
    origin, target = result.origin, result.destination
    if origin.edge_indices[0] == target.edge_indices[0]:
        part = abs(float(origin.along_m[0] - target.along_m[0]))
        access = float(origin.access_m[0] + target.access_m[0])
        pace = float(view.network.pace_min_per_m[origin.edge_indices[0]])
        minutes = part * pace + access * ACCESS_PACE_MIN_PER_M
        graph.add_edge("from", "to", minutes=minutes, metres=part + access)


if __name__ == "__main__":
    main()
