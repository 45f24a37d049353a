"""One trip by vehicle on the demonstration: quicker than on foot where streets are driven."""

from __future__ import annotations

import pytest

from geo.cartography.vehicle_layer import vehicle_layer
from geo.errors import LocationOutsideError
from geo.privacy.view import open_view
from geo.routes.cost import DIRECT_AVERSION
from geo.routes.planning import Location, RouteRequest, find_routes
from geo.support.vehicle_trip import build_trip_lines, find_vehicle_trip, is_quicker
from tests import village

LOMA, UNIT = Location(13.9026, -89.8479), Location(13.904935, -89.836473)


def test_a_vehicle_is_quicker_over_the_same_streets(chancala):
    moment = chancala.moment("2026-11-25T11:00")
    trip = find_vehicle_trip(chancala, LOMA, UNIT, moment)
    walked = find_routes(chancala, RouteRequest(LOMA, UNIT, DIRECT_AVERSION, moment)).direct_route
    assert 0 < trip.minutes < walked.minutes
    assert trip.length_m >= 0.9 * walked.length_m


def test_a_place_outside_is_refused(chancala):
    with pytest.raises(LocationOutsideError):
        find_vehicle_trip(
            chancala, LOMA, Location(14.9, -89.8), chancala.moment("2026-11-25T11:00")
        )


def test_what_is_driven_and_what_is_walked_are_lines_of_their_own(chancala):
    moment = chancala.moment("2026-11-25T11:00")
    trip = find_vehicle_trip(chancala, LOMA, UNIT, moment)
    lines = build_trip_lines(trip)
    assert "vehicle" in set(lines["role"])
    assert set(lines["role"]) <= {"vehicle", "vehicle_walk"}
    metres = lines.to_crs(trip.exposure.network.crs).length
    assert metres.sum() == pytest.approx(trip.line.length, abs=0.1)
    ends = [
        (lines.geometry.iloc[i].coords[-1], lines.geometry.iloc[i + 1].coords[0])
        for i in range(len(lines) - 1)
    ]
    assert all(first == pytest.approx(second, abs=1e-6) for first, second in ends)


def test_a_route_on_foot_is_no_line_of_a_vehicle(chancala):
    moment = chancala.moment("2026-11-25T11:00")
    walked = find_routes(chancala, RouteRequest(LOMA, UNIT, DIRECT_AVERSION, moment)).direct_route
    assert build_trip_lines(walked).empty
    assert not is_quicker(walked, walked)


def test_where_no_street_is_driven_there_is_no_line(home):
    corners = {"a": (0, 0), "b": (400, 0)}
    streets = village.edges(corners, [village.Street("a", "b", kind="footway")])
    view = open_view(village.found(streets), village.SLUG, "coordinator")
    trip = find_vehicle_trip(
        view, village.place(10, 0), village.place(390, 0), view.moment("2026-11-25T11:00")
    )
    assert build_trip_lines(trip).empty
    drawn = vehicle_layer(build_trip_lines(trip))
    assert next(iter(drawn._children.values())).shapes == "[]"
