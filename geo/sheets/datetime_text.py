"""
Days and opening hours as they stand on paper.

A sheet is read on another day than it was made on, so no day is called today or tomorrow.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time

from babel import dates

from geo.language import DEFAULT_LOCALE, WRITTEN_AS, sentence
from geo.support.plan_text import clock

DAY = r"(?:Mo|Tu|We|Th|Fr|Sa|Su|PH)"
SPAN = r"\d{1,2}:\d{2}\s*-\s*\d{1,2}:\d{2}"
RULE = re.compile(
    rf"(?P<days>{DAY}(?:\s*[-,]\s*{DAY})*)?\s*"
    rf"(?P<times>{SPAN}(?:\s*,\s*{SPAN})*|off|closed|24/7|open)"
)
WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


def day_time(when: datetime, locale: str = DEFAULT_LOCALE) -> str:
    """Write a day with its weekday, and the time: "mar, 17 nov, 8:00"."""
    day = dates.format_skeleton("MMMEd", when, locale=WRITTEN_AS.get(locale, locale))
    return sentence("sheet.day_time", locale, day=day, time=clock(when, locale))


def with_moment(key: str, when: datetime, locale: str = DEFAULT_LOCALE, **blanks: object) -> str:
    """Fill a sentence's `{moment}`; a time that ends in a point gets no second one."""
    return sentence(key, locale, moment=day_time(when, locale), **blanks).replace("..", ".")


def opening_words(written: str, locale: str = DEFAULT_LOCALE) -> str:
    """
    Say opening hours in words: "lun–vie 8:00–16:00".

    Parameters
    ----------
    written
        As OpenStreetMap writes them.

    Returns
    -------
    words
        What is written in a way that is not ours to read stays as it is.
    """
    rules = [rule.strip() for rule in written.strip().rstrip(";").split(";")]
    found = [RULE.fullmatch(rule) for rule in rules]
    if not all(found):
        return written
    return "; ".join(_rule(one["days"], one["times"], locale) for one in found if one)


def _rule(days: str | None, times: str, locale: str) -> str:
    told = [] if days is None else [_days(days, locale)]
    return " ".join([*told, _times(times, locale)])


def _days(days: str, locale: str) -> str:
    names: Mapping[int, str] = dates.get_day_names("abbreviated", "stand-alone", locale)
    said = {code: names[number].lower() for number, code in enumerate(WEEKDAYS)}
    said["PH"] = sentence("sheet.holidays", locale)
    spaced = re.sub(r"\s*,\s*", ", ", re.sub(r"\s*-\s*", "–", days))
    return re.sub(DAY, lambda found: said[found[0]], spaced)


def _times(times: str, locale: str) -> str:
    if times in {"24/7", "open"}:
        return sentence("sheet.all_hours", locale)
    if times in {"off", "closed"}:
        return sentence("sheet.shut", locale)
    spaced = re.sub(r"\s*,\s*", ", ", re.sub(r"\s*-\s*", "–", times))
    return re.sub(r"\d{1,2}:\d{2}", lambda found: _clock(found[0], locale), spaced)


def _clock(written: str, locale: str) -> str:
    hour, minute = (int(part) for part in written.split(":"))
    if hour > 23 or minute > 59:  # 24:00, or past midnight: as it stands
        return written
    return clock(datetime.combine(date.min, time(hour, minute)), locale)
