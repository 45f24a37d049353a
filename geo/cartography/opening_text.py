"""Opening hours, from OpenStreetMap's short form into words."""

from __future__ import annotations

import re

from babel import Locale

from geo.language import DEFAULT_LOCALE, gettext

OSM_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_DAY_PATTERN = "(?:" + "|".join(OSM_DAYS) + ")"
_HOURS_PATTERN = r"\d{1,2}:\d{2}-\d{1,2}:\d{2}"
_RULE_PATTERN = re.compile(
    rf"(?:(?P<days>{_DAY_PATTERN}(?:-{_DAY_PATTERN})?(?:,{_DAY_PATTERN}(?:-{_DAY_PATTERN})?)*) )?"
    rf"(?P<hours>{_HOURS_PATTERN}(?:,{_HOURS_PATTERN})*)"
)


def format_opening_hours(opening_hours: str | None, locale: str = DEFAULT_LOCALE) -> str | None:
    """
    Say opening hours as people do.

    Parameters
    ----------
    opening_hours
        As OpenStreetMap writes them: "24/7", "Mo-Fr 08:00-16:00; Sa 08:00-12:00".

    Returns
    -------
    words
        What is written in another manner stays as it is; None stays None.
    """
    if not opening_hours:
        return None
    if opening_hours == "24/7":
        return gettext("opening.always", locale)
    rules = [
        _RULE_PATTERN.fullmatch(part.strip()) for part in opening_hours.split(";") if part.strip()
    ]
    if None in rules or not rules:
        return opening_hours
    return "; ".join(_format_rule(rule, locale) for rule in rules if rule)


def _format_rule(rule: re.Match[str], locale: str) -> str:
    spans = [span.split("-") for span in rule["hours"].split(",")]
    hours = _format_list(
        [
            gettext("opening.hours", locale, opens=_format_clock(a), closes=_format_clock(b))
            for a, b in spans
        ],
        locale,
    )
    if rule["days"] is None:
        return hours
    days = _format_list([_format_days(part, locale) for part in rule["days"].split(",")], locale)
    return gettext("opening.days", locale, days=days, hours=hours)


def _format_days(part: str, locale: str) -> str:
    names = Locale.parse(locale).days["format"]["wide"]
    first, _, last = part.partition("-")
    if not last:
        return str(names[OSM_DAYS.index(first)])
    opens, closes = names[OSM_DAYS.index(first)], names[OSM_DAYS.index(last)]
    return gettext("opening.range", locale, first=opens, last=closes)


def _format_clock(time: str) -> str:
    return time.removeprefix("0")


def _format_list(parts: list[str], locale: str) -> str:
    if len(parts) == 1:
        return parts[0]
    return gettext("list.and", locale, first=", ".join(parts[:-1]), last=parts[-1])
