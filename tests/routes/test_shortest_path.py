"""The way of least cost, against another program's search on the same streets."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
import shapely

from geo.errors import NoRouteError
from geo.network.snapping import StreetPositions
from geo.routes.shortest_path import RouteSearch, find_edges_between
from tests.village import Street, box, exposure, network, risk_areas, safe_zones, stand
from tests.wild import by_chance, wild_village

# A ladder: the lower way is 200 m, the upper one 400 m. East of it, an island.
#   d ───── e
#   │       │
#   a ─ b ─ c      x ─ y
CORNERS = {
    "a": (0, 0), "b": (100, 0), "c": (200, 0), "d": (0, 100), "e": (200, 100),
    "x": (500, 0), "y": (600, 0),
}  # fmt: skip
STREETS = [
    Street("a", "b"),
    Street("b", "c"),
    Street("a", "d"),
    Street("d", "e"),
    Street("e", "c"),
    Street("x", "y"),
]
LADDER = network(CORNERS, STREETS)
LOWER, UPPER = 200, 400
AVERSIONS = (0.0, 1.0, 3.0, 10.0)


def walk(aversion, *, risks=None, safe=None, begin=(0, 0), end=(200, 0)):
    search = RouteSearch(exposure(LADDER, risks, safe), aversion)
    return search.find_route(stand(LADDER, begin), stand(LADDER, end))


def at(edge, along):
    return StreetPositions(np.array([edge]), np.array([float(along)]), np.zeros(1))


def test_the_direct_route_is_the_quickest():
    way = walk(0.0)
    assert way.length_m == pytest.approx(LOWER, abs=1e-6)
    assert way.minutes == pytest.approx(LOWER / 75, abs=1e-6)
    assert way.calculate_cost(0.0) == pytest.approx(way.minutes)


@pytest.mark.parametrize(
    ("aversion", "length"), [(0, LOWER), (1e-9, LOWER), (1.9, LOWER), (2.1, UPPER), (10, UPPER)]
)
def test_one_walks_round_risk_as_far_as_it_is_worth(aversion, length):
    # 100 m at full risk on the lower way: 200 m more are worth it from aversion 2 on
    way = walk(aversion, risks=risk_areas((box(50, -9, 150, 9), 5)))
    assert way.length_m == pytest.approx(length, abs=1e-6)


def test_risk_is_a_price_and_not_a_wall():
    way = walk(10.0, risks=risk_areas((box(-500, -500, 900, 900), 5)))
    assert way.length_m == pytest.approx(LOWER, abs=1e-6)
    assert way.inside_risk_m == pytest.approx(LOWER, abs=1e-6)
    assert way.calculate_cost(10.0) == pytest.approx(11 * LOWER / 75, abs=1e-6)


def test_a_safe_zone_is_worth_a_quarter_and_nothing_on_the_direct_route():
    safe = safe_zones(box(-50, -50, 250, 50))
    assert walk(1.0, safe=safe).calculate_cost(1.0) == pytest.approx(0.75 * LOWER / 75, abs=1e-6)
    assert walk(0.0, safe=safe).calculate_cost(0.0) == pytest.approx(LOWER / 75, abs=1e-6)


def test_ends_enter_in_the_middle_of_streets():
    way = walk(0.0, begin=(40, 5), end=(200, 30))
    assert way.length_m == pytest.approx(5 + 60 + 100 + 30, abs=1e-6)
    assert way.minutes == pytest.approx(5 * 1.2 / 75 + 190 / 75, abs=1e-6)
    assert list(way.edge_indices) == [0, 1, 4]


def test_both_ends_on_one_street():
    for begin, end in (((20, 0), (90, 0)), ((90, 0), (20, 0))):
        way = walk(0.0, begin=begin, end=end)
        assert list(way.edge_indices) == [0]
        assert way.length_m == pytest.approx(70, abs=1e-6)


def test_one_may_leave_a_street_to_come_back_to_it():
    # both ends stand on the upper street, all of whose middle is marked
    risks = risk_areas((box(20, 50, 180, 150), 5))
    way = walk(10.0, risks=risks, begin=(10, 100), end=(190, 100))
    assert way.length_m == pytest.approx(10 + 100 + 200 + 100 + 10, abs=1e-6)
    assert way.risk_m == pytest.approx(0, abs=1e-6)


def test_a_place_is_no_route_from_itself():
    way = walk(3.0, begin=(40, 0), end=(40, 0))
    assert way.length_m == 0
    assert way.calculate_cost(3.0) == 0
    assert way.line.length == 0


@pytest.mark.parametrize(
    ("here", "there"), [((0, 100), (1, 0)), ((1, 0), (0, 100)), ((2, 0), (0, 0))]
)
def test_two_places_on_one_corner_are_somewhere(here, there):
    # on one corner, but snapped to two streets
    way = RouteSearch(exposure(LADDER), 3.0).find_route(at(*here), at(*there))
    assert way.length_m == pytest.approx(0, abs=1e-6)
    corner = shapely.Point(LADDER.lines[here[0]].interpolate(here[1]))
    assert way.line.distance(corner) == pytest.approx(0, abs=1e-6)


def test_of_several_places_the_cheapest_is_found():
    search = RouteSearch(exposure(LADDER, risk_areas((box(150, -9, 190, 9), 5))), 10.0)
    origin = stand(LADDER, (100, 0))
    targets = stand(LADDER, (550, 0), (200, 0), (0, 60))
    way, which = search.find_nearest(origin, targets)
    assert which == 2
    assert way.length_m == pytest.approx(160, abs=1e-6)


def test_what_nothing_joins_has_no_route():
    with pytest.raises(NoRouteError) as fault:
        walk(0.0, end=(550, 0))
    assert type(fault.value) is NoRouteError


def test_edges_along_a_chain_of_corners():
    nodes = np.array([3, 0, 1, 2])  # d a b c
    assert list(find_edges_between(LADDER, nodes)) == [2, 0, 1]
    assert list(find_edges_between(LADDER, nodes[:1])) == []


@pytest.mark.parametrize("aversion", [np.inf, np.nan])
def test_a_price_that_cannot_be_counted_is_refused(aversion):
    with pytest.raises(ValueError, match="finite"):
        RouteSearch(exposure(LADDER, risk_areas((box(0, -9, 9, 9), 5))), aversion)


@pytest.mark.slow
@by_chance
def test_cost_is_what_another_program_finds(seed):
    wild = wild_village(seed)
    origin, targets = wild.stand(1), wild.stand(4)
    for aversion in AVERSIONS:
        graph = wild.graph(aversion, origin=origin, target=targets)
        far = nx.single_source_dijkstra_path_length(graph, ("origin", 0), weight="cost")
        search, found = RouteSearch(wild.by_day, aversion), {}
        for number in range(len(targets)):
            expected = far.get(("target", number))
            if expected is None:
                with pytest.raises(NoRouteError):
                    search.find_route(origin, targets.select_position(number))
            else:
                found[number] = search.find_route(
                    origin, targets.select_position(number)
                ).calculate_cost(aversion)
                assert found[number] == pytest.approx(expected, abs=1e-6)
        if found:
            way, which = search.find_nearest(origin, targets)
            assert way.calculate_cost(aversion) == pytest.approx(min(found.values()), abs=1e-9)
            assert found[which] == pytest.approx(min(found.values()), abs=1e-9)


@by_chance
def test_a_route_goes_on_where_it_stopped(seed):
    wild = wild_village(seed)
    origin, target = wild.stand(1), wild.stand(1)
    try:
        way = RouteSearch(wild.by_day, 3.0).find_route(origin, target)
    except NoRouteError:
        return
    assert way.line.length + way.access_m.sum() == pytest.approx(way.length_m, abs=1e-6)
    lines = wild.network.lines
    for place, end in ((origin, 0), (target, -1)):
        entered = lines[place.edge_indices[0]].interpolate(place.along_m[0])
        assert entered.distance(shapely.get_point(way.line, end)) == pytest.approx(0, abs=1e-6)
    assert way.minutes == pytest.approx(way.part_minutes.sum() + way.access_m.sum() * 1.2 / 75)
    stretches = [wild.overlay(line)[0] for line in way.endpoints.access_lines]
    walked = wild.overlay(way.line)[0] + sum(stretches)
    assert way.risk_m == pytest.approx(walked, abs=1e-4)


@by_chance
def test_more_risk_never_makes_a_route_cheaper(seed):
    wild = wild_village(seed)
    origin, target = wild.stand(1), wild.stand(1)
    fewer = exposure(wild.network, wild.risks.iloc[1:], wild.safe)
    for aversion in AVERSIONS:
        try:
            way = RouteSearch(wild.by_day, aversion).find_route(origin, target)
        except NoRouteError:
            return
        before = RouteSearch(fewer, aversion).find_route(origin, target)
        assert way.calculate_cost(aversion) >= before.calculate_cost(aversion) - 1e-9


@by_chance
def test_the_return_route_costs_as_much(seed):
    wild = wild_village(seed)
    origin, target = wild.stand(1), wild.stand(1)
    try:
        there = RouteSearch(wild.by_day, 3.0).find_route(origin, target)
    except NoRouteError:
        return
    back = RouteSearch(wild.by_day, 3.0).find_route(target, origin)
    assert back.calculate_cost(3.0) == pytest.approx(there.calculate_cost(3.0), abs=1e-9)
