"""Opening hours as minutes of a clock."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from geo.model import Community
from geo.support.clock import Clock
from geo.support.opening_hours import Hours, Timetable, union
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
    clock = Clock(view, view.moment(when))
    return clock, Hours(clock, timezone=timezone, country=country)


def test_a_day_has_its_hours(view):
    _, read = hours(view, "2026-03-03T07:00")
    opening = read.of("Mo-Fr 08:00-12:00,13:00-16:00", lat=LAT, lon=LON)
    assert opening.begin[:3].tolist() == [60, 360, 1500]
    assert opening.end[:3].tolist() == [300, 540, 1740]
    assert [opening.start(minutes) for minutes in (0, 60, 299, 300, 540)] == [
        60,
        60,
        299,
        360,
        1500,
    ]
    assert opening.until(100) == 300
    assert np.isnan(opening.until(310))
    assert not opening.assumed


def test_a_timetable_says_the_same_as_its_doors(view):
    clock, read = hours(view, "2026-03-03T07:00")
    written = [
        "Mo-Fr 08:00-12:00,13:00-16:00",
        "24/7",
        "Sa 09:00-10:00",
        "2027",
        None,
        "22:00-06:00",
    ]
    openings = [read.of(one, lat=LAT, lon=LON) for one in written]
    table = Timetable(openings, clock.horizon)
    asked = np.random.default_rng(1).uniform(0, clock.horizon + 500, 400)
    for door, opening in enumerate(openings):
        told = table.start(np.full(len(asked), door), asked)
        assert np.allclose(told, [opening.start(minutes) for minutes in asked])
    both = union(openings[:3])
    first = np.min([[one.start(minutes) for minutes in asked] for one in openings[:3]], axis=0)
    assert np.allclose([both.start(minutes) for minutes in asked], first)


@pytest.mark.parametrize("written", [None, "cuando hay luz", "24 horas", 'unknown "con cita"'])
def test_what_nobody_knows_is_assumed(view, written):
    _, read = hours(view, "2026-03-03T07:00")
    opening = read.of(written, lat=LAT, lon=LON)
    assert opening.assumed
    assert opening.begin[0] == 60


def test_hours_that_follow_the_sun_know_where_the_door_stands(view):
    _, read = hours(view, "2026-03-03T00:00")
    here = read.of("sunrise-sunset", lat=LAT, lon=LON)
    north = read.of("sunrise-sunset", lat=LAT + 30, lon=LON)
    assert here.begin[0] == pytest.approx(6 * 60 + 5, abs=15)
    assert here.begin[0] < north.begin[0]


def test_a_night_in_which_clocks_turn_back_is_an_hour_longer(view, monkeypatch):
    monkeypatch.setattr(type(view), "timezone", "Europe/Madrid")
    _, read = hours(view, "2026-10-24T20:00", timezone="Europe/Madrid", country="ES")
    opening = read.of("08:00-12:00", lat=40.4, lon=-3.7)
    assert opening.begin[0] == 13 * 60


def test_daylight_changes_twice_a_day(view):
    clock, _ = hours(view, "2026-03-03T12:00")
    day = clock.turns[:4]
    assert (np.diff(clock.turns) > 9 * 60).all()
    assert clock.slot(0.0) == "day"
    for minutes in day.tolist():
        before, after = clock.moment(minutes) - timedelta(seconds=1), clock.moment(minutes)
        assert view.slot(before) != view.slot(after)
        assert clock.slot(minutes) == view.slot(after)
    assert clock.next_change(np.array([0.0]))[0] == day[0]


def test_nothing_changes_where_nothing_depends_on_daylight(view):
    view.risk_areas = village.risk_areas()
    clock, _ = hours(view, "2026-03-03T12:00")
    assert clock.slots == ("day",)
    assert not len(clock.turns)


def test_holidays_are_known_or_said_to_be_unknown(view):
    assert hours(view, "2026-05-01T07:00")[1].holidays_known
    for country in ("KG", None):
        assert not hours(view, "2026-05-01T07:00", country=country)[1].holidays_known
