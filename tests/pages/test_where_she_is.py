"""Where somebody is, a way of hours, and a place without streets: *Camino* and *Puertas*."""

from __future__ import annotations

import math
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from geo.errors import NoStreetsError
from geo.language import gettext, list_locales
from geo.privacy.view import View
from geo.routes.planning import Location
from geo.store.audit import read_audit_lines
from geo.support import vehicle_trip
from pages.ui.route import endpoints
from pages.ui.route.endpoints import Endpoint
from pages.ui.support import plan_map
from pages.ui.support.inputs import SupportForm
from pages.ui.widgets.location_button import DevicePosition, parse_position

THERE = Endpoint("Calle El Molino", Location(13.9000, -89.8455))
UNIT = Endpoint("Unidad", Location(13.904935, -89.836473))
THURSDAY_10 = datetime(2026, 11, 26, 10, tzinfo=ZoneInfo("America/El_Salvador"))


def form(**more):
    return SupportForm("sexual_violence", since="today", departs_at=THURSDAY_10, **more)


# --- where she is ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "known"),
    [
        ({"lat": 13.9000004, "lon": -89.8455, "accuracy_m": 24.6}, (13.9, -89.8455, 24.6)),
        ({"lat": 0, "lon": 0, "accuracy_m": 0}, (0, 0, 0)),
        ({"lat": 91, "lon": 0, "accuracy_m": 1}, None),
        ({"lat": 1, "lon": -181, "accuracy_m": 1}, None),
        ({"lat": math.nan, "lon": 0, "accuracy_m": 1}, None),
        ({"lat": 1, "lon": math.inf, "accuracy_m": 1}, None),
        ({"lat": 1, "lon": 1, "accuracy_m": -1}, None),
        ({"lat": "1", "lon": 1, "accuracy_m": 1}, None),
        ({"lat": True, "lon": 1, "accuracy_m": 1}, None),
        ({"lat": 1, "lon": 1}, None),
        ({"lat": 1, "lon": 1, "accuracy_m": 10**400}, None),
        ([1, 2], None),
        ("x", None),
        (None, None),
    ],
)
def test_only_a_position_is_taken_for_one(sent, known):
    assert parse_position(sent) == (None if known is None else DevicePosition(*known))


@pytest.fixture
def located(demo, monkeypatch):
    """Give the session of somebody whose phone says where it is."""
    stored: dict = {}
    monkeypatch.setattr(endpoints.st, "session_state", stored)
    view = endpoints.state.with_store(lambda store: _view(store))
    monkeypatch.setattr(endpoints.state, "view", lambda: view)
    return stored


def _view(store):
    from geo.privacy.view import open_view

    return open_view(store, "chancala", "public")


def test_the_position_is_the_start_and_says_how_exact_it_is(located):
    located[endpoints.END_KEY] = UNIT
    endpoints.select_device_position(DevicePosition(13.9026, -89.8479, 24.6))
    start = located[endpoints.START_KEY]
    assert start.location == Location(13.9026, -89.8479)
    assert start.name == "Donde estoy (± 25 m)"
    assert located[endpoints.END_KEY] == UNIT


def test_a_position_outside_is_said_and_is_no_start(located):
    endpoints.select_device_position(DevicePosition(14.6, -89.8, 10))
    assert located[endpoints.START_KEY] is None
    assert "14" not in str(located[endpoints.ERROR_KEY])


@pytest.mark.parametrize("screen", ["route", "support"])
def test_it_is_said_before_what_is_asked_and_nothing_is_kept(visit, demo, screen):
    lines = len(read_audit_lines(demo, limit=100))
    start = Endpoint("Donde estoy (± 450 m)", THERE.location, accuracy_m=450.0)
    visit.open(screen, way__start=start, way__end=UNIT, support__asked=form())
    assert gettext("location.about") in visit.words
    assert "puede equivocarse hasta 450" in " ".join(visit.words.split())
    assert len(read_audit_lines(demo, limit=100)) == lines
    assert set(visit.at.query_params) <= {"community", "lang"}


@pytest.mark.parametrize("locale", list_locales())
def test_every_sentence_of_the_frame_is_there(locale):
    names = ("ask", "asking", "insecure", "refused", "unavailable", "timeout", "about")
    assert all(gettext(f"location.{name}", locale) for name in names)


# --- a way of hours -------------------------------------------------------------------------------


