"""The demonstration community, read without our own readers: the extract and the layers."""

import json
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from shapely import LineString, Point, Polygon
from shapely.geometry import shape

from geo.cached_property import cached_property

DEMO = Path(__file__).parents[2] / "data" / "demo"
M_PER_DEGREE = np.array([108_079.0, 110_641.0])  # at 13.9 N, east and north [m]
ORIGIN = np.array([-89.85, 13.9])


class Layers:
    """The GeoJSON layers as written."""

    folder = DEMO

    def features(self, name):
        text = (DEMO / f"{name}.geojson").read_text(encoding="utf-8")
        return json.loads(text)["features"]

    def rows(self, name):
        return [feature["properties"] for feature in self.features(name)]

    def shapes(self, name):
        return [shape(feature["geometry"]) for feature in self.features(name)]

    def pairs(self, name):
        return list(zip(self.rows(name), self.shapes(name), strict=True))

    def metres(self, found):
        if found.geom_type == "Point":
            return Point(metres(found.coords[0]))
        return Polygon(metres(found.exterior.coords))


class Extract:
    """The extract: nodes and ways, in metres from the plaza."""

    def __init__(self):
        root = ET.parse(DEMO / "chancala.osm").getroot()
        self.ids = [int(thing.get("id")) for thing in root if thing.tag in {"node", "way"}]
        nodes = {node.get("id"): node for node in root.iter("node")}
        self.spots = {
            number: tuple(metres([float(node.get("lon")), float(node.get("lat"))]))
            for number, node in nodes.items()
        }
        self.points = [(self.spots[number], tags(node)) for number, node in nodes.items()]
        self.ways = [
            ([nd.get("ref") for nd in way.iter("nd")], tags(way)) for way in root.iter("way")
        ]

    def lines(self, key):
        return [
            (LineString([self.spots[ref] for ref in refs]), told)
            for refs, told in self.ways
            if key in told
        ]

    def surfaces(self, key, value):
        return [
            Polygon([self.spots[ref] for ref in refs])
            for refs, told in self.ways
            if told.get(key) == value
        ]

    @cached_property
    def river(self):
        (river,) = self.surfaces("natural", "water")
        return river

    def segments(self, *, bridge=True):
        return [
            (*pair, told["name"])
            for refs, told in self.ways
            if "highway" in told and (bridge or "bridge" not in told)
            for pair in pairwise(refs)
        ]


class Graph:
    """Streets as a matrix; `names` tells the street between two of its numbers."""

    def __init__(self, extract, segments):
        self.spots, self.segments = extract.spots, segments
        refs = sorted({ref for pair in segments for ref in pair[:2]})
        self.numbers = {ref: i for i, ref in enumerate(refs)}
        self.ends = np.array([[self.numbers[a], self.numbers[b]] for a, b, _ in segments])
        self.lines = [LineString([self.spots[a], self.spots[b]]) for a, b, _ in segments]
        self.names = {
            frozenset(pair): name
            for pair, (_, _, name) in zip(self.ends.tolist(), segments, strict=True)
        }

    def arcs(self, weights):
        size = len(self.numbers)
        there = csr_matrix((weights, (self.ends[:, 0], self.ends[:, 1])), shape=(size, size))
        return there.maximum(there.T)

    def nearest(self, spot):
        def distance(ref):
            return np.hypot(*np.subtract(self.spots[ref], spot))

        return self.numbers[min(self.numbers, key=distance)]


def tags(thing):
    return {tag.get("k"): tag.get("v") for tag in thing.iter("tag")}


def metres(lonlat):
    return (np.asarray(lonlat) - ORIGIN) * M_PER_DEGREE


@pytest.fixture(scope="session")
def layers():
    return Layers()


@pytest.fixture(scope="session")
def extract():
    return Extract()


@pytest.fixture(scope="session")
def graph(extract):
    return Graph(extract, extract.segments())


@pytest.fixture(scope="session")
def graph_without_bridge(extract):
    return Graph(extract, extract.segments(bridge=False))
