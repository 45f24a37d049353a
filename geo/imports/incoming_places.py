"""The places of a file that comes in, with what becomes of each, as an audience may see them."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.imports.file_import import SettledFile
from geo.imports.unclear_rows import SHELTER_KEY
from geo.layers.schema import LAYER_SCHEMAS
from geo.model import WGS84, Audience, LayerName
from geo.privacy.redaction import redact
from geo.store.import_batches import UNCLEAR

STATES = ("taken", "waiting", "left_out")


def count_rows(settled: SettledFile) -> dict[str, int]:
    """Count the rows that were `read`, and those of each of `STATES`; they add up to them."""
    parsed = settled.parsed
    waiting = len(parsed.unclear.frame)
    left_out = len(parsed.left_out)
    for one, report in settled.layers.values():
        waiting += 0 if one.waiting is None else len(one.waiting.frame)
        left_out += len(report.skipped)
    taken = parsed.rows - waiting - left_out
    return {"read": parsed.rows, "taken": taken, "waiting": waiting, "left_out": left_out}


def count_by_layer(settled: SettledFile) -> dict[str, int]:
    """Count the rows of each layer, and those whose layer is not clear, `unclear`."""
    counts = {str(layer): report.rows for layer, (_, report) in settled.layers.items()}
    return {**counts, UNCLEAR: len(settled.parsed.unclear.frame)}


def list_incoming_places(settled: SettledFile, audience: Audience) -> gpd.GeoDataFrame:
    """
    List the places of a file as the gate discloses them, in the order of `STATES`.

    Parameters
    ----------
    audience
        Other audiences than coordinators are given no place that is confidential or may be a
        shelter, nor homes, although the file is their own: a screen may be seen by others.

    Returns
    -------
    places
        EPSG:4326, with `state`, `layer` (None for what is left out, or not clear) and `row`.
    """
    parts: list[pd.DataFrame] = []
    for layer, (parsed, _) in settled.layers.items():
        parts.append(_redact(parsed.checked.frame, layer, audience, "taken"))
        if parsed.waiting is not None and len(parsed.waiting.frame):
            parts.append(_redact(parsed.waiting.frame, layer, audience, "waiting"))
    unclear = settled.parsed.unclear
    shelters = {row for row, key, _ in unclear.doubts if key == SHELTER_KEY}
    shown = unclear.frame
    if audience != "coordinator":
        is_open = shown["confidential"].isna() & ~shown.index.isin(shelters)
        shown = shown[is_open]
    parts.append(_make_places(shown, None, "waiting"))
    parts.append(_make_places(_select_left_out(settled, audience), None, "left_out"))
    together = pd.concat(parts, ignore_index=True)
    places = gpd.GeoDataFrame(together, geometry="geometry", crs=WGS84)
    return places[places.geometry.notna() & ~places.geometry.is_empty].reset_index(drop=True)


def _redact(
    frame: gpd.GeoDataFrame, layer: LayerName, audience: Audience, state: str
) -> pd.DataFrame:
    rows = frame.assign(row=frame.index)
    if LAYER_SCHEMAS[layer].confidential_codes is not None:
        rows = rows.assign(id=[str(row) for row in frame.index])
    return _make_places(redact(layer, rows, audience), layer, state)


def _select_left_out(settled: SettledFile, audience: Audience) -> gpd.GeoDataFrame:
    places = settled.parsed.left_out
    is_shown = ~places.index.isin(settled.parsed.shelters) | (audience == "coordinator")
    return places[is_shown]


def _make_places(frame: gpd.GeoDataFrame, layer: LayerName | None, state: str) -> pd.DataFrame:
    rows = frame.get("row", frame.index)
    return pd.DataFrame(
        {
            "state": state,
            "layer": layer,
            "row": np.asarray(rows),
            "geometry": np.asarray(frame.geometry.array, dtype=object),
        }
    )
