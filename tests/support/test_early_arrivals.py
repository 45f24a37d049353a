"""
Nobody is sent to a closed door: five hundred plans drawn by chance, beside other calculations.

Hours are read here by the library alone, one moment after the other, and the route of the other
light is searched for on its own.
"""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from opening_hours import OpeningHours

from benchmarks.queries import draw_areas
from geo.communities.demonstration import DEMO_SLUG
from geo.model import CONFIDENTIAL_SERVICE_TYPES, WGS84
from geo.network.snapping import StreetPositions, locate_positions
from geo.pathways.records import SITUATIONS
from geo.pathways.starters import load_starter
from geo.privacy.view import open_view
from geo.routes.planning import Location, RouteRequest, find_routes
from geo.store import open_store
from geo.support import plan_text
from geo.support.opening_hours import ASSUMED_HOURS
from geo.support.overnight import MIN_REST_MIN
from geo.support.planning import plan_support
from tests.feature_edits import add_features
from tests.support import requests

TOWNS, PLANS_PER_TOWN = 50, 10
SEED = 20260501
SECOND = timedelta(seconds=1)
LIMIT = timedelta(minutes=15) + SECOND
# Around Easter, Labour Day, Independence, All Souls and Christmas; and any other day.
FIRST_DAYS = ("2026-04-01", "2026-05-01", "2026-09-14", "2026-11-01", "2026-12-24", "2026-02-11")
KNOWN_HOURS = (
    "24/7",
    "Mo-Fr 08:00-16:00",
    "Mo-Fr 08:00-12:00,13:00-16:00; PH off",
    "Mo-Fr 07:30-15:30; Sa 08:00-12:00; PH 09:00-10:00",
    "Tu,Th 09:00-11:30",
    "Mo-Su 05:00-06:00",
    "Mo-Su 19:00-20:30; PH off",
    "Mo-Sa 18:30-19:30",
    "Mo-Sa (sunset+01:00)-(sunset+02:30)",
    "Fr-Su 20:00-04:00",
    "Sa 10:00-12:00; PH 10:00-12:00",
    "Jan-Jun Mo-Fr 08:00-12:00; Jul-Dec Mo-Fr 13:00-17:00; PH off",
    "sunrise-sunset",
    "Mo-Sa (sunset+00:40)-(sunset+01:40)",
)
UNKNOWN_HOURS = (None, "cuando hay luz", '"previa cita"', "unknown")


@pytest.fixture(scope="module")
def streets(built_demo, tmp_path_factory):
    """Mark much ground of the demonstration by day or by night alone, so that the light matters."""
    store = open_store(shutil.copytree(built_demo / "home", tmp_path_factory.mktemp("early") / "h"))
    network = open_view(store, DEMO_SLUG, "network").network
    chance = np.random.default_rng(SEED)
    risk = draw_areas(network, 60, chance).to_crs(WGS84)
    risk["category"], risk["note"], risk["session"] = "poor_lighting", None, None
    risk["holds"] = chance.choice(["day", "night", "night"], size=len(risk))
    add_features(store, DEMO_SLUG, "risk_areas", risk, who="test")
    yield open_view(store, DEMO_SLUG, "network")
    store.close()


def draw_spots(network, chance, count):
    edge = chance.integers(0, len(network.u), count).astype(np.int64)
    along = chance.uniform(0, 1, count) * network.length_m[edge]
    points = locate_positions(network, StreetPositions(edge, along, np.zeros(count)))
    return list(zip(points.y.tolist(), points.x.tolist(), strict=True))


def draw_town(streets, chance):
    """Draw the services of a town, and whether the holidays of its country are known."""
    steps = [step for code in SITUATIONS for step in load_starter("SV", code).steps]
    types = [step.service for step in steps if step.service not in CONFIDENTIAL_SERVICE_TYPES]
    spots = draw_spots(streets.network, chance, int(chance.integers(3, 13)))
    hours = [
        KNOWN_HOURS[chance.integers(len(KNOWN_HOURS))]
        if chance.random() < 0.85
        else UNKNOWN_HOURS[chance.integers(len(UNKNOWN_HOURS))]
        for _ in spots
    ]
    told = [
        (spot, str(chance.choice(types)), one, {}) for spot, one in zip(spots, hours, strict=True)
    ]
    town = requests.looking(streets, requests.services(told))
    town.network = streets.network
    town.community = replace(streets.community, country="SV" if chance.random() < 0.8 else None)
    return town


