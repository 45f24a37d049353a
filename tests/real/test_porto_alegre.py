"""Porto Alegre: what our commands say of a real city, against another program's search."""

from __future__ import annotations

import time
from itertools import pairwise

import geopandas as gpd
import networkx as nx
import numpy as np
import pytest
import shapely
from shapely.ops import substring

pytestmark = pytest.mark.real_data

SEED, AREAS, PAIRS, HOMES, DOORS = 20, 30, 50, 200, 12
AVERSIONS = (0.0, 1.0, 3.0, 10.0)
MIDNIGHT = "2026-06-01T00:00"
HERE = ("--community", "porto-alegre")


def geojson(path, shapes, **columns):
    """Write shapes in degrees, with their attributes."""
    gpd.GeoDataFrame(columns, geometry=list(shapes), crs="EPSG:4326").to_file(path)
    return path


ACCESS_PACE = 1.2 / 75  # minutes a metre, beside the streets


def main_part(edges):
    """Keep the streets that anybody may pass both ways, of the largest part that they join."""
    free = edges[(edges["state"] == "free") & (edges["direction"] == 0)]
    joined = nx.Graph(zip(free["u"], free["v"], strict=True))
    return free[free["u"].isin(max(nx.connected_components(joined), key=len))]


class Ground:
    """The drawn areas in metres, to measure what lies in them by shapely alone."""

    def __init__(self, layers, crs):
        self.crs = crs
        risks = gpd.read_file(layers["risk_areas"]).to_crs(crs)
        risks = risks[risks["holds"] != "day"]
        self.levels = [risks[risks["severity"] >= k].union_all() for k in range(1, 6)]
        self.safe = gpd.read_file(layers["safe_zones"]).to_crs(crs).union_all()

    def risk_m(self, line):
        return sum(line.intersection(level).length for level in self.levels) / 5

    def access(self, spot, on_street, aversion):
        """Tell cost and minutes of the straight line from a place to its street, in metres."""
        line = shapely.LineString([spot, on_street])
        minutes = line.length * ACCESS_PACE
        return minutes + aversion * self.risk_m(line) * ACCESS_PACE, minutes


@pytest.fixture(scope="module")
def city(tell, real_data, tmp_path_factory):
    """Import the city, 30 risk areas, services and homes by chance; and its graph as exported."""
    folder, rng = tmp_path_factory.mktemp("city"), np.random.default_rng(SEED)
    tell("community", "add", "porto-alegre", "--name", "Porto Alegre", "--country", "BR")
    begun = time.perf_counter()
    told = tell("streets", "import", real_data / "osm" / "porto_alegre_br.osm.pbf", *HERE)
    seconds = time.perf_counter() - begun
    edges = folder / "edges.parquet"
    tell("streets", "export", *HERE, "--at", MIDNIGHT, "--to", edges)
    table = gpd.read_parquet(edges)
    crs, main = table.estimate_utm_crs(), main_part(table)
    corners, tree = (
        shapely.get_coordinates(main.geometry),
        shapely.STRtree(table.to_crs(crs).geometry),
    )
    is_main = table.index.isin(main.index)

    def spots(count):
        """Give places near joined streets: a corner, and up to 60 m beside it."""
        found = np.empty((0, 2))
        while len(found) < count:
            near = corners[rng.integers(len(corners), size=count)]
            near = np.round(near + rng.uniform(-0.0006, 0.0006, (count, 2)), 7)
            at = gpd.points_from_xy(*near.T, crs="EPSG:4326").to_crs(crs)
            found = np.concatenate([found, near[is_main[tree.nearest(at)]]])
        return found[:count]

    areas = shapely.buffer(shapely.points(spots(AREAS)), rng.uniform(0.001, 0.006, AREAS))
    holds = rng.choice(["always", "day", "night"], AREAS).tolist()
    severity = rng.integers(1, 6, AREAS).tolist()
    kind = ["other"] * AREAS
    layers = {
        "risk_areas": geojson(
            folder / "r.geojson", areas, category=kind, severity=severity, holds=holds
        ),
        "safe_zones": geojson(
            folder / "s.geojson", shapely.buffer(shapely.points(spots(5)), 0.003), kind=["shop"] * 5
        ),
        "services": geojson(
            folder / "d.geojson",
            shapely.points(spots(DOORS)),
            type=["health"] * DOORS,
            name=[f"{number}" for number in range(DOORS)],
        ),
        "demand": geojson(folder / "h.geojson", shapely.points(spots(HOMES)), people=[1] * HOMES),
    }
    for layer, file in layers.items():
        tell("layer", "import", file, *HERE, "--layer", layer)
    tell("streets", "export", *HERE, "--at", MIDNIGHT, "--to", edges)
    pairs = [(spots(1)[0], spots(1)[0]) for _ in range(PAIRS)]
    return {
        "counts": told["counts"],
        "seconds": seconds,
        "edges": gpd.read_parquet(edges),
        "pairs": pairs,
        "layers": layers,
        "folder": folder,
    }


