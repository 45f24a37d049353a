"""Pieces that end within metres of a street are joined to it; not across what stands between."""

import numpy as np
import pytest
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from geo.network.polylines import segment_lengths_m
from geo.osm.connectors import CONNECTOR_KIND
from geo.osm.extract import read_extract
from tests.network.napkin import STEP_M, draw

STREET = {"highway": "residential", "name": "Calle Real"}
FOOTWAY = {"highway": "footway"}
M = 1 / STEP_M  # a metre of the drawing


def village(gap_m):
    """Draw a street from west to east, and a footway from the north that ends before it."""
    return {1: (0, 0), 2: (4, 0), 3: (2, 1), 4: (2, gap_m * M)}


WAYS = [(10, [1, 2], STREET), (11, [3, 4], FOOTWAY)]


@pytest.fixture
def read(tmp_path):
    def drawn(*args, told=None, **options):
        return read_extract(draw(tmp_path / "napkin.osm", *args, told=told), **options)

    return drawn


def part_count(extract):
    u, v = extract.edges["u"].to_numpy(), extract.edges["v"].to_numpy()
    graph = coo_array((np.ones(len(u)), (u, v)), shape=(len(extract.nodes),) * 2)
    return connected_components(graph, directed=False)[0]


def connectors(extract):
    return extract.edges[extract.edges["kind"] == CONNECTOR_KIND]


def test_a_footway_that_ends_four_metres_before_its_street_is_joined(read):
    extract = read(village(4), WAYS)
    (line,) = connectors(extract).geometry
    assert segment_lengths_m(np.array(line.coords)).sum() == pytest.approx(4, abs=0.05)
    assert (extract.counts["connectors"], extract.counts["connector_m"]) == (1, 4)
    assert (extract.counts["fragments"], part_count(extract)) == (1, 1)
    assert len(extract.edges) == 4, "the street was split where it was joined"
    assert connectors(extract)[["name", "surface"]].isna().all(axis=None)


def test_what_lies_farther_stays_apart(read):
    extract = read(village(6), WAYS)
    assert (extract.counts["connectors"], extract.counts["fragments"]) == (0, 2)
    assert len(extract.edges) == 2


def test_nothing_is_joined_where_it_was_not_wanted(read):
    extract = read(village(4), WAYS, joins_fragments=False)
    assert (extract.counts["connectors"], extract.counts["fragments"]) == (0, 2)


def test_nodes_at_one_place_become_one(read):
    nodes = {1: (0, 0), 2: (2, 0), 3: (4, 0), 4: (2, 0), 5: (2, 1)}
    extract = read(nodes, [(10, [1, 2, 3], STREET), (11, [4, 5], FOOTWAY)])
    assert extract.counts["merged_nodes"] == 1
    assert (len(extract.edges), len(connectors(extract)), part_count(extract)) == (3, 0, 1)


def test_both_ends_of_a_piece_are_joined(read):
    nodes = {1: (0, 0), 2: (4, 0), 3: (0, 1), 4: (4, 1), 5: (2, 0), 6: (2, 1), 7: (0, 0.5)}
    ways = [(10, [2, 1, 7, 3, 4], STREET), (11, [5, 6], FOOTWAY)]
    extract = read(nodes, ways)
    assert extract.counts["merged_nodes"] == 2
    degree = np.bincount(extract.edges[["u", "v"]].to_numpy().ravel())
    assert sorted(degree)[-2:] == [3, 3]


def test_two_street_ends_are_joined_without_a_split(read):
    nodes = {1: (0, 0), 2: (2, 0), 3: (2 + 3 * M, 0), 4: (4, 0)}
    extract = read(nodes, [(10, [1, 2], STREET), (11, [3, 4], STREET)])
    assert (len(extract.edges), extract.counts["connectors"]) == (3, 1)
    assert part_count(extract) == 1


@pytest.mark.parametrize(
    "tags",
    [
        {"barrier": "wall"},
        {"barrier": "fence"},
        {"barrier": "hedge"},
        {"waterway": "river"},
        {"waterway": "ditch"},
        {"railway": "rail"},
    ],
    ids=lambda tags: next(iter(tags.values())),
)
def test_nothing_is_joined_across_a_line(read, tags):
    nodes = village(4) | {8: (1, 2 * M), 9: (3, 2 * M)}
    extract = read(nodes, [*WAYS, (20, [8, 9], tags)])
    assert (extract.counts["connectors"], extract.counts["fragments"]) == (0, 2)


