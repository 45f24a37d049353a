"""Settings of a community: hours of daylight, days until services are verified, unlit streets."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

from geo.access.layer_rights import require_right
from geo.errors import DayHoursError, NumberError, NumberTooLargeError
from geo.model import Community
from geo.store import Store
from geo.store import communities as records

MAX_STALE_DAYS = 3650  # ten years; longer is never
MAX_UNLIT_FACTOR = 5.0  # ours: as much as a metre at full severity at aversion 4

DayHours = tuple[time, time]


def update_settings(
    store: Store,
    slug: str,
    *,
    own_day: DayHours | None,
    stale_days: int,
    unlit_factor: float | None = None,
) -> Community:
    """
    Set a community's daylight hours, the days until details are stale, and the cost of darkness.

    Parameters
    ----------
    own_day
        Start and end of the day, local time; past midnight where it ends before it starts.
        None follows the sun.
    stale_days
        Days after which verified details are shown as old.
    unlit_factor
        See `Community`; None leaves it.

    Raises
    ------
    CommunityUnknownError
        If there is no such community.
    DayHoursError
        If start and end are equal.
    NumberError, NumberTooLargeError
        If `stale_days` is below one or above `MAX_STALE_DAYS`, or `unlit_factor` below one or above
        `MAX_UNLIT_FACTOR`.
    WriteDeniedError
        If the acting role may not change settings.
    """
    require_right("settings", "edit")
    if own_day is not None and own_day[0] == own_day[1]:
        raise DayHoursError
    if stale_days < 1:
        raise NumberError(name="stale_days", value=stale_days, least=1)
    if stale_days > MAX_STALE_DAYS:
        raise NumberTooLargeError(name="stale_days", value=stale_days, most=MAX_STALE_DAYS)
    day_start, day_end = own_day or (None, None)
    current = records.read_community(store, slug)
    factor = current.unlit_factor if unlit_factor is None else unlit_factor
    if not factor >= 1:  # also true for NaN
        raise NumberError(name="unlit_factor", value=factor, least=1)
    if factor > MAX_UNLIT_FACTOR:
        raise NumberTooLargeError(name="unlit_factor", value=factor, most=MAX_UNLIT_FACTOR)
    updated = replace(
        current,
        day_starts=day_start,
        day_ends=day_end,
        stale_days=stale_days,
        unlit_factor=float(factor),
    )
    return current if updated == current else records.update_community(store, updated)


def parse_day_hours(text: str) -> DayHours:
    """
    Parse a day as `06:00-18:00`.

    Raises
    ------
    DayHoursError
        If the text has another form.
    """
    day_start, separator, day_end = text.partition("-")
    try:
        hours = time.fromisoformat(day_start.strip()), time.fromisoformat(day_end.strip())
    except ValueError as error:
        raise DayHoursError from error
    if not separator or any(hour.tzinfo is not None for hour in hours):
        raise DayHoursError
    return hours
