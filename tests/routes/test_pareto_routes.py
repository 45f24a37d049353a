"""Every way worth choosing, once: neither one too few nor one too many."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import numpy as np
import pytest
import shapely
from shapely.ops import substring

from geo.errors import NoRouteError
from geo.routes.cost import DIRECT_AVERSION, SAFEST_AVERSION
from geo.routes.pareto_routes import efficient_routes, select_route
from geo.routes.route import Route
from geo.routes.shortest_path import RouteSearch
from tests.village import Street, box, exposure, network, risk_areas, safe_zones, stand
from tests.wild import by_chance, wild_village

BEGIN, END = (0, 0), (1000, 0)
#          metres, of these at full risk
WORTH_IT = [(1000, 500), (1200, 250), (2000, 0)]
# Less exposed than the second and shorter than the third, and yet never the cheapest: at the
# aversion where those two cost the same, it costs more.
NEVER_CHOSEN = (1700, 150)
# Two ways round a square, as long as each other.
SQUARE = {"a": (0, 0), "b": (100, 0), "c": (100, 100), "d": (0, 100)}
SIDES = [Street("a", "b"), Street("b", "c"), Street("a", "d"), Street("d", "c")]


def tents(*ways):
    """Pitch one way over the other from `BEGIN` to `END_KEY`, each so long and so exposed."""
    corners, streets, marked = {"begin": BEGIN, "end": END}, [], []
    for metres, at_risk in ways:
        top = f"top {metres}"
        corners[top] = (500, float(np.sqrt((metres / 2) ** 2 - 500**2)))
        streets += [Street("begin", top, name=top), Street(top, "end", name=top)]
        line = shapely.LineString([BEGIN, corners[top], END])
        if at_risk:
            part = substring(line, 300, 300 + at_risk)
            marked.append((part.buffer(4, cap_style="flat"), 5))
    return network(corners, streets), risk_areas(*marked)


def searches(exposed, begin, end):
    """Find ways, each aversion searched once."""

    @cache
    def find(aversion):
        return RouteSearch(exposed, aversion).find_route(begin, end)

    return find


def offered(streets, exposed):
    return efficient_routes(searches(exposed, stand(streets, BEGIN), stand(streets, END)))


def test_three_routes_are_worth_it_and_the_fourth_is_not():
    streets, risks = tents(*WORTH_IT, NEVER_CHOSEN)
    choices = offered(streets, exposure(streets, risks))
    measured = [(choice.route.length_m, choice.route.risk_m) for choice in choices]
    assert measured == pytest.approx(np.array(WORTH_IT), abs=0.01)
    ranges = [(choice.aversion_from, choice.aversion_to) for choice in choices]
    # 200 m more for 250 m of risk less; then 800 m more for 250 m
    assert ranges == pytest.approx(np.array([(0, 0.8), (0.8, 3.2), (3.2, 10)]), abs=1e-4)


@pytest.mark.parametrize(
    ("aversion", "metres"),
    [(0, 1000), (0.79, 1000), (0.81, 1200), (3.19, 1200), (3.21, 2000), (10, 2000)],
)
def test_the_slider_picks_the_cheapest(aversion, metres):
    streets, risks = tents(*WORTH_IT, NEVER_CHOSEN)
    choices = offered(streets, exposure(streets, risks))
    assert select_route(choices, aversion).length_m == pytest.approx(metres, abs=0.01)


def test_without_risk_there_is_one_way():
    streets, _ = tents(*WORTH_IT)
    (only,) = offered(streets, exposure(streets))
    assert only.route.length_m == pytest.approx(1000, abs=0.01)
    assert (only.aversion_from, only.aversion_to) == (DIRECT_AVERSION, SAFEST_AVERSION)


def test_a_safe_zone_may_make_the_direct_route_a_choice_of_its_own():
    # 1000 m, or 1100 m through a safe zone: cheaper by a quarter as soon as one asks for safety
    streets, _ = tents((1000, 0), (1100, 0))
    exposed = exposure(streets, None, safe_zones(box(200, 50, 800, 300)))
    direct, safer = offered(streets, exposed)
    assert (direct.aversion_from, direct.aversion_to) == (DIRECT_AVERSION, DIRECT_AVERSION)
    assert (safer.aversion_from, safer.aversion_to) == (DIRECT_AVERSION, SAFEST_AVERSION)
    assert direct.route.length_m == pytest.approx(1000, abs=0.01)
    assert safer.route.length_m == pytest.approx(1100, abs=0.01)


def test_of_two_ways_as_quick_only_the_less_exposed_is_worth_it():
    for marked in (box(40, -9, 60, 9), box(-9, 40, 9, 60)):
        streets = network(SQUARE, SIDES)
        exposed = exposure(streets, risk_areas((marked, 5)))
        find = searches(exposed, stand(streets, (0, 0)), stand(streets, (100, 100)))
        (only,) = efficient_routes(find)
        assert only.route.risk_m == pytest.approx(0, abs=1e-6)


def test_of_two_ways_that_differ_in_nothing_one_is_listed():
    streets = network(SQUARE, SIDES)
    here, there = stand(streets, (0, 0)), stand(streets, (100, 100))
    plain, ways = exposure(streets), []
    for marked in (box(40, -9, 60, 9), box(-9, 40, 9, 60)):
        found = RouteSearch(exposure(streets, risk_areas((marked, 5))), 3.0).find_route(here, there)
        ways.append(Route(plain, found.edge_indices, found.from_m, found.to_m))
    quick, safe = ways
    assert not quick.equals_route(safe)
    choices = efficient_routes(lambda aversion: quick if aversion < 1 else safe)
    assert [choice.route for choice in choices] == [quick]


@pytest.mark.slow
@by_chance
def test_no_aversion_knows_a_cheaper_route(seed):
    wild = wild_village(seed, corners=18, areas=12)
    find = searches(wild.by_day, wild.stand(1), wild.stand(1))
    try:
        choices = efficient_routes(find)
    except NoRouteError:
        return
    for aversion in [0.0, 1e-3, *np.linspace(0.05, SAFEST_AVERSION, 40)]:
        cheapest = find(float(aversion)).calculate_cost(aversion)
        picked = select_route(choices, float(aversion)).calculate_cost(aversion)
        assert picked == pytest.approx(cheapest, abs=1e-7)


@pytest.mark.slow
@by_chance
def test_routes_are_listed_once_from_direct_to_safest_without_a_gap(seed):
    wild = wild_village(seed, corners=18, areas=12)
    try:
        choices = efficient_routes(searches(wild.by_day, wild.stand(1), wild.stand(1)))
    except NoRouteError:
        return
    assert choices[0].aversion_from == DIRECT_AVERSION
    assert choices[-1].aversion_to == SAFEST_AVERSION
    for before, after in pairwise(choices):
        assert before.aversion_to == after.aversion_from
        assert not before.route.equals_route(after.route)
        assert after.aversion_from < after.aversion_to
    for before, after in pairwise(choice.route for choice in choices[1:]):
        assert after.calculate_cost(2) - after.calculate_cost(1) < before.calculate_cost(
            2
        ) - before.calculate_cost(1)
