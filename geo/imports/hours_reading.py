"""Reading of the opening hours of a file's services, with an account of every row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from geo.formats.findings import ImportQuestion, RowFinding
from geo.imports.import_choices import HOURS, HOURS_END, NO_CHOICES, ImportChoices
from geo.layers.hours_proposals import Proposals
from geo.layers.opening_hours_reader import HoursReading, has_no_time, read_hours_column
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
    proposals
        What a text that was kept may mean, where nobody chose.
    """

    outcome: HoursOutcome
    text: str
    syntax: str | None
    rows: tuple[int, ...]
    proposals: Proposals = ()


def read_layer_hours(
    values: pd.DataFrame,
    cells: Sequence[object],
    rows: np.ndarray,
    choices: ImportChoices = NO_CHOICES,
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
    choices
        Which of several meanings a text has.

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
    rows_by_note: dict[tuple[HoursOutcome, str, str | None, Proposals], list[int]] = {}
    for position, reading in enumerate(read_hours_column(texts)):
        if reading is None:
            continue
        syntax = reading.syntax or _choose_syntax(reading, choices)
        if syntax is not None:
            values.loc[values.index[position], HOURS_COLUMN] = syntax
        outcome: HoursOutcome = "unsure"
        if syntax is not None:
            outcome = "call" if has_no_time(syntax) else "read"
        if reading.confidence != "exact" or outcome == "call":
            open_ones = () if syntax else _list_open(reading, choices)
            key = (outcome, reading.text.strip(), syntax, open_ones)
            rows_by_note.setdefault(key, []).append(int(rows[position]))
    notes = [
        HoursNote(outcome, text, syntax, tuple(found), proposals)
        for (outcome, text, syntax, proposals), found in rows_by_note.items()
    ]
    return tuple(sorted(notes, key=lambda note: OUTCOMES.index(note.outcome)))


def list_hours_questions(
    notes: Sequence[HoursNote], choices: ImportChoices
) -> list[ImportQuestion]:
    """Ask once what all texts mean that were understood in part, and once when hours end."""
    if not choices.requires_hours:
        return []
    in_part = [one for one in notes if one.proposals and one.proposals[0][0] == "as_read"]
    ends = [one for one in notes if one.proposals and one.proposals[0][0] != "as_read"]
    read_as = "; ".join(f"«{one.text}» → {one.proposals[0][1]}" for one in in_part)
    texts = "; ".join(f"«{one.text}»" for one in ends)
    questions = [ImportQuestion("hours", HOURS_COLUMN, read_as, HOURS)] if in_part else []
    return questions + (
        [ImportQuestion("hours_end", HOURS_COLUMN, texts, HOURS_END)] if ends else []
    )


def list_hours_findings(notes: Sequence[HoursNote], choices: ImportChoices) -> list[RowFinding]:
    """List the rows whose hours have to be asked about."""
    if not choices.requires_hours:
        return []
    return [
        RowFinding(row, "row.hours", {"text": note.text})
        for note in notes
        if note.proposals
        for row in note.rows
    ]


def _choose_syntax(reading: HoursReading, choices: ImportChoices) -> str | None:
    chosen = (choices.hours, choices.hours_end)
    return next((syntax for choice, syntax in reading.proposals if choice in chosen), None)


def _list_open(reading: HoursReading, choices: ImportChoices) -> Proposals:
    """List what a text may mean, unless it was chosen to keep such texts."""
    if not reading.proposals:
        return ()
    is_in_part = reading.proposals[0][0] == "as_read"
    is_chosen = (choices.hours if is_in_part else choices.hours_end) is not None
    return () if is_chosen else reading.proposals
