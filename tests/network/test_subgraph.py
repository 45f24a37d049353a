"""Cells find junctions by where they lie; a patch is a small network of its own."""

import threading

import numpy as np
import pytest

from geo.network.spatial_grid import SpatialGrid
from geo.network.subgraph import OUTSIDE_NUMBER, extract_subgraph
from tests.village import Street, network

ROW = {"A": (0, 0), "B": (100, 0), "C": (200, 0), "D": (300, 0)}
STREETS = [Street("A", "B"), Street("B", "C"), Street("C", "D")]


@pytest.fixture(scope="module")
def row():
    return network(ROW, STREETS)


def points(seed, count):
    return np.random.default_rng(seed).uniform(0, 1000, (count, 2))


@pytest.mark.parametrize("count", [1, 2, 50, 3000])
def test_no_junction_of_a_rectangle_is_missing(count):
    xy = points(count, count)
    cells = SpatialGrid.from_points(xy)
    for low, high in ((np.array([200, 300]), np.array([450, 310])), (xy.min(0), xy.max(0))):
        inside = np.flatnonzero(((xy >= low) & (xy <= high)).all(axis=1))
        found = cells.query_rectangle(low, high)
        assert set(inside) <= set(found)
        assert (np.diff(found) > 0).all()


def test_a_small_rectangle_finds_few():
    xy = points(7, 5000)
    assert (
        len(
            SpatialGrid.from_points(xy).query_rectangle(
                np.array([500.0, 500.0]), np.array([510.0, 510.0])
            )
        )
        < 100
    )


def test_junctions_in_one_line_or_on_one_spot_have_cells_too():
    line = np.stack([np.arange(100.0), np.zeros(100)], axis=1)
    assert list(
        SpatialGrid.from_points(line).query_rectangle(np.array([10.0, 0]), np.array([12.0, 0]))
    ) == [10, 11, 12]
    spot = np.zeros((3, 2))
    assert list(SpatialGrid.from_points(spot).query_rectangle(np.zeros(2), np.zeros(2))) == [
        0,
        1,
        2,
    ]


def test_a_patch_keeps_the_streets_between_its_junctions(row):
    patch = extract_subgraph(row, np.array([1, 2], dtype=np.int32))
    assert len(patch) == 3
    assert list(patch.number_nodes(np.array([0, 1, 2, 3]))) == [
        OUTSIDE_NUMBER,
        1,
        2,
        OUTSIDE_NUMBER,
    ]
    leads = [set(patch.indices[a:b]) for a, b in zip(patch.indptr, patch.indptr[1:], strict=False)]
    assert leads == [set(), {OUTSIDE_NUMBER, 2}, {1, OUTSIDE_NUMBER}]
    inner = patch.edge_indices[patch.indices != OUTSIDE_NUMBER]
    assert set(inner) == {1}


def test_a_patch_of_nothing_leads_nowhere(row):
    patch = extract_subgraph(row, np.empty(0, dtype=np.int32))
    assert len(patch) == 1
    assert list(patch.indptr) == [0, 0]
    assert list(patch.number_nodes(np.array([0, 3]))) == [OUTSIDE_NUMBER, OUTSIDE_NUMBER]


def test_one_patch_leaves_no_trace_in_the_next(row):
    extract_subgraph(row, np.array([0, 1, 2, 3], dtype=np.int32))
    assert list(extract_subgraph(row, np.array([3], dtype=np.int32)).indices) == [OUTSIDE_NUMBER]


def test_two_threads_cut_without_meeting(row):
    cut = {}

    def work(node):
        for _ in range(200):
            cut[node] = extract_subgraph(row, np.array([node, node + 1], dtype=np.int32)).indices

    threads = [threading.Thread(target=work, args=(node,)) for node in (0, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(cut[0]) == sorted(cut[2]) == [OUTSIDE_NUMBER, 1, 2]
