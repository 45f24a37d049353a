"""What a metre without street lamps costs by night, where nobody drew."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from geo.communities.settings import update_settings
from geo.network.exposure import AreaCrossingCache, measure_exposure
from geo.network.street_network import build_street_network
from geo.routes.cost import calculate_edge_costs, calculate_selected_edge_costs
from geo.routes.planning import RouteRequest, find_routes
from geo.routes.shortest_path import RouteSearch
from tests.village import (
    SLUG,
    Street,
    box,
    edges,
    found,
    place,
    risk_areas,
    safe_zones,
    seen,
    stand,
)
from tests.wild import by_chance, wild_village

# The lower way from a to c is 200 m and unlit; the upper one is 300 m, and nothing is known of it.
CORNERS = {"a": (0, 0), "b": (100, 0), "c": (200, 0), "d": (0, 50), "e": (200, 50)}
STREETS = edges(CORNERS, [Street(*pair) for pair in ("ab", "bc", "ad", "de", "ec")])
STREETS.loc[[0, 1], "lit"] = "no"
STREETS.loc[2, "lit"] = "yes"
NETWORK = build_street_network(STREETS)
NOTHING = risk_areas()


def walk(factor, *, slot="night", aversion=3.0, risks=NOTHING, safe=None):
    exposure = measure_exposure(
        AreaCrossingCache(NETWORK),
        risk_areas=risks,
        safe_zones=safe_zones() if safe is None else safe,
        slot=slot,
        unlit_factor=factor,
    )
    search = RouteSearch(exposure, aversion)
    return search.find_route(stand(NETWORK, (0, 0)), stand(NETWORK, (200, 0)))


@pytest.mark.parametrize(("factor", "length"), [(1, 200), (1.4, 200), (1.6, 300), (5, 300)])
def test_one_walks_round_the_dark_as_far_as_it_is_worth(factor, length):
    route = walk(factor)
    assert route.length_m == pytest.approx(length, abs=0.01)
    assert route.minutes == pytest.approx(length / 75, abs=1e-3)


def test_darkness_costs_nothing_by_day_and_on_the_direct_route():
    for how in ({"slot": "day"}, {"aversion": 0.0}):
        route = walk(5.0, **how)
        assert route.length_m == pytest.approx(200, abs=0.01)
    assert walk(5.0).calculate_cost(0.0) == pytest.approx(300 / 75, abs=1e-3)


def test_the_cost_is_the_formula_of_the_design():
    assert walk(1.4).calculate_cost(3.0) == pytest.approx(1.4 * 200 / 75, abs=1e-3)


def test_what_is_drawn_counts_as_it_was_drawn():
    over_all = box(-50, -20, 250, 20)
    risky = walk(1.4, risks=risk_areas((over_all, 1)), aversion=0.5)
    assert risky.calculate_cost(0.5) == pytest.approx((200 + 0.5 * 40) / 75, abs=1e-3)
    safe = walk(1.4, safe=safe_zones(over_all), aversion=0.5)
    assert safe.calculate_cost(0.5) == pytest.approx(0.75 * 200 / 75, abs=1e-3)
    assert risky.risk_m == pytest.approx(40, abs=0.01)
    assert walk(1.4).risk_m == 0


def test_the_setting_of_a_community_is_off_until_somebody_sets_it(home):
    store = found(STREETS)
    ways = []
    for factor in (None, 2.0, 1.0):
        if factor is not None:
            update_settings(store, SLUG, own_day=None, stale_days=180, unlit_factor=factor)
        view = seen(store)
        for at in ("2026-05-01T00:00", "2026-05-01T12:00"):
            request = RouteRequest(place(0, 0), place(200, 0), 3.0, view.moment(at))
            ways.append(round(find_routes(view, request).route.length_m))
    assert ways == [200, 200, 300, 200, 200, 200]


@by_chance
def test_costs_of_edges_and_of_their_parts_are_one_formula(seed):
    wild = wild_village(seed)
    unlit = wild.rng.random(len(wild.network.u)) < 0.5
    network = replace(wild.network, is_unlit=unlit)
    exposure = measure_exposure(
        AreaCrossingCache(network),
        risk_areas=wild.risks, safe_zones=wild.safe, slot="night", unlit_factor=2.5,
    )  # fmt: skip
    for aversion in (0.0, 1.0, 10.0):
        search = RouteSearch(exposure, aversion)
        every = np.arange(len(network.u))
        ends = np.zeros(len(every)), network.length_m
        parts = search.calculate_part_costs(every, *ends)
        assert parts == pytest.approx(calculate_edge_costs(exposure, aversion), abs=1e-6)
        selected = calculate_selected_edge_costs(exposure, every, aversion=aversion)
        assert parts == pytest.approx(selected, abs=1e-6)
