"""Trips to the nearest of several services: what one search for each home would find."""

from __future__ import annotations

import numpy as np
import pytest

from geo.coverage.travel_time import NO_SERVICE, compute_reachable_network, measure_travel_times
from geo.errors import NoRouteError
from geo.network.snapping import StreetPositions
from geo.routes.shortest_path import RouteSearch
from tests.village import Street, box, exposure, network, risk_areas, stand
from tests.wild import by_chance, wild_village

#   a ──100── b ──100── c      x ── y, an island
NAPKIN = network(
    {"a": (0, 0), "b": (100, 0), "c": (200, 0), "x": (500, 0), "y": (600, 0)},
    [Street("a", "b"), Street("b", "c"), Street("x", "y")],
)
PLAIN = exposure(NAPKIN)


def trips(doors, homes, *, aversion=0.0, exposed=PLAIN):
    return measure_travel_times(compute_reachable_network(exposed, doors, aversion=aversion), homes)


def test_junctions_know_their_nearest_service():
    found = compute_reachable_network(
        PLAIN, stand(NAPKIN, (30, 0), (180, 0)), aversion=0.0
    ).junction_times
    assert found.length_m[:3] == pytest.approx([30, 70, 20], abs=1e-6)
    assert list(found.service) == [0, 0, 1, NO_SERVICE, NO_SERVICE]
    assert np.isinf(found.minutes[3:]).all()
    assert found.minutes[:3] == pytest.approx(found.length_m[:3] / 75)


def test_home_and_service_on_one_street():
    found = trips(stand(NAPKIN, (30, 0)), stand(NAPKIN, (30, 0), (90, 0), (10, 0)))
    assert found.length_m == pytest.approx([0, 60, 20], abs=1e-6)
    assert list(found.service) == [0, 0, 0]


def test_a_service_on_the_same_street_is_not_the_nearest_for_that():
    found = trips(stand(NAPKIN, (10, 0), (105, 0)), stand(NAPKIN, (90, 0)))
    assert found.length_m == pytest.approx([15], abs=1e-6)
    assert list(found.service) == [1]


def test_two_services_at_one_service():
    found = trips(stand(NAPKIN, (50, 0), (50, 0)), stand(NAPKIN, (50, 0), (150, 0)))
    assert found.length_m == pytest.approx([0, 100], abs=1e-6)


def test_a_service_on_a_corner():
    for edge, along in ((0, NAPKIN.length_m[0]), (1, 0.0)):
        corner = StreetPositions(np.array([edge]), np.array([along]), np.zeros(1))
        found = trips(corner, stand(NAPKIN, (0, 0), (60, 0), (100, 0), (130, 0)))
        assert found.length_m == pytest.approx([100, 40, 0, 30], abs=1e-6)


def test_an_island_without_a_service_has_no_route():
    found = trips(stand(NAPKIN, (30, 0)), stand(NAPKIN, (550, 0)))
    for measure in (found.cost, found.minutes, found.length_m, found.inside_m):
        assert np.isinf(measure).all()
    assert list(found.service) == [NO_SERVICE]


def test_an_island_with_a_service_has():
    found = trips(stand(NAPKIN, (30, 0), (510, 0)), stand(NAPKIN, (550, 0)))
    assert found.length_m == pytest.approx([40], abs=1e-6)
    assert list(found.service) == [1]


def test_price_decides_which_service_and_time_is_shown():
    # 60 m one way at full risk, 140 the other way without
    risks = exposure(NAPKIN, risk_areas((box(40, -9, 100, 9), 5)))
    doors, home = stand(NAPKIN, (40, 0), (200, 0)), stand(NAPKIN, (100, 0))
    direct, safest = (trips(doors, home, aversion=a, exposed=risks) for a in (0.0, 10.0))
    assert (direct.service[0], round(direct.length_m[0]), round(direct.inside_m[0])) == (0, 60, 60)
    assert (safest.service[0], round(safest.length_m[0]), round(safest.inside_m[0])) == (1, 100, 0)
    assert safest.minutes == pytest.approx([100 / 75], abs=1e-6)


@pytest.mark.slow
@by_chance
def test_every_trip_is_the_way_that_a_search_finds(seed):
    wild = wild_village(seed)
    doors, homes = wild.stand(4), wild.stand(15)
    for aversion in (0.0, 3.0):
        found = trips(doors, homes, aversion=aversion, exposed=wild.by_day)
        search = RouteSearch(wild.by_day, aversion)
        for number in range(len(homes)):
            try:
                way, _ = search.find_nearest(homes.select_position(number), doors)
            except NoRouteError:
                assert found.service[number] == NO_SERVICE
                assert np.isinf(found.minutes[number])
                continue
            also = search.find_route(
                homes.select_position(number), doors.select_position(int(found.service[number]))
            )
            assert also.calculate_cost(aversion) == pytest.approx(
                way.calculate_cost(aversion), abs=1e-9
            )
            told = [getattr(found, name)[number] for name in ("cost", "minutes", "length_m")]
            assert told == pytest.approx(
                [way.calculate_cost(aversion), way.minutes, way.length_m], abs=1e-6
            )
            assert found.inside_m[number] == pytest.approx(way.inside_risk_m, abs=1e-5)


@pytest.mark.slow
@by_chance
def test_the_order_of_homes_and_services_does_not_matter(seed):
    wild = wild_village(seed)
    doors, homes = wild.stand(4), wild.stand(15)
    shuffled, turned = wild.rng.permutation(15), np.array([3, 2, 1, 0])
    found = trips(doors, homes, exposed=wild.by_day)
    again = trips(
        doors.select_positions(turned), homes.select_positions(shuffled), exposed=wild.by_day
    )
    assert again.minutes == pytest.approx(found.minutes[shuffled])


@pytest.mark.slow
@by_chance
def test_one_more_service_never_makes_a_trip_longer(seed):
    wild = wild_village(seed)
    doors, homes = wild.stand(4), wild.stand(15)
    fewer = trips(doors.select_positions(np.arange(3)), homes, exposed=wild.by_day)
    more = trips(doors, homes, exposed=wild.by_day)
    assert (more.minutes <= fewer.minutes + 1e-9).all()
