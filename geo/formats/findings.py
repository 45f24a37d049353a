"""Findings of a file check: message keys with placeholders, without their translation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

QuestionKind = Literal[
    "numbers",
    "dates",
    "column",
    "code",
    "axes",
    "zero_rows",
    "hours",
    "hours_end",
    "encoding",
    "integer_digits",
    "hemisphere",
    "coordinates",
]

MAX_LISTED_ROWS = 50  # rows or ranges of rows listed in one finding before "…"
MAX_LISTED_COLUMNS = 15  # names of columns listed in a message before "…"


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


def list_some(texts: Iterable[str], limit: int, *, separator: str = ", ") -> str:
    """List the first texts; "…" stands for those beyond the limit."""
    listed = list(texts)
    return separator.join([*listed[:limit], *(["…"] if len(listed) > limit else [])])


def list_rows(rows: Iterable[int]) -> str:
    """List row numbers for a finding on several rows, neighbours as a range: 3, 5–9, 12."""
    return list_some((format_range(one) for one in group_neighbours(rows)), MAX_LISTED_ROWS)


def group_neighbours(rows: Iterable[int]) -> list[list[int]]:
    """Group row numbers, each once and in order, so that neighbours are together."""
    groups: list[list[int]] = []
    for row in sorted({int(row) for row in rows}):
        if groups and row == groups[-1][-1] + 1:
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def format_range(group: list[int]) -> str:
    """Format neighbouring row numbers: 12, or 5–9."""
    return str(group[0]) if len(group) == 1 else f"{group[0]}–{group[-1]}"