def test_a_long_way_on_foot_offers_a_vehicle_and_says_its_minutes(visit, monkeypatch):
    visit.open("route", way__start=THERE, way__end=UNIT)
    assert "by_vehicle" not in {one.key for one in visit.at.button}
    monkeypatch.setattr(vehicle_trip, "LONG_WALK_MIN", 5.0)
    visit.at.run()
    assert "¿Hay quien la lleve" in visit.words
    visit.press("by_vehicle")
    assert visit.fault is None
    assert "En vehículo:" in visit.words
    assert gettext("vehicle.about") in visit.words
    assert gettext("vehicle.legend_vehicle") in visit.words
    visit.open("route", way__end=Endpoint("Otro", Location(13.9049, -89.8364)))
    assert "by_vehicle" in {one.key for one in visit.at.button}, "for another way it asks again"


def test_a_plan_with_a_long_leg_is_calculated_by_vehicle_with_one_press(visit, monkeypatch):
    monkeypatch.setattr(vehicle_trip, "LONG_WALK_MIN", 5.0)
    visit.open("support", way__start=THERE, support__asked=form())
    drawn = record_layers(monkeypatch, "vehicle_layer", "route_layer")
    visit.press("by_vehicle")
    assert visit.fault is None
    assert visit.at.session_state["support:asked"].mode == "vehicle"
    assert "by_vehicle" not in {one.key for one in visit.at.button}
    trip, route = drawn["vehicle_layer"][-1], drawn["route_layer"][-1]
    assert "vehicle" in set(trip["role"]), "drawn as on Camino, not as what is walked"
    assert set(route["role"]) <= {"vehicle", "access"}
    assert route["chip"].iloc[0].endswith("min")
    assert gettext("vehicle.legend_vehicle") in visit.words


def test_a_plan_on_foot_draws_no_rails(visit, monkeypatch):
    drawn = record_layers(monkeypatch, "vehicle_layer", "route_layer")
    visit.open("support", way__start=THERE, support__asked=form())
    assert drawn["vehicle_layer"][-1].empty
    assert drawn["route_layer"][-1]["role"].iloc[0] == "safest"
    assert gettext("vehicle.legend_vehicle") not in visit.words


def record_layers(monkeypatch, *names):
    """Record with which lines the map of a plan draws its layers."""
    drawn = {name: [] for name in names}

    def record(name, build):
        def build_and_record(lines, *more, **options):
            drawn[name].append(lines)
            return build(lines, *more, **options)

        return build_and_record

    for name in names:
        monkeypatch.setattr(plan_map, name, record(name, getattr(plan_map, name)))
    return drawn


# --- no streets -----------------------------------------------------------------------------------


@pytest.fixture
def no_streets(monkeypatch, visit):
    """Take the streets of the demonstration away."""

    def raise_no_streets(_):
        raise NoStreetsError(community="Chancala")

    monkeypatch.setattr(View, "has_streets", property(lambda _: False))
    monkeypatch.setattr(View, "network", property(raise_no_streets))
    return visit


@pytest.mark.parametrize("screen", ["route", "support"])
def test_without_streets_services_are_listed_with_phones_and_hours(no_streets, screen):
    visit = no_streets.open(screen)
    assert visit.fault is None
    assert not visit.at.exception
    assert gettext("no_streets.press") in visit.words
    assert "línea recta" not in visit.words.replace(gettext("no_streets.press"), "")
    html = " ".join(one.body or "" for one in visit.at.get("html"))
    assert html.count('class="dial"') >= 2


@pytest.mark.parametrize("screen", ["route", "support"])
def test_without_streets_distances_are_straight_lines_and_no_minutes(no_streets, screen):
    visit = no_streets.open(screen, way__start=THERE, way__end=UNIT, support__asked=form())
    assert visit.fault is None
    assert gettext("no_streets.about") in visit.words
    assert "en línea recta" in visit.words
    assert "minuto" not in visit.words
    html = " ".join(one.body or "" for one in visit.at.get("html"))
    assert "Posada Xochitonal" not in html, "a confidential service has no name and no distance"


def test_without_streets_a_touched_place_is_a_start_and_one_outside_is_not(no_streets, located):
    endpoints.select_clicked_start(13.9026, -89.8479)
    assert located[endpoints.START_KEY].location == Location(13.9026, -89.8479)
    endpoints.select_clicked_start(15.6, -89.8)
    assert located[endpoints.START_KEY] is None