@pytest.mark.parametrize("tags", [{"building": "yes"}, {"natural": "water"}], ids=str)
def test_nothing_is_joined_through_an_area(read, tags):
    nodes = village(4) | {6: (1, M), 7: (3, M), 8: (3, 3 * M), 9: (1, 3 * M)}
    extract = read(nodes, [*WAYS, (20, [6, 7, 8, 9, 6], tags)])
    assert (extract.counts["connectors"], extract.counts["fragments"]) == (0, 2)


def test_a_river_in_a_tunnel_is_no_obstacle(read):
    nodes = village(4) | {8: (1, 2 * M), 9: (3, 2 * M)}
    extract = read(nodes, [*WAYS, (20, [8, 9], {"waterway": "stream", "tunnel": "culvert"})])
    assert extract.counts["connectors"] == 1


@pytest.mark.parametrize("key", ["layer", "level", "bridge", "tunnel"])
def test_nothing_is_joined_between_levels(read, key):
    value = "1" if key in ("layer", "level") else "yes"
    extract = read(village(4), [WAYS[0], (11, [3, 4], FOOTWAY | {key: value})])
    assert (extract.counts["connectors"], extract.counts["fragments"]) == (0, 2)


def test_a_street_that_passes_under_a_bridge_is_not_joined_to_it(read):
    nodes = {1: (0, 0), 2: (4, 0), 3: (2, 1), 4: (2, 0), 5: (2, -1)}
    bridge = STREET | {"bridge": "yes", "layer": "1"}
    extract = read(nodes, [(10, [1, 2], bridge), (11, [3, 4, 5], STREET)])
    assert (extract.counts["merged_nodes"], part_count(extract)) == (0, 2)


def test_a_piece_without_an_end_nearby_is_joined_at_its_nearest_node(read):
    nodes = {1: (0, 0), 2: (4, 0), 3: (1, 1), 4: (2, 4 * M), 5: (3, 1)}
    extract = read(nodes, [(10, [1, 2], STREET), (11, [3, 4, 5], FOOTWAY), (12, [4, 3], FOOTWAY)])
    assert (extract.counts["connectors"], part_count(extract)) == (1, 1)


def test_lengths_stay(read):
    apart, joined = (read(village(4), WAYS, joins_fragments=joins) for joins in (False, True))
    total = [
        sum(segment_lengths_m(np.array(line.coords)).sum() for line in extract.edges.geometry)
        for extract in (apart, joined)
    ]
    assert total[1] - total[0] == pytest.approx(4, abs=0.05)


def loop_with_dead_end(gap_m):
    """Draw a street, a footway that starts at its bend, and ends before its other part."""
    spots = {1: (4, 0), 2: (0, 0), 3: (0, 2), 4: (4, 2), 5: (4, 2 - gap_m * M)}
    return spots, [(10, [1, 2, 3, 4], STREET), (11, [1, 5], FOOTWAY)]


@pytest.mark.parametrize("gap_m", [4, 0])
def test_a_dead_end_of_the_same_part_is_joined(read, gap_m):
    spots, ways = loop_with_dead_end(gap_m)
    spots[6] = (6, 2)
    ways[0] = (10, [1, 2, 3, 4, 6], STREET)
    extract = read(spots, ways)
    counts = extract.counts
    assert (counts["connectors"], counts["merged_nodes"]) == ((1, 0) if gap_m else (0, 1))
    assert len(extract.edges) >= len(extract.nodes), "there is a way round"


def test_a_dead_end_that_is_mapped_as_one_stays(read):
    spots, ways = loop_with_dead_end(4)
    extract = read(spots, ways, told={5: {"noexit": "yes"}})
    assert extract.counts["connectors"] == 0


def test_a_short_spur_is_not_joined_to_the_street_that_it_leaves(read):
    extract = read({1: (0, 0), 2: (4, 0), 3: (2, 0), 4: (2, 3 * M)}, [
        (10, [1, 3, 2], STREET), (11, [3, 4], FOOTWAY),
    ])  # fmt: skip
    assert extract.counts["connectors"] == 0
