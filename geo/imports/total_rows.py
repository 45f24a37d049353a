"""Rows of a table that sum up the others, or are notes below them: they are no places."""

from __future__ import annotations

from textwrap import shorten

import numpy as np
import pandas as pd
import shapely

from geo.formats.cell_values import is_blank
from geo.formats.findings import RowFinding
from geo.formats.geometry_checks import Geometries
from geo.layers.field_words import join_words

TOTAL_KEY = "row.total"
# Spanish, Portuguese, English, Russian, Kyrgyz.
TOTAL_WORDS = frozenset(
    join_words(word)
    for word in (
        *("total", "totales", "total general", "subtotal", "suma", "sumatoria"),
        *("totais", "total geral", "soma", "totals", "grand total", "sum"),
        *("итого", "всего", "сумма", "итог", "жалпы", "баары", "бардыгы", "жыйынтык"),
    )
)
# With which a note below a table begins.
NOTE_KEY = "row.note_below"
NOTE_WORDS = tuple(
    join_words(word)
    for word in (
        *("fuente", "fuentes", "nota", "notas", "elaboración", "elaborado por", "actualizado"),
        *("fonte", "elaboração", "source", "sources", "note", "notes", "updated", "prepared by"),
        *("источник", "источники", "примечание", "примечания", "составлено", "обновлено"),
        *("булак", "булагы", "эскертүү"),
    )
)
NOTE_STARTS = tuple(f"{word} " for word in NOTE_WORDS)
MAX_QUOTED_NOTE = 40  # characters


def find_total_rows(cells: pd.DataFrame, places: Geometries, rows: np.ndarray) -> list[RowFinding]:
    """
    Find the rows without a place that are a sum by their first text, or a note by their only one.

    Parameters
    ----------
    cells
        Cells of the file.
    places
        Flat; None or empty where a row has none.
    rows
        Row number of each row.
    """
    findings: list[RowFinding] = []
    placeless = np.flatnonzero(shapely.is_missing(places))
    if not placeless.size:
        return findings
    columns = [cells[name].tolist() for name in cells.columns]
    for position in placeless:
        present = [column[position] for column in columns if not is_blank(column[position])]
        word = next((one for one in present if isinstance(one, str) and join_words(one)), "")
        if join_words(word.strip(" :.")) in TOTAL_WORDS:
            findings.append(RowFinding(int(rows[position]), TOTAL_KEY, {"word": word.strip()}))
        elif len(set(map(str, present))) == 1 and f"{join_words(word)} ".startswith(NOTE_STARTS):
            quoted = shorten(word, MAX_QUOTED_NOTE, placeholder="…")
            findings.append(RowFinding(int(rows[position]), NOTE_KEY, {"word": quoted}))
    return findings
