"""
Schedules of HSDS as OpenStreetMap opening hours, and back.

A schedule is a rule of RFC 5545 with a time at which a service opens and one at which it closes.
Several schedules of one service add up. Either all of them can be written in OpenStreetMap syntax,
or their text is handed on as it is, for a person to read: half of the hours are worse than none.
Fields: https://docs.openreferral.org/en/latest/hsds/schema_reference.html#schedule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from geo.layers.clock_spans import DAY_MIN, Span
from geo.layers.opening_hours_rules import WEEKDAYS

Record = Mapping[str, object]
CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")  # of days, in RFC 5545
ALWAYS = "24/7"
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
# Parts of a rule that OpenStreetMap syntax does not have, or has for a year only.
_UNREADABLE = ("byweekno", "bymonthday", "byyearday", "count")
_DAY = re.compile(r"(?P<number>[+-]?\d)?(?P<code>MO|TU|WE|TH|FR|SA|SU)")
# The zone at the end is the place's own; in UTC nobody knows what the writer meant.
_CLOCK = re.compile(
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::\d{2})?(?:[+-](?!00:?00)\d{2}:?\d{2})?"
)
_OSM_RULE = re.compile(
    r"(?:(?P<days>(?:Mo|Tu|We|Th|Fr|Sa|Su)(?:[,-](?:Mo|Tu|We|Th|Fr|Sa|Su))*) )?"
    r"(?P<times>off|\d{2}:\d{2}-\d{2}:\d{2}(?:,\d{2}:\d{2}-\d{2}:\d{2})*)"
)


def convert_schedules(schedules: Sequence[Record], *, today: date | None = None) -> str | None:
    """
    Convert the schedules of one service to opening hours.

    Parameters
    ----------
    today
        Schedules that began before need no first day; None is today.

    Returns
    -------
    hours
        OpenStreetMap syntax; the written text where that cannot say all of it; None without any.
    """
    present = [one for one in schedules if _describe(one)]
    if not present:
        return None
    weekly: dict[str, set[Span]] = {day: set() for day in WEEKDAYS}
    others: list[str] = []
    for schedule in present:
        span, days, season = (
            _read_span(schedule),
            _list_days(schedule),
            _read_season(schedule, today),
        )
        if span is None or days is None or season is None:
            return "; ".join(_describe(one) for one in present)
        is_monthly = any("[" in day for day in days)
        if season or is_monthly:
            written = ",".join(days) if is_monthly else _format_days(days)
            others.append(f"{season} {written} {_format_span(span)}".strip())
            continue
        for day in days:
            weekly[day].add(span)
    return ", ".join([*_format_week(weekly), *others])


def build_schedules(hours: str) -> list[dict[str, str]]:
    """
    Build the schedules of opening hours, each without its own id and its service's.

    Returns
    -------
    schedules
        One for each time of the week, and the hours as text in each; one with the text alone where
        a part of it is more than days and times.
    """
    week = _read_week(hours)
    if week is None:
        return [{"description": hours}]
    days_by_span: dict[Span, list[str]] = {}
    for day, spans in week.items():
        for span in spans:
            days_by_span.setdefault(span, []).append(CODES[WEEKDAYS.index(day)])
    return [
        {
            "freq": "WEEKLY",
            "interval": "1",
            "byday": ",".join(days),
            "opens_at": _format_clock(opens),
            # The field has no 24:00: https://docs.openreferral.org, field guidance on schedules.
            "closes_at": _format_clock(min(closes, DAY_MIN - 1) if closes <= DAY_MIN else closes),
            "description": hours,
        }
        for (opens, closes), days in sorted(days_by_span.items())
    ]


def _describe(schedule: Record) -> str:
    """Describe a schedule that is not converted: its own text, else its parts."""
    text = _text(schedule, "description")
    if text:
        return text
    rule = " ".join(
        f"{name.upper()}={_text(schedule, name)}"
        for name in ("freq", "interval", *_UNREADABLE, "byday")
        if _text(schedule, name)
    )
    times = f"{_text(schedule, 'opens_at')}-{_text(schedule, 'closes_at')}".strip("-")
    return " ".join(filter(None, (rule, times)))


def _read_span(schedule: Record) -> Span | None:
    opens, closes = (_read_clock(_text(schedule, name)) for name in ("opens_at", "closes_at"))
    if opens is None or closes is None or opens >= DAY_MIN or opens == closes:
        return None
    if closes == DAY_MIN - 1:
        closes = DAY_MIN
    return (opens, closes if closes > opens else closes + DAY_MIN)


def _read_clock(text: str) -> int | None:
    match = _CLOCK.fullmatch(text)
    if match is None:
        return None
    minutes = int(match["hour"]) * 60 + int(match["minute"])
    return minutes if int(match["minute"]) < 60 and minutes <= DAY_MIN else None


def _list_days(schedule: Record) -> list[str] | None:
    """List the days of a schedule in OpenStreetMap syntax; None where they are not days alone."""
    frequency = _text(schedule, "freq").upper()
    interval = _text(schedule, "interval")
    if interval not in ("", "1", "1.0") or any(_text(schedule, name) for name in _UNREADABLE):
        return None
    if frequency == "DAILY":
        return list(WEEKDAYS)
    parts = [part.strip().upper() for part in _text(schedule, "byday").split(",") if part.strip()]
    matches = [_DAY.fullmatch(part) for part in parts]
    if not matches or frequency not in ("", "WEEKLY", "MONTHLY"):
        return None
    days = []
    for match in matches:
        if match is None or (match["number"] is not None) != (frequency == "MONTHLY"):
            return None
        number = "" if match["number"] is None else f"[{int(match['number'])}]"
        days.append(WEEKDAYS[CODES.index(match["code"])] + number)
    return days


def _read_season(schedule: Record, today: date | None) -> str | None:
    """Return the days of a year for which a schedule holds; empty for always, None if unclear."""
    first = _text(schedule, "valid_from") or _text(schedule, "dtstart")
    last = _text(schedule, "valid_to") or _text(schedule, "until")
    begin, end = _read_day(first), _read_day(last)
    if (first and begin is None) or (last and end is None):
        return None
    if end is not None:
        begin = begin or date(end.year, 1, 1)
        return f"{_format_day(begin)}-{_format_day(end)}" if begin <= end else None
    is_begun = begin is None or begin <= (today or date.today())
    return "" if begin is None or is_begun else f"{_format_day(begin)}+"


def _read_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _format_day(day: date) -> str:
    return f"{day.year} {MONTHS[day.month - 1]} {day.day:02d}"


def _format_week(weekly: Mapping[str, set[Span]]) -> list[str]:
    """Format the times of a week, neighbouring days with the same ones together."""
    if all(spans == {(0, DAY_MIN)} for spans in weekly.values()):
        return [ALWAYS]
    groups: dict[tuple[Span, ...], list[str]] = {}
    for day, spans in weekly.items():
        if spans:
            groups.setdefault(tuple(sorted(spans)), []).append(day)
    rules = [
        f"{_format_days(days)} {','.join(map(_format_span, spans))}"
        for spans, days in groups.items()
    ]
    # Behind a semicolon a rule would cut off the night that an earlier one began.
    is_night = any(closes > DAY_MIN for spans in weekly.values() for _, closes in spans)
    return [(", " if is_night else "; ").join(rules)] if rules else []


def _format_days(days: Sequence[str]) -> str:
    """Format days of the week, in their order, more than two neighbours as a range."""
    runs: list[list[str]] = []
    for day in sorted(days, key=WEEKDAYS.index):
        if runs and WEEKDAYS.index(day) == WEEKDAYS.index(runs[-1][-1]) + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ",".join(f"{run[0]}-{run[-1]}" if len(run) > 2 else ",".join(run) for run in runs)


def _format_span(span: Span) -> str:
    opens, closes = span
    shown = closes if closes <= DAY_MIN else closes - DAY_MIN
    return f"{opens // 60:02d}:{opens % 60:02d}-{shown // 60:02d}:{shown % 60:02d}"


def _format_clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}:00"


def _read_week(hours: str) -> dict[str, list[Span]] | None:
    """Read hours that are days and times only; a later rule replaces the days of earlier ones."""
    if hours.strip() == ALWAYS:
        return {day: [(0, DAY_MIN)] for day in WEEKDAYS}
    week: dict[str, list[Span]] = {}
    for rule in hours.split(";"):
        match = _OSM_RULE.fullmatch(rule.strip())
        days = None if match is None else list(_expand_days(match["days"]))
        if match is None or not days:
            return None
        spans = (
            []
            if match["times"] == "off"
            else [_read_osm_span(one) for one in match["times"].split(",")]
        )
        if any(opens == closes for opens, closes in spans):
            return None
        week |= dict.fromkeys(days, spans)
    return week if any(week.values()) else None


def _expand_days(text: str | None) -> Iterator[str]:
    for part in (text or "Mo-Su").split(","):
        first, *rest = part.split("-")
        start = WEEKDAYS.index(first)
        end = WEEKDAYS.index(rest[-1]) if rest else start
        yield from (WEEKDAYS[day % 7] for day in range(start, end + 1 if end >= start else end + 8))


def _read_osm_span(text: str) -> Span:
    opens, closes = (int(one[:2]) * 60 + int(one[3:]) for one in text.split("-"))
    return (opens, closes if closes >= opens else closes + DAY_MIN)


def _text(record: Record, name: str) -> str:
    value = record.get(name)
    return "" if value is None else str(value).strip()
