"""
Days and opening hours as they stand on paper.

A sheet is read on another day than it was made on, so no day is called today or tomorrow.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time

from babel import dates

from geo.language import DEFAULT_LOCALE, NUMBER_LOCALES, gettext
from geo.support.plan_text import format_clock_time

DAY_PATTERN = r"(?:Mo|Tu|We|Th|Fr|Sa|Su|PH)"
HOURS_PATTERN = r"\d{1,2}:\d{2}\s*-\s*\d{1,2}:\d{2}"
RULE_PATTERN = re.compile(
    rf"(?P<days>{DAY_PATTERN}(?:\s*[-,]\s*{DAY_PATTERN})*)?\s*"
    rf"(?P<times>{HOURS_PATTERN}(?:\s*,\s*{HOURS_PATTERN})*|off|closed|24/7|open)"
)
OSM_WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


def format_day_time(when: datetime, locale: str = DEFAULT_LOCALE) -> str:
    """Write a day with its weekday, and the time: "mar, 17 nov, 8:00"."""
    day = dates.format_skeleton("MMMEd", when, locale=NUMBER_LOCALES.get(locale, locale))
    return gettext("sheet.day_time", locale, day=day, time=format_clock_time(when, locale))


def format_moment_text(
    key: str, when: datetime, locale: str = DEFAULT_LOCALE, **blanks: object
) -> str:
    """Fill a sentence's `{moment}`; a time that ends in a point gets no second one."""
    return gettext(key, locale, moment=format_day_time(when, locale), **blanks).replace("..", ".")


def format_short_opening_hours(opening_hours: str, locale: str = DEFAULT_LOCALE) -> str:
    """
    Say opening hours in words: "lun–vie 8:00–16:00".

    Parameters
    ----------
    opening_hours
        As OpenStreetMap writes them.

    Returns
    -------
    words
        What is written in a way that is not ours to read stays as it is.
    """
    rules = [rule.strip() for rule in opening_hours.strip().rstrip(";").split(";")]
    found = [RULE_PATTERN.fullmatch(rule) for rule in rules]
    if not all(found):
        return opening_hours
    return "; ".join(_format_rule(one["days"], one["times"], locale) for one in found if one)


def _format_rule(days: str | None, times: str, locale: str) -> str:
    told = [] if days is None else [_format_days(days, locale)]
    return " ".join([*told, _format_times(times, locale)])


def _format_days(days: str, locale: str) -> str:
    names: Mapping[int, str] = dates.get_day_names("abbreviated", "stand-alone", locale)
    said = {code: names[number].lower() for number, code in enumerate(OSM_WEEKDAYS)}
    said["PH"] = gettext("sheet.holidays", locale)
    spaced = re.sub(r"\s*,\s*", ", ", re.sub(r"\s*-\s*", "–", days))
    return re.sub(DAY_PATTERN, lambda found: said[found[0]], spaced)


def _format_times(times: str, locale: str) -> str:
    if times in {"24/7", "open"}:
        return gettext("sheet.all_hours", locale)
    if times in {"off", "closed"}:
        return gettext("sheet.shut", locale)
    spaced = re.sub(r"\s*,\s*", ", ", re.sub(r"\s*-\s*", "–", times))
    return re.sub(r"\d{1,2}:\d{2}", lambda found: _format_clock(found[0], locale), spaced)


def _format_clock(time_text: str, locale: str) -> str:
    hour, minute = (int(part) for part in time_text.split(":"))
    if hour > 23 or minute > 59:  # 24:00, or past midnight: as it stands
        return time_text
    return format_clock_time(datetime.combine(date.min, time(hour, minute)), locale)
