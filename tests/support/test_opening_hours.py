"""Opening hours as minutes of a clock."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from geo.model import Community
from geo.support.clock import PlanningClock
from geo.support.opening_hours import OpeningHoursReader, OpeningTimetable, union_openings
from tests import village

LAT, LON = 13.9, -89.8


@pytest.fixture
def view():
    corners = {"a": (0, 0), "b": (100, 0)}
    layers = {"risk_areas": village.risk_areas((village.box(0, 0, 9, 9), 3, "night"))}
    community = Community(village.SLUG, "Servilleta", "SV", timezone="America/El_Salvador")
    store = village.found(
        village.edges(corners, [village.Street("a", "b")]), layers, community=community
    )
    return village.seen(store)


def hours(view, when, *, timezone="America/El_Salvador", country="SV"):
    clock = PlanningClock(view, view.moment(when))
    return clock, OpeningHoursReader(clock, timezone=timezone, country=country)


def test_a_day_has_its_hours(view):
    _, read = hours(view, "2026-03-03T07:00")
    opening = read.read_hours("Mo-Fr 08:00-12:00,13:00-16:00", lat=LAT, lon=LON)
    assert opening.begin_min[:3].tolist() == [60, 360, 1500]
    assert opening.end_min[:3].tolist() == [300, 540, 1740]
    assert [opening.next_opening_min(minutes) for minutes in (0, 60, 299, 300, 540)] == [
        60,
        60,
        299,
        360,
        1500,
    ]
    assert opening.closing_min(100) == 300
    assert np.isnan(opening.closing_min(310))
    assert not opening.is_assumed


def test_a_timetable_says_the_same_as_its_services(view):
    clock, read = hours(view, "2026-03-03T07:00")
    written = [
        "Mo-Fr 08:00-12:00,13:00-16:00",
        "24/7",
        "Sa 09:00-10:00",
        "2027",
        None,
        "22:00-06:00",
    ]
    openings = [read.read_hours(one, lat=LAT, lon=LON) for one in written]
    table = OpeningTimetable(openings, clock.horizon_min)
    asked = np.random.default_rng(1).uniform(0, clock.horizon_min + 500, 400)
    for door, opening in enumerate(openings):
        told = table.next_openings_min(np.full(len(asked), door), asked)
        assert np.allclose(told, [opening.next_opening_min(minutes) for minutes in asked])
    both = union_openings(openings[:3])
    first = np.min(
        [[one.next_opening_min(minutes) for minutes in asked] for one in openings[:3]], axis=0
    )
    assert np.allclose([both.next_opening_min(minutes) for minutes in asked], first)


@pytest.mark.parametrize(
    "written",
    [
        None,
        "cuando hay luz",
        "8:00 - 8:00",
        "9:00-6:00",
        "Mar 08:00-12:00",
        "2026",
        "Mo-Su",
        'unknown "con cita"',
    ],
)
def test_what_nobody_knows_is_assumed(view, written):
    _, read = hours(view, "2026-03-03T07:00")
    opening = read.read_hours(written, lat=LAT, lon=LON)
    assert opening.is_assumed
    assert opening.begin_min[0] == 60


def test_hours_that_follow_the_sun_know_where_the_service_stands(view):
    _, read = hours(view, "2026-03-03T00:00")
    here = read.read_hours("sunrise-sunset", lat=LAT, lon=LON)
    north = read.read_hours("sunrise-sunset", lat=LAT + 30, lon=LON)
    assert here.begin_min[0] == pytest.approx(6 * 60 + 5, abs=15)
    assert here.begin_min[0] < north.begin_min[0]


def test_a_night_in_which_clocks_turn_back_is_an_hour_longer(view, monkeypatch):
    monkeypatch.setattr(type(view), "timezone", "Europe/Madrid")
    _, read = hours(view, "2026-10-24T20:00", timezone="Europe/Madrid", country="ES")
    opening = read.read_hours("08:00-12:00", lat=40.4, lon=-3.7)
    assert opening.begin_min[0] == 13 * 60


def test_daylight_changes_twice_a_day(view):
    clock, _ = hours(view, "2026-03-03T12:00")
    day = clock.slot_changes_min[:4]
    assert (np.diff(clock.slot_changes_min) > 9 * 60).all()
    assert clock.slot_at(0.0) == "day"
    for minutes in day.tolist():
        before, after = (
            clock.local_time_at(minutes) - timedelta(seconds=1),
            clock.local_time_at(minutes),
        )
        assert view.slot(before) != view.slot(after)
        assert clock.slot_at(minutes) == view.slot(after)
    assert clock.next_slot_change(np.array([0.0]))[0] == day[0]


def test_nothing_changes_where_nothing_depends_on_daylight(view):
    view.risk_areas = village.risk_areas()
    clock, _ = hours(view, "2026-03-03T12:00")
    assert clock.slots == ("day",)
    assert not len(clock.slot_changes_min)


def test_holidays_are_known_or_said_to_be_unknown(view):
    assert hours(view, "2026-05-01T07:00")[1].holidays_known
    for country in ("KG", None):
        assert not hours(view, "2026-05-01T07:00", country=country)[1].holidays_known
