"""Rows of a table that sum up the others: they are no places."""

from __future__ import annotations

import numpy as np
import pandas as pd

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


def find_total_rows(cells: pd.DataFrame, places: Geometries, rows: np.ndarray) -> list[RowFinding]:
    """
    Find the rows without a place whose first text says that they are a sum.

    Parameters
    ----------
    cells
        Cells of the file.
    places
        Flat; None or empty where a row has none.
    rows
        Row number of each row.
    """
    findings = []
    columns = [cells[name].tolist() for name in cells.columns]
    for position in np.flatnonzero(pd.isna(places)):
        texts = (column[position] for column in columns)
        word = next((one for one in texts if isinstance(one, str) and join_words(one)), "")
        if join_words(word.strip(" :.")) in TOTAL_WORDS:
            findings.append(RowFinding(int(rows[position]), TOTAL_KEY, {"word": word.strip()}))
    return findings
