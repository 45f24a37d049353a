"""The ground that ways of limited cost can touch: nothing on it may be missing."""

import numpy as np
import pytest

from geo.routes.search_ellipse import find_nodes_in_ellipse, max_route_length_m
from tests.village import M_PER_MIN, Street, box, network, safe_zones
from tests.village import exposure as exposed_to

CROSS = {"west": (0, 0), "east": (300, 0), "near": (150, 190), "far": (150, 210), "off": (900, 0)}
STREETS = [Street("west", place) for place in ("east", "near", "far", "off")]


@pytest.fixture(scope="module")
def cross():
    return network(CROSS, STREETS)


def named(cross, nodes):
    names = np.array(list(CROSS))
    return set(names[nodes])


def between(cross, *targets, metres):
    xy = dict(zip(CROSS, cross.node_xy, strict=True))
    return named(
        cross,
        find_nodes_in_ellipse(
            cross, xy["west"], np.array([xy[to] for to in targets]), max_length_m=metres
        ),
    )


def test_a_corridor_is_the_ellipse_around_both_ends(cross):
    # By way of a place 190 m off the middle it is 484 m, by one 210 m off 516 m
    assert between(cross, "east", metres=500) == {"west", "east", "near"}
    assert between(cross, "east", metres=520) == {"west", "east", "near", "far"}


def test_with_many_targets_it_is_what_lies_within_reach(cross):
    assert between(cross, "east", "near", metres=500) >= {"west", "east", "near", "far"}


def test_a_target_out_of_reach_does_not_widen_it(cross):
    assert "off" not in between(cross, "east", "off", metres=520)


def test_what_a_limit_allows_is_walked_on_the_quickest_street(cross):
    plain = exposed_to(cross)
    assert max_route_length_m(plain, 10.0, aversion=3.0) == pytest.approx(10 * M_PER_MIN)


def test_metres_in_safe_zones_cost_less_so_routes_may_be_longer(cross):
    little = exposed_to(cross, safe=safe_zones(box(100, -10, 140, 10)))
    assert max_route_length_m(little, 10.0, aversion=0.0) == pytest.approx(10 * M_PER_MIN)
    safe_m = little.total_safe_m
    assert safe_m == pytest.approx(80, abs=0.01)  # two streets run through it
    assert max_route_length_m(little, 10.0, aversion=3.0) == pytest.approx(
        10 * M_PER_MIN + safe_m / 4
    )
    assert max_route_length_m(little, 0.1, aversion=3.0) == pytest.approx(0.1 * M_PER_MIN / 0.75)
