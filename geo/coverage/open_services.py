"""Which services are open at a moment, as far as their hours are known to the reader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from geo.errors import OpeningMomentError
from geo.privacy.view import View
from geo.support.clock import PlanningClock
from geo.support.opening_hours import OpeningHoursReader

WEEKDAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")  # of OpenStreetMap, from Monday
DAYS_PER_WEEK = 7


@dataclass(frozen=True)
class OpenServices:
    """
    States of services at a moment, one for each row.

    Attributes
    ----------
    is_open
        False where one would have to call first.
    is_assumed
        Whether hours are unknown to the reader, so that those of most offices were assumed.
    """

    is_open: NDArray[np.bool_]
    is_assumed: NDArray[np.bool_]


def find_open_services(view: View, services: gpd.GeoDataFrame, moment: datetime) -> OpenServices:
    """
    Find which services are open.

    Parameters
    ----------
    services
        With `opening_hours`, as disclosed to the view's audience; those without a geometry are
        taken to lie at the community's centre, which matters only for hours relative to the sun.
    moment
        With its time zone.
    """
    reader = view.cache.get_or_compute(
        ("opening hours", moment.isoformat()),
        lambda: OpeningHoursReader(
            PlanningClock(view, moment), timezone=view.timezone, country=view.community.country
        ),
    )
    lat, lon = view.centre
    openings = [
        reader.read_hours(hours if isinstance(hours, str) else None, lat=float(y), lon=float(x))
        for hours, y, x in zip(
            services["opening_hours"],
            services.geometry.y.fillna(lat),
            services.geometry.x.fillna(lon),
            strict=True,
        )
    ]
    return OpenServices(
        np.array([not np.isnan(one.closing_min(0.0)) for one in openings], dtype=bool),
        np.array([one.is_assumed for one in openings], dtype=bool),
    )


def find_next_moment(weekday: str, clock_time: str, *, since: datetime) -> datetime:
    """
    Find the next moment of a weekday and an hour.

    Parameters
    ----------
    weekday
        Two letters of OpenStreetMap, `Mo` to `Su`, in either case.
    clock_time
        `HH:MM`, local time.
    since
        With a time zone of the zone database; its own day counts, whatever the hour.

    Raises
    ------
    OpeningMomentError
        If one of the two is not written so, or no such moment exists on that day, as in the hour
        that clocks skip in spring.
    """
    error = OpeningMomentError(weekday=weekday, time=clock_time)
    if weekday.lower() not in WEEKDAYS:
        raise error
    try:
        hour = time.fromisoformat(clock_time)
    except ValueError:
        raise error from None
    if hour.tzinfo is not None or len(clock_time) != len("HH:MM"):
        raise error
    days = (WEEKDAYS.index(weekday.lower()) - since.weekday()) % DAYS_PER_WEEK
    day: date = since.date() + timedelta(days=days)
    found = datetime.combine(day, hour, tzinfo=since.tzinfo)
    round_trip = found.astimezone(ZoneInfo("UTC")).astimezone(since.tzinfo)
    if round_trip.replace(tzinfo=None) != found.replace(tzinfo=None):
        raise error
    return found
