"""
Recovery of telephone numbers and codes that a spreadsheet took for numbers.

A spreadsheet writes 519987654321 as `5.19988E+11`: most digits are gone, and what is left is some
other number. A text is recovered only where all of its digits are there; a zero or a plus that may
have been lost from its beginning is reported.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

DigitsOutcome = Literal["lost", "recovered", "doubtful"]

MAX_DIGITS = 15  # of a telephone number (ITU-T E.164); a spreadsheet keeps no more of any number
ROUNDED_DIGITS = 6  # significant digits that a spreadsheet shows of a number in a narrow column
MIN_ROUNDED_LENGTH = 10  # digits; a shorter number is shown in full
_FORMULA_TEXT = re.compile(r'=\s*"(?P<text>(?:[^"]|"")*)"')
_FORMULA_NUMBER = re.compile(r"=\s*(?P<text>\+?\d[\d ]*)")
_QUOTED = re.compile(r"'(?P<text>[+\d(][\d ()+./-]*)'?")
# "12E3" may be the code of a zone.
_SCIENTIFIC = re.compile(
    r"(?P<whole>\d)(?:[.,](?P<digits>\d*)[eE](?P<exponent>[+-]?\d{1,3})|[eE](?P<signed>[+-]\d{1,3}))"
)
# Of two numbers in one cell, or after a word; a Russian keyboard has another letter E.
_SCIENTIFIC_PART = re.compile(
    r"\d[.,]\d*\s*[eE\u0415\u0435]\s*\+?\s*\d|\d[eE\u0415\u0435]\s?\+\s?\d"
)
_SIGNED = re.compile(r"-\d+(?:[.,]\d+)?")
_FLOAT = re.compile(r"(?P<whole>\d+)[.,]0+")
_ERROR = re.compile(r"#[\w¡¿/!?ÁÉÍÓÚ#]*[!?/A#]?", re.IGNORECASE)
_NO_VALUE = re.compile(r"nan|inf|-inf|true|false|verdadero|falso|истина|ложь", re.IGNORECASE)


class RecoveredDigits(NamedTuple):
    """
    What is left of a text of digits.

    Attributes
    ----------
    outcome
        `lost`: digits are missing; `recovered`: the text is complete; `doubtful`: complete, but
        for a zero or a plus that may have stood at its beginning.
    text
        None where digits are lost.
    """

    outcome: DigitsOutcome
    text: str | None


LOST = RecoveredDigits("lost", None)


def recover_digits(value: object) -> RecoveredDigits | None:
    """
    Recover a text of digits; None where no spreadsheet has changed it.

    Parameters
    ----------
    value
        A text, or a number where the file holds one.
    """
    if isinstance(value, bool):
        return LOST
    if isinstance(value, int | float):
        return _recover_number(value)
    text = str(value).strip()
    for pattern in (_FORMULA_TEXT, _FORMULA_NUMBER, _QUOTED):
        match = pattern.fullmatch(text)
        if match is not None:
            inner = match["text"].replace('""', '"').strip()
            return recover_digits(inner) or RecoveredDigits("recovered", inner or None)
    if text.startswith("=") or any(one.fullmatch(text) for one in (_SIGNED, _ERROR, _NO_VALUE)):
        return LOST
    return _recover_notation(text)


def _recover_notation(text: str) -> RecoveredDigits | None:
    match = _SCIENTIFIC.fullmatch(text)
    if match is not None:
        digits, exponent = match["digits"] or "", int(match["exponent"] or match["signed"])
        complete = len(digits) == exponent <= MAX_DIGITS - 1
        return RecoveredDigits("doubtful", match["whole"] + digits) if complete else LOST
    if _SCIENTIFIC_PART.search(text):
        return LOST
    match = _FLOAT.fullmatch(text)
    if match is not None:
        return _recover_float(match["whole"])
    is_cut = text.isdecimal() and len(text) > MAX_DIGITS and text.endswith("0")
    return LOST if is_cut else None


def unwrap_formula(text: str) -> str | None:
    """Return the text inside `="text"`; None where the cell is no such formula."""
    match = _FORMULA_TEXT.fullmatch(text.strip())
    return match["text"].replace('""', '"').strip() if match else None


def find_shortened(texts: Sequence[str | None]) -> list[bool]:
    """
    Find the texts of a column that may have lost a zero or a plus from their beginning.

    Such a text is digits only, and as long as another one of the column without its zero or plus.
    """
    compact = [re.sub(r"[\s().-]", "", text or "") for text in texts]
    marked = {len(text) - 1 for text in compact if re.fullmatch(r"(?:0|\+)\d+", text)}
    return [bool(re.fullmatch(r"[1-9]\d+", text)) and len(text) in marked for text in compact]


def _recover_number(value: float) -> RecoveredDigits:
    if not math.isfinite(value) or value < 0 or value != int(value):
        return LOST
    return _recover_float(str(int(value)))


def _recover_float(digits: str) -> RecoveredDigits:
    is_rounded = len(digits) >= MIN_ROUNDED_LENGTH and len(digits.rstrip("0")) <= ROUNDED_DIGITS
    if len(digits) > MAX_DIGITS or is_rounded:
        return LOST
    return RecoveredDigits("recovered" if digits.startswith("0") else "doubtful", digits)