def priced(edges, aversion):
    """Price the exported edges by the design's formula."""
    bonus = 0.25 if aversion > 0 else 0.0
    metres = edges["length_m"] + aversion * edges["risk_m"] - bonus * edges["safe_m"]
    return metres / edges["length_m"] * edges["minutes"]


def graph_of(edges, aversion):
    graph = nx.Graph()
    weights = zip(edges["u"], edges["v"], priced(edges, aversion), edges["minutes"], strict=True)
    graph.add_edges_from((u, v, {"cost": cost, "minutes": time}) for u, v, cost, time in weights)
    return graph


def spliced(graph, edges, aversion, ends, *, access):
    """Splice the ends of a way, as its report tells them, into their edges."""
    bonus = 0.25 if aversion > 0 else 0.0
    row_of = {number: row for row, number in enumerate(edges["edge"])}
    added = []
    for name, end in ends.items():
        row = edges.iloc[row_of[end["edge"]]]
        pace = row["minutes"] / row["length_m"]
        for side, node in (("to_u", row["u"]), ("to_v", row["v"])):
            part = end[side]
            cost = part["length_m"] + aversion * part["risk_m"] - bonus * part["safe_m"]
            beside, minutes = access[name]
            at = {"cost": cost * pace + beside, "minutes": part["length_m"] * pace + minutes}
            added.append((name, node, at))
    graph.add_edges_from(added)


def latlon(spot):
    return f"{spot[1]:.7f},{spot[0]:.7f}"


def test_every_route_costs_what_another_program_finds(tell, city, show):
    edges, worst, rows = main_part(city["edges"]), 0.0, []
    ground = Ground(city["layers"], city["edges"].estimate_utm_crs())
    lines = edges.set_index("edge").geometry.to_crs(ground.crs)
    graphs = {aversion: graph_of(edges, aversion) for aversion in AVERSIONS}
    for number, (begin, end) in enumerate(city["pairs"]):
        aversion = AVERSIONS[number % len(AVERSIONS)]
        told = tell(
            "route", *HERE, "--from", latlon(begin), "--to", latlon(end),
            "--aversion", aversion, "--at", MIDNIGHT,
        )  # fmt: skip
        route = told["route"]
        ends = {"here": told["origin"], "there": told["destination"]}
        assert ends["here"]["edge"] != ends["there"]["edge"]
        graph = graphs[aversion]
        at = gpd.points_from_xy(*np.array([begin, end]).T, crs="EPSG:4326").to_crs(ground.crs)
        access = {
            name: ground.access(spot, lines[end["edge"]].interpolate(end["along_m"]), aversion)
            for spot, (name, end) in zip(at, ends.items(), strict=True)
        }
        spliced(graph, edges, aversion, ends, access=access)
        expected = nx.dijkstra_path_length(graph, "here", "there", weight="cost")
        graph.remove_nodes_from(ends)
        worst = max(worst, abs(route["cost"] - expected))
        assert route["cost"] == pytest.approx(expected, abs=1e-6)
        rows.append((aversion, route["length_m"], route["risk_m"], len(told["alternatives"])))
    table = np.array(rows)
    show(
        "Porto Alegre: 50 ways beside networkx",
        [
            ("edges", "junctions", "import s", "pairs", "largest gap"),
            (
                len(edges),
                city["counts"]["junctions"],
                f"{city['seconds']:.2f}",
                PAIRS,
                f"{worst:.1e}",
            ),
            ("aversion", "mean m", "mean risk m", "mean choices", ""),
            *(
                (a, *(f"{mean:.1f}" for mean in table[table[:, 0] == a][:, 1:].mean(axis=0)), "")
                for a in AVERSIONS
            ),
        ],
    )


