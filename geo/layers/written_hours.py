"""
Conversion of a text on opening hours to OpenStreetMap syntax, with what it says on emergencies.

"lunes a viernes 7-15, emergencia 24 h" gives hours, and beside them somebody who answers at other
times: a fallback rule of unknown state, which is neither open nor closed.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import NamedTuple

from geo.layers.opening_hours_rules import format_rules
from geo.layers.opening_hours_words import EMERGENCY, VOCABULARY_FILE, split_tokens

ALWAYS = "24/7"
MAX_HOURS_LENGTH = 200  # characters; longer texts are notes

_SEPARATORS = " \t,;./|&()-–—:"
_STRONG_SEPARATOR = re.compile(r"[,;./|(\-–—]|\s{2}")
_JOINING_WORD = re.compile(r"(?:^|\s)(?:y|e|con|and|with|и|жана)$", re.IGNORECASE)
_ALL_DAY = (
    r"(?<![\d:.])(?:las\s+)?24\s*(?:horas|hrs|hras|hs|hr|h|hours|hour|часа|ч|саат)\.?\s+"
    r"(?:de\s+|for\s+)?"
)


class EmergencyClause(NamedTuple):
    """What a text says before its clause on emergencies, and the clause as written."""

    before: str
    clause: str


def convert_hours(text: str) -> str | None:
    """
    Convert a text as people write it to OpenStreetMap syntax.

    Returns
    -------
    syntax
        None where any part of the text is not understood.
    """
    if len(text) > MAX_HOURS_LENGTH:
        return None
    syntax = _convert_rules(text)
    if syntax is not None:
        return syntax
    parts = _split_emergency(text)
    if parts is None:
        return None
    fallback = f'unknown "{" ".join(parts.clause.split())}"'
    if not parts.before:
        return fallback
    rules = _convert_rules(parts.before)
    # Of a place that never closes nobody knows what the clause adds: it may be all that is open.
    return None if rules in (None, ALWAYS) else f"{rules} || {fallback}"


def _convert_rules(text: str) -> str | None:
    tokens = split_tokens(text)
    return format_rules(tokens) if tokens else None


def _split_emergency(text: str) -> EmergencyClause | None:
    """
    Split a text at its clause on emergencies; None where it has none, or one with other hours.

    Without "24 h" the clause has to stand apart: "8-19 emergencia" may be the hours of emergencies.
    """
    match = _emergency_pattern().search(text)
    if match is None or '"' in match[0]:
        return None
    tail = match["tail"].strip(_SEPARATORS)
    if tail and _convert_rules(tail) != ALWAYS:
        return None
    before = text[: match.start()]
    is_apart = _STRONG_SEPARATOR.search(before[len(before.rstrip(_SEPARATORS)) :]) is not None
    if not (tail or match["all_day"] or (before.strip(_SEPARATORS) and is_apart)):
        return None
    before = _JOINING_WORD.sub("", before.rstrip(_SEPARATORS)).rstrip(_SEPARATORS)
    return EmergencyClause(before, match[0].strip(_SEPARATORS))


@cache
def _emergency_pattern() -> re.Pattern[str]:
    words: list[str] = json.loads(VOCABULARY_FILE.read_text("utf-8"))[EMERGENCY]
    names = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    pattern = rf"(?P<all_day>{_ALL_DAY})?(?<!\w)(?:{names})(?!\w)(?P<tail>.*)"
    return re.compile(pattern, re.IGNORECASE | re.DOTALL)