def draw_plan(town, chance):
    (origin,) = draw_spots(town.network, chance, 1)
    minutes = int(chance.integers(0, 3 * 1440))
    pathway = load_starter("SV", str(chance.choice(SITUATIONS)))
    codes = [step.code for step in pathway.steps]
    request = requests.ask(
        origin,
        town.moment(f"{chance.choice(FIRST_DAYS)}T00:00") + timedelta(minutes=minutes),
        hours=None if chance.random() < 0.2 else float(chance.integers(0, 130)),
        aversion=float(chance.choice([0.0, 3.0, 10.0])),
        skipped_steps=frozenset(code for code in codes if chance.random() < 0.3),
        first_step=None if chance.random() < 0.8 else str(chance.choice(codes)),
        travel_mode="walk" if chance.random() < 0.9 else "vehicle",
    )
    return plan_support(town, request, pathway)


def is_open(town, stop, moment):
    """Tell whether the library has a service open at a moment; unknown hours are office hours."""
    hours = ASSUMED_HOURS if stop.hours_assumed else stop.service.opening_hours
    place = (stop.service.lat, stop.service.lon)
    parsed = OpeningHours(
        hours,
        timezone=ZoneInfo(town.timezone),
        country=town.community.country,
        coords=place,
        auto_country=False,
    )
    return parsed.is_open(moment)


def check_stop(town, plan, stop, previous):
    """Check one stop with a route; gives what kind of stop it was."""
    assert stop.hours_assumed == (stop.service.opening_hours in UNKNOWN_HOURS)
    assert is_open(town, stop, stop.starts_at + SECOND)
    walked = timedelta(minutes=stop.route.minutes)
    assert abs(stop.arrive_at - stop.leave_at - walked) < SECOND
    early = stop.starts_at - stop.arrive_at
    assert early > -SECOND
    if early > SECOND:  # she waits for the hour at which it opens
        assert not is_open(town, stop, stop.starts_at - SECOND)
    if early <= LIMIT:
        assert (stop.early_slot, stop.early_minutes) == (None, 0.0)
        return "in time"
    assert stop.early_slot == town.slot(stop.leave_at)
    assert stop.early_minutes == pytest.approx(early.total_seconds() / 60, abs=0.02)
    span = plan_text.format_duration(stop.early_minutes)
    assert span in plan_text.format_departure(stop, plan.request.departure_time)
    # Had she left so late as to arrive when it opens, the light would have been the other one …
    assert town.slot(stop.leave_at + early) != stop.early_slot
    is_home = previous is None or stop.home_trip is not None
    if plan.request.travel_mode == "walk":  # … and the route would cost more by more than the wait.
        cost = stop.route.calculate_cost(plan.request.aversion)
        wait = stop.early_minutes if is_home else 0.0
        assert cost + wait <= search_later(town, plan, stop, previous, early) + 0.01
    return "early from home" if is_home else "early from elsewhere"


def search_later(town, plan, stop, previous, early):
    """Search the route in the light of a departure that arrives when the service opens."""
    request = plan.request
    is_home = previous is None or stop.home_trip is not None
    start = request.origin if is_home else Location(previous.service.lat, previous.service.lon)
    end = Location(stop.service.lat, stop.service.lon)
    asked = RouteRequest(start, end, request.aversion, stop.leave_at + early)
    return find_routes(town, asked).route.calculate_cost(request.aversion)


def check_plan(town, plan):
    previous, kinds = None, []
    for stop in plan.stops:
        if stop.route is None:
            assert (stop.leave_at, stop.early_slot, stop.early_minutes) == (None, None, 0.0)
            continue
        kinds.append(check_stop(town, plan, stop, previous))
        before = plan.request.departure_time
        if previous is not None:
            before = previous.starts_at + timedelta(minutes=previous.step.stay_minutes)
        if stop.home_trip is not None:
            assert stop.home_trip.leave_at >= before - SECOND
            before = stop.home_trip.arrive_at + timedelta(minutes=MIN_REST_MIN)
        assert stop.leave_at >= before - SECOND
        previous = stop
    return kinds


@pytest.mark.slow
def test_an_early_arrival_at_a_service_has_its_reason(streets):
    chance, found = np.random.default_rng(SEED), Counter()
    for _ in range(TOWNS):
        town = draw_town(streets, chance)
        for _ in range(PLANS_PER_TOWN):
            found.update(check_plan(town, draw_plan(town, chance)))
    assert found["in time"] > 700
    assert min(found["early from home"], found["early from elsewhere"]) >= 3
