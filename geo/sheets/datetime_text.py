"""
Days and times as text on printed sheets.

A sheet is read on later days than it was made on, so every day is a weekday with its date, never
"today" or "tomorrow".
"""

from __future__ import annotations

from datetime import datetime

from babel import dates

from geo.language import DEFAULT_LOCALE, NUMBER_LOCALES, format_clock_time, gettext


def format_day_time(local_time: datetime, locale: str = DEFAULT_LOCALE) -> str:
    """Format a day with its weekday, and the time: "mar, 17 nov, 8:00 a.m."."""
    day = dates.format_skeleton("MMMEd", local_time, locale=NUMBER_LOCALES.get(locale, locale))
    return gettext("sheet.day_time", locale, day=day, time=format_clock_time(local_time, locale))


def format_moment_text(
    key: str, local_time: datetime, locale: str = DEFAULT_LOCALE, **blanks: object
) -> str:
    """Fill a text's `{moment}`; a time that ends in a full stop gets no second one."""
    moment = format_day_time(local_time, locale)
    return gettext(key, locale, moment=moment, **blanks).replace("..", ".")
