"""Squares and platforms: along their edge, and straight across where one can see across."""

from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from shapely import Polygon, get_coordinates

from geo.network.polylines import segment_lengths_m
from geo.osm.extract import read_extract
from geo.osm.walkable_areas import MAX_DETOUR, MAX_ENTRIES
from tests.network.napkin import DEGREE, STEP_M, draw

CASES = Path(__file__).parent / "cases"
UNIT = 0.25  # steps of the grid: 28 m
STREET, AREA = {"highway": "residential"}, {"highway": "pedestrian", "area": "yes"}
#       d               a square of four steps, with a street to each corner
#   4 --- 3
# a |     | c
#   1 --- 2 -- b
SQUARE = {1: (0, 0), 2: (4, 0), 3: (4, 4), 4: (0, 4), 5: (-1, 0), 6: (5, 0), 7: (5, 4), 8: (-1, 4)}
STREETS = [(10, [5, 1], STREET), (11, [2, 6], STREET), (12, [3, 7], STREET), (13, [4, 8], STREET)]
OUTLINE = (20, [1, 2, 3, 4, 1], AREA)
RING = (20, [1, 2, 3, 4, 1], {})
# A fountain in its middle, two steps wide.
FOUNTAIN = {31: (1, 1), 32: (3, 1), 33: (3, 3), 34: (1, 3)}
HOLE = (21, [31, 32, 33, 34, 31], {})
MULTIPOLYGON = {"type": "multipolygon", "highway": "pedestrian", "name": "Plaza"}
WITH_FOUNTAIN = (5, [(20, "outer"), (21, "inner")], MULTIPOLYGON)


@pytest.fixture
def read(tmp_path):
    def drawn(spots, ways, *relations, keep=None):
        small = {ref: (x * UNIT, y * UNIT) for ref, (x, y) in spots.items()}
        file = draw(tmp_path / "a.osm", small, ways, relations=relations)
        return read_extract(file, clip_polygon=keep)

    return drawn


def distance(extract, here, there):
    """Measure the shortest way between two spots, in units."""
    graph, at = nx.Graph(), get_coordinates(extract.nodes.geometry)
    for edge in extract.edges.itertuples():
        metres = segment_lengths_m(get_coordinates(edge.geometry)).sum()
        graph.add_edge(edge.u, edge.v, metres=metres)
    ends = [
        int(np.hypot(*(at - np.array(spot) * UNIT * DEGREE).T).argmin()) for spot in (here, there)
    ]
    return nx.shortest_path_length(graph, *ends, weight="metres") / STEP_M / UNIT


def test_a_large_square_that_is_a_multipolygon_is_walked_along_its_edge(read):
    extract = read_extract(CASES / "square_multipolygon.osm")
    north, south = (np.array([-76.91, lat]) / DEGREE / UNIT for lat in (-12.2, -12.2045))
    assert distance(extract, north, south) * STEP_M * UNIT == pytest.approx(607, abs=3)
    square = extract.edges[extract.edges["way"] == -300]
    assert set(square["name"]) == {"Plaza"}
    assert set(square["kind"]) == {"pedestrian"}


@pytest.mark.parametrize("form", ["way", "relation"])
def test_a_square_is_crossed_straight(read, form):
    if form == "way":
        extract = read(SQUARE, [*STREETS, OUTLINE])
    else:
        extract = read(SQUARE, [*STREETS, RING], (5, [(20, "outer")], MULTIPOLYGON))
    assert distance(extract, (0, 0), (4, 4)) == pytest.approx(4 * 2**0.5, rel=1e-3)
    assert distance(extract, (0, 0), (4, 0)) == pytest.approx(4, rel=1e-3)
    assert extract.counts["crossed_areas"] == 1
    assert extract.counts["segments"] == 8


def test_an_outline_that_is_no_area_is_walked_along(read):
    extract = read(SQUARE, [*STREETS, (20, [1, 2, 3, 4, 1], {"highway": "pedestrian"})])
    assert distance(extract, (0, 0), (4, 4)) == pytest.approx(8, rel=1e-3)
    assert extract.counts["crossed_areas"] == 0


@pytest.mark.parametrize("kind", ["footway", "platform", "path", "service"])
def test_other_areas_are_crossed_as_well(read, kind):
    extract = read(SQUARE, [*STREETS, (20, [1, 2, 3, 4, 1], AREA | {"highway": kind})])
    assert distance(extract, (0, 0), (4, 4)) == pytest.approx(4 * 2**0.5, rel=1e-3)


