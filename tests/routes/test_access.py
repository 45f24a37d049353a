"""The stretch from a door to its street counts; what lies off every street is not reached by it."""

import numpy as np
import pytest

from geo.coverage.measurement import CoverageRequest, TravelThreshold, measure_coverage
from geo.coverage.report import build_coverage_report
from geo.errors import NoRouteError
from geo.routes.directions import build_instructions
from geo.routes.planning import RouteRequest, find_routes
from geo.routes.report import build_route_report
from geo.routes.rounded_minutes import round_minutes_up
from geo.sheets.nearest_services import find_nearest_services
from tests.village import Street, box, doors, edges, found, homes, place, risk_areas, seen

# A street of a kilometre, a street apart in the north, and one in the east that nothing reaches.
CORNERS = {
    "west": (0, 0),
    "east": (1000, 0),
    "apart west": (0, 80),
    "apart east": (300, 80),
    "far west": (5000, 0),
    "far east": (5700, 0),
}
STREETS = edges(
    CORNERS,
    [
        Street("west", "east", name="Calle Real"),
        Street("apart west", "apart east", name="Calle Norte"),
        Street("far west", "far east", name="Calle Lejana"),
    ],
)
SERVICES = doors(((900, 40), "police"), ((554_000, 0), "police"), ((554_000, 0), "health"))
NOON = "2026-05-01T12:00"


def look(home, *, risks=None, people=None, services=SERVICES):
    layers = {"services": services}
    if risks is not None:
        layers["risk_areas"] = risks
    if people is not None:
        layers["demand"] = people
    return seen(found(STREETS, layers), "coordinator")


def ask(view, origin, goal="police", aversion=0.0):
    return find_routes(view, RouteRequest(place(*origin), goal, aversion, view.moment(NOON)))


def cover(view, service="police", **threshold):
    limit = TravelThreshold(**threshold)
    return measure_coverage(view, CoverageRequest(service, limit, departure_time=view.moment(NOON)))


def test_both_stretches_count_in_length_and_minutes(home):
    route = ask(look(home), (100, -30)).route
    assert route.length_m == pytest.approx(30 + 800 + 40, abs=0.1)
    assert route.minutes == pytest.approx(800 / 75 + 70 * 1.2 / 75, abs=0.01)
    assert route.calculate_cost(0.0) == pytest.approx(route.minutes)
    assert route.line_with_access.length == pytest.approx(route.length_m, abs=0.01)


def test_the_directions_start_and_finish_off_the_street(home):
    first, middle, last = build_instructions(ask(look(home), (100, -30)).route)
    assert first.text == "Camine 30 metros hasta Calle Real."
    assert middle.text == "Salga por Calle Real, 800 metros."
    assert last.text == "Al final, deje Calle Real y camine 40 metros."


def test_the_report_keeps_the_distance_to_the_street(home):
    view = look(home)
    report = build_route_report(ask(view, (100, -30)), locale="es")
    assert report["origin"]["access_m"] == pytest.approx(30, abs=0.1)
    assert report["destination"]["access_m"] == pytest.approx(40, abs=0.1)
    assert report["route"]["length_m"] == pytest.approx(870, abs=0.1)


def test_the_nearer_service_is_the_one_nearer_by_both_stretches(home):
    services = doors(((300, 700), "police"), ((500, 10), "police"))
    result = ask(look(home, services=services), (290, 0), aversion=0.0)
    assert result.service["name"] == "Puerta 1"


def test_a_marked_area_beside_the_street_is_not_passed_over(home):
    risks = risk_areas((box(850, 10, 950, 60), 5))
    view = look(home, risks=risks, people=homes(((500, 0), 10.0, 5.0)))
    route = ask(view, (100, 0), aversion=10.0).route
    assert route.inside_risk_m == pytest.approx(30, abs=0.1)
    assert route.calculate_cost(10.0) - route.minutes == pytest.approx(10 * 30 * 1.2 / 75, abs=0.01)
    report = build_route_report(ask(view, (100, 0)), locale="es")
    assert [one["inside_risk_m"] for one in report["route"]["crossed"]] == [
        pytest.approx(30, abs=0.1)
    ]
    reached = cover(view, minutes=20).demand_points
    assert reached["inside_m"].iloc[0] == pytest.approx(30, abs=0.1)


