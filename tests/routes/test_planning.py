"""One question, one answer: from the layers of a community to a way, and what is told of it."""

from __future__ import annotations

import json

import pytest

from geo.errors import (
    ConfidentialServiceError,
    LocationOutsideError,
    NoRouteError,
    NoServiceError,
    NoStreetsError,
)
from geo.model import Community
from geo.routes.planning import RouteRequest, find_routes
from geo.routes.report import build_route_lines, build_route_report
from tests.village import (
    SLUG,
    Street,
    box,
    doors,
    edges,
    found,
    in_metres,
    on_earth,
    place,
    risk_areas,
    seen,
)

#   d ───── e     The lower way from a to c is 200 m, the upper one 400 m.
#   │       │     Of the lower one 100 m are marked, at severity 5, by night.
#   a ─ b ─ c     x ─ y is an island.
CORNERS = {
    "a": (0, 0), "b": (100, 0), "c": (200, 0), "d": (0, 100), "e": (200, 100),
    "x": (600, 0), "y": (700, 0),
}  # fmt: skip
PAIRS = ["ab", "bc", "ad", "de", "ec", "xy"]
MARKED = risk_areas((box(50, -9, 150, 9), 5, "night"))
SERVICES = doors(
    ((200, 0), "health"),
    ((0, 60), "police"),
    ((200, 60), "police"),
    ((100, 0), "shelter"),
    ((0, 100), "court", True),
    ((650, 0), "forensic"),
)
NOON, MIDNIGHT = "2026-05-01T12:00", "2026-05-01T00:00"


@pytest.fixture
def view(home):
    streets = edges(CORNERS, [Street(*pair, name=f"Calle {pair}") for pair in PAIRS])
    return seen(found(streets, {"risk_areas": MARKED, "services": SERVICES}))


def ask(view, target, *, aversion=10.0, at=MIDNIGHT, origin=(0, 0)):
    goal = target if isinstance(target, str) else place(*target)
    return find_routes(view, RouteRequest(place(*origin), goal, aversion, view.moment(at)))


def test_by_night_one_walks_round_and_by_day_straight(view):
    assert ask(view, (200, 0)).route.length_m == pytest.approx(400, abs=0.01)
    assert ask(view, (200, 0), at=NOON).route.length_m == pytest.approx(200, abs=0.01)
    assert ask(view, (200, 0), at=NOON).slot == "day"


def test_the_direct_route_stands_beside_it_and_all_in_between(view):
    plan = ask(view, (200, 0))
    assert plan.direct_route.length_m == pytest.approx(200, abs=0.01)
    assert [round(choice.route.length_m) for choice in plan.alternatives] == [200, 400]
    # 200 m more for 100 m at full risk less
    assert plan.alternatives[0].aversion_to == pytest.approx(2, abs=1e-3)


@pytest.mark.parametrize(
    ("origin", "metres", "name"), [((0, 0), 60, "Puerta 1"), ((200, 0), 60, "Puerta 2")]
)
def test_of_a_type_the_service_of_least_cost_is_taken(view, origin, metres, name):
    plan = ask(view, "police", origin=origin)
    assert plan.service["name"] == name
    assert plan.route.length_m == pytest.approx(metres, abs=0.01)


def test_risk_decides_which_service_is_nearest(view):
    # from (90, 0): 150 m to the first, 170 m to the second, 60 of them at risk by night
    assert ask(view, "police", origin=(110, 0), aversion=0.0).service["name"] == "Puerta 2"
    # the first lies beyond 60 m at risk, the second beyond 40
    assert ask(view, "police", origin=(110, 0), aversion=10.0).service["name"] == "Puerta 2"
    assert ask(view, "police", origin=(90, 0), aversion=10.0).service["name"] == "Puerta 1"


def test_a_place_outside_is_refused(view):
    for end, origin, target in (("from", (5000, 0), (0, 0)), ("to", (0, 0), (0, 5000))):
        with pytest.raises(LocationOutsideError) as fault:
            ask(view, target, origin=origin)
        assert fault.value.placeholders == {"end": end, "community": "Servilleta"}


def test_a_place_outside_the_boundary_is_refused_however_near_a_street(home):
    boundary = on_earth(box(-3000, -3000, -2000, -2000)).iloc[0]
    here = Community(slug=SLUG, name="Servilleta", timezone="UTC", boundary=boundary)
    view = seen(found(edges(CORNERS, [Street("a", "b")]), community=here))
    with pytest.raises(LocationOutsideError):
        ask(view, (100, 0))


def test_without_streets_there_is_no_route(home):
    with pytest.raises(NoStreetsError):
        ask(seen(found()), (200, 0))


def test_no_service_of_a_type_is_said(view):
    with pytest.raises(NoServiceError) as fault:
        ask(view, "legal_aid")
    assert type(fault.value) is NoServiceError
    assert fault.value.placeholders == {"type": "legal_aid", "community": "Servilleta"}


