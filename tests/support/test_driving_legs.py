"""Legs by vehicle are those that networkx finds over streets and turns, in both directions."""

from __future__ import annotations

import numpy as np
import pytest

from geo.model import Community
from geo.osm.extract import read_extract
from geo.routes.directions import build_instructions
from geo.support.distance_bounds import DistanceBounds
from geo.support.leg_matrix import LegMatrix
from geo.support.leg_search import LegSearch
from geo.support.planning import plan_support
from geo.support.vehicle_network import BOARDING_MINUTES
from tests import village
from tests.support import requests
from tests.support.driving import driving_city, driving_village
from tests.village import Street

TINY = 1e-7
SEEDS = range(12)


def legs_of(village, aversion):
    bounds = DistanceBounds(village.by_day.network, village.positions)
    return LegMatrix([LegSearch(village.by_day, aversion, bounds)])


def expected_costs(village, aversion):
    return np.array(
        [village.least_costs(start, aversion) for start in range(len(village.positions))]
    )


@pytest.mark.parametrize("aversion", [0.0, 3.0])
@pytest.mark.parametrize("seed", SEEDS)
def test_legs_cost_what_networkx_finds(seed, aversion):
    village = driving_village(seed)
    legs, expected = legs_of(village, aversion), expected_costs(village, aversion)
    assert legs.compute_all_legs(np.arange(len(village.positions)))
    np.testing.assert_allclose(legs.cost[0], expected, rtol=0, atol=TINY)


@pytest.mark.parametrize("seed", SEEDS)
def test_bounds_of_directed_legs_hold_after_every_search(seed):
    village = driving_village(seed)
    aversion, rng = float(seed % 3) * 3, np.random.default_rng(seed)
    legs, expected = legs_of(village, aversion), expected_costs(village, aversion)
    if aversion == 0:
        assert (legs.min_minutes <= expected + TINY).all()
    pairs = [(start, end) for start in range(6) for end in range(6)]
    for index in rng.permutation(len(pairs)).tolist():
        start, end = pairs[index]
        legs.compute_exact_legs(0, np.array([start]), np.array([end]))
        assert legs.is_exact[0, start, end]
        assert (legs.cost[0] <= expected + TINY).all()
        known = legs.is_exact[0]
        np.testing.assert_allclose(legs.cost[0][known], expected[known], rtol=0, atol=TINY)
    for start, end in pairs:
        route = legs.get_route(0, start, end)
        assert route.calculate_cost(aversion) == pytest.approx(expected[start, end], abs=TINY)
        assert route.minutes == pytest.approx(legs.minutes[0, start, end], abs=TINY)


def test_the_villages_have_legs_that_differ_by_direction():
    differing = 0
    for seed in SEEDS:
        expected = expected_costs(driving_village(seed), 0.0)
        differing += int((np.abs(expected - expected.T) > 0.1).sum())
    assert differing > 20


CORNERS = {"home": (0, 0), "door": (2000, 0), "north": (0, 1500), "east": (2000, 1500)}
STREETS = (
    Street("home", "door", name="Avenida", kind="primary"),
    Street("home", "north", name="Subida", kind="primary"),
    Street("north", "east", name="Vuelta", kind="primary"),
    Street("east", "door", name="Bajada", kind="primary"),
)
BACK_KM = 5.0  # by Bajada, Vuelta and Subida


def plan_by_vehicle(turns=(), **columns):
    """Ask for the health service at the other end of the avenue."""
    edges = village.edges(CORNERS, STREETS).assign(**columns)
    doors = village.doors(((2000, 0), "health"))
    community = Community(village.SLUG, "Servilleta", timezone="America/El_Salvador")
    store = village.found(edges, {"services": doors}, community=community, turns=turns)
    view = village.seen(store, "network")
    place = village.place(0, 0)
    ask = requests.ask(
        (place.lat, place.lon), view.moment("2026-03-03T10:00"), aversion=0.0, travel_mode="vehicle"
    )
    return plan_support(view, ask, requests.pathway(requests.step("health", "health")))


def driven_minutes(km, km_h=65.0):
    return km / km_h * 60 + 2 * BOARDING_MINUTES


def test_the_way_back_of_a_plan_goes_round_where_the_avenue_is_one_way():
    plan = plan_by_vehicle(drive_direction=[1, 0, 0, 0])
    assert plan.stops[0].route.minutes == pytest.approx(driven_minutes(2), abs=0.05)
    assert plan.return_route.minutes == pytest.approx(driven_minutes(BACK_KM), abs=0.05)
    names = [step.street for step in build_instructions(plan.return_route)]
    assert names == ["Bajada", "Vuelta", "Subida"]
    assert plan.total_minutes == pytest.approx(driven_minutes(2) + driven_minutes(BACK_KM), abs=0.1)


def test_a_plan_goes_and_returns_by_the_avenue_that_has_two_directions():
    plan = plan_by_vehicle()
    assert plan.return_route.minutes == pytest.approx(driven_minutes(2), abs=0.05)


def test_nobody_drives_against_a_street_that_is_drawn_the_other_way_round():
    plan = plan_by_vehicle(drive_direction=[-1, 0, 0, 0])
    assert plan.stops[0].route.minutes == pytest.approx(driven_minutes(BACK_KM), abs=0.05)
    assert plan.return_route.minutes == pytest.approx(driven_minutes(2), abs=0.05)


def test_a_closed_street_is_not_driven():
    plan = plan_by_vehicle(drive_access=["closed", None, None, None])
    assert plan.stops[0].route.minutes == pytest.approx(driven_minutes(BACK_KM), abs=0.05)


def test_a_tagged_limit_is_kept():
    plan = plan_by_vehicle(drive_km_h=[50.0, np.nan, np.nan, np.nan])
    assert plan.stops[0].route.minutes == pytest.approx(driven_minutes(2, 40.0), abs=0.05)


def test_a_turn_that_is_not_allowed_is_not_made_by_getting_out_and_in_again():
    """From Subida one may not turn into Vuelta: the other way round takes the avenue."""
    closed = ["closed", None, None, None]
    turns = [(1, 2, 2, False)]  # from Subida, at its end, into Vuelta
    plan = plan_by_vehicle(turns, drive_access=closed)
    # She walks the avenue, or the 1500 m of Subida before she gets in, whichever takes less time.
    walked = 1500 / 75 + driven_minutes(3.5)
    assert plan.stops[0].route.minutes == pytest.approx(min(2000 / 75, walked), abs=0.1)
    assert plan.return_route.minutes == pytest.approx(driven_minutes(BACK_KM), abs=0.05)


def test_the_only_turn_that_is_allowed_is_made():
    plan = plan_by_vehicle([(1, 2, 2, True)], drive_access=["closed", None, None, None])
    assert plan.stops[0].route.minutes == pytest.approx(driven_minutes(BACK_KM), abs=0.05)


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("name", "centre", "turns"),
    [
        ("andorra.osm.pbf", (1.5218, 42.5078), 8),
        ("porto_alegre_br.osm.pbf", (-51.2287, -30.0331), 0),
    ],
)
def test_legs_of_a_city_cost_what_networkx_finds(real_data, name, centre, turns):
    village = driving_city(read_extract(real_data / "osm" / name), 1, centre=centre)
    assert len(village.rules) >= turns
    legs, expected = legs_of(village, 0.0), expected_costs(village, 0.0)
    starts, ends = np.nonzero(np.ones(expected.shape))
    legs.compute_exact_legs(0, starts, ends)
    np.testing.assert_allclose(legs.cost[0], expected, rtol=0, atol=1e-6)
    assert (np.abs(expected - expected.T) > 0.1).sum() > 4
