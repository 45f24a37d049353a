"""
Split opening hours as people write them into tokens: days, clock times, and joining words.

The words of all languages are in `data/vocabularies/opening_hours.json`. A text with one word that
is in no list has no tokens at all, so that nobody reads a part of it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from geo.layers.text_folding import fold_text

VOCABULARY_FILE = Path(__file__).parents[2] / "data" / "vocabularies" / "opening_hours.json"
MINUTES_PER_HOUR = 60
NOON_HOUR = 12  # hours
LAST_HOUR = 24  # hours
YEAR_STARTS = ("19", "20")
MORNING, EVENING = "am", "pm"
HALF_DAY_WORDS = ("am", "pm", "unit")
INFLECTED = ("day", "days", "clock")
EMERGENCY = "emergency"  # name of its words in the vocabulary

_DASHES = re.compile(r"[-‐‑‒–—―−﹘﹣－~〜∼]+")
_CLOCK = re.compile(
    r"(?<![\w.:,])(?:(?P<four>\d{4})|(?P<hour>\d{1,2})(?:\s*:\s?(?P<colon>\d{2})|\.(?P<dot>\d{2})"
    r"|h(?P<h>\d{2}))?)(?![\d:]|[.,]\d)"
)
_PUNCTUATION = {
    ",": "and",
    "/": "slash",
    "&": "and",
    ";": "stop",
    "|": "stop",
    ".": "stop",
    ":": "space",
    "(": "space",
    ")": "space",
}
# Kyrgyz cases follow a word or a number without a space: "дүйшөмбүдөн", "9дан", "18ге".
_FROM_SUFFIX, _UNTIL_SUFFIX = fold_text("[дт][аеоө]н"), fold_text("[гк][аеоө]")
_SUFFIX = re.compile(rf"(?:({_FROM_SUFFIX})|{_UNTIL_SUFFIX})(?!\w)")


class Clock(NamedTuple):
    """
    A clock time as written.

    Attributes
    ----------
    minutes
        Since midnight, by the digits alone.
    half_day
        "am" or "pm" where one is written; else None.
    is_bare
        True for a number without minutes, such as the 8 of "8 a 12".
    is_padded
        True for two digits of hours and two of minutes: "08:00".
    has_unit
        True where a word for hours follows.
    is_year
        True for four digits that may be a year: "2015".
    """

    minutes: int
    half_day: str | None = None
    is_bare: bool = False
    is_padded: bool = False
    has_unit: bool = False
    is_year: bool = False


class Token(NamedTuple):
    """A token: its kind, and the days or the clock time of it."""

    kind: str
    days: str = ""
    clock: Clock | None = None
    is_comma: bool = False


def split_tokens(text: str) -> list[Token] | None:
    """
    Split a text into tokens.

    Returns
    -------
    tokens
        Kinds `day`, `letter`, `days`, `always`, `clock`, `midnight`, `closed`, `except`, `break`,
        `to`, `dash`, `and`, `slash`, `stop`, `from`, `article`, `label`, `end`, `emergency`; None
        where any
        part of the text is unknown.
    """
    folded = _fold_phrase(text)
    tokens: list[Token] = []
    position = 0
    while position < len(folded):
        step = _read_token(folded, position, tokens)
        if step is None:
            return None
        position = step
    return tokens


def is_appointment(text: str) -> bool:
    """Return whether a text says nothing but that one has to make an appointment."""
    folded = fold_text(text).strip("\"'.!«»“” ")
    return _kinds_of_phrases().get(folded) == ("appointment", "")


def _fold_phrase(text: str) -> str:
    return _DASHES.sub("-", " ".join(fold_text(text).split()))


def _read_token(text: str, position: int, tokens: list[Token]) -> int | None:
    """Append the token at a position; return where the next begins, None where it is unknown."""
    if text[position] == " ":
        return position + 1
    suffix = _SUFFIX.match(text, position) if tokens and tokens[-1].kind in INFLECTED else None
    if suffix is not None and text[position - 1].isalnum():
        tokens.append(Token("to" if suffix[1] else "end"))
        return suffix.end()
    phrase = _phrase_pattern().match(text, position)
    if phrase is not None and _append_phrase(phrase[1], tokens):
        return phrase.end()
    clock = _CLOCK.match(text, position)
    if clock is not None:
        return _append_clock(text, clock, tokens)
    character = text[position]
    if character == "-":
        tokens.append(Token("dash"))
    elif character not in _PUNCTUATION:
        return None
    elif _PUNCTUATION[character] != "space":
        tokens.append(Token(_PUNCTUATION[character], is_comma=character == ","))
    return position + 1


def _append_phrase(phrase: str, tokens: list[Token]) -> bool:
    """Append the token of a phrase; False for words that have a meaning only after a number."""
    kind, days = _kinds_of_phrases()[phrase]
    if kind in HALF_DAY_WORDS or kind == "appointment":
        return False
    if kind == "noon":
        tokens.append(Token("clock", clock=Clock(NOON_HOUR * MINUTES_PER_HOUR, is_padded=True)))
    elif kind in ("day", "letter", "days"):
        tokens.append(Token(kind, days))
    else:
        tokens.append(Token(kind))
    return True


def _append_clock(text: str, match: re.Match[str], tokens: list[Token]) -> int | None:
    four = match["four"]
    hour = int(four[:2] if four else match["hour"])
    written = four[2:] if four else match["colon"] or match["dot"] or match["h"]
    minute = int(written or 0)
    if hour > LAST_HOUR or minute >= MINUTES_PER_HOUR or (hour == LAST_HOUR and minute):
        return None
    words, end = _read_hour_words(text, match.end())
    half_day = next((word for word in words if word in (MORNING, EVENING)), None)
    if len(words) > len(set(words)) or {MORNING, EVENING} <= set(words):
        return None
    is_padded = bool(written) and (bool(four) or len(match["hour"]) == len("08"))
    has_unit = "unit" in words
    is_year = four is not None and four[:2] in YEAR_STARTS
    minutes = hour * MINUTES_PER_HOUR + minute
    clock = Clock(minutes, half_day, written is None, is_padded, has_unit, is_year)
    tokens.append(Token("clock", clock=clock))
    return end


def _read_hour_words(text: str, position: int) -> tuple[list[str], int]:
    """Read the words after a number that belong to it: "h", "hrs.", "a.m.", "de la tarde"."""
    words: list[str] = []
    while True:
        match = _phrase_pattern(after_number=True).match(text, position)
        if match is None:
            return words, position
        words.append(_kinds_of_hour_words()[match[1]])
        position = match.end()


@cache
def _phrase_pattern(*, after_number: bool = False) -> re.Pattern[str]:
    known = _kinds_of_hour_words() if after_number else _kinds_of_phrases()
    longest_first = sorted(known, key=lambda phrase: (-len(phrase), phrase))
    alternatives = "|".join(re.escape(phrase) for phrase in longest_first)
    before = r"\s*" if after_number else r"(?<![^\W\d_])"
    # A full stop after an abbreviation belongs to it, but not the one in "8.30".
    return re.compile(rf"{before}({alternatives})(?=\W|\d|_|$|{_SUFFIX.pattern})(?:\.(?!\d))?")


@cache
def _kinds_of_phrases() -> dict[str, tuple[str, str]]:
    return {
        phrase: (kind, days)
        for kind, days, phrase in _read_vocabulary()
        if kind not in HALF_DAY_WORDS
    }


@cache
def _kinds_of_hour_words() -> dict[str, str]:
    return {phrase: kind for kind, _, phrase in _read_vocabulary() if kind in HALF_DAY_WORDS}


def _read_vocabulary() -> Iterator[tuple[str, str, str]]:
    words: dict[str, list[str]] = json.loads(VOCABULARY_FILE.read_text("utf-8"))
    for name, phrases in words.items():
        kind, _, days = name.partition(":")
        for phrase in phrases:
            yield kind, days, _fold_phrase(phrase)
