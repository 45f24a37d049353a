"""By vehicle: streets are driven at their speed, and the last metres are walked."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from geo.routes.directions import build_instructions
from geo.routes.shortest_path import RouteSearch
from geo.support.driving_speeds import DRIVING_SPEEDS_KM_H
from geo.support.planning import plan_support
from geo.support.vehicle_network import BOARDING_MINUTES, build_vehicle_network
from tests import village
from tests.support import requests
from tests.village import Street

HOME = (13.9050, -89.8479)
CORNERS = {"home": (0, 0), "stop": (150, 0), "end": (5150, 0), "door": (5300, 0)}
STREETS = (
    Street("home", "stop", name="Vereda", kind="footway"),
    Street("stop", "end", name="Calle Real", kind="primary"),
    Street("end", "door", name="Pasaje", kind="footway"),
)


@pytest.fixture
def layers():
    return build_vehicle_network(village.network(CORNERS, STREETS))


def test_the_first_and_the_last_metres_are_walked(layers):
    walked = village.network(CORNERS, STREETS)
    ends = village.stand(walked, (0, 0), (5300, 0))
    way = RouteSearch(village.exposure(layers), 0.0).find_route(
        ends.select_position(0), ends.select_position(1)
    )
    driving = 5.0 / DRIVING_SPEEDS_KM_H["primary"][0] * 60
    assert way.minutes == pytest.approx(150 / 75 * 2 + driving + 2 * BOARDING_MINUTES, abs=0.01)
    assert way.length_m == pytest.approx(5300, abs=0.1)
    assert way.line.length == pytest.approx(5300, abs=0.1)


def test_a_short_route_is_walked(layers):
    walked = village.network(CORNERS, STREETS)
    ends = village.stand(walked, (200, 0), (290, 0))
    way = RouteSearch(village.exposure(layers), 0.0).find_route(
        ends.select_position(0), ends.select_position(1)
    )
    assert way.minutes == pytest.approx(90 / 75, abs=1e-6)


def test_directions_name_streets_and_no_boarding(layers):
    walked = village.network(CORNERS, STREETS)
    ends = village.stand(walked, (0, 0), (5300, 0))
    way = RouteSearch(village.exposure(layers), 0.0).find_route(
        ends.select_position(0), ends.select_position(1)
    )
    assert [step.street for step in build_instructions(way)] == ["Vereda", "Calle Real", "Pasaje"]


def test_walked_streets_keep_their_places(layers):
    walked = village.network(CORNERS, STREETS)
    assert (layers.u[:3] == walked.u).all()
    assert (layers.length_m[:3] == walked.length_m).all()
    assert np.isfinite(layers.pace_min_per_m).all()
    assert (layers.node_components == 0).all()


def test_steps_are_not_driven():
    streets = (Street("home", "end", kind="residential", steps=True),)
    corners = {name: CORNERS[name] for name in ("home", "end")}
    assert len(build_vehicle_network(village.network(corners, streets)).u) == 1


def test_marked_land_costs_in_a_vehicle_too(layers):
    marked = village.exposure(layers, village.risk_areas((village.box(1000, -9, 2000, 9), 5)))
    ends = village.stand(village.network(CORNERS, STREETS), (0, 0), (5300, 0))
    way = RouteSearch(marked, 3.0).find_route(ends.select_position(0), ends.select_position(1))
    pace = 60 / 1000 / DRIVING_SPEEDS_KM_H["primary"][0]
    assert way.inside_risk_m == pytest.approx(1000, abs=0.1)
    assert way.calculate_cost(3.0) - way.minutes == pytest.approx(3 * 1000 * pace, abs=0.01)


def test_a_vehicle_is_never_slower(chancala):
    pathway = requests.pathway(requests.step("health", "health"), requests.step("police", "police"))
    when = chancala.moment("2026-03-03T10:00")
    walk, drive = (
        plan_support(
            chancala,
            requests.ask((13.9050, -89.8479), when, aversion=0.0, travel_mode=mode),
            pathway,
        )
        for mode in ("walk", "vehicle")
    )
    assert drive.total_minutes < walk.total_minutes
    assert all(shapely.is_valid(stop.route.line) for stop in drive.stops)
