"""
Evaluation of OpenStreetMap `opening_hours` into spans that are open, or of unknown state.

The library (opening-hours-py 2.1.4) differs in four points, and all four are corrected here. It
takes a comment alone for "open" where the specification says "unknown". It never applies a fallback
rule (`||`) on a day that an earlier rule names. It takes the time after an open start (`10:00+`)
for open until midnight. It reads the blank of "Mo-Su, PH 05:00-23:20" as the end of a rule, and so
is open on all days at every hour.
Source: https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification, version 0.7.4.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from opening_hours import OpeningHours, State, UnknownCountryError  # type: ignore[attr-defined]  # the stub omits the error

_PIECE = re.compile(r'"[^"]*"|[^"]+')
_STATE_WORD = re.compile(r"\b(?:open|closed|off|unknown)\s*$", re.IGNORECASE)
_OPEN_WORD = re.compile(r"\bopen\s*$", re.IGNORECASE)
_OPEN_START = re.compile(r"(?<![-\d:])(?<!-\s)(\d{1,2}:\d{2})\s*\+")
_DAYS_APART = re.compile(
    r"\b(Mo|Tu|We|Th|Fr|Sa|Su|PH|SH)\s*,\s+(?=(?:Mo|Tu|We|Th|Fr|Sa|Su|PH|SH)\b)", re.IGNORECASE
)
_QUOTED = re.compile(r'"[^"]*"')


class StateSpan(NamedTuple):
    """
    A span of time in one state, open or unknown.

    Attributes
    ----------
    comment
        Text of the rule's comment; empty without one.
    """

    begin: datetime
    end: datetime
    is_open: bool
    comment: str


class Place(NamedTuple):
    """What hours depend on: time zone, country of the public holidays, and coordinates."""

    timezone: ZoneInfo
    country: str | None
    lat: float
    lon: float


def evaluate_states(
    expression: str, place: Place, start: datetime, end: datetime
) -> list[StateSpan]:
    """
    Evaluate an expression between two moments.

    Returns
    -------
    spans
        Ascending and disjoint; between them it is closed. A fallback rule with a comment is of
        unknown state even where it says "open": "guardia" is somebody to call, no counter.

    Raises
    ------
    ParserError
        If the expression is no OpenStreetMap syntax.
    """
    parsed = [
        _parse(_correct_rules(group, is_fallback=number > 0), place)
        for number, group in enumerate(_split_fallbacks(expression))
    ]
    spans = _list_spans(parsed[0], start, end)
    for fallback in parsed[1:]:
        gaps = _list_gaps(spans, start, end)
        added = [one for begin, stop in gaps for one in _list_spans(fallback, begin, stop)]
        spans = sorted([*spans, *added], key=lambda span: span.begin)
    return spans


def has_holiday_calendar(country: str | None) -> bool:
    """Return whether the public holidays of a country are known; `PH` is never one without."""
    if country is None:
        return False
    try:
        OpeningHours("24/7", country=country, auto_country=False, auto_timezone=False)
    except UnknownCountryError:
        return False
    return True


def _parse(rules: str, place: Place) -> OpeningHours:
    return OpeningHours(
        rules,
        timezone=place.timezone,
        country=place.country,
        coords=(place.lat, place.lon),
        auto_country=False,  # as the timezone, given here; needed for solar events
    )


def _split_fallbacks(expression: str) -> list[str]:
    """Split an expression at `||` outside comments."""
    groups = [""]
    for piece in _PIECE.findall(expression) or [expression]:
        first, *others = [piece] if piece.startswith('"') else piece.split("||")
        groups[-1] += first
        groups += others
    return [group.strip() for group in groups]


def _correct_rules(group: str, *, is_fallback: bool) -> str:
    """Write `unknown` before each comment without a state, and at times with an open start."""
    written = ""
    pieces = _PIECE.findall(group) or [group]
    for piece, following in zip(pieces, [*pieces[1:], ""], strict=True):
        is_comment = piece.startswith('"') and not following.lstrip().startswith(":")
        if is_comment and is_fallback:
            written = _OPEN_WORD.sub("unknown ", written)
        if is_comment and not _STATE_WORD.search(written):
            written = f"{written.rstrip()} unknown ".lstrip()
        written += piece if piece.startswith('"') else _DAYS_APART.sub(r"\1,", piece)
    return "; ".join(_correct_open_start(rule) for rule in _split_rules(written))


def _split_rules(group: str) -> list[str]:
    """Split a group at `;` outside comments."""
    rules = [""]
    for piece in _PIECE.findall(group) or [group]:
        first, *others = [piece] if piece.startswith('"') else piece.split(";")
        rules[-1] += first
        rules += others
    return [rule.strip() for rule in rules if rule.strip()] or [group]


def _correct_open_start(rule: str) -> str:
    if not _OPEN_START.search(_QUOTED.sub("", rule)):
        return rule
    closed = _OPEN_START.sub(r"\1-24:00", rule)
    has_state = re.search(r"\b(?:open|closed|off|unknown)\b", _QUOTED.sub("", rule), re.IGNORECASE)
    return closed if has_state else f"{closed} unknown"


def _list_spans(parsed: OpeningHours, start: datetime, end: datetime) -> list[StateSpan]:
    return [
        StateSpan(begin, stop, state == State.OPEN, str(comment or ""))
        for begin, stop, state, comment in parsed.intervals(start, end)
        if state != State.CLOSED and stop > begin
    ]


def _list_gaps(
    spans: list[StateSpan], start: datetime, end: datetime
) -> list[tuple[datetime, datetime]]:
    begins = [start, *(span.end for span in spans)]
    ends = [*(span.begin for span in spans), end]
    return [(begin, stop) for begin, stop in zip(begins, ends, strict=True) if stop > begin]
