"""Reading of the opening hours of a file's services, with an account of every row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from geo.layers.opening_hours_reader import has_no_time, read_hours_column
from geo.layers.text_cleaning import clean_text

HOURS_COLUMN = "opening_hours"
HoursOutcome = Literal["unsure", "call", "read"]
OUTCOMES: tuple[HoursOutcome, ...] = ("unsure", "call", "read")


class HoursNote(NamedTuple):
    """
    What one text on opening hours was read as, in which rows.

    Attributes
    ----------
    outcome
        `unsure`: not understood, and kept as text; `call`: it gives no time, only whom to call;
        `read`: converted to `syntax`.
    syntax
        OpenStreetMap `opening_hours` that was saved; None where the text was kept.
    """

    outcome: HoursOutcome
    text: str
    syntax: str | None
    rows: tuple[int, ...]


def read_layer_hours(
    values: pd.DataFrame, cells: Sequence[object], rows: np.ndarray
) -> tuple[HoursNote, ...]:
    """
    Convert the opening hours of a layer in place, where they can be read.

    Parameters
    ----------
    values
        Parsed values; its column `opening_hours` is changed.
    cells
        The column as it is in the file: blanks at an end show where a table cuts its texts.
    rows
        Row numbers for the notes.

    Returns
    -------
    notes
        One per distinct text that was not OpenStreetMap syntax already, or gives no time; those
        that were not understood first.
    """
    texts = [
        (clean_text(cell) if isinstance(cell, str) else value) if value is not None else None
        for cell, value in zip(cells, values[HOURS_COLUMN], strict=True)
    ]
    rows_by_note: dict[tuple[HoursOutcome, str, str | None], list[int]] = {}
    for position, reading in enumerate(read_hours_column(texts)):
        if reading is None:
            continue
        if reading.syntax is not None:
            values.loc[values.index[position], HOURS_COLUMN] = reading.syntax
        outcome: HoursOutcome = "unsure"
        if reading.syntax is not None:
            outcome = "call" if has_no_time(reading.syntax) else "read"
        if reading.confidence != "exact" or outcome == "call":
            key = (outcome, reading.text.strip(), reading.syntax)
            rows_by_note.setdefault(key, []).append(int(rows[position]))
    notes = [HoursNote(*key, tuple(found)) for key, found in rows_by_note.items()]
    return tuple(sorted(notes, key=lambda note: OUTCOMES.index(note.outcome)))
