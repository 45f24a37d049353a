"""Bounds of legs hold, whatever was searched before; exact legs are those of the search."""

from __future__ import annotations

import numpy as np
import pytest

from geo.network.exposure import AreaCrossingCache, measure_exposure
from geo.network.snapping import StreetPositions
from geo.routes.shortest_path import RouteSearch
from geo.support.distance_bounds import DistanceBounds
from geo.support.leg_matrix import LegMatrix
from geo.support.leg_search import LegSearch
from geo.support.safe_zone_savings import MAX_CIRCLES, build_safe_zone_circles, measure_outside_m
from geo.support.vehicle_network import build_vehicle_network
from tests import village

SAFE = [village.box(-200, -200, 300, 300), village.box(900, 400, 1100, 900)]
RISK = ((village.box(300, 0, 700, 900), 4), (village.box(1200, 200, 1400, 1600), 5, "night"))
PLACES = 14
WALKED = 144  # streets of the town; those for a vehicle come after them
TINY = 1e-9


@pytest.fixture(scope="module", params=["walk", "walk where there are steps", "vehicle"])
def town(request):
    """Lay a town of square blocks, with marked ground and places to wait."""
    corners = {f"{x} {y}": (220 * x, 190 * y) for x in range(9) for y in range(9)}
    east = [(f"{x} {y}", f"{x + 1} {y}") for x in range(8) for y in range(9)]
    north = [(f"{x} {y}", f"{x} {y + 1}") for x in range(9) for y in range(8)]
    slow = request.param != "walk"
    streets = [
        village.Street(*ends, kind="steps" if steps else "residential", steps=steps)
        for number, ends in enumerate(east + north)
        for steps in [slow and number % 3 == 0]
    ]
    network = village.network(corners, streets)
    crossings = AreaCrossingCache(
        build_vehicle_network(network) if request.param == "vehicle" else network
    )
    layers = {"risk_areas": village.risk_areas(*RISK), "safe_zones": village.safe_zones(*SAFE)}
    return {slot: measure_exposure(crossings, slot=slot, **layers) for slot in ("day", "night")}


def spots(town, seed):
    chance = np.random.default_rng(seed)
    network = town["day"].network
    edge = chance.integers(WALKED, size=PLACES)
    along = chance.uniform(0, 1, PLACES) * network.length_m[edge]
    return StreetPositions(edge.astype(np.int64), along, np.zeros(PLACES))


def legs_of(town, aversion, places):
    spread = DistanceBounds(town["day"].network, places)
    return LegMatrix([LegSearch(exposure, aversion, spread) for exposure in town.values()])


@pytest.mark.slow
@pytest.mark.parametrize("aversion", [0.0, 1.0, 10.0])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_bounds_hold_after_every_search(town, seed, aversion):
    places, chance = spots(town, seed), np.random.default_rng(seed)
    legs = legs_of(town, aversion, places)
    cost, minutes = exact(town, places, aversion)
    check(legs, cost, minutes)
    legs.tighten_bounds_around(0, float(legs.min_minutes[0].max()))
    check(legs, cost, minutes)
    for _ in range(12):
        start, end = chance.integers(PLACES, size=(2, 3))
        layer = int(chance.integers(2))
        legs.compute_exact_legs(layer, start, end)
        assert legs.is_exact[layer, start, end].all()
        check(legs, cost, minutes)


def exact(town, places, aversion):
    """Search every leg."""
    told = np.zeros((2, 2, PLACES, PLACES))
    for layer, slot in enumerate(("day", "night")):
        search = RouteSearch(town[slot], aversion)
        for i in range(PLACES):
            for j in range(PLACES):
                way = search.find_route(places.select_position(i), places.select_position(j))
                told[:, layer, i, j] = way.calculate_cost(aversion), way.minutes
    return told


def check(legs, cost, minutes):
    known = legs.is_exact
    assert np.allclose(legs.cost[known], cost[known], rtol=0, atol=TINY)
    assert (legs.cost <= cost + TINY).all()
    # Ways of equal cost may differ in minutes where a town has square blocks.
    assert (legs.min_minutes[None] <= minutes + TINY).all()
    assert (legs.cost_premium[~known] <= (cost - minutes)[~known] + TINY).all()
    assert (legs.min_cost <= cost + TINY).all()


def test_the_straight_bound_keeps_the_rule_of_triangles(town):
    legs = legs_of(town, 3.0, spots(town, 4))
    through = legs.min_cost[:, :, None] + legs.min_cost[None, :, :]
    assert (legs.min_cost <= through.min(axis=1) + TINY).all()


def test_circles_hold_every_street_in_safe_zones(town):
    network = town["day"].network
    circles = build_safe_zone_circles(list(town.values()))
    safe = np.flatnonzero(town["day"].edge_measures.safe_m > 0)
    for edge in safe:
        xy = np.array(network.lines[edge].coords)
        held = np.hypot(*(xy[:, None, :] - circles.centre_xy[None]).transpose(2, 0, 1))
        assert (held <= circles.radius_m + TINY).all(axis=0).any()
    assert len(circles) <= MAX_CIRCLES


def test_land_outside_is_the_straight_line_where_there_are_no_zones(town):
    network = town["day"].network
    spread = DistanceBounds(network, spots(town, 5))
    circles = build_safe_zone_circles([village.exposure(network)])
    between, to = measure_outside_m(spread.position_xy, spread.straight_line_m, circles)
    assert (between == spread.straight_line_m).all()
    assert to.shape == (PLACES, 0)


def test_a_leg_from_a_service_to_itself_takes_nothing(town):
    legs = legs_of(town, 3.0, spots(town, 6))
    legs.compute_exact_legs(0, np.array([3]), np.array([3]))
    assert legs.minutes[0, 3, 3] == 0
    assert legs.get_route(0, 3, 3).length_m == 0


def test_a_slow_route_that_is_safe_all_along_is_found_within_its_own_cost():
    """It takes more minutes than its metres would on the quickest street, and costs less."""
    corners = {"a": (0, 0), "b": (600, 0), "c": (1200, 0), "d": (1200, 600)}
    stairs = [village.Street("a", "b", kind="steps", steps=True),
              village.Street("b", "c", kind="steps", steps=True)]  # fmt: skip
    network = village.network(corners, [*stairs, village.Street("c", "d")])
    zone = village.safe_zones(village.box(-50, -50, 1250, 50))
    exposure = measure_exposure(
        AreaCrossingCache(network), slot="day", risk_areas=village.risk_areas(), safe_zones=zone
    )
    ends = StreetPositions(np.array([0, 1]), np.array([100.0, 500.0]), np.zeros(2))
    rows = LegSearch(exposure, 3.0, DistanceBounds(network, ends))
    cost = (
        RouteSearch(exposure, 3.0)
        .find_route(ends.select_position(0), ends.select_position(1))
        .calculate_cost(3.0)
    )
    way, _ = rows.search_leg(0, 1, max_cost=cost, bound_savings=lambda limit: limit)
    assert way.calculate_cost(3.0) == pytest.approx(cost, rel=1e-12)
    assert way.minutes > cost
