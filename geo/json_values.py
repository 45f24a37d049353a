"""JSON values of Python and numpy values, moments and files, in the shapes of docs/json.md."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from pathlib import Path


def to_json_value(value: object) -> object:
    """
    Convert Python, numpy and pandas values to JSON values, whatever they are nested in.

    Returns
    -------
    value
        Numbers that are not finite and missing values as None, dataclasses as objects, moments as
        `format_json_moment` writes them, days as ISO 8601, paths as text.
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: to_json_value(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {str(name): to_json_value(inner) for name, inner in value.items()}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return to_json_value(value._asdict())
    if isinstance(value, list | tuple):
        return [to_json_value(inner) for inner in value]
    return _to_json_scalar(value)


def format_json_moment(moment: datetime) -> str:
    """
    Format a moment: ISO 8601 to the second, with the offset of its time zone.

    Raises
    ------
    ValueError
        If it has no time zone, so that nobody could tell when it is.
    """
    if moment.utcoffset() is None:
        msg = "a moment without a time zone"
        raise ValueError(msg)
    return moment.isoformat(timespec="seconds")


def make_file_record(path: Path) -> dict[str, object]:
    """
    Make the record of a file that a command read, wrote, replaced or erased.

    Returns
    -------
    record
        `path` as text, and `bytes`, its size; None for a folder, and where nothing is there.
    """
    return {"path": str(path), "bytes": path.stat().st_size if path.is_file() else None}


def _to_json_scalar(value: object) -> object:
    # Whoever has not loaded a package has none of its values.
    numpy, pandas = sys.modules.get("numpy"), sys.modules.get("pandas")
    if pandas is not None and (value is pandas.NA or value is pandas.NaT):
        return None
    if numpy is not None and isinstance(value, numpy.generic):
        return _to_json_scalar(value.item())
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, datetime):
        return format_json_moment(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Path) else value
