"""Opening hours, from OpenStreetMap's short form into words."""

from __future__ import annotations

import re

from babel import Locale

from geo.language import DEFAULT_LOCALE, sentence

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_DAY = "(?:" + "|".join(DAYS) + ")"
_SPAN = r"\d{1,2}:\d{2}-\d{1,2}:\d{2}"
_RULE = re.compile(
    rf"(?:(?P<days>{_DAY}(?:-{_DAY})?(?:,{_DAY}(?:-{_DAY})?)*) )?(?P<hours>{_SPAN}(?:,{_SPAN})*)"
)


def hours_in_words(written: str | None, locale: str = DEFAULT_LOCALE) -> str | None:
    """
    Say opening hours as people do.

    Parameters
    ----------
    written
        As OpenStreetMap writes them: "24/7", "Mo-Fr 08:00-16:00; Sa 08:00-12:00".

    Returns
    -------
    words
        What is written in another manner stays as it is; None stays None.
    """
    if not written:
        return None
    if written == "24/7":
        return sentence("opening.always", locale)
    rules = [_RULE.fullmatch(part.strip()) for part in written.split(";") if part.strip()]
    if None in rules or not rules:
        return written
    return "; ".join(_rule(rule, locale) for rule in rules if rule)


def _rule(rule: re.Match[str], locale: str) -> str:
    spans = [span.split("-") for span in rule["hours"].split(",")]
    hours = _listed(
        [sentence("opening.hours", locale, opens=_clock(a), closes=_clock(b)) for a, b in spans],
        locale,
    )
    if rule["days"] is None:
        return hours
    days = _listed([_days(part, locale) for part in rule["days"].split(",")], locale)
    return sentence("opening.days", locale, days=days, hours=hours)


def _days(part: str, locale: str) -> str:
    names = Locale.parse(locale).days["format"]["wide"]
    first, _, last = part.partition("-")
    if not last:
        return str(names[DAYS.index(first)])
    opens, closes = names[DAYS.index(first)], names[DAYS.index(last)]
    return sentence("opening.range", locale, first=opens, last=closes)


def _clock(time: str) -> str:
    return time.removeprefix("0")


def _listed(parts: list[str], locale: str) -> str:
    if len(parts) == 1:
        return parts[0]
    return sentence("list.and", locale, first=", ".join(parts[:-1]), last=parts[-1])
