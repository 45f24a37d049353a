"""Is it day or night there? By the sun, or by the community's own hours."""

from __future__ import annotations

from datetime import UTC, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from astral import Observer
from astral.sun import elevation
from tzfpy import get_tz

from geo.errors import DateTimeError, TimezoneUnknownError
from geo.model import TimeSlot

# The sun's centre stands this low when its upper rim appears: 16' of radius and 34' of
# refraction (Meeus, Astronomical Algorithms, 2nd ed., chapter 15).
SUNRISE_ELEVATION_DEG = -0.833


def determine_slot(
    moment: datetime, *, lat: float, lon: float, day_hours: tuple[time, time] | None = None
) -> TimeSlot:
    """
    Tell whether a moment is day or night somewhere.

    Parameters
    ----------
    moment
        With its time zone.
    lat, lon
        Degrees; the community's centre.
    day_hours
        When the community's own day starts and ends, local time; None asks the sun.
        A day that ends before it starts runs over midnight.
    """
    if day_hours is not None:
        start, end = day_hours
        clock = moment.time()
        light = start <= clock < end if start <= end else (clock >= start or clock < end)
    else:
        height = elevation(Observer(lat, lon), moment, with_refraction=False)
        light = height > SUNRISE_ELEVATION_DEG
    return "day" if light else "night"


def find_timezone(lat: float, lon: float) -> str:
    """Find the time zone of a place from the boundaries that `tzfpy` ships."""
    return get_tz(lon, lat)


def parse_local_time(text: str | None, timezone: str) -> datetime:
    """
    Read a local time such as `2026-05-01T21:30`; None means now.

    Raises
    ------
    DateTimeError
        If it is not a time in ISO 8601, or lies beyond the calendar.
    """
    zone = load_timezone(timezone)
    if text is None:
        return datetime.now(zone)
    try:
        read = datetime.fromisoformat(text)
        local = read.astimezone(zone) if read.tzinfo else read.replace(tzinfo=zone)
        local.astimezone(UTC)  # the sun is asked in UTC; at the ends of the calendar there is none
    except (ValueError, OverflowError) as error:
        raise DateTimeError(text=text) from error
    return local


def load_timezone(timezone: str) -> ZoneInfo:
    """
    Open a time zone by its name.

    Raises
    ------
    TimezoneUnknownError
        If the time zone database has none of this name.
    """
    if timezone not in _list_timezones():
        raise TimezoneUnknownError(timezone=timezone)
    return ZoneInfo(timezone)


@lru_cache(maxsize=1)
def _list_timezones() -> set[str]:
    return available_timezones()  # looks through some six hundred files
