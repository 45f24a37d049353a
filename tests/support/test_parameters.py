"""What somebody who asks must find: deadlines, closed doors, bridges, reserved places."""

from __future__ import annotations

import dataclasses
import json
from datetime import timedelta

import pytest

from geo.errors import LocationOutsideError, NumberError, StepUnknownError
from geo.model import AUDIENCES
from geo.pathways.starters import load_starter
from geo.pathways.versions import get_pathway
from geo.privacy.view import open_view
from geo.routes.planning import Location
from geo.support.planning import plan_support
from geo.support.records import SupportRequest
from geo.support.report import build_support_report
from tests.support import requests

LOMA = Location(13.9026, -89.8479)
THURSDAY = "2026-11-26"
SECOND_ID = "001"


def planned(view, situation="sexual_violence", *, at="10:00", hours=10.0, origin=LOMA, **more):
    ask = SupportRequest(
        origin,
        situation,
        hours,
        view.moment(f"{THURSDAY}T{at}"),
        more.pop("aversion", 10.0),
        **more,
    )
    return plan_support(view, ask, get_pathway(view, situation))


def stop_of(plan, code):
    return next(stop for stop in plan.stops if stop.step.code == code)


def states(stop):
    return {one.window.what: one.state for one in stop.deadlines}


def steps_of(record):
    return sorted(one["step"] for one in record["steps"])


def told(plan):
    return build_support_report(plan, locale="es")


# --- deadlines -----------------------------------------------------------------------------------


def test_after_eighty_hours_health_stays_and_says_to_go_all_the_same(chancala):
    plan = planned(chancala, hours=80)
    health = stop_of(plan, "health")
    assert states(health) == {"hiv_prophylaxis": "closed", "emergency_contraception": "open"}
    assert health.has_closed_window
    step = next(one for one in told(plan)["steps"] if one["step"] == "health")
    shortest = step["shortest_window"]
    assert (shortest["state"], shortest["minutes"]) == ("closed", 72 * 60)
    assert step["has_closed_window"] is True
    assert step["still"]


def test_after_ten_hours_both_are_in_time_and_health_comes_first(chancala):
    plan = planned(chancala, hours=10)
    first = plan.stops[0]
    assert first.step.service == "health"
    assert states(first) == {"hiv_prophylaxis": "open", "emergency_contraception": "open"}
    assert not first.has_closed_window
    assert plan.missed_windows == 0


@pytest.mark.parametrize("country", ["SV", "PE", "GT", "KG", None])
def test_health_keeps_its_windows_in_every_country(chancala, country):
    pathway = load_starter(country, "sexual_violence")
    ask = SupportRequest(LOMA, "sexual_violence", 80, chancala.moment(f"{THURSDAY}T10:00"), 10.0)
    plan = plan_support(chancala, ask, pathway)
    health = next(stop for stop in plan.stops if "hiv_prophylaxis" in states(stop))
    assert states(health)["hiv_prophylaxis"] == "closed"
    assert states(health)["emergency_contraception"] == "open"
    assert health.has_closed_window


def test_what_she_does_not_say_is_not_judged(chancala):
    plan = planned(chancala, hours=None)
    assert {state for stop in plan.stops for state in states(stop).values()} == {"unknown"}
    assert not any(stop.has_closed_window for stop in plan.stops)


# --- open and closed -----------------------------------------------------------------------------


def village(chancala, *told_services):
    """Put other doors into the village: (lat, lon), type, hours."""
    return requests.looking(chancala, requests.services([(*one, {}) for one in told_services]))


NEAR, FARTHER = (13.9030, -89.8482), (13.8994, -89.8514)


def test_at_night_the_next_open_service_and_the_line_stand_in_for_the_closed_clinic(chancala):
    view = village(
        chancala,
        (NEAR, "health", "Mo-Fr 08:00-16:00"),
        (FARTHER, "health", "24/7"),
        (FARTHER, "phone_line", "24/7"),
    )
    step = requests.step("health", "health", windows=[(72.0, "clinical")])
    ask = SupportRequest(LOMA, "sexual_violence", 10, view.moment(f"{THURSDAY}T22:00"), 3.0)
    plan = plan_support(view, ask, requests.pathway(step))
    (stop,) = plan.stops
    assert stop.service.id == SECOND_ID
    assert stop.opens_at is None
    assert stop.wait_minutes == 0
    assert [door.type for door in stop.phone_lines] == ["phone_line"]
    assert [other.service.id for other in stop.alternatives] == ["000"]
    assert stop.alternatives[0].opens_at is not None
    assert [door.type for door in plan.always_open_lines] == ["phone_line"]


