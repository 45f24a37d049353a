"""Day or night: by the sun, or by the community's own hours."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from geo.errors import DateTimeError, TimezoneUnknownError
from geo.network.daylight import determine_slot, find_timezone, load_timezone, parse_local_time

LIMA = ZoneInfo("America/Lima")
VILLA = {"lat": -12.21, "lon": -76.94}


@pytest.mark.parametrize(
    ("clock", "slot"), [("05:00", "night"), ("07:00", "day"), ("17:00", "day"), ("19:00", "night")]
)
def test_the_sun_over_villa_el_salvador(clock, slot):
    # 21 June 2026: sunrise 06:27, sunset 17:53, by any almanac
    when = datetime.fromisoformat(f"2026-06-21T{clock}").replace(tzinfo=LIMA)
    assert determine_slot(when, **VILLA) == slot


@pytest.mark.parametrize(("rise", "set_"), [("06:27", "17:53")])
def test_day_begins_and_ends_within_minutes_of_the_almanac(rise, set_):
    for clock, before in ((rise, "night"), (set_, "day")):
        turn = datetime.fromisoformat(f"2026-06-21T{clock}").replace(tzinfo=LIMA)
        few = timedelta(minutes=3)
        assert determine_slot(turn - few, **VILLA) == before
        assert determine_slot(turn + few, **VILLA) != before


@pytest.mark.parametrize(("month", "slot"), [(6, "day"), (12, "night")])
def test_where_the_sun_does_not_set_or_rise(month, slot):
    for hour in range(24):
        when = datetime(2026, month, 21, hour, tzinfo=UTC)
        assert determine_slot(when, lat=78.2, lon=15.6) == slot


@pytest.mark.parametrize(
    ("starts", "ends", "clock", "slot"),
    [
        ("06:00", "18:00", "06:00", "day"),
        ("06:00", "18:00", "17:59", "day"),
        ("06:00", "18:00", "18:00", "night"),
        ("06:00", "18:00", "05:59", "night"),
        ("20:00", "04:00", "23:00", "day"),  # over midnight
        ("20:00", "04:00", "03:59", "day"),
        ("20:00", "04:00", "04:00", "night"),
        ("20:00", "04:00", "12:00", "night"),
    ],
)
def test_the_communitys_own_hours(starts, ends, clock, slot):
    when = datetime.fromisoformat(f"2026-05-01T{clock}").replace(tzinfo=LIMA)
    own = (time.fromisoformat(starts), time.fromisoformat(ends))
    assert determine_slot(when, **VILLA, day_hours=own) == slot


def test_a_local_time_is_read_where_the_community_is():
    assert parse_local_time("2026-05-01T21:30", "America/Lima") == datetime(
        2026, 5, 2, 2, 30, tzinfo=UTC
    )


def test_a_time_with_its_zone_becomes_local():
    read = parse_local_time("2026-05-02T02:30+00:00", "America/Lima")
    assert (read.day, read.hour, read.minute) == (1, 21, 30)


def test_now_is_now():
    before = datetime.now(UTC)
    assert before <= parse_local_time(None, "Asia/Bishkek") <= datetime.now(UTC)


def test_an_hour_that_the_clock_skips_is_still_a_moment():
    # clocks in Madrid jump from 2 to 3
    skipped = parse_local_time("2026-03-29T02:30", "Europe/Madrid")
    assert skipped.astimezone(UTC) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_an_hour_that_comes_twice_is_the_first():
    twice = parse_local_time("2026-10-25T02:30", "Europe/Madrid")
    assert twice.astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "yesterday",
        "",
        "2026-13-01T00:00",
        "2026-05-01T25:00",
        "21:30",
        "9999-12-31T23:00-11:00",  # beyond the calendar
        "9999-12-31T23:59",
    ],
)
def test_what_is_no_moment_is_refused(text):
    with pytest.raises(DateTimeError) as fault:
        parse_local_time(text, "America/Lima")
    assert type(fault.value) is DateTimeError
    assert fault.value.placeholders == {"text": text}


def test_a_moment_before_the_calendar_is_refused():
    with pytest.raises(DateTimeError):
        parse_local_time("0001-01-01T00:00", "Asia/Bishkek")


def test_an_unknown_zone_is_refused():
    with pytest.raises(TimezoneUnknownError) as fault:
        load_timezone("America/Chancala")
    assert fault.value.placeholders == {"timezone": "America/Chancala"}


@pytest.mark.parametrize(
    ("lat", "lon", "zone"),
    [
        (-12.21, -76.94, "America/Lima"),
        (13.9, -89.85, "America/El_Salvador"),
        (42.87, 74.59, "Asia/Bishkek"),
    ],
)
def test_a_place_knows_its_zone(lat, lon, zone):
    assert find_timezone(lat, lon) == zone
