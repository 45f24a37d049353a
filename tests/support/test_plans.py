"""Support routes that can be checked in the head, and some of the demonstration."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import shapely

from geo.errors import DateTimeRangeError, NumberError, NumberTooLargeError, StepUnknownError
from geo.model import Community
from geo.pathways.starters import load_starter
from geo.support import plan_text
from geo.support.opening_hours import ASSUMED_HOURS
from geo.support.planning import plan_support
from geo.support.report import build_support_report
from tests import village
from tests.support import requests
from tests.village import Street

TUESDAY = "2026-03-03"
HOME = (13.9050, -89.8479)  # in the middle of the demonstration's town
CORNERS = {"west": (-1500, 0), "home": (0, 0), "bank": (400, 0), "far": (500, 0), "east": (1500, 0)}
STREET = (
    Street("west", "home", name="Calle Real"),
    Street("home", "bank", name="Calle Real"),
    Street("bank", "far", name="Puente", bridge=True),
    Street("far", "east", name="Calle Real"),
)
RIVER = village.risk_areas((village.box(420, -20, 480, 20), 5))


def stand(*doors, layers=None, audience="network"):
    """Put doors along the street: metres east of home, type, hours."""
    community = Community(
        slug=village.SLUG, name="Servilleta", country="SV", timezone="America/El_Salvador"
    )
    frame = village.doors(*(((metres, 0), kind, *more[1:]) for metres, kind, *more in doors))
    frame["opening_hours"] = [one[2] for one in doors]
    store = village.found(
        village.edges(CORNERS, STREET),
        {"services": frame, **(layers or {})},
        community=community,
    )
    return village.seen(store, audience)


def plan(view, *steps, at="10:00", hours=None, aversion=3.0, **more):
    """Ask from home on a Tuesday."""
    origin = village.place(0, 0)
    when = view.moment(f"{TUESDAY}T{at}")
    ask = requests.ask((origin.lat, origin.lon), when, hours=hours, aversion=aversion, **more)
    return plan_support(view, ask, requests.pathway(*steps))


def at(view, clock, day=TUESDAY):
    return view.moment(f"{day}T{clock}")


HEALTH, POLICE = requests.step("health", "health"), requests.step("police", "police")


def test_one_service_and_back():
    view = stand((750, "health", "24/7"))
    found = plan(view, HEALTH)
    (stop,) = found.stops
    assert stop.route.minutes == pytest.approx(10, abs=0.01)
    assert stop.arrive_at - at(view, "10:00") == timedelta(minutes=stop.route.minutes)
    assert found.return_route.minutes == pytest.approx(10, abs=0.01)
    assert found.total_minutes == pytest.approx(stop.route.minutes + found.return_route.minutes)
    assert found.return_arrives_at - at(view, "11:00") == pytest.approx(
        timedelta(minutes=found.total_minutes), abs=timedelta(milliseconds=1)
    )
    assert (stop.opens_at, stop.open_until, stop.wait_minutes) == (None, None, 0.0)


def test_twenty_minutes_of_waiting_are_worth_it():
    view = stand((0, "health", "Mo-Fr 08:00-16:00"), (1500, "health", "24/7"))
    (stop,) = plan(view, HEALTH, at="07:40").stops
    assert stop.service.name == "Puerta 0"
    assert stop.wait_minutes == pytest.approx(20)
    assert stop.opens_at == stop.starts_at == at(view, "08:00")
    (other,) = stop.alternatives
    assert other.minutes == pytest.approx(20, abs=0.01)


def test_an_hour_of_waiting_is_not():
    view = stand((0, "health", "Mo-Fr 08:00-16:00"), (1500, "health", "24/7"))
    (stop,) = plan(view, HEALTH, at="07:00").stops
    assert stop.service.name == "Puerta 1"
    (other,) = stop.alternatives
    assert other.wait_minutes == pytest.approx(60)
    assert other.opens_at == at(view, "08:00")


def test_she_waits_where_she_is_and_not_at_a_closed_service():
    view = stand((750, "health", "Mo-Fr 08:00-16:00"))
    (stop,) = plan(view, HEALTH, at="07:00").stops
    assert stop.starts_at == at(view, "08:00")
    assert stop.starts_at - stop.leave_at == pytest.approx(
        timedelta(minutes=stop.route.minutes), abs=timedelta(milliseconds=1)
    )


def test_a_service_closes_behind_her():
    view = stand((750, "health", "Mo-Fr 08:00-16:00"))
    (stop,) = plan(view, HEALTH).stops
    assert stop.open_until == at(view, "16:00")


def test_hours_that_nobody_knows_are_assumed_and_said():
    view = stand((750, "health", None), (-750, "police", "cuando hay luz"))
    found = plan(view, HEALTH, POLICE, at="17:00")
    assert all(stop.hours_assumed for stop in found.stops)
    assert [stop.service.opening_hours for stop in found.stops] != [ASSUMED_HOURS, ASSUMED_HOURS]
    assert found.stops[0].starts_at == at(view, "08:00", "2026-03-04")


def test_a_service_that_opens_too_late_is_no_step_of_the_route():
    view = stand((750, "health", "2027 Jan 10 08:00-16:00"))
    (stop,) = plan(view, HEALTH).stops
    assert stop.route is None
    assert stop.service.is_closed_throughout


def test_two_services_that_open_only_now_cannot_both_be_reached():
    view = stand((750, "health", "Mar 03 09:00-10:15"), (-750, "police", "Mar 03 09:00-10:15"))
    found = plan(view, HEALTH, POLICE)
    assert sorted(stop.route is None for stop in found.stops) == [False, True]


def test_public_holidays_are_reckoned_with():
    view = stand((750, "health", "Mo-Fr 08:00-16:00; PH off"))
    origin = village.place(0, 0)
    labour_day = view.moment("2026-05-01T10:00")
    ask = requests.ask((origin.lat, origin.lon), labour_day)
    found = plan_support(view, ask, requests.pathway(HEALTH))
    assert found.holidays_known
    assert found.stops[0].starts_at == view.moment("2026-05-04T08:00")


def test_nothing_is_said_of_holidays_where_they_are_not_known(monkeypatch):
    view = stand((750, "health", "24/7"))
    monkeypatch.setattr(view, "community", replace(view.community, country="KG"))
    assert not plan(view, HEALTH).holidays_known


def test_urgent_steps_come_first_whatever_the_route():
    urgent = requests.step("health", "health", windows=[(72, "clinical")])
    view = stand((1400, "health", "24/7"), (-100, "police", "Mo-Fr 08:00-10:30"))
    assert plan(view, POLICE, urgent, hours=10).stops[0].step == urgent
    assert plan(view, POLICE, urgent, hours=80).stops[0].step == POLICE
    assert plan(view, POLICE, urgent, hours=None).stops[0].step == urgent  # it may be in time


def test_a_window_is_not_missed_for_a_shorter_route():
    soon = requests.step("legal", "legal_aid", windows=[(24, "legal")])
    view = stand((1400, "legal_aid", "Mo-Fr 10:00-10:30"), (-100, "police", "24/7"))
    found = plan(view, POLICE, soon, hours=20)
    assert (found.stops[0].step, found.missed_windows) == (soon, 0)


def test_windows_close_one_after_the_other():
    health = requests.step("health", "health", windows=[(72, "clinical"), (120, "clinical")])
    view = stand((750, "health", "24/7"))

    def states(hours):
        (stop,) = plan(view, health, hours=hours).stops
        return [one.state for one in stop.deadlines], stop.has_closed_window

    assert states(10) == (["open", "open"], False)
    assert states(62) == (["closing", "open"], False)
    assert states(80) == (["closed", "open"], True)
    assert states(71.95) == (["closed", "open"], True)  # it closes on the way
    assert states(130) == (["closed", "closed"], True)
    assert states(None) == (["unknown", "unknown"], False)


def test_what_comes_after_waits_and_what_she_wants_first_does_not():
    after = requests.step("police", "police", after=["health"])
    view = stand((1400, "health", "24/7"), (300, "police", "24/7"))
    assert [s.step.code for s in plan(view, after, HEALTH).stops] == ["health", "police"]
    first = plan(view, after, HEALTH, first_step="police")
    assert [stop.step.code for stop in first.stops] == ["police", "health"]
    alone = plan(view, after, HEALTH, skipped_steps=frozenset({"health"}))
    assert [stop.step.code for stop in alone.stops] == ["police"]
    assert [step.code for step in alone.skipped_steps] == ["health"]


def test_she_chooses_another_service():
    view = stand((100, "health", "24/7"), (-900, "health", "24/7"))
    (stop,) = plan(view, HEALTH).stops
    (other,) = stop.alternatives
    (chosen,) = plan(view, HEALTH, chosen_services={"health": other.service.id}).stops
    assert chosen.service == other.service
    assert chosen.route.minutes == pytest.approx(other.minutes)
    (same,) = plan(view, HEALTH, chosen_services={"health": "none of them"}).stops
    assert same.service == stop.service


def test_the_only_bridge_is_crossed_and_said():
    view = stand((1000, "health", "24/7"), layers={"risk_areas": RIVER})
    (stop,) = plan(view, HEALTH, aversion=10.0).stops
    assert stop.route.inside_risk_m == pytest.approx(60, abs=0.1)
    assert stop.route.calculate_cost(10.0) == pytest.approx(
        stop.route.minutes + 10 * 60 / 75, abs=0.02
    )


def test_a_step_without_any_service_stays():
    view = stand((750, "health", "24/7"))
    found = plan(view, POLICE, HEALTH)
    assert [(stop.step.code, stop.service is None) for stop in found.stops] == [
        ("police", True),
        ("health", False),
    ]


def test_a_phone_line_is_called_and_not_walked_to():
    view = stand((0, "phone_line", "24/7"), (750, "health", "Mo-Fr 08:00-16:00"))
    line = requests.step("line", "phone_line")
    called, health = plan(view, line, HEALTH, at="20:00").stops
    assert (called.route, called.service.type, called.service.lat) == (None, "phone_line", None)
    assert [door.phone for door in health.phone_lines] == ["0000 0000"]
    assert [door.phone for door in plan(view, HEALTH).always_open_lines] == ["0000 0000"]


def test_a_line_that_sleeps_is_no_help_at_night():
    view = stand((0, "phone_line", "Mo-Fr 08:00-22:00"), (750, "health", "Mo-Fr 08:00-16:00"))
    assert plan(view, HEALTH, at="20:00").stops[0].phone_lines
    assert not plan(view, HEALTH, at="23:00").stops[0].phone_lines
    assert not plan(view, HEALTH, at="23:00").always_open_lines


def test_a_service_far_from_every_street_is_shown_without_a_route():
    view = stand((750, "health", "24/7"))
    far = village.on_earth(shapely.Point(0, 1200)).iloc[0]
    services = requests.services([((far.y, far.x), "police", "24/7", {})])
    (stop,) = plan(requests.looking(view, services), POLICE).stops
    assert stop.route is None
    assert stop.service.is_unreachable
    assert stop.service.lat is not None


def test_old_and_unchecked_words_say_so():
    view = stand((100, "health", "24/7"))
    here = village.place(100, 0)
    days = {"2026-03-01": (False, False), "2025-08-01": (False, True), None: (True, False)}
    for checked, told in days.items():
        row = [((here.lat, here.lon), "health", "24/7", {"verified_on": checked})]
        (stop,) = plan(requests.looking(view, requests.services(row)), HEALTH).stops
        assert (stop.service.is_unverified, stop.service.is_stale) == told


def test_when_words_are_old_is_for_each_network_to_settle():
    view = stand((100, "health", "24/7"))
    here = village.place(100, 0)
    row = [((here.lat, here.lon), "health", "24/7", {"verified_on": "2026-01-10"})]  # 52 days ago
    looking = requests.looking(view, requests.services(row))
    for days, old in ((180, False), (52, False), (51, True)):
        looking.community = replace(view.community, stale_days=days)
        (stop,) = plan(looking, HEALTH).stops
        assert stop.service.is_stale == old


@pytest.mark.parametrize("audience", ["public", "network", "coordinator"])
def test_a_shelter_is_its_contact_and_nothing_else(audience):
    view = stand((750, "shelter", "24/7", True), (600, "police", "24/7"), audience=audience)
    shelter = requests.step("shelter", "shelter")
    found = plan(view, shelter, POLICE)
    stop = next(stop for stop in found.stops if stop.step == shelter)
    assert stop.route is stop.wait_minutes is stop.arrive_at is None
    assert stop.service.is_confidential
    assert [
        stop.service.name,
        stop.service.phone,
        stop.service.opening_hours,
        stop.service.lat,
    ] == [None] * 4
    both = plan(view, requests.step("either", "police", instead=["shelter"]))
    (other,) = both.stops[0].alternatives
    assert other.minutes is other.wait_minutes is other.opens_at is None


def test_the_audience_changes_nothing():
    view = stand((750, "shelter", "24/7", True), (600, "police", "24/7"))
    steps = (requests.step("shelter", "shelter"), POLICE)
    plans = [plan(village.seen(view._store, who), *steps) for who in ("public", "coordinator")]
    assert plans[0].stops[0].service == plans[1].stops[0].service
    assert plans[0].total_cost == plans[1].total_cost


def test_the_order_of_rows_does_not_matter(chancala):
    pathway = load_starter("SV", "sexual_violence")
    turned = chancala.services.iloc[::-1].reset_index(drop=True)
    ask = requests.ask(HOME, chancala.moment(f"{TUESDAY}T09:00"), hours=10)
    one, other = (
        plan_support(requests.looking(chancala, frame), ask, pathway)
        for frame in (chancala.services, turned)
    )
    assert [stop.service for stop in one.stops] == [stop.service for stop in other.stops]
    assert one.total_cost == other.total_cost


def test_the_demonstration_after_eighty_hours(chancala):
    ask = requests.ask(HOME, chancala.moment(f"{TUESDAY}T10:00"), hours=80)
    found = plan_support(chancala, ask, load_starter("SV", "sexual_violence"))
    health = next(stop for stop in found.stops if stop.step.service == "health")
    states = {one.window.what: one.state for one in health.deadlines}
    assert states["hiv_prophylaxis"] == "closed"
    assert states["emergency_contraception"] in {"open", "closing"}
    assert health.has_closed_window
    assert health.step.still


def test_the_demonstration_after_ten_hours(chancala):
    ask = requests.ask(HOME, chancala.moment(f"{TUESDAY}T10:00"), hours=10)
    found = plan_support(chancala, ask, load_starter("SV", "sexual_violence"))
    assert found.stops[0].step.service == "health"
    assert {one.state for one in found.stops[0].deadlines} == {"open"}
    assert found.missed_windows == 0


def test_more_aversion_costs_no_less(chancala):
    pathway = load_starter("SV", "physical_violence")
    ask = requests.ask(HOME, chancala.moment(f"{TUESDAY}T10:00"), hours=10)
    costs = [
        plan_support(chancala, replace(ask, aversion=aversion), pathway).total_cost
        for aversion in (0.5, 1.0, 3.0, 10.0)
    ]
    assert costs == sorted(costs)


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"hours": -1.0}, NumberError),
        ({"hours": float("nan")}, NumberError),
        ({"hours": float("inf")}, NumberTooLargeError),
        ({"aversion": -1.0}, NumberError),
        ({"skipped_steps": frozenset({"nothing"})}, StepUnknownError),
        ({"first_step": "nothing"}, StepUnknownError),
    ],
)
def test_what_makes_no_sense_is_refused(more, error):
    view = stand((750, "health", "24/7"))
    with pytest.raises(error) as caught:
        plan(view, HEALTH, **more)
    assert caught.type is error


@pytest.mark.parametrize("when", ["0001-01-02T10:00", "1899-01-01T10:00", "9999-12-30T10:00"])
def test_a_moment_out_of_reach_is_refused(when):
    view = stand((750, "health", "24/7"))
    origin = village.place(0, 0)
    ask = requests.ask((origin.lat, origin.lon), view.moment(when))
    with pytest.raises(DateTimeRangeError):
        plan_support(view, ask, requests.pathway(HEALTH))


# --- nights between doors ------------------------------------------------------------------------


def test_where_the_next_service_opens_tomorrow_she_is_shown_the_route_home_and_goes_from_there():
    view = stand((750, "health", "24/7"), (-750, "police", "Mo-Fr 08:00-16:00"))
    found = plan(view, HEALTH, POLICE, at="20:00")
    tonight, tomorrow = found.stops
    assert tonight.home_trip is None
    assert tonight.route.minutes == pytest.approx(10, abs=0.01)
    home, second = tomorrow.home_trip, timedelta(seconds=1)
    assert home.route.minutes == pytest.approx(10, abs=0.01)
    assert home.leave_at - at(view, "21:10") < second
    assert home.arrive_at - at(view, "21:20") < second
    assert tomorrow.route.minutes == pytest.approx(
        10, abs=0.01
    )  # not the twenty from the health unit
    assert abs(tomorrow.leave_at - at(view, "07:50", "2026-03-04")) < second
    assert tomorrow.starts_at == at(view, "08:00", "2026-03-04")
    assert found.return_arrives_at - at(view, "09:10", "2026-03-04") < second


def test_for_an_hour_nobody_goes_home_in_between():
    view = stand((750, "health", "24/7"), (-750, "police", "Tu 22:30-23:30"))
    later = plan(view, HEALTH, POLICE, at="20:00").stops[1]
    assert later.home_trip is None
    assert later.route.minutes == pytest.approx(20, abs=0.01)


def test_from_home_she_leaves_in_the_light_where_that_is_safer():
    dark = village.risk_areas((village.box(-700, -20, -300, 20), 5, "night"))
    layers = {"risk_areas": dark}
    view = stand((750, "health", "24/7"), (-750, "police", "Mo-Fr 08:00-16:00"), layers=layers)
    tomorrow = plan(view, HEALTH, POLICE, at="20:00").stops[1]
    assert tomorrow.home_trip is not None
    assert tomorrow.route.inside_risk_m == 0
    assert view.slot(tomorrow.leave_at) == "day"


@pytest.mark.parametrize("first", [True, False])
def test_from_home_she_does_not_wait_all_night_at_a_closed_service(first):
    dark = village.risk_areas((village.box(-700, -20, -300, 20), 5, "night"))
    doors = [(-750, "police", "Mo-Fr 05:00-06:00")]  # it closes before the light comes
    if not first:
        doors.append((750, "health", "24/7"))
    view = stand(*doors, layers={"risk_areas": dark})
    steps = (POLICE,) if first else (HEALTH, POLICE)
    stop = plan(view, *steps, at="15:00").stops[-1]
    assert (stop.home_trip is None) is first
    assert stop.arrive_at - at(view, "05:00", "2026-03-04") < timedelta(seconds=1)
    assert (stop.early_slot, stop.early_minutes) == (None, 0.0)


def test_she_leaves_at_the_last_moment_where_day_and_night_are_alike():
    elsewhere = village.risk_areas((village.box(1400, -20, 1500, 20), 5, "night"))
    view = stand((-750, "police", "Mo-Fr 08:00-16:00"), layers={"risk_areas": elsewhere})
    (stop,) = plan(view, POLICE, at="01:00").stops
    assert abs(stop.leave_at - at(view, "07:50")) < timedelta(seconds=1)


def test_a_wait_at_the_service_is_told_with_its_reason():
    dark = village.risk_areas((village.box(0, -20, 1400, 20), 5, "night"))
    doors = ((-750, "health", "24/7"), (1450, "police", "Tu 19:30-20:30"))
    view = stand(*doors, layers={"risk_areas": dark})
    stop = plan(view, HEALTH, POLICE, at="16:00", aversion=10.0).stops[1]
    assert view.slot(stop.leave_at) == stop.early_slot == "day"
    assert stop.early_minutes > 15
    text = plan_text.format_departure(stop, view.moment(f"{TUESDAY}T16:00"))
    assert "antes de que abran" in text
    assert "de noche" in text


def test_who_waits_at_home_from_the_start_goes_nowhere_in_between():
    view = stand((750, "health", "Mo-Fr 08:00-16:00"))
    (stop,) = plan(view, HEALTH, at="20:00").stops
    assert stop.home_trip is None


def without_a_place(*told, audience="network"):
    """Services by type, name, phone, gateway and hours, none of which has a place."""
    view = stand((750, "police", "24/7"), audience=audience)
    rows = [
        ((0, 0), kind, hours, {"name": name, "phone": phone, "gateway": gateway})
        for kind, name, phone, gateway, hours in told
    ]
    services = requests.services(rows)
    nowhere = services.set_geometry(village.on_earth(*[None] * len(rows)))
    return requests.looking(view, nowhere, audience)


def test_a_service_without_a_place_is_called_and_no_way_leads_to_it():
    view = without_a_place(("psychosocial", "Escucha", "01 234", None, "24/7"))
    found = plan(view, requests.step("talk", "psychosocial"))
    (stop,) = found.stops
    assert stop.service.is_by_phone
    assert (stop.service.phone, stop.route, found.total_minutes) == ("01 234", None, 0.0)
    (told,) = build_support_report(found)["steps"]
    assert (told["status"]["by_phone"], told["route"], told["status"]["unreachable"]) == (
        True,
        None,
        False,
    )


def test_of_two_that_are_called_the_one_that_answers_comes_first():
    view = without_a_place(
        ("psychosocial", "Duerme", "01", None, "Mo-Fr 08:00-09:00"),
        ("psychosocial", "Escucha", "02", None, "24/7"),
    )
    (stop,) = plan(view, requests.step("talk", "psychosocial"), at="20:00").stops
    assert stop.service.name == "Escucha"


@pytest.mark.parametrize("audience", ["public", "network", "coordinator"])
def test_a_shelter_without_a_place_is_reached_by_its_gateway(audience):
    view = without_a_place(("shelter", "Casa Luna", "999", "Línea 100", "24/7"), audience=audience)
    (stop,) = plan(view, requests.step("shelter", "shelter")).stops
    service = stop.service
    assert (service.contact, service.is_confidential, stop.route) == ("Línea 100", True, None)
    assert (service.name, service.phone, service.is_by_phone) == (None, None, False)
