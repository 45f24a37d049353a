"""Landmarks bound what walking takes, and say nothing where nothing is joined."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from geo.network.landmarks import MAX_LANDMARKS, bound_travel_minutes, compute_landmark_minutes
from tests import village

TINY = 1e-9


def town():
    """Lay a river between two rows of blocks, one bridge over it, and a lane apart from all."""
    corners = {f"{x} {y}": (200 * x, 150 * y) for x in range(9) for y in range(4)}
    corners |= {"lane": (5000, 5000), "end": (5000, 5100)}
    along = [(f"{x} {y}", f"{x + 1} {y}") for x in range(8) for y in range(4)]
    across = [(f"{x} {y}", f"{x} {y + 1}") for x in range(9) for y in (0, 2)]
    ends = [*along, *across, ("0 1", "0 2"), ("lane", "end")]
    return village.network(corners, [village.Street(*pair) for pair in ends])


def walked(network):
    arcs = network.adjacency_matrix
    minutes = network.minutes[arcs.data - 1]
    return dijkstra(csr_array((minutes, arcs.indices, arcs.indptr), shape=arcs.shape))


def test_bounds_hold_and_know_of_the_bridge():
    network = town()
    minutes, since = walked(network), network.landmark_minutes.astype(float)
    least = bound_travel_minutes(since)
    joined = np.isfinite(minutes)
    assert (least[joined] <= minutes[joined] + TINY).all()
    xy = network.node_xy
    apart = np.hypot(*(xy[:, None, :] - xy[None, :, :]).transpose(2, 0, 1))
    straight = apart * network.min_pace_min_per_m
    east, north = (xy - xy.min(axis=0)).T
    far, south = (east > 1500) & (north < 1000), north < 200
    over = (far & south)[:, None] & (far & ~south)[None, :]
    assert over.any()
    assert (least[over] > 3 * straight[over]).all()


def test_the_bounds_keep_the_rule_of_triangles():
    least = bound_travel_minutes(town().landmark_minutes.astype(float))
    through = (least[:, :, None] + least[None, :, :]).min(axis=1)
    assert (least <= through + 1e-4).all()


def test_landmarks_are_few_and_lie_in_the_largest_part():
    network = town()
    assert len(network.landmark_minutes) == MAX_LANDMARKS
    largest = network.node_components == np.bincount(network.node_components).argmax()
    assert (network.landmark_minutes[:, ~largest] == 0).all()
    assert (
        network.landmark_minutes[:, largest] == 0
    ).sum() == MAX_LANDMARKS  # each at itself, and no two alike


def test_a_single_lane_has_its_two_ends_for_landmarks():
    network = village.network({"a": (0, 0), "b": (300, 0)}, [village.Street("a", "b")])
    assert np.allclose(
        bound_travel_minutes(network.landmark_minutes.astype(float)), walked(network), atol=1e-5
    )


def test_no_streets_have_no_landmarks():
    none = csr_array((0, 0))
    assert compute_landmark_minutes(none, np.empty(0, dtype=np.int32)).shape == (0, 0)
