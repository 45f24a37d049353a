"""Check of rows that waited without a clear layer, as rows of the layer that somebody says."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.formats.cell_values import is_blank
from geo.formats.findings import FindingText, RowFinding
from geo.imports.checked_layer import CheckedLayer, WaitingRows, leave_out_addresses
from geo.imports.file_parsing import ParsedLayerFile, examine_file
from geo.imports.import_choices import NO_CHOICES, ImportChoices
from geo.imports.import_report import ImportReport
from geo.imports.layer_import import save_rows
from geo.imports.point_areas import check_radius
from geo.imports.row_proposals import Corrections
from geo.imports.row_settling import settle_rows
from geo.imports.unclear_rows import FLAGS, MEANING_KEY, SHELTER_KEY
from geo.layers.column_matching import match_columns
from geo.layers.schema import LAYER_SCHEMAS
from geo.model import Community, LayerName
from geo.store.database import Transaction
from geo.store.import_batches import Doubt, ImportBatch, decide, move_on


@dataclass(frozen=True)
class UnclearDecision:
    """
    What somebody says of rows without a clear layer.

    Attributes
    ----------
    corrections
        Written into the rows before.
    radius_m
        Radius [m] of the circles that the points of risk areas become, or None.
    """

    layer: LayerName
    corrections: Corrections
    radius_m: float | None


def resolve_unclear(  # noqa: PLR0913 (the rows, and what is decided on them)
    transaction: Transaction,
    community: Community,
    batch: ImportBatch,
    frame: gpd.GeoDataFrame,
    doubts: Mapping[int, Sequence[Doubt]],
    decision: UnclearDecision,
) -> ImportReport:
    """
    Bring rows without a clear layer into one, as a part of their import.

    Returns
    -------
    report
        On these rows; those with another doubt go on waiting in the layer.

    Raises
    ------
    LayerRadiusError, NumberError
        If the radius cannot be used.
    WriteDeniedError, ProposalLimitError
        If the acting role may neither write nor propose that.
    """
    layer, radius_m = decision.layer, decision.radius_m
    if radius_m is not None:
        check_radius(layer, radius_m)
    parsed = examine_unclear(frame, doubts, batch.file, layer, decision.corrections, radius_m)
    parsed, report = settle_rows(parsed, community, layer, NO_CHOICES, radius_m, is_part=True)
    report = save_rows(transaction, community.slug, parsed, report, "add", part_of=batch)
    waiting = {int(row) for row in report.waiting}
    decide(transaction, batch, [int(one) for one in frame.index if one not in waiting], "taken")
    move_on(transaction, batch, report.waiting)
    return report


def examine_unclear(  # noqa: PLR0913 (the rows, and what somebody says of them)
    frame: gpd.GeoDataFrame,
    doubts: Mapping[int, Sequence[Doubt]],
    file: str,
    layer: LayerName,
    corrections: Corrections,
    radius_m: float | None,
) -> ParsedLayerFile:
    """
    Check rows of `make_unclear` as rows of a layer.

    Parameters
    ----------
    frame, doubts
        As they waited.
    corrections
        Written into the rows before; without a column of such a name they make one.
    radius_m
        Radius [m] of the circles that the points of risk areas are to become, or None.

    Returns
    -------
    parsed
        A row that may be a shelter is confidential unless it says that it is public; in a layer
        without confidential rows, one that was said to be confidential waits.
    """
    part = _fill(frame, layer, corrections)
    found = [
        RowFinding(int(row), key, _decode(placeholders))
        for row in frame.index
        for key, placeholders in doubts[int(row)]
        if key not in (MEANING_KEY, SHELTER_KEY)
    ]
    part.attrs = {
        "file": file,
        "reprojected_from": None,
        "crs_assumed": False,
        "findings": found,
        "doubts": [],
    }
    choices = ImportChoices(codes=dict(corrections.codes), numbers=corrections.numbers)
    parsed = examine_file(part, layer, choices, accepts_points=radius_m is not None, waits=True)
    shelters = [
        int(row) for row in frame.index if any(key == SHELTER_KEY for key, _ in doubts[int(row)])
    ]
    return _make_confidential(parsed, layer, shelters)


def _fill(frame: gpd.GeoDataFrame, layer: LayerName, corrections: Corrections) -> gpd.GeoDataFrame:
    """Write corrections into the columns of their fields, and add those that the layer needs."""
    part = frame.copy()
    geometry = part.geometry.name
    flags = [one for one in FLAGS if all(map(is_blank, part[one]))]
    part = part.drop(columns=flags)
    names = [str(one) for one in part.columns if one != geometry]
    match = match_columns(names, layer).columns
    for field in LAYER_SCHEMAS[layer].fields:
        text = corrections.values.get(field.name)
        column = match.get(field.name)
        if text is not None:
            part[column or field.name] = pd.Series([text] * len(part), part.index, dtype=object)
        elif column is None and field.required:
            part[field.name] = pd.Series([None] * len(part), part.index, dtype=object)
    return part.set_geometry(geometry)


def _make_confidential(
    parsed: ParsedLayerFile, layer: LayerName, shelters: Sequence[int]
) -> ParsedLayerFile:
    if not shelters or LAYER_SCHEMAS[layer].confidential_codes is None:
        return parsed
    checked = _flag(parsed.checked, shelters)
    waiting = parsed.waiting
    if waiting is not None and len(waiting.frame):
        likely = waiting.frame.index.isin(shelters) & ~waiting.frame["public"].eq(other=True)
        flags = waiting.frame["confidential"].astype(object).where(~likely, other=True)
        waiting = WaitingRows(waiting.frame.assign(confidential=flags), waiting.doubts)
    return dataclasses.replace(parsed, checked=checked, waiting=waiting)


def _flag(checked: CheckedLayer, shelters: Sequence[int]) -> CheckedLayer:
    frame = checked.frame
    likely = frame.index.isin(shelters) & ~frame["public"].to_numpy(dtype=bool)
    unsaid = likely & ~frame["confidential"].to_numpy(dtype=bool)
    if not unsaid.any():
        return checked
    rows = {int(row) for row in frame.index[unsaid]}
    reasons = dict(checked.confidential_rows)
    reasons["name"] = tuple(sorted(rows | set(reasons.get("name", ()))))
    confidential = frame["confidential"].to_numpy(dtype=bool) | np.asarray(likely)
    frame = frame.assign(confidential=confidential)
    flagged = dataclasses.replace(checked, frame=frame, confidential_rows=reasons)
    return leave_out_addresses(flagged)


def _decode(placeholders: Mapping[str, object]) -> dict[str, object]:
    return {
        name: FindingText(str(value["key"])) if isinstance(value, dict) else value
        for name, value in placeholders.items()
    }
