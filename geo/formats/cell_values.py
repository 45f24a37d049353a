"""One cell of a file → one value of a layer, or what is wrong with it."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date, datetime

import pandas as pd

from geo.formats.findings import Fault
from geo.layers.schema import LONGEST_TEXT, Field, Kind
from geo.model import SEVERITIES

NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
YES = frozenset("true t yes y si sí s verdadero v 1".split())
NO = frozenset("false f no n falso 0".split())
ROOM = 40  # signs of a cell that a sentence repeats


def read_cell(value: object, field: Field) -> object:
    """
    Read a cell as its field wants it.

    Returns
    -------
    value
        Text, number, bool or ISO date; the field's default where the cell is empty; a `Fault`
        where it cannot be read, or is empty and must not be.
    """
    if is_blank(value):
        if field.required:
            return Fault("row.blank", {"column": field.name})
        return field.default
    return _READERS[field.kind](value, field)


def is_blank(value: object) -> bool:
    """Tell whether a cell holds nothing: blanks, null, not a number, not a time."""
    if isinstance(value, str):
        return not value.strip()
    return not isinstance(value, list | dict) and bool(pd.isna(value))  # type: ignore[call-overload]  # stubs want a scalar


def as_text(value: object) -> str:
    """Write a cell as text; a code that a program turned into 150142.0 is 150142 again."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value).strip()
    # Half a pair of signs, as broken JSON may hold, cannot be stored.
    return text if text.isascii() else text.encode(errors="replace").decode()


def _text(value: object, field: Field) -> str | Fault:
    if isinstance(value, list | dict | bytes):
        return Fault("row.not_text", {"column": field.name})
    text = as_text(value)
    if len(text) > LONGEST_TEXT:
        blanks: dict[str, object] = {"column": field.name, "length": len(text)}
        return Fault("row.too_long", {**blanks, "most": LONGEST_TEXT})
    return text


def _code(value: object, field: Field) -> str | Fault:
    text = _text(value, field)
    if isinstance(text, Fault):
        return text
    if text.lower() in field.codes:
        return text.lower()
    known = ", ".join(field.codes)
    return Fault("row.code", {"column": field.name, "value": _short(text), "known": known})


def _number(value: object, field: Field) -> float | Fault:
    number = _as_float(value)
    blanks: dict[str, object] = {"column": field.name, "value": _short(value)}
    if number is None or not math.isfinite(number):
        return Fault("row.number", blanks)
    return Fault("row.negative", blanks) if number < 0 else number


def _severity(value: object, field: Field) -> int | Fault:
    number = _as_float(value)
    if number is None or number not in SEVERITIES:
        return Fault("row.severity", {"column": field.name, "value": _short(value)})
    return int(number)


def _flag(value: object, field: Field) -> bool | Fault:
    word = str(int(value) if isinstance(value, float) and value in {0, 1} else value)
    if word.strip().lower() in YES:
        return True
    if word.strip().lower() in NO:
        return False
    return Fault("row.flag", {"column": field.name, "value": _short(value)})


def _day(value: object, field: Field) -> str | Fault:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    try:
        return datetime.fromisoformat(str(value).strip()).date().isoformat()
    except ValueError:
        return Fault("row.date", {"column": field.name, "value": _short(value)})


def _as_float(value: object) -> float | None:
    if isinstance(value, bool | list | dict):
        return None
    text = str(value).strip()
    return float(text) if NUMBER.fullmatch(text) else None


def _short(value: object) -> str:
    text = str(value).strip()
    return text if len(text) <= ROOM else f"{text[:ROOM]}…"


_READERS: dict[Kind, Callable[[object, Field], object]] = {
    "text": _text,
    "code": _code,
    "number": _number,
    "severity": _severity,
    "flag": _flag,
    "day": _day,
}