def stops_of(lines, points):
    """Find the nearest line of each point, and how far along it, by shapely alone."""
    row = shapely.STRtree(lines).nearest(points)
    return row, shapely.line_locate_point(lines[row], points)


class Laid:
    """The exported edges with homes and services spliced in, for networkx."""

    def __init__(self, city, aversion, **places):
        self.edges, self.aversion = main_part(city["edges"]), aversion
        self.crs = city["edges"].estimate_utm_crs()
        self.lines = self.edges.geometry.to_crs(self.crs).to_numpy()
        self.ground = Ground(city["layers"], self.crs)
        stops = {}
        for name, spots in places.items():
            at = gpd.points_from_xy(*spots.T, crs="EPSG:4326").to_crs(self.crs)
            for number, (row, along) in enumerate(zip(*stops_of(self.lines, at), strict=True)):
                stops.setdefault(row, []).append((along, (name, number), at[number]))
        self.graph = graph_of(self.edges, aversion)
        for row, met in stops.items():
            self._splice(row, sorted(met, key=lambda stop: stop[:2]))

    def _splice(self, row, met):
        edge = self.edges.iloc[row]
        stands = [(along, ("street", stop)) for along, stop, _ in met]
        ends = [(0.0, edge["u"]), *stands, (edge["length_m"], edge["v"])]
        self.graph.remove_edge(edge["u"], edge["v"])
        for (begin, one), (end, other) in pairwise(ends):
            piece = substring(self.lines[row], begin, end)
            risk = self.ground.risk_m(piece)
            safe = piece.intersection(self.ground.safe).difference(self.ground.levels[0]).length
            bonus = 0.25 if self.aversion > 0 else 0.0
            pace, metres = edge["minutes"] / edge["length_m"], max(end - begin, 0.0)
            cost = (metres + self.aversion * risk - bonus * safe) * pace
            self.graph.add_edge(one, other, cost=cost, minutes=metres * pace)
        for along, stop, spot in met:
            on_street = self.lines[row].interpolate(along)
            cost, minutes = self.ground.access(spot, on_street, self.aversion)
            self.graph.add_edge(("street", stop), stop, cost=cost, minutes=minutes)

    def minutes_from(self, name, count):
        """Tell the minutes of the way of least cost to every node, from whichever is nearest."""
        for number in range(count):
            self.graph.add_edge("help", (name, number), cost=0.0, minutes=0.0)
        _, ways = nx.single_source_dijkstra(self.graph, "help", weight="cost")
        return {node: nx.path_weight(self.graph, way, "minutes") for node, way in ways.items()}


@pytest.mark.parametrize("aversion", [0.0, 3.0])
def test_coverage_minutes_are_what_another_program_finds(tell, city, show, aversion):
    out = city["folder"] / f"coverage-{aversion:.0f}.gpkg"
    told = tell(
        "coverage", *HERE, "--service", "health", "--minutes", 15, "--aversion", aversion,
        "--at", MIDNIGHT, "--to-file", out, "--audience", "coordinator", "--confirm-exact",
    )  # fmt: skip
    homes = gpd.read_file(out, layer="homes")
    doors = gpd.read_file(city["layers"]["services"])
    spots = {
        "home": shapely.get_coordinates(homes.geometry),
        "door": np.round(shapely.get_coordinates(doors.geometry), 7),  # as the store keeps them
    }
    found = Laid(city, aversion, **spots).minutes_from("door", DOORS)
    expected = np.array([found.get(("home", number), np.nan) for number in range(HOMES)])
    assert homes["no_way"].to_numpy().tolist() == np.isnan(expected).tolist()
    assert homes["minutes"].to_numpy(dtype=float) == pytest.approx(expected, abs=1e-6, nan_ok=True)
    assert told["covered"] == np.count_nonzero(expected <= 15)
    gap = np.nanmax(np.abs(homes["minutes"].to_numpy(dtype=float) - expected))
    show(
        f"Porto Alegre: minutes to the nearest of {DOORS} services beside networkx",
        [
            ("aversion", "homes", "no way", "covered", "safely", "largest gap"),
            (
                aversion,
                HOMES,
                told["no_way"],
                told["covered"],
                told["covered_safely"],
                f"{gap:.1e}",
            ),
        ],
    )
