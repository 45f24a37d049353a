"""Is it day or night there? By the sun, or by the community's own hours."""

from __future__ import annotations

from datetime import UTC, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from astral import Observer
from astral.sun import elevation
from tzfpy import get_tz

from geo.errors import MomentError, TimezoneUnknownError
from geo.model import Slot

# The sun's centre stands this low when its upper rim appears: 16' of radius and 34' of
# refraction (Meeus, Astronomical Algorithms, 2nd ed., chapter 15).
SUNRISE_ELEVATION_DEG = -0.833


def slot_at(
    when: datetime, *, lat: float, lon: float, own_hours: tuple[time, time] | None = None
) -> Slot:
    """
    Tell whether a moment is day or night somewhere.

    Parameters
    ----------
    when
        With its time zone.
    lat, lon
        Degrees; the community's centre.
    own_hours
        When the community's own day starts and ends, local time; None asks the sun.
        A day that ends before it starts runs over midnight.
    """
    if own_hours is not None:
        start, end = own_hours
        clock = when.time()
        light = start <= clock < end if start <= end else (clock >= start or clock < end)
    else:
        height = elevation(Observer(lat, lon), when, with_refraction=False)
        light = height > SUNRISE_ELEVATION_DEG
    return "day" if light else "night"


def timezone_at(lat: float, lon: float) -> str:
    """Find the time zone of a place from the boundaries that `tzfpy` ships."""
    return get_tz(lon, lat)


def local_time(written: str | None, timezone: str) -> datetime:
    """
    Read a local time such as `2026-05-01T21:30`; None means now.

    Raises
    ------
    MomentError
        If it is not a time in ISO 8601, or lies beyond the calendar.
    """
    zone = zone_of(timezone)
    if written is None:
        return datetime.now(zone)
    try:
        read = datetime.fromisoformat(written)
        local = read.astimezone(zone) if read.tzinfo else read.replace(tzinfo=zone)
        local.astimezone(UTC)  # the sun is asked in UTC; at the ends of the calendar there is none
    except (ValueError, OverflowError) as error:
        raise MomentError(text=written) from error
    return local


def zone_of(timezone: str) -> ZoneInfo:
    """
    Open a time zone by its name.

    Raises
    ------
    TimezoneUnknownError
        If the time zone database has none of this name.
    """
    if timezone not in _known_zones():
        raise TimezoneUnknownError(timezone=timezone)
    return ZoneInfo(timezone)


@lru_cache(maxsize=1)
def _known_zones() -> set[str]:
    return available_timezones()  # looks through some six hundred files
