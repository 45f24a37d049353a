"""Parsing of one cell of a file into a value of a layer field, or a finding."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date, datetime

import pandas as pd

from geo.formats.findings import Finding
from geo.layers.schema import MAX_TEXT_LENGTH, FieldKind, LayerField
from geo.layers.text_cleaning import clean_text
from geo.model import SEVERITIES

NUMBER_PATTERN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
MAX_QUOTED_LENGTH = 40  # characters of a cell quoted in a message


def parse_cell(value: object, field: LayerField) -> object:
    """
    Parse a cell by the kind of its field.

    Returns
    -------
    value
        Text, number, bool or ISO date; the field's default where the cell is empty; a `Finding`
        where it cannot be parsed, or is empty and required.
    """
    if isinstance(value, str):
        value = clean_text(value)  # before it is asked for: a name of invisible characters is none
    if is_blank(value):
        if field.required:
            return Finding("row.blank", {"column": field.name})
        return field.default
    return _CELL_PARSERS[field.kind](value, field)


def parse_cell_once(
    value: object, field: LayerField, parsed: dict[tuple[type, object], object]
) -> object:
    """Parse a cell as `parse_cell`, or return what an equal one of the column gave in `parsed`."""
    if not isinstance(value, str | int | float):
        return parse_cell(value, field)
    key = (type(value), value)
    if key not in parsed:
        parsed[key] = parse_cell(value, field)
    return parsed[key]


def is_blank(value: object) -> bool:
    """Return whether a cell is empty: placeholders, null, NaN or NaT."""
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, float):
        return math.isnan(value)
    return not isinstance(value, list | dict) and bool(pd.isna(value))  # type: ignore[call-overload]  # stubs want a scalar


def format_cell(value: object) -> str:
    """Format a cell as text; a code stored as the float 150142.0 becomes 150142."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return clean_text(str(value)).strip()


def _parse_text(value: object, field: LayerField) -> str | Finding:
    if isinstance(value, list | dict | bytes):
        return Finding("row.not_text", {"column": field.name})
    text = format_cell(value)
    if len(text) > MAX_TEXT_LENGTH:
        placeholders: dict[str, object] = {"column": field.name, "length": len(text)}
        return Finding("row.too_long", {**placeholders, "most": MAX_TEXT_LENGTH})
    return text


def _parse_code(value: object, field: LayerField) -> str | Finding:
    text = _parse_text(value, field)
    if isinstance(text, Finding):
        return text
    if text.lower() in field.codes:
        return text.lower()
    codes = ", ".join(field.codes)
    return Finding("row.code", {"column": field.name, "value": truncate_text(text), "known": codes})


def _parse_number(value: object, field: LayerField) -> float | Finding:
    number = _parse_float(value)
    if number is not None and 0 <= number < math.inf:
        return number
    is_negative = number is not None and -math.inf < number < 0
    placeholders: dict[str, object] = {"column": field.name, "value": truncate_text(value)}
    return Finding("row.negative" if is_negative else "row.number", placeholders)


def _parse_severity(value: object, field: LayerField) -> int | Finding:
    number = _parse_float(value)
    if number is None or number not in SEVERITIES:
        return Finding("row.severity", {"column": field.name, "value": truncate_text(value)})
    return int(number)


def _parse_date(value: object, field: LayerField) -> str | Finding:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    try:
        return datetime.fromisoformat(str(value).strip()).date().isoformat()
    except ValueError:
        return Finding("row.date", {"column": field.name, "value": truncate_text(value)})


def _parse_float(value: object) -> float | None:
    if isinstance(value, bool | list | dict):
        return None
    text = str(value).strip()
    return float(text) if NUMBER_PATTERN.fullmatch(text) else None


def truncate_text(value: object) -> str:
    """Return a cell as text short enough to be quoted in a message."""
    text = str(value).strip()
    return text if len(text) <= MAX_QUOTED_LENGTH else f"{text[:MAX_QUOTED_LENGTH]}…"


_CELL_PARSERS: dict[FieldKind, Callable[[object, LayerField], object]] = {
    "text": _parse_text,
    "code": _parse_code,
    "number": _parse_number,
    "severity": _parse_severity,
    "day": _parse_date,
}
