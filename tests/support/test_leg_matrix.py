"""Bounds of legs hold, whatever was searched before; exact legs are those of the search."""

from __future__ import annotations

import numpy as np
import pytest

from geo.network.exposure import Crossings, measure_exposure
from geo.network.snapping import Positions
from geo.routes.shortest_path import Search
from geo.support.distance_bounds import Spread
from geo.support.leg_matrix import Legs
from geo.support.leg_search import Rows
from geo.support.safe_zone_savings import MOST_CIRCLES, circles_of, outside_m
from geo.support.vehicle_network import two_layers
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
    crossings = Crossings(two_layers(network) if request.param == "vehicle" else network)
    layers = {"risk_areas": village.risk_areas(*RISK), "safe_zones": village.safe_zones(*SAFE)}
    return {slot: measure_exposure(crossings, slot=slot, **layers) for slot in ("day", "night")}


def spots(town, seed):
    chance = np.random.default_rng(seed)
    network = town["day"].network
    edge = chance.integers(WALKED, size=PLACES)
    along = chance.uniform(0, 1, PLACES) * network.length_m[edge]
    return Positions(edge.astype(np.int64), along, np.zeros(PLACES))


def legs_of(town, aversion, places):
    spread = Spread(town["day"].network, places)
    return Legs([Rows(exposure, aversion, spread) for exposure in town.values()])


@pytest.mark.slow
@pytest.mark.parametrize("aversion", [0.0, 1.0, 10.0])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_bounds_hold_after_every_search(town, seed, aversion):
    places, chance = spots(town, seed), np.random.default_rng(seed)
    legs = legs_of(town, aversion, places)
    cost, minutes = exact(town, places, aversion)
    check(legs, cost, minutes)
    legs.look_around(0, float(legs.quickest[0].max()))
    check(legs, cost, minutes)
    for _ in range(12):
        start, end = chance.integers(PLACES, size=(2, 3))
        layer = int(chance.integers(2))
        legs.settle(layer, start, end)
        assert legs.exact[layer, start, end].all()
        check(legs, cost, minutes)


def exact(town, places, aversion):
    """Search every leg."""
    told = np.zeros((2, 2, PLACES, PLACES))
    for layer, slot in enumerate(("day", "night")):
        search = Search(town[slot], aversion)
        for i in range(PLACES):
            for j in range(PLACES):
                way = search.way(places.one(i), places.one(j))
                told[:, layer, i, j] = way.cost(aversion), way.minutes
    return told


def check(legs, cost, minutes):
    known = legs.exact
    assert np.allclose(legs.cost[known], cost[known], rtol=0, atol=TINY)
    assert (legs.cost <= cost + TINY).all()
    # Ways of equal cost may differ in minutes where a town has square blocks.
    assert (legs.quickest[None] <= minutes + TINY).all()
    assert (legs.premium[~known] <= (cost - minutes)[~known] + TINY).all()
    assert (legs.straight <= cost + TINY).all()


def test_the_straight_bound_keeps_the_rule_of_triangles(town):
    legs = legs_of(town, 3.0, spots(town, 4))
    through = legs.straight[:, :, None] + legs.straight[None, :, :]
    assert (legs.straight <= through.min(axis=1) + TINY).all()


def test_circles_hold_every_street_in_safe_zones(town):
    network = town["day"].network
    circles = circles_of(list(town.values()))
    safe = np.flatnonzero(town["day"].edges.safe_m > 0)
    for edge in safe:
        xy = np.array(network.lines[edge].coords)
        held = np.hypot(*(xy[:, None, :] - circles.centre[None]).transpose(2, 0, 1))
        assert (held <= circles.radius + TINY).all(axis=0).any()
    assert len(circles) <= MOST_CIRCLES


def test_ground_outside_is_the_straight_line_where_there_are_no_zones(town):
    network = town["day"].network
    spread = Spread(network, spots(town, 5))
    circles = circles_of([village.exposure(network)])
    between, to = outside_m(spread.xy, spread.apart_m, circles)
    assert (between == spread.apart_m).all()
    assert to.shape == (PLACES, 0)


def test_a_leg_from_a_door_to_itself_takes_nothing(town):
    legs = legs_of(town, 3.0, spots(town, 6))
    legs.settle(0, np.array([3]), np.array([3]))
    assert legs.minutes[0, 3, 3] == 0
    assert legs.way(0, 3, 3).length_m == 0


def test_a_slow_way_that_is_safe_all_along_is_found_within_its_own_cost():
    """It takes more minutes than its metres would on the quickest street, and costs less."""
    corners = {"a": (0, 0), "b": (600, 0), "c": (1200, 0), "d": (1200, 600)}
    stairs = [village.Street("a", "b", kind="steps", steps=True),
              village.Street("b", "c", kind="steps", steps=True)]  # fmt: skip
    network = village.network(corners, [*stairs, village.Street("c", "d")])
    zone = village.safe_zones(village.box(-50, -50, 1250, 50))
    exposure = measure_exposure(
        Crossings(network), slot="day", risk_areas=village.risk_areas(), safe_zones=zone
    )
    ends = Positions(np.array([0, 1]), np.array([100.0, 500.0]), np.zeros(2))
    rows = Rows(exposure, 3.0, Spread(network, ends))
    cost = Search(exposure, 3.0).way(ends.one(0), ends.one(1)).cost(3.0)
    way, _ = rows.leg(0, 1, at_most=cost, saved=lambda limit: limit)
    assert way.cost(3.0) == pytest.approx(cost, rel=1e-12)
    assert way.minutes > cost
