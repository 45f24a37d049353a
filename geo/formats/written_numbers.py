"""
Reading of numbers as people write them: decimal commas, and marks between thousands.

One cell may not tell: `1.250` is 1250 in Lima and one and a quarter in Boston. All number columns
of a file are read together. Where they do not tell either, nothing is read, and whoever imports is
asked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

NumberReading = Literal["thousands", "decimals"]
NUMBER_READINGS: tuple[NumberReading, ...] = ("thousands", "decimals")
MARKS = (".", ",")
_OTHER_MARK = {".": ",", ",": "."}
# Apostrophes and blanks never part decimals; U+00A0, U+2009 and U+202F become blanks by NFKC.
_APOSTROPHES = str.maketrans("'’‘´`ʼ′＇", "''''''''")
_SIGN = r"(?P<sign>[+-]?)"
_PLAIN = re.compile(rf"{_SIGN}\d+")
_SPACED = re.compile(rf"{_SIGN}(?P<whole>\d{{1,3}}(?:(?P<mark>[ '])\d{{3}})(?:(?P=mark)\d{{3}})*)"
                     r"(?:(?P<decimal>[.,])(?P<digits>\d+))?")  # fmt: skip
_GROUPED = re.compile(rf"{_SIGN}(?P<whole>\d{{1,3}}(?:(?P<mark>[.,])\d{{3}})(?:(?P=mark)\d{{3}})*)"
                      r"(?P<decimal>(?!(?P=mark))[.,])(?P<digits>\d+)")  # fmt: skip
_REPEATED = re.compile(
    rf"{_SIGN}(?P<whole>\d{{1,3}}(?:(?P<mark>[.,])\d{{3}})(?:(?P=mark)\d{{3}})+)"
)
_UNCERTAIN = re.compile(rf"{_SIGN}(?P<whole>[1-9]\d{{0,2}})(?P<mark>[.,])(?P<digits>\d{{3}})")
_DECIMAL = re.compile(rf"{_SIGN}(?P<whole>\d*)(?P<decimal>[.,])(?P<digits>\d*)")
_SCIENTIFIC = re.compile(rf"{_SIGN}\d(?:[.,](?P<digits>\d+))?[eE](?P<exponent>[+-]?\d{{1,3}})")


@dataclass(frozen=True)
class WrittenNumber:
    """
    A number as written.

    Attributes
    ----------
    value
        Its value; None where it depends on what the mark in it parts, and for digits lost.
    group_mark, decimal_mark
        The marks that this cell shows for certain; a blank and an apostrophe part thousands only.
    uncertain_mark
        The mark of a cell such as `1.250`.
    as_thousands, as_decimals
        The two values of such a cell.
    is_rounded
        True for a scientific notation with fewer digits than the number has.
    """

    value: float | None = None
    group_mark: str | None = None
    decimal_mark: str | None = None
    uncertain_mark: str | None = None
    as_thousands: float = 0.0
    as_decimals: float = 0.0
    is_rounded: bool = False


@dataclass
class MarkEvidence:
    """
    What the numbers of a file show about its marks.

    Attributes
    ----------
    group_marks, decimal_marks
        Marks that part thousands, and decimals, in any count.
    coordinate_marks
        Decimal marks of the coordinates: they may have been copied from elsewhere, so they only
        tell which mark is *not* the decimal one.
    decimal_digits
        Numbers of digits after a decimal mark.
    """

    group_marks: set[str] = field(default_factory=set)
    decimal_marks: set[str] = field(default_factory=set)
    coordinate_marks: set[str] = field(default_factory=set)
    decimal_digits: set[int] = field(default_factory=set)

    def add(self, number: WrittenNumber, text: str) -> None:
        """Add what one cell shows."""
        if number.group_mark:
            self.group_marks.add(number.group_mark)
        if number.decimal_mark:
            self.decimal_marks.add(number.decimal_mark)
            self.decimal_digits.add(len(text.strip().rpartition(number.decimal_mark)[2]))

    def is_mixed(self, decimal_mark: str) -> bool:
        """Return whether a decimal mark contradicts other numbers: it parts thousands there."""
        both = self.decimal_marks >= set(MARKS)
        return decimal_mark in self.group_marks or (both and decimal_mark == ".")

    def read_uncertain(self, number: WrittenNumber, text: str) -> NumberReading | None:
        """Return what the mark of an uncertain cell parts; None where the file does not tell."""
        mark = number.uncertain_mark or ""
        other = _OTHER_MARK.get(mark, "")
        parts_thousands = mark in self.group_marks or other in self.decimal_marks
        parts_decimals = mark in self.decimal_marks or other in self.group_marks
        if parts_thousands and not parts_decimals:
            return "thousands"
        if parts_decimals:
            # Programs write either a fixed number of decimals, or none that is a zero at the end.
            consistent = self.decimal_digits == {3} or not text.strip().endswith("0")
            contradicted = parts_thousands or other in self.coordinate_marks
            certain = consistent and not contradicted and mark in self.decimal_marks
            return "decimals" if certain else None
        is_foreign = other in self.coordinate_marks and mark not in self.coordinate_marks
        return "thousands" if is_foreign else None


@lru_cache(maxsize=65_536)  # models of population repeat their numbers
def read_number(text: str) -> WrittenNumber | None:
    """Read a number from a cell; None where it is none."""
    written = _clean(text)
    if _PLAIN.fullmatch(written):
        return WrittenNumber(float(written))
    match = _UNCERTAIN.fullmatch(written)
    if match is not None:
        return WrittenNumber(
            uncertain_mark=match["mark"],
            as_thousands=float(match["sign"] + match["whole"] + match["digits"]),
            as_decimals=float(f"{match['sign']}{match['whole']}.{match['digits']}"),
        )
    match = _DECIMAL.fullmatch(written)
    if match is not None and match["whole"] + match["digits"]:
        value = float(f"{match['sign']}{match['whole'] or 0}.{match['digits'] or 0}")
        return WrittenNumber(value, decimal_mark=match["decimal"])
    for pattern in (_SPACED, _GROUPED, _REPEATED):
        match = pattern.fullmatch(written)
        if match is not None:
            return _read_grouped(match.groupdict())
    match = _SCIENTIFIC.fullmatch(written)
    return None if match is None else _read_scientific(match, written)


def collect_evidence(
    columns: Iterable[Iterable[object]], coordinate_marks: Iterable[str]
) -> MarkEvidence:
    """Collect what the cells of all columns of numbers show."""
    evidence = MarkEvidence(coordinate_marks=set(coordinate_marks))
    for column in columns:
        for cell in column:
            number = read_number(cell) if isinstance(cell, str) else None
            if number is not None:
                evidence.add(number, str(cell))
    return evidence


def _clean(text: str) -> str:
    if text.isascii() and "`" not in text:
        return text.strip()
    written = unicodedata.normalize("NFKC", text.translate(_APOSTROPHES)).strip()
    return written.replace("\u2212", "-")


def _read_grouped(parts: dict[str, str | None]) -> WrittenNumber:
    mark, decimal = parts["mark"] or "", parts.get("decimal")
    whole = (parts["whole"] or "").replace(mark, "")
    value = float(f"{parts['sign']}{whole}.{parts.get('digits') or 0}")
    return WrittenNumber(value, group_mark=mark, decimal_mark=decimal or None)


def _read_scientific(match: re.Match[str], written: str) -> WrittenNumber:
    lost = int(match["exponent"]) - len(match["digits"] or "")
    if lost > 0:
        return WrittenNumber(is_rounded=True)
    return WrittenNumber(float(written.replace(",", ".")))