def test_before_it_opens_the_clinic_is_waited_for_where_that_is_best(chancala):
    view = village(chancala, (NEAR, "health", "Mo-Fr 08:00-16:00"), (NEAR, "phone_line", "24/7"))
    step = requests.step("health", "health", windows=[(72.0, "clinical")])
    here = Location(*NEAR)
    ask = SupportRequest(here, "sexual_violence", 10, view.moment(f"{THURSDAY}T07:40"), 3.0)
    (stop,) = plan_support(view, ask, requests.pathway(step)).stops
    assert stop.wait_minutes + stop.route.minutes == pytest.approx(20, abs=1e-6)
    assert stop.opens_at == stop.starts_at == view.moment(f"{THURSDAY}T08:00")
    assert stop.leave_at == stop.starts_at - timedelta(minutes=stop.route.minutes)


def test_an_own_service_comes_before_one_that_can_stand_in_unless_it_stays_closed(chancala):
    step = requests.step("court", "court", instead=("police",))
    open_both = village(chancala, (FARTHER, "court", "24/7"), (NEAR, "police", "24/7"))
    on_monday = village(chancala, (FARTHER, "court", "Mo 08:00-12:00"), (NEAR, "police", "24/7"))
    for view, kind in ((open_both, "court"), (on_monday, "police")):
        ask = SupportRequest(LOMA, "threat", 1, view.moment(f"{THURSDAY}T10:00"), 3.0)
        (stop,) = plan_support(view, ask, requests.pathway(step)).stops
        assert stop.service.type == kind
        assert [other.service.type for other in stop.alternatives] != [kind]


def test_hours_that_nobody_knows_are_said_to_be_taken(chancala):
    view = village(chancala, (NEAR, "health", None), (FARTHER, "police", "nonsense hours"))
    steps = requests.step("health", "health"), requests.step("police", "police")
    ask = SupportRequest(LOMA, "threat", 1, view.moment(f"{THURSDAY}T10:00"), 3.0)
    plan = plan_support(view, ask, requests.pathway(*steps))
    assert [stop.hours_assumed for stop in plan.stops] == [True, True]


# --- ways ----------------------------------------------------------------------------------------


def test_over_the_only_bridge_a_route_is_given_and_says_what_it_crosses(chancala):
    step = requests.step("health", "health")
    ask = SupportRequest(LOMA, "threat", 1, chancala.moment(f"{THURSDAY}T22:00"), 10.0)
    ask = dataclasses.replace(ask, chosen_services={})
    plan = plan_support(chancala, ask, requests.pathway(step))
    record = json.loads(json.dumps(told(plan), default=str))
    route = record["steps"][0]["route"]
    assert route["inside_risk_m"] > 50
    assert route["crossed"]
    reasons = json.dumps(route, ensure_ascii=False)
    assert '"is_unavoidable": true' in reasons
    assert '"bridge": true' in reasons


def test_by_vehicle_it_takes_no_longer_than_on_foot(chancala):
    on_foot = planned(chancala, "physical_violence", aversion=0.0)
    driven = planned(chancala, "physical_violence", aversion=0.0, travel_mode="vehicle")
    assert driven.total_minutes < on_foot.total_minutes
    assert any(stop.route is not None for stop in driven.stops)


def test_the_order_of_rows_does_not_matter(chancala):
    shuffled = requests.looking(chancala, chancala.services.sample(frac=1, random_state=3))
    for situation in ("sexual_violence", "child"):
        pair = [told(planned(view, situation)) for view in (chancala, shuffled)]
        assert pair[0] == pair[1]


def test_a_step_left_out_stays_to_be_taken_up_and_another_may_come_first(chancala):
    plan = planned(
        chancala, "physical_violence", skipped_steps=frozenset({"police"}), first_step="court"
    )
    assert [step.code for step in plan.skipped_steps] == ["police"]
    assert next(stop for stop in plan.stops if stop.route is not None).step.code == "court"


# --- what is refused, what is reserved -----------------------------------------------------------


@pytest.mark.parametrize("hours", [-1.0, float("nan")])
def test_hours_that_cannot_be_are_refused(chancala, hours):
    with pytest.raises(NumberError) as refused:
        planned(chancala, hours=hours)
    assert type(refused.value) is NumberError


def test_a_step_or_place_that_is_not_there_is_refused(chancala):
    with pytest.raises(StepUnknownError):
        planned(chancala, skipped_steps=frozenset({"nothing"}))
    with pytest.raises(LocationOutsideError):
        planned(chancala, origin=Location(14.6, -89.8))


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_confidential_place_is_its_contact_alone_for_everybody(chancala, audience):
    view = open_view(chancala._store, chancala.community.slug, audience)
    plan = planned(view, "physical_violence")
    shelter = stop_of(plan, "shelter")
    assert shelter.service.is_confidential
    assert shelter.service.contact
    for hidden in ("name", "phone", "opening_hours", "lat", "lon", "verified_on"):
        assert getattr(shelter.service, hidden) is None, hidden
    assert (shelter.route, shelter.wait_minutes, shelter.arrive_at) == (None, None, None)
    record = told(plan)
    public = told(planned(open_view(chancala._store, chancala.community.slug, "public"),
                          "physical_violence"))  # fmt: skip
    # In which order is best depends on the marks, which the public is shown in less detail.
    assert steps_of(record) == steps_of(public)
    assert "0000 0010" not in json.dumps(record, default=str)
