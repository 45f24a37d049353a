"""A file that comes again: what earlier imports of it brought, and it says otherwise or no more."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import geopandas as gpd

from geo.access.layer_rights import require_authorisation
from geo.imports.checked_layer import WaitingRows
from geo.imports.import_report import ImportReport
from geo.layers.text_folding import squeeze_cell
from geo.store.database import Transaction
from geo.store.import_batches import list_file_ids
from geo.store.layers import delete_features


def compare_with_earlier(  # noqa: PLR0913 (two sets of rows, and what is done with the third)
    transaction: Transaction,
    slug: str,
    report: ImportReport,
    absent: gpd.GeoDataFrame,
    new: gpd.GeoDataFrame,
    waiting: Sequence[WaitingRows],
    *,
    removes: bool,
) -> ImportReport:
    """
    Find what earlier imports of the same file by the same account added and this one does not hold.

    Within the transaction of the import, before its own changes are recorded as such.

    Parameters
    ----------
    absent
        Rows of the layer that this file does not hold.
    new
        Rows of this file that are in the layer.
    waiting
        Rows of this file that wait, also those of no clear layer.
    removes
        True removes these features; but not those whose name a row has that waits.

    Returns
    -------
    report
        With `changed`, features of which a row has the name; `gone`, the others; and `removed`.
    """
    ids = list_file_ids(transaction, slug, report.layer, report.file)
    outdated = absent[absent["id"].isin(ids)]
    if outdated.empty:
        return report
    names = _fold_names(new)
    waiting_names = {name for one in waiting for name in _fold_names(one.frame)}
    own_names = [squeeze_cell(name) for name in outdated.get("name", [None] * len(outdated))]
    is_changed = [name in names | waiting_names for name in own_names]
    removable = [
        str(one)
        for one, name in zip(outdated["id"], own_names, strict=True)
        if name not in waiting_names
    ]
    removed = removable if removes else []
    if removed:
        deletion = require_authorisation(transaction, slug, report.layer, "delete")
        delete_features(deletion, removed)
    return dataclasses.replace(
        report,
        changed=sum(is_changed),
        gone=len(outdated) - sum(is_changed),
        removed=report.removed + len(removed),
    )


def _fold_names(frame: gpd.GeoDataFrame) -> set[str]:
    """Return the names of rows as they are compared; without those that are empty."""
    if "name" not in frame:
        return set()
    return {squeeze_cell(name) for name in frame["name"]} - {""}
