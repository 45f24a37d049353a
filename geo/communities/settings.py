"""What a network settles for itself: when it is night, and when a door is to be checked again."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

from geo.errors import DayHoursError, NumberError, NumberTooLargeError
from geo.model import Community
from geo.store import Store
from geo.store import communities as records

LONGEST_DAYS = 3650  # ten years; longer is never

OwnDay = tuple[time, time]


def set_rules(store: Store, slug: str, *, own_day: OwnDay | None, stale_days: int) -> Community:
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
        If the days are fewer than one, or more than `LONGEST_DAYS`.
    """
    if own_day is not None and own_day[0] == own_day[1]:
        raise DayHoursError
    if stale_days < 1:
        raise NumberError(name="stale_days", value=stale_days, least=1)
    if stale_days > LONGEST_DAYS:
        raise NumberTooLargeError(name="stale_days", value=stale_days, most=LONGEST_DAYS)
    starts, ends = own_day or (None, None)
    old = records.community(store, slug)
    new = replace(old, day_starts=starts, day_ends=ends, stale_days=stale_days)
    return old if new == old else records.edit_community(store, new)


def read_day(text: str) -> OwnDay:
    """
    Read a day as `06:00-18:00`.

    Raises
    ------
    DayHoursError
        If it is written otherwise.
    """
    starts, dash, ends = text.partition("-")
    try:
        read = time.fromisoformat(starts.strip()), time.fromisoformat(ends.strip())
    except ValueError as error:
        raise DayHoursError from error
    if not dash or any(one.tzinfo is not None for one in read):
        raise DayHoursError
    return read
