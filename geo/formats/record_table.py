"""Table of the rows of a file whose features name their own cells: one column per name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from geo.formats.memory_limit import check_cell_count
from geo.layers.column_matching import make_unique_names


def build_record_table(
    records: Sequence[Mapping[str, Any]], *, file: str, leading: Sequence[str] = ()
) -> pd.DataFrame:
    """
    Build a table of records.

    Parameters
    ----------
    records
        Cells by column name; a record may lack some, which are None then.
    file
        Name for the errors.
    leading
        Columns that come first, as far as any record has a value there.

    Raises
    ------
    LayerColumnsError, LayerMemoryError
        If there are more columns or cells than are read.
    """
    found = dict.fromkeys(name for record in records for name in record)
    present = [
        name
        for name in leading
        if name in found and any(record.get(name) not in (None, "") for record in records)
    ]
    names = [*present, *(name for name in found if name not in leading)]
    check_cell_count(len(records), len(names), file=file)
    columns = {
        unique: [record.get(name) for record in records]
        for name, unique in zip(names, make_unique_names(names), strict=True)
    }
    return pd.DataFrame(columns, index=range(len(records)), dtype=object)


def merge_cells(own: Mapping[str, Any], others: Mapping[str, Any]) -> dict[str, Any]:
    """
    Add cells that a file's author named to those that its format has.

    A name of both gets a number, `name (2)`, unless both say the same.
    """
    merged = dict(own)
    for name, value in others.items():
        if name not in merged or merged[name] in (None, "", value):
            merged[name] = value
            continue
        number = 2
        while f"{name} ({number})" in merged:
            number += 1
        merged[f"{name} ({number})"] = value
    return merged
