"""What must hold for any streets at all."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.network.polylines import concatenate_ranges, segment_lengths_m
from geo.osm.components import find_routable_edges, number_fragments
from geo.osm.hilbert_order import renumber_nodes, sort_along_hilbert_curve
from geo.osm.simple_graph import split_parallel_edges
from geo.osm.way_splitting import (
    WayPoints,
    drop_zero_length_segments,
    find_coincident_nodes,
    split_at_junctions,
)

# Seven nodes, two of them on one spot, and any ways over them: loops, there and back, standing
# still, twice over the same ground.
SPOTS = np.array([[0, 0], [1, 0], [2, 0], [0, 1], [1, 1], [2, 1], [2, 1]]) * 0.001
any_ways = st.lists(
    st.lists(st.integers(0, len(SPOTS) - 1), min_size=2, max_size=8), min_size=1, max_size=6
)


def points(ways):
    refs = np.concatenate([np.array(way, dtype=np.int64) for way in ways])
    sizes = np.array([len(way) for way in ways])
    return WayPoints.from_ways(refs, SPOTS[refs], sizes=sizes)


def ground_m(ways):
    return sum(segment_lengths_m(SPOTS[way]).sum() for way in ways)


def simple(ways):
    drawn = points(ways)
    tidy = drop_zero_length_segments(drawn, find_coincident_nodes(drawn))
    return (
        split_parallel_edges(split_at_junctions(tidy, split_refs=np.empty(0, dtype=np.int64)))
        if tidy.count_segments()
        else None
    )


@given(any_ways)
def test_pieces_are_as_long_as_the_routes(ways):
    lines = simple(ways)
    total = 0 if lines is None else lines.lengths_m().sum()
    assert total == pytest.approx(ground_m(ways))


@given(any_ways)
def test_two_nodes_name_one_edge(ways):
    lines = simple(ways)
    if lines is not None:
        pairs = {frozenset(pair) for pair in zip(lines.u.tolist(), lines.v.tolist(), strict=True)}
        assert len(pairs) == len(lines)
        assert min(len(pair) for pair in pairs) == 2


@given(any_ways)
def test_every_edge_has_length(ways):
    lines = simple(ways)
    if lines is not None:
        assert lines.lengths_m().min() > 1


@given(any_ways)
def test_a_node_is_one_spot(ways):
    lines = simple(ways)
    if lines is not None:
        spots = {}
        ends = [(lines.u, lines.offsets[:-1]), (lines.v, lines.offsets[1:] - 1)]
        for nodes, at in ends:
            for node, spot in zip(nodes.tolist(), lines.lonlat[at].tolist(), strict=True):
                assert spots.setdefault(node, spot) == spot


@given(any_ways, st.lists(st.booleans(), min_size=48, max_size=48))
def test_kept_and_left_segments_make_the_whole(ways, chosen):
    whole = points(ways)
    kept = np.array(chosen[: len(whole.ref)])
    parts = [whole.select_segments(kept), whole.select_segments(~kept)]
    assert sum(part.count_segments() for part in parts) == whole.count_segments()


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 5)), max_size=20))
def test_ranges_are_what_the_loop_would_give(pieces):
    starts = np.array([start for start, _ in pieces], dtype=np.int64)
    sizes = np.array([size for _, size in pieces], dtype=np.int64)
    wanted = [start + step for start, size in pieces for step in range(size)]
    assert concatenate_ranges(starts, sizes).tolist() == wanted


@given(
    st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=1, max_size=60).map(
        np.array
    )
)
def test_numbering_along_the_curve_is_a_permutation(lonlat):
    order = sort_along_hilbert_curve(lonlat)
    assert sorted(order.tolist()) == list(range(len(lonlat)))
    new = renumber_nodes(order, node_count=len(lonlat))
    assert (new[order] == np.arange(len(lonlat))).all()


def test_neighbours_on_a_grid_are_mostly_neighbours_along_the_curve():
    side = np.arange(16)
    lonlat = np.array([(x, y) for x in side for y in side], dtype=float)
    jumps = np.abs(np.diff(lonlat[sort_along_hilbert_curve(lonlat)], axis=0)).sum(axis=1)
    assert np.median(jumps) == 1


@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.integers(0, 9), st.floats(1, 5000)), min_size=1, max_size=20
    )
)
def test_fragments_fall_in_length_and_never_share_a_node(edges):
    u, v, length_m = (np.array(column) for column in zip(*edges, strict=True))
    fragment = number_fragments(u, v, length_m=length_m)
    totals = np.bincount(fragment, weights=length_m)
    assert (np.diff(totals) <= 1e-6).all()
    node_fragment = {}
    for a, b, part in zip(u.tolist(), v.tolist(), fragment.tolist(), strict=True):
        assert node_fragment.setdefault(a, part) == node_fragment.setdefault(b, part) == part
    assert find_routable_edges(fragment, length_m=length_m)[fragment == 0].all()
