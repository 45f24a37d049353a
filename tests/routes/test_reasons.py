"""Why a way: what it follows, what it leaves aside, and what nobody can avoid."""

from __future__ import annotations

import pytest

from geo.routes.place_names import name_location
from geo.routes.planning import RouteRequest, find_routes
from geo.routes.reasons import explain_route, find_main_streets
from geo.routes.slot_times import find_time_in_slot
from tests.village import Street, box, doors, edges, found, place, risk_areas, safe_zones, seen

#   d ──── e               From a to f: over the short lower street through marked ground, or
#   │      │               round by d and e; then over the bridge, marked too, to f.
#   a ──── b ══════ c ── f
CORNERS = {
    "a": (0, 0), "b": (200, 0), "c": (300, 0), "d": (0, 80), "e": (200, 80), "f": (500, 0),
}  # fmt: skip
STREETS = [
    Street("a", "b", name="Vereda", kind="path"),
    Street("b", "c", name="Calle Real", bridge=True),
    Street("c", "f", name="Calle Real"),
    Street("a", "d"),
    Street("d", "e", name="Calle Alta"),
    Street("e", "b"),
]
MARKED = (box(40, -9, 160, 9), 5), (box(60, -9, 150, 9), 4), (box(220, -9, 280, 9), 3)


@pytest.fixture
def view(home):
    marked = risk_areas(*MARKED)
    marked["category"] = ["lonely_path", "poor_lighting", "dangerous_crossing"]
    layers = {
        "risk_areas": marked,
        "safe_zones": safe_zones(box(90, 85, 110, 95), box(480, -20, 510, 20)),
        "services": doors(((500, 5), "health")),
    }
    store = found(edges(CORNERS, STREETS), layers)
    yield seen(store)
    store.close()


@pytest.fixture
def plan(view):
    ask = RouteRequest(place(1, 0), place(499, 0), 10.0, view.moment("2026-05-01T12:00"))
    return find_routes(view, ask)


def test_the_streets_it_mostly_follows_in_the_order_walked(plan):
    assert find_main_streets(plan.route) == ("Calle Alta", "Calle Real")
    assert find_main_streets(plan.direct_route) == ("Vereda", "Calle Real")


def test_what_it_leaves_aside_is_what_only_the_other_route_crosses(view, plan):
    aside = explain_route(view, plan.route, other_route=plan.direct_route).avoided_risk
    assert aside.categories == ("lonely_path", "poor_lighting")
    assert aside.street_names == ("Vereda",)
    assert aside.inside_risk_m == pytest.approx(120, abs=0.01)
    assert aside.session_count == 2


def test_beside_itself_it_leaves_nothing_aside(view, plan):
    assert explain_route(view, plan.route, other_route=plan.route).avoided_risk is None


def test_the_bridge_is_the_only_passage(view, plan):
    (passage,) = explain_route(view, plan.route, other_route=plan.direct_route).unavoided_risks
    assert (passage.category, passage.street, passage.session_count) == (
        "dangerous_crossing",
        "Calle Real",
        1,
    )
    assert passage.inside_risk_m == pytest.approx(60, abs=0.01)
    assert passage.bridge
    assert passage.is_unavoidable


def test_land_with_a_route_round_is_not_the_only_passage(view, plan):
    first, _ = explain_route(view, plan.direct_route, other_route=plan.route).unavoided_risks
    assert (first.street, first.bridge, first.is_unavoidable) == ("Vereda", False, False)


def test_an_end_on_marked_land_claims_no_only_passage(view):
    ask = RouteRequest(place(250, 0), place(499, 0), 10.0, view.moment("2026-05-01T12:00"))
    way = find_routes(view, ask).route
    (passage,) = explain_route(view, way, other_route=way).unavoided_risks
    assert not passage.is_unavoidable


def test_places_to_wait_are_named_but_not_the_one_where_it_ends(view, plan):
    told = explain_route(view, plan.route, other_route=plan.direct_route)
    assert told.safe_zone_names == ("La espera",)
    assert explain_route(view, plan.direct_route, other_route=plan.route).safe_zone_names == ()


# --- names and moments ---------------------------------------------------------------------------


def test_a_place_at_a_service_has_its_name_and_another_the_streets(view):
    at_door = name_location(view, place(490, 0))
    assert (at_door.name, at_door.service_id) == ("Puerta 0", view.services["id"].iloc[0])
    beside = name_location(view, place(100, 70))
    assert (beside.name, beside.service_id) == ("Calle Alta", None)


@pytest.mark.parametrize("slot", ["day", "night"])
def test_a_moment_of_a_slot_is_of_that_slot_and_of_today(view, slot):
    moment = find_time_in_slot(view, slot)
    assert view.slot(moment) == slot
    assert moment.date() == view.moment().date()
