"""
Reading of opening hours as lists write them, "08:00 - 14:00 LUN A SAB", into OpenStreetMap syntax.

A text is read as a whole or not at all: with one unknown word, an end that is missing, or a clock
time with two meanings ("8 a 5") it is kept as text, and a person is asked.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from opening_hours import OpeningHours, ParserError  # type: ignore[attr-defined]  # the stub omits the error

from geo.layers.hours_proposals import Proposals, propose_hours
from geo.layers.opening_hours_words import is_appointment
from geo.layers.written_hours import convert_hours

Confidence = Literal["exact", "read", "unsure"]
MAX_CACHED_TEXTS = 4096
NOON, EARLIEST_DOUBTFUL_END = 1200, 500  # clock times as numbers, 05:00 as 500
MIN_CUT_TEXTS = 3  # texts of one length, below which nothing is concluded from it

# What gives a time, or the lack of one: days, months and years alone leave the hours open.
_TIME_MARK = re.compile(
    r'\d:\d{2}|24/7|"|\b(?:open|off|closed|unknown|sunrise|sunset|dawn|dusk)\b', re.IGNORECASE
)
# A clock as people write it: one digit, or blanks at the dash. The library accepts both.
_INFORMAL_CLOCK = re.compile(r"(?<!\d)\d:\d{2}|\d\s+-|-\s+\d")
_SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")
_MARCH_OR_TUESDAY = re.compile(r"\bmar\s+\d{1,2}:", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"')


@dataclass(frozen=True)
class HoursReading:
    """
    What a text on opening hours was read as.

    Attributes
    ----------
    text
        As written.
    syntax
        OpenStreetMap `opening_hours`; None where the text could not be read.
    confidence
        `exact`: it was that syntax already; `read`: it was converted; `unsure`: it was not
        understood as a whole.
    proposals
        What a text that was not read may mean, for a person to choose from.
    """

    text: str
    syntax: str | None
    confidence: Confidence
    proposals: Proposals = ()


@lru_cache(maxsize=MAX_CACHED_TEXTS)
def read_opening_hours(text: str) -> HoursReading:
    """Read a text on opening hours; see `HoursReading`."""
    written = text.strip()
    rules = _QUOTED.sub("", written)
    is_syntax = _TIME_MARK.search(written) is not None and _is_parsed(written)
    if is_syntax and (_MARCH_OR_TUESDAY.search(rules) or _has_doubtful_span(rules)):
        return _keep_text(text)
    if is_syntax and not _INFORMAL_CLOCK.search(rules):
        return HoursReading(text, written, "exact")
    if is_appointment(written):
        comment = written.strip("\"'«»“” ")
        return HoursReading(text, f'unknown "{comment}"', "read")
    syntax = convert_hours(written)
    if syntax is not None and _is_parsed(syntax):
        return HoursReading(text, syntax, "read")
    return HoursReading(text, written, "exact") if is_syntax else _keep_text(text)


def read_hours_column(cells: Sequence[object]) -> list[HoursReading | None]:
    """
    Read a column of opening hours.

    A table that cuts its texts at a length leaves many different ones of exactly that length, and
    most of them end within a word. None of that length is read then.

    Returns
    -------
    readings
        One per cell; None where a cell is no text, or empty.
    """
    known: dict[str, HoursReading] = {}
    for cell in cells:
        if isinstance(cell, str) and cell.strip() and cell not in known:
            known[cell] = read_opening_hours(cell)
    longest = max((len(text) for text in known), default=0)
    full = [reading for text, reading in known.items() if len(text) == longest]
    counts = Counter(reading.confidence for reading in full)
    if len(full) >= MIN_CUT_TEXTS and counts["unsure"] * 2 > len(full):
        known |= {one.text: _keep_text(one.text, is_cut=True) for one in full}
    return [known.get(cell) if isinstance(cell, str) else None for cell in cells]


def has_no_time(syntax: str) -> bool:
    """Return whether OpenStreetMap syntax gives no time at all: a comment, or "unknown"."""
    rules = _QUOTED.sub("", syntax).strip()
    return rules in ("", "unknown")


def _keep_text(text: str, *, is_cut: bool = False) -> HoursReading:
    return HoursReading(text, None, "unsure", propose_hours(text, is_cut=is_cut))


def _has_doubtful_span(rules: str) -> bool:
    """
    Return whether an end before its begin may be of the evening: "9:00 - 6:00", "8:00 - 8:00".

    A night that ends before five is taken as one, and so is the same time twice in two digits.
    """
    for match in _SPAN.finditer(rules):
        begin, end = int(match[1] + match[2]), int(match[3] + match[4])
        is_informal = _INFORMAL_CLOCK.search(match[0]) is not None
        if 0 < begin <= NOON and (
            EARLIEST_DOUBTFUL_END <= end < begin or (is_informal and 0 < end <= begin)
        ):
            return True
    return False


def _is_parsed(text: str) -> bool:
    try:
        OpeningHours(text, auto_country=False, auto_timezone=False)
    except ParserError:
        return False
    return True
