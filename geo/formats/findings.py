"""What is wrong with one row of a file, kept apart from the sentence that says it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass(frozen=True)
class FindingText:
    """A blank that is itself a word of the catalogue, such as the reason why a shape is broken."""

    key: str


@dataclass(frozen=True)
class Finding:
    """What is wrong with a cell or a shape, before anybody says in which row."""

    key: str
    placeholders: dict[str, object] = field(default_factory=dict)


class RowFinding(NamedTuple):
    """
    What is wrong with a row.

    Attributes
    ----------
    row
        As a person counts: the first row of data is 1. None where it is true of the whole layer.
    key
        Of the sentence, as in `row.severity`.
    placeholders
        What fills it. `line` is there where the file has lines a person can go to.
    """

    row: int | None
    key: str
    placeholders: dict[str, object]
