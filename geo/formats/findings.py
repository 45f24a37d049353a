"""Findings of a file check: message keys with placeholders, without their translation."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass(frozen=True)
class FindingText:
    """A placeholder that is itself a message key, such as the reason of an invalid geometry."""

    key: str


@dataclass(frozen=True)
class Finding:
    """An error in a cell or a geometry, without its row."""

    key: str
    placeholders: dict[str, object] = field(default_factory=dict)


class RowFinding(NamedTuple):
    """
    An error in a row.

    Attributes
    ----------
    row
        Counted from 1, the first row of data. None where it concerns the complete layer.
    key
        Message key, as in `row.severity`.
    placeholders
        Values of the message. `line` is present for formats with one row a line.
    """

    row: int | None
    key: str
    placeholders: dict[str, object]