def test_a_route_leads_to_the_service_that_streets_reach(home):
    result = ask(look(home), (100, 0))
    assert result.service["name"] == "Puerta 0"
    assert build_route_report(result, locale="es")["off_street_service_count"] == 1


def test_no_route_leads_to_a_service_off_every_street(home):
    with pytest.raises(NoRouteError):
        ask(look(home), (100, 0), "health")


def test_a_poster_gives_no_minutes_to_a_service_off_every_street(home):
    view = look(home)
    by_type = {
        item.type: item.route
        for item in find_nearest_services(view, place(100, 0), view.moment(NOON))
    }
    assert by_type["health"] is None
    assert by_type["police"] is not None


def test_a_service_off_every_street_covers_nobody_and_is_counted(home):
    people = homes(((999, 0), 10.0, 5.0), ((0, 0), 7.0, 3.0))
    view = look(home, people=people)
    report = build_coverage_report(cover(view, minutes=10))
    assert (report["people"], report["covered"]) == (17, 10)
    assert (report["service_count"], report["off_street_service_count"]) == (1, 1)
    nobody = build_coverage_report(cover(view, "health", minutes=10))
    assert (nobody["covered"], nobody["no_way"], nobody["off_street_service_count"]) == (0, 17, 1)


def test_the_stretch_of_the_home_and_of_the_service_count_in_coverage(home):
    people = homes(((500, 900), 10.0, 5.0))
    view = look(home, people=people, services=doors(((500, 40), "police")))
    row = cover(view, minutes=10).demand_points.iloc[0]
    # its nearest street is the one in the middle: what lies apart is not nearer
    assert row["metres"] == pytest.approx(940, abs=0.1)
    assert row["minutes"] == pytest.approx(940 * 1.2 / 75, abs=0.01)
    assert not row["covered"]
    assert cover(view, minutes=15.05).demand_points["covered"].all()


def test_a_home_at_the_threshold_is_covered(home):
    people = homes(((250, 0), 10.0, 5.0))
    view = look(home, people=people, services=doors(((1000, 0), "police")))
    assert cover(view, minutes=10).demand_points["covered"].all()
    assert cover(view, metres=750).demand_points["covered"].all()


def test_locations_leave_a_street_that_leads_nowhere(home):
    result = ask(look(home), (100, 75))
    assert result.origin.access_m[0] == pytest.approx(75, abs=0.1)
    assert result.route.length_m == pytest.approx(75 + 800 + 40, abs=0.2)


def test_a_route_stays_on_a_street_apart_that_holds_both_locations(home):
    route = ask(look(home), (100, 75), place(200, 85)).route
    assert route.length_m == pytest.approx(5 + 100 + 5, abs=0.1)


def test_a_part_too_far_from_the_main_network_is_not_left(home):
    view = look(home)
    with pytest.raises(NoRouteError):
        ask(view, (5500, 0))
    assert ask(view, (5500, 0), place(5600, 0)).route.length_m == pytest.approx(100, abs=0.3)


def test_people_at_a_street_apart_reach_a_service_on_the_main_network(home):
    people = homes(((100, 75), 10.0, 5.0))
    row = cover(look(home, people=people), minutes=30).demand_points.iloc[0]
    assert row["metres"] == pytest.approx(75 + 800 + 40, abs=0.2)


def test_nothing_is_walked_between_two_services_in_one_building(home):
    view = look(home)
    route = ask(view, (900, 40), place(900, 40)).route
    assert (route.length_m, route.minutes, route.access_lines) == (0, 0, [])


@pytest.mark.parametrize(
    ("minutes", "shown"), [(0.0, 0), (0.2, 1), (10.0, 10), (10 + 1e-9, 10), (10.01, 11)]
)
def test_minutes_are_rounded_up(minutes, shown):
    assert round_minutes_up(minutes) == shown


def test_a_place_on_the_far_side_of_the_earth_is_off_every_street(home):
    services = doors(((900, 40), "police"))
    services.loc[len(services)] = services.iloc[0]
    services.geometry = [services.geometry.iloc[0], type(services.geometry.iloc[0])(91.0, 10.0)]
    people = homes(((999, 0), 10.0, 5.0))
    report = build_coverage_report(cover(look(home, people=people, services=services), minutes=10))
    assert (report["covered"], report["off_street_service_count"]) == (10, 1)
    assert np.isfinite(report["people"])
