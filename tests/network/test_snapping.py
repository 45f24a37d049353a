"""From places on the ground to places on streets."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import shapely

from geo.network.snapping import (
    locate_positions,
    snap_to_component,
    snap_to_main_network,
    snap_to_streets,
)
from tests.village import Street, in_metres, network, on_earth, stand
from tests.wild import by_chance, wild_village

# a ──100── b, then up to c
NAPKIN = network(
    {"a": (0, 0), "b": (100, 0), "c": (100, 100)}, [Street("a", "b"), Street("b", "c")]
)


@pytest.mark.parametrize(
    ("spot", "edge", "along", "access"),
    [
        ((30, 7), 0, 30, 7),
        ((30, -7), 0, 30, 7),
        ((-20, 0), 0, 0, 20),  # beyond the end: the end
        ((90, 40), 1, 40, 10),
        ((100, 130), 1, 100, 30),
    ],
)
def test_a_place_enters_at_the_nearest_point_of_the_nearest_street(spot, edge, along, access):
    at = stand(NAPKIN, spot)
    assert at.edge_indices[0] == edge
    assert at.along_m == pytest.approx([along], abs=1e-6)
    assert at.access_m == pytest.approx([access], abs=1e-6)


def test_a_place_on_a_corner_stands_on_one_of_its_streets():
    at = stand(NAPKIN, (100, 0))
    assert (at.edge_indices[0], round(at.along_m[0], 6)) in {(0, 100.0), (1, 0.0)}
    assert at.access_m == pytest.approx([0], abs=1e-6)


def test_places_keep_their_order():
    at = stand(NAPKIN, (90, 40), (30, 7), (90, 50))
    assert list(at.edge_indices) == [1, 0, 1]
    assert at.select_position(1).along_m == pytest.approx([30], abs=1e-6)
    assert at.select_positions(np.array([True, False, True])).along_m == pytest.approx(
        [40, 50], abs=1e-6
    )


def test_the_return_route_to_the_land():
    (point,) = in_metres(locate_positions(NAPKIN, stand(NAPKIN, (90, 40))))
    assert (point.x, point.y) == pytest.approx((100, 40), abs=1e-6)


@by_chance
def test_no_street_is_nearer(seed):
    wild = wild_village(seed)
    spots = wild.spots(20)
    at = stand(wild.network, *spots)
    for number, (east, north) in enumerate(spots):
        point = shapely.Point(east + 500_000, north + 1_540_000)
        assert at.access_m[number] == pytest.approx(
            min(point.distance(line) for line in wild.network.lines), abs=1e-6
        )
        line = wild.network.lines[at.edge_indices[number]]
        entered = line.interpolate(at.along_m[number])
        assert entered.distance(point) == pytest.approx(at.access_m[number], abs=1e-6)
    assert (at.along_m >= 0).all()
    assert (at.along_m <= wild.network.length_m[at.edge_indices]).all()


@by_chance
def test_places_move_to_the_main_network_as_if_all_were_snapped_to_it(seed):
    random = np.random.default_rng(seed)
    corners = {
        f"{island} {number}": tuple(random.integers(-4, 5, 2) * 100.0 + island * 1200.0)
        for island in range(3)
        for number in range(4 + island)
    }
    names = list(corners)
    pairs = [pair for pair in pairwise(names) if pair[0][0] == pair[1][0]]
    streets = network(
        corners, [Street(*pair) for pair in pairs if corners[pair[0]] != corners[pair[1]]]
    )
    points = on_earth(*shapely.points(random.integers(-10, 40, (40, 2)) * 100.0))
    nearest = snap_to_streets(streets, points)
    own = snap_to_component(streets, points, streets.main_component)
    is_outside = streets.edge_components[nearest.edge_indices] != streets.main_component
    moves = is_outside & own.is_on_network
    found = snap_to_main_network(streets, points)
    for name in ("edge_indices", "along_m", "access_m"):
        expected = np.where(moves, getattr(own, name), getattr(nearest, name))
        assert np.array_equal(getattr(found, name), expected)
    expected_lines = np.where(moves, own.access_lines, nearest.access_lines)
    assert shapely.equals_exact(found.access_lines, expected_lines).all()
