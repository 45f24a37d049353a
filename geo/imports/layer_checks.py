"""The frame of a file → the frame of a layer, or every row that has to be mended first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.errors import LayerFileEmptyError, LayerRowsError
from geo.formats.cell_values import read_cell
from geo.formats.findings import Fault, RowProblem
from geo.formats.geometry_checks import check_shapes
from geo.layers.schema import FIELDS, SHAPES, Field, Kind, Match, match_columns
from geo.model import CONFIDENTIAL_SERVICE_TYPES, CONFIDENTIAL_ZONE_KINDS, WGS84, LayerName

# An unknown number is NaN, and so is null in the store.
_TYPES: dict[Kind, Any] = {"number": np.float64, "severity": np.int64, "flag": np.bool_}
NAMES_IN_A_SENTENCE = 15  # columns a sentence lists before it says "…"


@dataclass(frozen=True)
class CheckedLayer:
    """
    A layer ready for the store, and what was done to make it so.

    Attributes
    ----------
    frame
        Columns of the layer and EPSG:4326 geometry; index `row` as in the file.
    dropped_columns
        Columns of the file that the layer has no place for.
    read_as
        Field name to the other name that the file gave it.
    made_confidential
        Rows whose place is kept whatever the file says.
    mended
        Rows whose outline was put in order without changing what it covers.
    """

    frame: gpd.GeoDataFrame
    dropped_columns: tuple[str, ...]
    read_as: dict[str, str]
    made_confidential: tuple[int, ...]
    mended: tuple[int, ...]


def check_layer(frame: gpd.GeoDataFrame, layer: LayerName) -> gpd.GeoDataFrame:
    """
    Check a file's frame and make it a layer's; see `examine_layer`.

    Raises
    ------
    LayerRowsError
        If any row has to be mended: it holds them all.
    """
    return examine_layer(frame, layer).frame


def examine_layer(frame: gpd.GeoDataFrame, layer: LayerName) -> CheckedLayer:
    """
    Check a file's frame, make it a layer's, and tell what was done.

    Parameters
    ----------
    frame
        As `read_layer_file` gives it; other frames in EPSG:4326 will do, with the index as rows.

    Raises
    ------
    LayerFileEmptyError
        If it has no rows.
    LayerRowsError
        If any row has to be mended: it holds them all.
    """
    if frame.empty:
        raise LayerFileEmptyError(file=frame.attrs.get("file", ""))
    rows = frame.index.get_level_values(0).to_numpy()
    cells = pd.DataFrame(frame.drop(columns=frame.geometry.name))
    match = match_columns([str(name) for name in cells.columns], layer)
    problems = [*frame.attrs.get("problems", []), *_column_problems(cells, match, layer)]
    values, cell_problems = _values(cells, match, FIELDS[layer], rows)
    shapes = check_shapes(np.asarray(frame.geometry.array, dtype=object), SHAPES[layer])
    unread = {problem.row for problem in problems}
    problems += cell_problems
    for place, fault in shapes.faults.items():
        if not (fault.key == "row.no_place" and rows[place] in unread):
            problems.append(RowProblem(int(rows[place]), fault.key, fault.blanks))
    if match.columns:
        problems += _together(values, layer, rows)
    if problems:
        raise LayerRowsError(
            layer=layer, file=frame.attrs.get("file", ""), problems=_sorted(problems, frame.index)
        )
    values = values.astype({f.name: _TYPES[f.kind] for f in FIELDS[layer] if f.kind in _TYPES})
    made_confidential = _keep_confidential(values, layer)
    checked = gpd.GeoDataFrame(values, geometry=list(shapes.shapes), crs=WGS84)
    return CheckedLayer(
        frame=checked.set_axis(pd.Index(rows, name="row"), axis="index"),
        dropped_columns=tuple(c for c in cells.columns if c not in match.columns.values()),
        read_as={field: name for field, name in match.columns.items() if field != name.lower()},
        made_confidential=tuple(int(rows[place]) for place in made_confidential),
        mended=tuple(int(rows[place]) for place in shapes.mended),
    )


def _column_problems(cells: pd.DataFrame, match: Match, layer: LayerName) -> Iterator[RowProblem]:
    missing = [f.name for f in FIELDS[layer] if f.required and f.name not in match.columns]
    if layer == "zones" and not match.columns:
        missing = ["name"]
    if missing:
        names = [str(name) for name in cells.columns]
        more = ["…"] if len(names) > NAMES_IN_A_SENTENCE else []
        found = ", ".join([*names[:NAMES_IN_A_SENTENCE], *more])
        yield RowProblem(
            None, "row.columns", {"missing": ", ".join(missing), "found": found or "–"}
        )
    for field, claims in match.doubled.items():
        yield RowProblem(None, "row.doubled", {"column": field, "found": ", ".join(claims)})


def _values(
    cells: pd.DataFrame, match: Match, fields: Sequence[Field], rows: np.ndarray
) -> tuple[pd.DataFrame, list[RowProblem]]:
    """Read every cell of every field; a field without a column takes its default."""
    problems = []
    columns: dict[str, list[object]] = {}
    for field in fields:
        if field.name not in match.columns:
            columns[field.name] = [field.default] * len(cells)
            continue
        read = [read_cell(cell, field) for cell in cells[match.columns[field.name]]]
        for row, value in zip(rows, read, strict=True):
            if isinstance(value, Fault):
                problems.append(RowProblem(int(row), value.key, value.blanks))
        columns[field.name] = [None if isinstance(value, Fault) else value for value in read]
    return pd.DataFrame(columns, dtype=object), problems


def _together(values: pd.DataFrame, layer: LayerName, rows: np.ndarray) -> list[RowProblem]:
    """Judge what only several cells of a row can tell."""
    judge = _JUDGES.get(layer)
    if judge is None:
        return []
    found = zip(rows, values.itertuples(index=False), strict=True)
    judged = ((int(row), judge(*cells)) for row, cells in found)
    return [RowProblem(row, fault.key, fault.blanks) for row, fault in judged if fault]


def _women_among_people(people: float | None, women: float | None) -> Fault | None:
    if people is not None and women is not None and women > people:
        return Fault("row.women", {"women": women, "people": people})
    return None


def _named(code: str | None, name: str | None) -> Fault | None:
    return Fault("row.unnamed") if code is None and name is None else None


_JUDGES: dict[LayerName, Callable[..., Fault | None]] = {
    "demand": _women_among_people,
    "zones": _named,
}


def _keep_confidential(values: pd.DataFrame, layer: LayerName) -> np.ndarray:
    """Mark in place what is confidential by its nature; positions of those not marked before."""
    if layer == "services":
        kept = values["type"].isin(CONFIDENTIAL_SERVICE_TYPES) & ~values["confidential"]
        values.loc[kept, "confidential"] = True
        return np.flatnonzero(kept)
    if layer == "safe_zones":
        return np.flatnonzero(values["kind"].isin(CONFIDENTIAL_ZONE_KINDS))
    return np.array([], dtype=int)


def _sorted(problems: list[RowProblem], index: pd.Index) -> list[RowProblem]:
    """Order problems by row, the whole layer's first, and tell the line where there is one."""
    lines = dict(index) if index.nlevels > 1 else {}
    told = [
        RowProblem(row, key, {**blanks, "line": lines[row]} if row in lines else blanks)
        for row, key, blanks in problems
    ]
    return sorted(told, key=lambda problem: problem.row or 0)
