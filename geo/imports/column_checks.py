"""Checks of the columns of a file, and parsing of the cells of those that a layer has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from geo.formats.findings import MAX_LISTED_COLUMNS, RowFinding, list_some
from geo.imports.cell_reading import CellReader
from geo.imports.confidentiality import FileStatements
from geo.imports.import_choices import ImportChoices
from geo.layers.column_matching import ColumnMatch
from geo.layers.schema import LAYER_SCHEMAS, LayerField
from geo.model import LayerName


def list_dropped(cells: pd.DataFrame, match: ColumnMatch) -> tuple[str, ...]:
    """List the columns of a file that no field takes."""
    return tuple(name for name in cells.columns if name not in match.columns.values())


def name_aliases(match: ColumnMatch) -> dict[str, str]:
    """Return the column of each field that has another name in the file."""
    return {field: name for field, name in match.columns.items() if field != name.lower()}


def check_columns(
    names: Sequence[str], match: ColumnMatch, layer: LayerName, choices: ImportChoices
) -> Iterator[RowFinding]:
    """Find the fields without a column, and those with several."""
    missing = [
        field.name
        for field in LAYER_SCHEMAS[layer].fields
        if field.required and field.name not in match.columns
    ]
    if layer == "zones" and not match.columns:
        missing = ["name"]
    missing += [name for name in choices.columns.values() if name not in names]
    if missing:
        listed = list_some(names, MAX_LISTED_COLUMNS)
        yield RowFinding(
            None, "row.columns", {"missing": ", ".join(missing), "found": listed or "–"}
        )
    for field, columns in match.ambiguous.items():
        yield RowFinding(None, "row.doubled", {"column": field, "found": ", ".join(columns)})


def parse_columns(
    cells: pd.DataFrame, match: ColumnMatch, fields: Sequence[LayerField], reader: CellReader
) -> pd.DataFrame:
    """Parse every cell of every field; a field without a column takes its default."""
    columns: dict[str, list[object]] = {}
    for field in fields:
        if field.name in match.columns:
            column = cells[match.columns[field.name]].tolist()
            columns[field.name] = reader.read_column(column, field)
        else:
            columns[field.name] = [field.default] * len(cells)
    return pd.DataFrame(columns, dtype=object)


def name_flag_columns(stated: FileStatements, layer: LayerName) -> dict[str, str]:
    """Name the columns that say what is confidential, but for those named as the fields are."""
    if LAYER_SCHEMAS[layer].confidential_codes is None:
        return {}
    fields = {field.name for field in LAYER_SCHEMAS[layer].fields}
    others = [name for name in stated.columns if name.lower() not in fields]
    return {"confidential": ", ".join(others)} if others else {}
