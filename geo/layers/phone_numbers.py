"""
Telephone numbers in a text, for links that dial them.

A cell holds what people wrote: several numbers, extensions, remarks, or digits that a spreadsheet
spoilt. What is not certainly one number stays text, because a wrong number reaches a stranger.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

MIN_DIGITS = 3  # of a helpline such as 100
MAX_DIGITS = 15  # ITU-T E.164
MIN_SEPARATE_DIGITS = 6  # blanks part numbers of so many digits each: "987654321 987654322"

# Blanks, dots, dashes and brackets join the digits of a number; all other signs end it.
_JOIN = r"[ \t\u00a0\u202f()\-\u2010-\u2015.]{0,3}"
_NUMBER = re.compile(
    rf"(?<![\w+*#])(?<!\d[:.,/])(?:\+\s?|\*)?\(?\d(?:{_JOIN}\d)*\#?(?![\w*+])(?![:.,]\d)"
)
_EXTENSION_BEFORE = re.compile(
    r"(?:\b(?:anexos?|anx|ext|exten|extensi[oó]n|extension|int|interno|opci[oó]n|opc|option|"
    r"доб|добавочный|вн|внутр|внутренний|кошумча|ички|x)\b\s*[.:№]?|#|№)\s*$",
    re.IGNORECASE,
)


class PhonePart(NamedTuple):
    """
    A part of a text on telephones; the parts together are the text.

    Attributes
    ----------
    dial
        What a `tel:` link dials: digits, with a plus, star or hash; None for a part that is text.
    """

    text: str
    dial: str | None = None


def split_phone_text(text: str) -> tuple[PhonePart, ...]:
    """Split a text into the numbers that can be dialled, and what stands between them."""
    parts: list[PhonePart] = []
    end = 0
    for match in _NUMBER.finditer(text):
        numbers = _split_match(match, text)
        if numbers is None:
            continue
        if match.start() > end:
            parts.append(PhonePart(text[end : match.start()]))
        parts += numbers
        end = match.end()
    if end < len(text):
        parts.append(PhonePart(text[end:]))
    return tuple(parts)


def has_phone_number(text: str | None) -> bool:
    """Return whether a text holds a number that can be dialled."""
    return any(part.dial for part in split_phone_text(text or ""))


def _split_match(match: re.Match[str], text: str) -> list[PhonePart] | None:
    """Return the numbers of a match with the blanks between them; None where it is no number."""
    if _EXTENSION_BEFORE.search(text[: match.start()]):
        return None
    pieces = re.split(r"(\s+)", match[0])
    if len(pieces) > 1 and all(_count(one) >= MIN_SEPARATE_DIGITS for one in pieces[::2]):
        return [PhonePart(one, _dial(one)) for one in pieces]
    dial = _dial(match[0])
    return None if dial is None else [PhonePart(match[0], dial)]


def _count(text: str) -> int:
    return sum(sign.isdecimal() for sign in text)


def _dial(text: str) -> str | None:
    if not MIN_DIGITS <= _count(text) <= MAX_DIGITS or text.count("(") != text.count(")"):
        return None
    return "".join(
        str(unicodedata.digit(sign)) if sign.isdecimal() else sign
        for sign in text
        if sign.isdecimal() or sign in "+*#"
    ).replace("#", "%23")
