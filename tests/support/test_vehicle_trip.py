"""One trip by vehicle on the demonstration: quicker than on foot where streets are driven."""

from __future__ import annotations

import pytest

from geo.errors import LocationOutsideError
from geo.routes.cost import DIRECT_AVERSION
from geo.routes.planning import Location, RouteRequest, find_routes
from geo.support.vehicle_trip import find_vehicle_trip

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
