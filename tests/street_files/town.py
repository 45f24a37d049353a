"""One small town in the formats of several programs, on the grid of `tests.network.napkin`."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import networkx as nx
import shapely

from tests.network.napkin import DEGREE, draw

# 5---6---7
# |   |   |     12: one way from 2 to 6; 13: stairs; 14: private; 15: a bridge from 1 over 12 to 7
# 1---2---3---4
SPOTS = {1: (0, 0), 2: (1, 0), 3: (2, 0), 4: (3, 0), 5: (0, 1), 6: (1, 1), 7: (2, 1), 8: (1.5, 1.4)}
WAYS = [
    (11, [1, 2, 3, 4], {"highway": "residential", "name": "Jirón Uno", "lit": "no"}),
    (12, [2, 6], {"highway": "residential", "name": "Jirón Dos", "oneway": "yes"}),
    (13, [5, 1], {"highway": "steps", "surface": "concrete"}),
    (14, [7, 3], {"highway": "service", "access": "private"}),
    (15, [5, 6, 8, 7], {"highway": "tertiary", "maxspeed": "30", "surface": "dirt"}),
    (16, [1, 7], {"highway": "footway", "bridge": "yes", "layer": "1"}),
]
COLUMNS = {  # as a municipality's office writes it
    "NOMBRE": ["Jirón Uno", "Jirón Dos", None, None, None, None],
    "TIPO_VIA": ["Calle", "Jirón", "Escalera", "Vía de servicio", "Vía colectora", "Pasaje"],
    "SENTIDO": ["Doble sentido", "Un sentido", None, "doble", "Ambos sentidos", None],
    "ACCESO": ["Público", "público", None, "Privado", None, None],
    "SUPERFICIE": [None, None, "Concreto", None, "Tierra", None],
    "VEL_MAX": [None, None, None, None, "30 km/h", None],
    "ALUMBRADO": ["No", None, None, None, None, None],
    "PUENTE": [None, None, None, None, None, "Sí"],
}


def spot(number: int) -> tuple[float, float]:
    right, up = SPOTS[number]
    return round(right * DEGREE, 7), round(up * DEGREE, 7)


def lines() -> gpd.GeoDataFrame:
    """Return the town as a layer of lines."""
    shapes = [shapely.LineString([spot(one) for one in refs]) for _, refs, _ in WAYS]
    return gpd.GeoDataFrame(COLUMNS, geometry=shapes, crs="EPSG:4326")


def graph(*, simplified: bool = True, directed: bool = True) -> nx.MultiDiGraph:
    """Return the town as OSMnx builds it: an edge for each direction, split at junctions."""
    town = nx.MultiDiGraph(created_with="OSMnx 2.0.1", crs="epsg:4326", simplified=simplified)
    junctions = {1, 2, 3, 4, 5, 6, 7} if simplified else set(SPOTS)
    for number in junctions:
        x, y = spot(number)
        town.add_node(number, x=x, y=y, street_count=3)
    for way, refs, tags in WAYS:
        pieces, piece = [], [refs[0]]
        for ref in refs[1:]:
            piece.append(ref)
            if ref in junctions:
                pieces.append(piece)
                piece = [ref]
        for piece in pieces:
            _add_edges(town, way, piece, tags)
    return town if directed else nx.MultiGraph(town)


def _add_edges(town, way, piece, tags):
    shape = shapely.LineString([spot(one) for one in piece])
    data = {"osmid": way, "length": 1.0, **tags, "oneway": tags.get("oneway") == "yes"}
    ends = piece[0], piece[-1]
    for reversed_, (u, v) in enumerate((ends, ends[::-1])):
        if reversed_ and data["oneway"]:
            continue
        more = {"geometry": shape.reverse() if reversed_ else shape} if len(piece) > 2 else {}
        town.add_edge(u, v, **data, **more, reversed=bool(reversed_))


def write_graphml(town: nx.MultiDiGraph, path: Path) -> Path:
    """Write a graph as `osmnx.save_graphml` does: every value as text."""
    written = town.copy()
    for items in (written.nodes(data=True), written.edges(data=True)):
        for *_, data in items:
            for name, value in data.items():
                data[name] = value.wkt if hasattr(value, "wkt") else str(value)
    written.graph = {name: str(value) for name, value in written.graph.items()}
    nx.write_graphml(written, path)
    return path


def write_osm(path: Path) -> Path:
    return draw(path, SPOTS, WAYS)