@pytest.mark.parametrize("service", ["shelter", "court"])
@pytest.mark.parametrize("audience", ["public", "network"])
def test_a_confidential_place_is_not_walked_to(view, audience, service):
    with pytest.raises(ConfidentialServiceError) as fault:
        ask(seen(view._store, audience), service)
    assert fault.value.placeholders == {"type": service}


@pytest.mark.parametrize(("service", "metres"), [("shelter", 100), ("court", 100)])
def test_a_coordinator_sees_the_route(view, service, metres):
    plan = ask(seen(view._store, "coordinator"), service, at=NOON)
    assert plan.route.length_m == pytest.approx(metres, abs=0.01)


def test_an_island_has_no_route_and_says_so(view):
    for target in ((650, 0), "forensic"):
        with pytest.raises(NoRouteError):
            ask(view, target)


def test_a_place_that_is_its_own_destination(view):
    report = build_route_report(ask(view, (40, 0), origin=(40, 0)), locale="es")
    route = report["route"]
    assert route["minutes"] == route["length_m"] == route["cost"] == 0
    assert len(report["alternatives"]) == 1
    assert len(route["instructions"]) == 1


def test_what_is_shown_adds_up(view):
    plan = ask(view, "health", aversion=1.0)
    report = build_route_report(plan, locale="es")
    named = {"minutes", "length_m", "risk_m", "inside_risk_m", "safe_m", "cost"}
    assert named <= set(report["direct"])
    assert named <= set(report["route"])
    route = report["route"]
    assert route["cost"] == pytest.approx((200 + 100) / 75, abs=1e-3)
    assert route["risk_m"] == pytest.approx(100, abs=0.01)
    assert sum(step["length_m"] for step in route["instructions"]) == pytest.approx(
        route["length_m"]
    )
    assert sum(step["minutes"] for step in route["instructions"]) == pytest.approx(route["minutes"])
    assert report["alternatives"][0]["aversion_from"] == 0
    assert report["alternatives"][-1]["aversion_to"] == 10
    assert report["service"]["name"] == "Puerta 0"
    json.dumps(report, allow_nan=False)


def test_both_ends_show_how_they_enter_the_graph(view):
    report = build_route_report(ask(view, (200, 30), origin=(40, 5)), locale="es")
    origin, destination = report["origin"], report["destination"]
    assert origin["edge"] == 0
    assert origin["access_m"] == pytest.approx(5, abs=0.01)
    assert origin["to_u"]["length_m"] == pytest.approx(40, abs=0.01)
    assert origin["to_v"]["length_m"] == pytest.approx(60, abs=0.01)
    assert origin["to_v"]["risk_m"] == pytest.approx(50, abs=0.01)
    assert destination["edge"] == 4
    assert destination["along_m"] == pytest.approx(70, abs=0.01)  # drawn from e to c


def test_lines_are_the_routes_on_the_land(view):
    lines = build_route_lines(ask(view, (200, 0)))
    assert list(lines["role"]) == ["safest", "direct"]
    assert lines.crs == "EPSG:4326"
    lengths = [line.length for line in in_metres(lines.geometry)]
    assert lengths == pytest.approx(list(lines["length_m"]), abs=0.01)


def test_an_aversion_beyond_the_slider_widens_the_choices(view):
    plan = ask(view, (200, 0), aversion=50.0)
    assert plan.alternatives[-1].aversion_to == 50


def test_a_path_that_is_shut_by_night_is_gone_round(home):
    streets = edges(CORNERS, [Street(*pair, name=f"Calle {pair}") for pair in PAIRS])
    streets.loc[streets["name"].isin(["Calle ab", "Calle bc"]), "open_hours"] = "06:00-18:00"
    view = seen(found(streets))
    for at, length in ((NOON, 200), ("2026-05-01T17:59", 200), ("2026-05-01T22:00", 400)):
        request = RouteRequest(place(0, 0), place(200, 0), 0.0, view.moment(at))
        assert find_routes(view, request).route.length_m == pytest.approx(length, abs=0.01)
    for at, length in ((NOON, 200), (MIDNIGHT, 400)):
        request = RouteRequest(place(0, 0), place(200, 0), 0.0, view.moment(at), entire_slot=True)
        assert find_routes(view, request).route.length_m == pytest.approx(length, abs=0.01)


def test_who_cannot_take_steps_goes_round_them_and_knows_why(home):
    steps = [Street("a", "b", kind="steps", steps=True), *(Street(*pair) for pair in PAIRS[1:])]
    view = seen(found(edges(CORNERS, steps)))
    for taken, length in (("all", 160), ("none", 440)):
        request = RouteRequest(place(0, 60), place(100, 0), 0.0, view.moment(NOON), steps=taken)
        result = find_routes(view, request)
        assert result.route.length_m == pytest.approx(length, abs=0.01)
        assert (result.shortcut and result.shortcut.kind) == ("steps" if taken == "none" else None)
