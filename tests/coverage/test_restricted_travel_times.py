"""Trips to services where not everybody may pass every street."""

from __future__ import annotations

import numpy as np
import pytest

from geo.coverage.travel_time import NO_SERVICE, compute_reachable_network, measure_travel_times
from geo.network.edge_restrictions import CLOSED_ACCESS, DESTINATION_ACCESS
from geo.network.passability import FREE, SHUT
from tests.restricted import restrict, restricted_village
from tests.village import Street, exposure, network, stand
from tests.wild import by_chance

# A private lane b to c by way of m, with n behind it; round it from a to f it is 500 m.
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
LANE = [1, 2, 7]
WEST, EAST, BEHIND = (10, 0), (290, 0), (150, 50)


def metres(doors, homes, *, access=None, hours=FREE, edges=LANE, direction=0):
    columns = {"access": np.full(len(BARE.u), None, dtype=object)}
    columns["access"][edges] = access
    columns["direction"] = np.zeros(len(BARE.u), dtype=np.int32)
    columns["direction"][edges] = direction
    states = np.full(len(BARE.u), FREE, dtype=np.int8)
    states[edges] = hours
    streets = restrict(BARE, **columns)
    found = compute_reachable_network(
        exposure(streets), stand(streets, *doors), aversion=0.0,
        passability=streets.passability(states),
    )  # fmt: skip
    trips = measure_travel_times(found, stand(streets, *homes))
    unreached = trips.service == NO_SERVICE
    assert np.array_equal(unreached, np.isinf(trips.cost))
    for measure in (trips.minutes, trips.length_m, trips.inside_m):
        assert np.array_equal(unreached, np.isinf(measure))
    return trips.length_m.tolist()


def test_homes_on_both_sides_of_a_private_lane():
    homes = [WEST, EAST, BEHIND]
    assert metres([EAST], homes) == pytest.approx([280, 0, 190], abs=1e-6)
    private = metres([EAST], homes, access=DESTINATION_ACCESS)
    assert private == pytest.approx([10 + 500 + 10, 0, 190], abs=1e-6)


def test_a_service_behind_a_private_gate():
    found = metres([BEHIND], [WEST, EAST, (150, 20)], access=DESTINATION_ACCESS)
    assert found == pytest.approx([190, 190, 30], abs=1e-6)


def test_from_one_private_lane_to_the_service_on_it_and_on_to_another():
    # the service behind serves both sides, but nobody passes it to reach the other one
    found = metres([BEHIND, (300, 50)], [WEST, EAST], access=DESTINATION_ACCESS)
    assert found == pytest.approx([190, 60], abs=1e-6)


def test_a_park_that_is_shut_is_left_and_not_entered():
    found = metres([EAST], [WEST, BEHIND], hours=SHUT)
    assert found == pytest.approx([520, 190], abs=1e-6)
    assert metres([BEHIND], [WEST, (150, 20)], hours=SHUT) == pytest.approx([np.inf, 30])


def test_a_locked_gate_parts_homes_and_services():
    found = metres([EAST], [WEST, BEHIND], access=CLOSED_ACCESS)
    assert found == pytest.approx([520, np.inf], abs=1e-6)


def test_one_way_paths_count_from_the_home_to_the_service():
    for direction, length in ((1, 280), (-1, 520)):
        found = metres([EAST], [WEST], edges=[1], direction=direction)
        assert found == pytest.approx([length], abs=1e-6)
    on_it = metres([(120, 0)], [(140, 0), (110, 0)], edges=[1], direction=1)
    assert on_it == pytest.approx([160 + 500 + 120, 10], abs=1e-6)


@by_chance
def test_every_trip_costs_what_another_program_finds(seed):
    village, aversion = restricted_village(seed, spots=8), (0.0, 3.0)[seed % 2]
    doors = village.positions.select_positions(np.arange(3))
    homes = village.positions.select_positions(np.arange(3, 8))
    found = measure_travel_times(
        compute_reachable_network(
            village.by_day, doors, aversion=aversion, passability=village.passability
        ),
        homes,
    )
    pace = village.network.min_pace_min_per_m
    for number in range(len(homes)):
        home = homes.select_position(number)
        costs = [
            village.least_cost(home, doors.select_position(door), aversion, strict=True)
            for door in range(len(doors))
        ]
        assert found.cost[number] == pytest.approx(min(costs), abs=1e-6)
        if np.isinf(min(costs)):
            assert found.service[number] == NO_SERVICE
            assert np.isinf(found.minutes[number])
        else:
            assert costs[found.service[number]] == pytest.approx(min(costs), abs=1e-6)
            assert found.minutes[number] >= found.length_m[number] * pace - 1e-9
        if aversion == 0:
            assert found.minutes[number] == pytest.approx(found.cost[number], abs=1e-6)
