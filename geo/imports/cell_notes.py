"""Notes on what cells of a file were read as."""

from __future__ import annotations

from typing import Literal, NamedTuple

CellOutcome = Literal["personal", "lost", "doubtful", "shortened", "recovered", "number", "code"]
CELL_OUTCOMES: tuple[CellOutcome, ...] = (
    "personal",
    "lost",
    "doubtful",
    "shortened",
    "recovered",
    "number",
    "code",
)


class CellNote(NamedTuple):
    """
    What one text of a column was read as, in which rows.

    Attributes
    ----------
    outcome
        `personal`: it may say who somebody is, nothing was saved; `lost`: digits are missing,
        nothing was saved; `doubtful` and `shortened`: saved, but a zero or a plus may be missing
        at its beginning; `recovered`, `number`, `code`: read as `value`.
    column
        Field of the layer.
    text
        The text, or one of them where they were all read alike.
    """

    outcome: CellOutcome
    column: str
    text: str
    value: str | None
    rows: tuple[int, ...]
