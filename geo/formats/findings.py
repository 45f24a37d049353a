"""Findings of a file check: message keys with placeholders, without their translation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

QuestionKind = Literal["numbers", "column", "code", "axes", "zero_rows", "hours", "hours_end"]

MAX_LISTED_ROWS = 50  # rows listed in one finding before "…"


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


class ImportQuestion(NamedTuple):
    """
    A question to whoever imports a file, where the file can be read in several ways.

    Attributes
    ----------
    kind
        What is chosen, as in `ImportChoices`.
    subject
        Field in question; empty where it concerns the places.
    text
        Example or word from the file.
    options
        What can be chosen.
    values
        What the example would be read as, by option; empty where the options say it.
    """

    kind: QuestionKind
    subject: str
    text: str
    options: tuple[str, ...]
    values: tuple[str, ...] = ()


def list_rows(rows: Iterable[int]) -> str:
    """List row numbers for a finding on several rows."""
    listed = [str(row) for row in rows]
    return ", ".join([*listed[:MAX_LISTED_ROWS], *(["…"] if len(listed) > MAX_LISTED_ROWS else [])])
