"""The arrays that every search works on, for villages one can draw on a napkin."""

from __future__ import annotations

import numpy as np
import pytest

from geo.network.street_network import MIN_EDGE_LENGTH_M, build_street_network
from tests.village import M_PER_MIN, METRIC, Street, edges, network

# a ──100── b ──── c   100 m up;   d ─50─ e apart
CORNERS = {"a": (0, 0), "b": (100, 0), "c": (100, 100), "d": (500, 0), "e": (550, 0)}
STREETS = [Street("a", "b"), Street("b", "c"), Street("d", "e")]


@pytest.fixture
def napkin():
    return network(CORNERS, STREETS)


def test_metres_drawn_are_metres_measured(napkin):
    assert napkin.crs == METRIC
    assert napkin.length_m == pytest.approx([100, 100, 50], abs=1e-6)


def test_minutes_are_metres_at_the_pace_of_the_street():
    mixed = network(CORNERS, [Street("a", "b"), Street("b", "c", kind="steps", steps=True)])
    assert mixed.minutes == pytest.approx([100 / M_PER_MIN, 100 / 30], abs=1e-6)
    assert mixed.pace_min_per_m * mixed.length_m == pytest.approx(mixed.minutes)


def test_a_bend_counts_with_all_its_metres():
    bent = network(CORNERS, [Street("a", "c", via=((0, 100),))])
    assert bent.length_m == pytest.approx([200], abs=1e-6)
    assert bent.vertices.along_m == pytest.approx([0, 100, 200], abs=1e-6)


def test_edges_lie_end_to_end_on_one_long_line(napkin):
    assert napkin.edge_start_m == pytest.approx([0, 100, 200, 250], abs=1e-6)


def test_every_edge_is_open_both_ways(napkin):
    arcs = napkin.adjacency_matrix.toarray()
    assert (arcs == arcs.T).all()
    for position, (u, v) in enumerate(zip(napkin.u, napkin.v, strict=True)):
        assert arcs[u, v] == position + 1
    assert np.count_nonzero(arcs) == 2 * len(napkin.u)


def test_corners_lie_where_they_were_drawn(napkin):
    drawn = np.add(list(CORNERS.values()), [500_000, 1_540_000])
    assert napkin.node_xy == pytest.approx(drawn, abs=1e-6)


def test_what_nothing_joins_is_set_apart(napkin):
    a, b, c, d, e = napkin.node_components
    assert a == b == c
    assert d == e != a


def test_only_streets_a_search_may_use_are_taken():
    drawn = edges(CORNERS, STREETS)
    drawn.loc[0, "routable"] = False
    kept = build_street_network(drawn)
    assert list(kept.edge_ids) == [1, 2]
    assert kept.node_count == 4
    assert sorted({*kept.u, *kept.v}) == [0, 1, 2, 3]


def test_two_corners_on_one_spot_keep_their_edge():
    touching = network(
        {"a": (0, 0), "b": (0, 0), "c": (9, 0)}, [Street("a", "b"), Street("b", "c")]
    )
    assert touching.length_m == pytest.approx([MIN_EDGE_LENGTH_M, 9], abs=1e-6)
    assert (touching.minutes > 0).all()
