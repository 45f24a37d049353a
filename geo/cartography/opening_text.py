"""
Opening hours in OpenStreetMap's syntax, formatted as text for screens and printed sheets.

Screens write weekdays in full, paper abbreviates them. The clock is the same on both: the short
time format of the reader's language in CLDR.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time

from babel import Locale

from geo.language import DEFAULT_LOCALE, format_clock_time, gettext
from geo.layers.opening_hours_reader import has_no_time, read_opening_hours

OSM_WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
OSM_MONTHS = tuple("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split())
HOLIDAY_KEYS = {"PH": "opening.holidays", "SH": "opening.school_holidays"}
_WEEKDAY_PATTERN = "(?:" + "|".join(OSM_WEEKDAYS) + ")"
_DAYS_PATTERN = rf"(?:{_WEEKDAY_PATTERN}(?:\s*-\s*{_WEEKDAY_PATTERN})?|PH|SH)"
_MONTH_PATTERN = "(?:" + "|".join(OSM_MONTHS) + ")"
_MONTHS_PATTERN = rf"{_MONTH_PATTERN}(?:\s*-\s*{_MONTH_PATTERN})?"
_HOURS_PATTERN = r"\d{1,2}:\d{2}\s*-\s*\d{1,2}:\d{2}"
_RULE_PATTERN = re.compile(
    rf"(?:(?P<months>{_MONTHS_PATTERN}(?:\s*,\s*{_MONTHS_PATTERN})*)\s*:?\s+)?"
    rf"(?:(?P<days>{_DAYS_PATTERN}(?:\s*,\s*{_DAYS_PATTERN})*)\s*)?"
    rf"(?P<times>{_HOURS_PATTERN}(?:\s*,\s*{_HOURS_PATTERN})*|off|closed|24/7|open)"
    r'(?:\s+open)?(?:\s*"(?P<comment>[^"]+)")?'
)
# A comma after a time parts rules, too, where days follow: `Mo-Fr 08:00-16:00, Sa 09:00-13:00`.
_NEXT_RULE_PATTERN = re.compile(rf"\s*;\s*|(?<=\d\d),\s*(?={_DAYS_PATTERN}|{_MONTH_PATTERN})")
_ALWAYS_PATTERN = re.compile(
    r"(?:24/7|(?:Mo\s*-\s*Su\s+)?00:00\s*-\s*24:00)(?:\s+open)?(?:\s*;)?\s*", re.IGNORECASE
)
# A rule or a fallback that only says whom to call: `"by appointment"`, `24/7 open "on call"`.
_COMMENT_PATTERN = re.compile(r'(?:(?:24/7\s+)?(?:unknown|open)\s+|24/7\s+)?"(?P<comment>[^"]+)"')
_FALLBACK_PATTERN = re.compile(r'^(?P<hours>[^"|]+?)\s*\|\|\s*(?P<fallback>[^|]+)$')
_TIME_KEYS = {
    "24/7": "opening.always",
    "open": "opening.always",
    "off": "opening.closed",
    "closed": "opening.closed",
}


@dataclass(frozen=True)
class ServiceHours:
    """
    Opening hours of a service for people.

    Attributes
    ----------
    text
        Words; they say so where nobody knows the hours, and to call first.
    is_known
        False where nobody knows when it opens.
    detail
        The rules as written, where the words do not tell them; else None.
    """

    text: str
    is_known: bool
    detail: str | None = None


def describe_service_hours(
    opening_hours: str | None, locale: str = DEFAULT_LOCALE, *, abbreviated: bool = False
) -> ServiceHours:
    """
    Describe the opening hours of a service; unknown ones are never told as a fact.

    Parameters
    ----------
    opening_hours
        As a list or OpenStreetMap writes them; None or empty where unknown.
    abbreviated
        See `format_opening_hours`.
    """
    if not opening_hours or not opening_hours.strip():
        return ServiceHours(gettext("support.hours_unknown", locale), is_known=False)
    syntax = read_opening_hours(opening_hours).syntax
    if syntax is None:
        text = gettext("opening.unread", locale, text=opening_hours.strip())
        return ServiceHours(text, is_known=False)
    words = _format_syntax(syntax, locale, abbreviated=abbreviated)
    is_known = not has_no_time(syntax)
    if words is not None:
        return ServiceHours(words, is_known)
    if not is_known:
        return ServiceHours(gettext("support.hours_unknown", locale), is_known=False)
    return ServiceHours(gettext("opening.by_rules", locale), is_known, detail=syntax)


def is_always_open(opening_hours: object) -> bool:
    """Return whether opening hours are day and night, without an exception or a comment."""
    return isinstance(opening_hours, str) and bool(_ALWAYS_PATTERN.fullmatch(opening_hours))


def format_opening_hours(
    opening_hours: str | None, locale: str = DEFAULT_LOCALE, *, abbreviated: bool = False
) -> str | None:
    """
    Format opening hours as text: "lunes a viernes, 8:00 a.m. a 4:00 p.m.".

    Parameters
    ----------
    opening_hours
        In OpenStreetMap's syntax: "24/7", "Mo-Fr 08:00-16:00; Sa 08:00-12:00; PH off".
    abbreviated
        True writes "lun–vie 8:00 a.m.–4:00 p.m." for narrow columns on paper.

    Returns
    -------
    text
        Syntax outside days, public holidays and hours is returned unchanged; None for None and
        for an empty text. Of services, use `describe_service_hours`.
    """
    if not opening_hours:
        return None
    syntax = read_opening_hours(opening_hours).syntax
    if syntax is None:
        return opening_hours  # as written: nobody knows what it means
    return _format_syntax(syntax, locale, abbreviated=abbreviated) or opening_hours


def _format_syntax(opening_hours: str, locale: str, *, abbreviated: bool) -> str | None:
    """Format OpenStreetMap syntax as text; None where words do not tell all of it."""
    fallback = _FALLBACK_PATTERN.match(opening_hours.strip())
    comment = _COMMENT_PATTERN.fullmatch(
        (fallback["fallback"] if fallback else opening_hours).strip()
    )
    if comment is not None and not (fallback is None and _has_open_word(opening_hours)):
        call = gettext("opening.call_comment", locale, comment=comment["comment"])
        if fallback is None:
            return call
        hours = _format_syntax(fallback["hours"], locale, abbreviated=abbreviated)
        return (
            None if hours is None else gettext("opening.otherwise", locale, hours=hours, call=call)
        )
    parts = [part for part in _NEXT_RULE_PATTERN.split(opening_hours.strip()) if part.strip()]
    rules = [_RULE_PATTERN.fullmatch(part.strip()) for part in parts]
    if None in rules or not rules:
        return None
    return "; ".join(_format_rule(rule, locale, abbreviated=abbreviated) for rule in rules if rule)


def _has_open_word(opening_hours: str) -> bool:
    return re.search(r"\bopen\b", opening_hours.partition('"')[0]) is not None


def _format_rule(rule: re.Match[str], locale: str, *, abbreviated: bool) -> str:
    format_times = _format_abbreviated_rule if abbreviated else _format_full_rule
    times = "24/7" if _ALWAYS_PATTERN.fullmatch(rule["times"]) else rule["times"]
    text = format_times(rule["days"], times, locale)
    if rule["months"] is not None:
        format_months = _format_abbreviated_months if abbreviated else _format_months
        months = format_months(rule["months"], locale)
        text = gettext("opening.months", locale, months=months, hours=text)
    comment = rule["comment"]
    if comment is None:
        return text
    return gettext("opening.with_comment", locale, hours=text, comment=comment)


def _format_full_rule(days: str | None, times: str, locale: str) -> str:
    hours = (
        gettext(_TIME_KEYS[times], locale)
        if times in _TIME_KEYS
        else _join_list([_format_interval(part, locale) for part in times.split(",")], locale)
    )
    if days is None:
        return hours
    names = _join_list([_format_days(part, locale) for part in days.split(",")], locale)
    return gettext("opening.days", locale, days=names, hours=hours)


def _format_interval(interval: str, locale: str) -> str:
    opens, closes = (_format_clock(part, locale) for part in interval.split("-"))
    return gettext("opening.hours", locale, opens=opens, closes=closes)


def _format_days(days: str, locale: str) -> str:
    weekdays = Locale.parse(locale).days["format"]["wide"]
    names = _name_days({number: str(name) for number, name in weekdays.items()}, locale)
    first, _, last = (part.strip() for part in days.partition("-"))
    if not last:
        return names[first]
    return gettext("opening.range", locale, first=names[first], last=names[last])


def _format_months(months: str, locale: str) -> str:
    names = [_format_month_range(part.strip(), locale) for part in months.split(",")]
    return _join_list(names, locale)


def _format_month_range(months: str, locale: str) -> str:
    first, _, last = (part.strip() for part in months.partition("-"))
    if not last:
        return gettext("opening.in_month", locale, month=_name_month(first, locale))
    inflected = str(Locale.parse(locale).months["format"]["wide"][_month_number(first)])
    return gettext("opening.month_range", locale, first=inflected, last=_name_month(last, locale))


def _name_month(code: str, locale: str) -> str:
    """Name a month uninflected, as it is written within a sentence."""
    names = Locale.parse(locale).months
    form, number = names["format"]["wide"], _month_number(code)
    name = str(names["stand-alone"]["wide"][number])
    return name.lower() if str(form[number]).islower() else name


def _format_abbreviated_months(months: str, locale: str) -> str:
    names = Locale.parse(locale).months["stand-alone"]["abbreviated"]
    return re.sub(
        _MONTH_PATTERN,
        lambda match: str(names[_month_number(match[0])]).lower(),
        _space_ranges(months),
    )


def _month_number(code: str) -> int:
    return OSM_MONTHS.index(code) + 1


def _format_abbreviated_rule(days: str | None, times: str, locale: str) -> str:
    hours = (
        gettext(_TIME_KEYS[times], locale)
        if times in _TIME_KEYS
        else re.sub(
            r"\d{1,2}:\d{2}",
            lambda match: _format_clock(match[0], locale),
            _space_ranges(times),
        )
    )
    if days is None:
        return hours
    weekdays = Locale.parse(locale).days["stand-alone"]["abbreviated"]
    names = _name_days({number: str(name).lower() for number, name in weekdays.items()}, locale)
    text = re.sub(r"[A-Z][A-Za-z]", lambda match: names[match[0]], _space_ranges(days))
    return f"{text} {hours}"


def _name_days(weekdays: dict[int, str], locale: str) -> dict[str, str]:
    names = {code: weekdays[number] for number, code in enumerate(OSM_WEEKDAYS)}
    return names | {code: gettext(key, locale) for code, key in HOLIDAY_KEYS.items()}


def _space_ranges(text: str) -> str:
    return re.sub(r"\s*,\s*", ", ", re.sub(r"\s*-\s*", "–", text))


def _format_clock(text: str, locale: str) -> str:
    hour, minute = (int(part) for part in text.strip().split(":"))
    if hour > 23 or minute > 59:  # 24:00 and times past midnight have no CLDR form
        return text.strip()
    return format_clock_time(time(hour, minute), locale)


def _join_list(parts: list[str], locale: str) -> str:
    if len(parts) == 1:
        return parts[0]
    return gettext("list.and", locale, first=", ".join(parts[:-1]), last=parts[-1])
