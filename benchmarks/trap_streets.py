"""Streets as files with a trap each, which are no layer of a community."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

Parts = tuple[Any, ...]  # kind, trap, name, content, layer

# Metres of EPSG:32718, as OSMnx consolidates crossings; the fourth node is of no edge.
_NODES = {0: (279_000.0, 8_666_000.0), 1: (279_200.0, 8_666_000.0), 2: (279_200.0, 8_666_300.0)}
_KEYS = (
    ("g0", "graph", "crs"),
    ("n0", "node", "x"),
    ("n1", "node", "y"),
    ("n2", "node", "osmid_original"),
    ("e0", "edge", "osmid"),
    ("e1", "edge", "highway"),
    ("e2", "edge", "oneway"),
    ("e3", "edge", "u_original"),
    ("e4", "edge", "geometry"),
)


def _graphs() -> Iterator[Parts]:
    edges = [(0, 1, ""), (1, 0, ""), (1, 2, "LINESTRING (279200 8666000, 279210 8666300)")]
    yield "GraphML", "simplified", "g.graphml", _graphml(edges, is_consolidated=False), "streets"
    yield "GraphML", "consolidated, metric", "g.graphml", _graphml(edges), "streets"
    missing = [*edges, (2, 9, "")]
    yield "GraphML", "an edge to a node that is missing", "g.graphml", _graphml(missing), "streets"
    yield "GraphML", "truncated", "g.graphml", _graphml(edges)[:-60], "streets"


def _graphml(edges: list[tuple[int, int, str]], *, is_consolidated: bool = True) -> bytes:
    keys = "".join(
        f'<key id="{key}" for="{part}" attr.name="{name}" attr.type="string"/>'
        for key, part, name in _KEYS
    )
    nodes = "".join(
        f'<node id="{number}"><data key="n0">{x}</data><data key="n1">{y}</data>'
        + (f'<data key="n2">[{number}1, {number}2]</data>' if is_consolidated else "")
        + "</node>"
        for number, (x, y) in _NODES.items()
    )
    lines = "".join(
        f'<edge source="{u}" target="{v}" id="0"><data key="e0">[{u + v}1, {u + v}2]</data>'
        "<data key=\"e1\">['residential', 'footway']</data><data key=\"e2\">False</data>"
        + (f'<data key="e3">{u}1</data>' if is_consolidated else "")
        + (f'<data key="e4">{shape}</data>' if shape else "")
        + "</edge>"
        for u, v, shape in edges
    )
    head = '<?xml version="1.0"?><graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
    graph = f'<graph edgedefault="directed"><data key="g0">epsg:32718</data>{nodes}{lines}</graph>'
    return f"{head}{keys}{graph}</graphml>".encode()


def _municipal_lines() -> Iterator[Parts]:
    lines = [[[-77.03, -12.05], [-77.02, -12.05]], [[-77.02, -12.05], [-77.02, -12.04]]]
    features = [
        {
            "type": "Feature",
            "properties": {"nombre": f"Jirón {number}", "sentido": "doble"},
            "geometry": {"type": "LineString", "coordinates": line},
        }
        for number, line in enumerate(lines)
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    yield "street lines", "none", "calles.geojson", text, "streets"
    yield "street lines", "broken off", "calles.geojson", text[:-40], "streets"


def _histories() -> Iterator[Parts]:
    node = '<node id="{}" version="1" lat="-12.05" lon="{}"/>'
    nodes = node.format(1, -77.03) + node.format(2, -77.02)
    way = '<way id="5" version="{}"><nd ref="1"/><nd ref="2"/><tag k="highway" v="path"/></way>'
    for trap, body in (("none", way.format(1)), ("a history", way.format(1) + way.format(2))):
        yield "OSM", trap, "m.osm", f'<osm version="0.6">{nodes}{body}</osm>'.encode(), "streets"


MAKERS = (_graphs, _municipal_lines, _histories)
