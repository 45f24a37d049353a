"""Day or night at a moment and location: by the sun's elevation or by local hours; time zones."""

from __future__ import annotations

from datetime import UTC, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from astral import Observer
from astral.sun import elevation
from tzfpy import get_tz

from geo.errors import DateTimeError, TimezoneUnknownError
from geo.model import TimeSlot

# Elevation of the sun's centre when its upper limb appears: 16' of radius and 34' of
# refraction (Meeus, Astronomical Algorithms, 2nd ed., chapter 15).
SUNRISE_ELEVATION_DEG = -0.833


def determine_slot(
    moment: datetime, *, lat: float, lon: float, day_hours: tuple[time, time] | None = None
) -> TimeSlot:
    """
    Determine whether a moment is day or night at a location.

    Parameters
    ----------
    moment
        With its time zone.
    lat, lon
        Degrees; the community's centre.
    day_hours
        Start and end of the community's day, local time; None uses the sun's elevation.
        A day that ends before it starts runs over midnight.
    """
    if day_hours is not None:
        start, end = day_hours
        clock = moment.time()
        is_day = start <= clock < end if start <= end else (clock >= start or clock < end)
    else:
        elevation_deg = elevation(Observer(lat, lon), moment, with_refraction=False)
        is_day = elevation_deg > SUNRISE_ELEVATION_DEG
    return "day" if is_day else "night"


def find_timezone(lat: float, lon: float) -> str:
    """Find the time zone of a location from the boundaries in `tzfpy`."""
    return get_tz(lon, lat)


def parse_local_time(text: str | None, timezone: str) -> datetime:
    """
    Parse a local time such as `2026-05-01T21:30`; None means now.

    Raises
    ------
    DateTimeError
        If it is not a time in ISO 8601, or lies beyond the calendar.
    """
    zone = load_timezone(timezone)
    if text is None:
        return datetime.now(zone)
    try:
        parsed = datetime.fromisoformat(text)
        local = parsed.astimezone(zone) if parsed.tzinfo else parsed.replace(tzinfo=zone)
        local.astimezone(UTC)  # the sun's elevation needs UTC, which can lie beyond the calendar
    except (ValueError, OverflowError) as error:
        raise DateTimeError(text=text) from error
    return local


def load_timezone(timezone: str) -> ZoneInfo:
    """
    Load a time zone by name.

    Raises
    ------
    TimezoneUnknownError
        If the time zone database has no zone of this name.
    """
    if timezone not in _list_timezones():
        raise TimezoneUnknownError(timezone=timezone)
    return ZoneInfo(timezone)


@lru_cache(maxsize=1)
def _list_timezones() -> set[str]:
    return available_timezones()  # searches about six hundred files
