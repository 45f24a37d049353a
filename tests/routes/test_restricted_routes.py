"""Routes where not everybody may pass every street."""

from __future__ import annotations

import numpy as np
import pytest

from geo.errors import NoRouteError
from geo.network.edge_restrictions import CLOSED_ACCESS, DESTINATION_ACCESS
from geo.network.passability import FREE, SHUT
from geo.network.snapping import StreetPositions
from geo.routes.shortest_path import RouteSearch
from tests.restricted import restrict, restricted_village
from tests.village import Street, exposure, network, stand
from tests.wild import by_chance

# A private lane from b to c, with a corner m of its own, and a dead end m to n; round it 400 m.
#   d ─────────── e
#   │       n     │
#   a ── b ─ m ─ c ── f
BARE = network(
    {"a": (0, 0), "b": (100, 0), "m": (150, 0), "c": (200, 0), "d": (0, 100), "e": (300, 100),
     "f": (300, 0), "n": (150, 60)},
    [
        Street("a", "b"), Street("b", "m"), Street("m", "c"), Street("a", "d"), Street("d", "e"),
        Street("e", "f"), Street("c", "f"), Street("m", "n"),
    ],
)  # fmt: skip
THROUGH, ROUND, WEST, EAST, BEHIND = 300, 500, (0, 0), (300, 0), (150, 50)
LANE = [1, 2, 7]


def find(here, there, *, access=None, edges=LANE, direction=None, hours=FREE):
    columns = {"access": np.full(len(BARE.u), None, dtype=object)}
    columns["access"][edges] = access
    columns["direction"] = np.zeros(len(BARE.u), dtype=np.int32)
    columns["direction"][edges] = direction or 0
    states = np.full(len(BARE.u), FREE, dtype=np.int8)
    states[edges] = hours
    streets = restrict(BARE, **columns)
    search = RouteSearch(exposure(streets), 0.0, streets.passability(states))
    return search.find_route(stand(streets, here), stand(streets, there)).length_m


def test_nobody_restricts_the_village():
    assert find(WEST, EAST) == pytest.approx(THROUGH)


@pytest.mark.parametrize(
    "how", [{"access": DESTINATION_ACCESS}, {"access": CLOSED_ACCESS}, {"hours": SHUT}]
)
def test_a_restricted_lane_is_not_passed_through(how):
    assert find(WEST, EAST, **how) == pytest.approx(ROUND)
    assert find(EAST, WEST, **how) == pytest.approx(ROUND)


def test_a_private_lane_leads_to_who_lives_on_it_and_away():
    assert find(WEST, BEHIND, access=DESTINATION_ACCESS) == pytest.approx(200)
    assert find(BEHIND, EAST, access=DESTINATION_ACCESS) == pytest.approx(200)
    assert find(BEHIND, WEST, access=DESTINATION_ACCESS) == pytest.approx(200)


def test_a_park_that_is_shut_is_left_and_not_entered():
    assert find(BEHIND, EAST, hours=SHUT) == pytest.approx(200)
    with pytest.raises(NoRouteError):
        find(WEST, BEHIND, hours=SHUT)


def test_a_locked_gate_is_neither_entered_nor_left():
    for here, there in ((WEST, BEHIND), (BEHIND, WEST)):
        with pytest.raises(NoRouteError):
            find(here, there, access=CLOSED_ACCESS)


def test_a_street_that_is_itself_closed_is_left_from_where_one_stands():
    assert find((120, 0), WEST, access=CLOSED_ACCESS) == pytest.approx(120)
    assert find(WEST, (120, 0), access=CLOSED_ACCESS) == pytest.approx(120)


def test_a_private_street_without_a_corner_of_its_own_is_not_passed_through():
    assert find(WEST, EAST, access=DESTINATION_ACCESS, edges=[2]) == pytest.approx(ROUND)
    assert find(WEST, (180, 0), access=DESTINATION_ACCESS, edges=[2]) == pytest.approx(180)


def test_a_one_way_path_is_walked_one_way():
    for direction, there, back in ((1, THROUGH, ROUND), (-1, ROUND, THROUGH)):
        assert find(WEST, EAST, edges=[1], direction=direction) == pytest.approx(there)
        assert find(EAST, WEST, edges=[1], direction=direction) == pytest.approx(back)


def test_who_stands_before_a_private_street_may_not_pass_through():
    # a corner lies on all of its streets, and which of them is found says nothing
    access = np.array([None] * 8, dtype=object)
    access[LANE] = DESTINATION_ACCESS
    streets = restrict(BARE, access=access)
    search = RouteSearch(exposure(streets), 0.0)
    for edge, along in ((0, 100.0), (1, 0.0)):
        corner = StreetPositions(np.array([edge]), np.array([along]), np.zeros(1))
        length = search.find_route(corner, stand(streets, EAST)).length_m
        assert length == pytest.approx(100 + ROUND)
        behind = search.find_route(corner, stand(streets, BEHIND)).length_m
        assert behind == pytest.approx(100)


def test_against_a_one_way_path_one_goes_round_from_and_to_the_path_itself():
    assert find((120, 0), (140, 0), edges=[1], direction=1) == pytest.approx(20)
    assert find((140, 0), (120, 0), edges=[1], direction=1) == pytest.approx(160 + ROUND + 120)


def test_a_private_dead_end_is_an_ordinary_street():
    streets = restrict(BARE, access=np.array([None] * 7 + [DESTINATION_ACCESS], dtype=object))
    assert not streets.passability().has_limits


def test_hours_without_a_moment_lead_to_destinations_only():
    hours = np.full(len(BARE.u), None, dtype=object)
    hours[LANE] = "Mo-Su 06:00-20:00"
    streets = restrict(BARE, open_hours=hours)
    search = RouteSearch(exposure(streets), 0.0)
    west, east, behind = (stand(streets, spot) for spot in (WEST, EAST, BEHIND))
    assert search.find_route(west, east).length_m == pytest.approx(ROUND)
    assert search.find_route(west, behind).length_m == pytest.approx(200)


@by_chance
def test_cost_is_what_another_program_finds(seed):
    village, aversion = restricted_village(seed), (0.0, 3.0)[seed % 2]
    search = RouteSearch(village.by_day, aversion, village.passability)
    targets = village.positions
    for number in range(2):
        origin = targets.select_position(number)
        expected = [
            village.least_cost(origin, targets.select_position(other), aversion, strict=False)
            for other in range(len(targets))
        ]
        for other, least in enumerate(expected):
            target = targets.select_position(other)
            if np.isinf(least):
                with pytest.raises(NoRouteError):
                    search.find_route(origin, target)
            else:
                found = search.find_route(origin, target)
                assert found.calculate_cost(aversion) == pytest.approx(least, abs=1e-6)
        others = targets.select_positions(np.arange(number + 1, len(targets)))
        least = min(expected[number + 1 :])
        if np.isfinite(least):
            route, index = search.find_nearest(origin, others)
            assert route.calculate_cost(aversion) == pytest.approx(least, abs=1e-6)
            assert expected[number + 1 + index] == pytest.approx(least, abs=1e-6)
