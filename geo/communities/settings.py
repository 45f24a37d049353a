"""What a network settles for itself: when it is night, and when a door is to be checked again."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

from geo.errors import DayHoursError, NumberError, NumberTooLargeError
from geo.model import Community
from geo.store import Store
from geo.store import communities as records

MAX_STALE_DAYS = 3650  # ten years; longer is never

DayHours = tuple[time, time]


def update_settings(
    store: Store, slug: str, *, own_day: DayHours | None, stale_days: int
) -> Community:
    """
    Settle a community's day and how long what is known of its doors holds.

    Parameters
    ----------
    own_day
        When its day starts and ends, local time; over midnight where it ends before it starts.
        None follows the sun.
    stale_days
        After how many days what was checked is said to be old.

    Raises
    ------
    CommunityUnknownError
        If there is none of this name.
    DayHoursError
        If the day ends as it starts.
    NumberError, NumberTooLargeError
        If the days are fewer than one, or more than `MAX_STALE_DAYS`.
    """
    if own_day is not None and own_day[0] == own_day[1]:
        raise DayHoursError
    if stale_days < 1:
        raise NumberError(name="stale_days", value=stale_days, least=1)
    if stale_days > MAX_STALE_DAYS:
        raise NumberTooLargeError(name="stale_days", value=stale_days, most=MAX_STALE_DAYS)
    day_start, day_end = own_day or (None, None)
    old = records.read_community(store, slug)
    new = replace(old, day_starts=day_start, day_ends=day_end, stale_days=stale_days)
    return old if new == old else records.update_community(store, new)


def parse_day_hours(text: str) -> DayHours:
    """
    Read a day as `06:00-18:00`.

    Raises
    ------
    DayHoursError
        If it is written otherwise.
    """
    day_start, dash, day_end = text.partition("-")
    try:
        read = time.fromisoformat(day_start.strip()), time.fromisoformat(day_end.strip())
    except ValueError as error:
        raise DayHoursError from error
    if not dash or any(one.tzinfo is not None for one in read):
        raise DayHoursError
    return read