def test_a_fountain_is_walked_round(read):
    extract = read(SQUARE | FOUNTAIN, [*STREETS, RING, HOLE], WITH_FOUNTAIN)
    fountain = Polygon([(x * UNIT * DEGREE, y * UNIT * DEGREE) for x, y in FOUNTAIN.values()])
    # From corner to corner past the fountain's corner: to (3, 1), and on.
    shortest = 2 * 10**0.5
    assert shortest - 1e-3 < distance(extract, (0, 0), (4, 4)) < MAX_DETOUR * shortest
    assert not any(line.crosses(fountain) for line in extract.edges.geometry)


def test_the_outside_of_an_angle_is_not_crossed(read):
    # An L: from 1 to 4 one walks past the inner corner 3.
    spots = {1: (4, 0), 2: (0, 0), 4: (0, 4), 5: (2, 4), 3: (2, 2), 6: (4, 2), 7: (6, 0), 8: (0, 6)}
    ways = [(10, [1, 7], STREET), (11, [4, 8], STREET), (20, [1, 2, 4, 5, 3, 6, 1], AREA)]
    extract = read(spots, ways)
    assert distance(extract, (4, 0), (0, 4)) == pytest.approx(2 * 8**0.5, rel=1e-3)
    outline = Polygon([(x * UNIT * DEGREE, y * UNIT * DEGREE) for x, y in list(spots.values())[:6]])
    square = extract.edges[extract.edges["way"] == 20]
    assert all(outline.buffer(1e-9).covers(line) for line in square.geometry)


def test_a_private_square_leads_to_destinations_only(read):
    extract = read(SQUARE, [*STREETS, (20, [1, 2, 3, 4, 1], AREA | {"access": "private"})])
    square = extract.edges[extract.edges["way"] == 20]
    assert set(square["access"]) == {"destination"}
    assert extract.edges.drop(square.index)["access"].isna().all()


def test_a_square_at_the_boundary_is_walked_along_what_is_there(read):
    near = Polygon(
        [(x * UNIT * DEGREE, y * UNIT * DEGREE) for x, y in [(-1, -1), (2, -1), (2, 1), (-1, 1)]]
    )
    extract = read(SQUARE, [*STREETS, OUTLINE], keep=near)
    assert extract.counts["crossed_areas"] == 0
    assert 20 in set(extract.edges["way"])


def test_a_square_with_one_street_is_not_crossed(read):
    assert read(SQUARE, [STREETS[0], OUTLINE]).counts["crossed_areas"] == 0


@pytest.mark.parametrize(("entries", "crossed"), [(MAX_ENTRIES, 1), (MAX_ENTRIES + 1, 0)])
def test_a_square_with_many_streets_is_walked_along_its_edge(read, entries, crossed):
    low = {number: (number / 5, 0) for number in range(1, entries + 1)}
    high = {100 + number: (number / 5, 2) for number in low}
    out = {200 + number: (number / 5, -1) for number in low}
    ring = [*low, *reversed(high), 1]
    ways = [(number, [number, 200 + number], STREET) for number in low]
    extract = read(low | high | out, [*ways, (500, ring, AREA)])
    assert extract.counts["crossed_areas"] == 0  # all entries are on one line
    ways[0] = (1, [101, 201], STREET)
    assert read(low | high | out, [*ways, (500, ring, AREA)]).counts["crossed_areas"] == crossed


@pytest.mark.parametrize(
    "ring", [[1, 3, 2, 4, 1], [1, 2, 1, 2, 1]], ids=["crosses itself", "without area"]
)
def test_an_area_that_is_none_is_walked_along(read, ring):
    extract = read(SQUARE, [*STREETS, (20, ring, AREA)])
    assert extract.counts["crossed_areas"] == 0


def test_a_multipolygon_with_a_missing_member_is_left_out(read):
    extract = read(SQUARE, [*STREETS, RING], (5, [(20, "outer"), (99, "inner")], MULTIPOLYGON))
    assert {10, 11} <= set(extract.edges["way"])


@pytest.mark.parametrize("seed", range(5))
def test_no_way_between_streets_is_much_longer_than_the_straight_one(read, seed):
    rng = np.random.default_rng(seed)
    angles = np.sort(rng.uniform(0, 2 * np.pi, 12))
    ring = {n + 1: (float(4 * np.cos(a)), float(2 * np.sin(a))) for n, a in enumerate(angles)}
    out = {n + 100: (x * 1.2, y * 1.2) for n, (x, y) in ring.items()}
    ways = [(n, [n, n + 100], STREET) for n in ring]
    extract = read(ring | out, [*ways, (500, [*ring, 1], AREA)])
    for one in ring.values():
        for other in ring.values():
            straight = np.hypot(one[0] - other[0], one[1] - other[1])
            assert distance(extract, one, other) <= MAX_DETOUR * straight + 1e-3
