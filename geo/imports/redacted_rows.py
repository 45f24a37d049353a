"""
Rows of a file that are confidential services as others than coordinators receive them.

Such a row has the type and the gateway contact, and no place. Brought back, it is neither a new
service nor a reason to forget where the stored one is.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.layers.confidential_features import is_confidential
from geo.layers.schema import LAYER_SCHEMAS, list_confidential_columns
from geo.store.layers import FeatureCounts, replace_features
from geo.store.write_authorisation import WriteAuthorisation

NO_MATCH = -1
DISCLOSED = [name for name in list_confidential_columns("services", "public") if name != "public"]


def match_redacted_rows(new: gpd.GeoDataFrame, stored: gpd.GeoDataFrame) -> NDArray[np.int64]:
    """
    Match the redacted rows of services with confidential services of the store.

    Parameters
    ----------
    new
        Checked rows.
    stored
        The layer as stored.

    Returns
    -------
    position
        In `stored`, for each row; `NO_MATCH` for a row that has more than a redacted one has, and
        where no stored service has the same type and gateway, or all of them are matched. Only
        values that every audience receives are compared.
    """
    position = np.full(len(new), NO_MATCH, dtype=np.int64)
    if "gateway" not in new or new.empty or stored.empty:
        return position
    ours = _list_keys(new, np.flatnonzero(_is_redacted(new)))
    theirs = _list_keys(stored, np.flatnonzero(is_confidential(stored)))
    pairs = ours.merge(theirs, on=["type", "gateway", "count"], suffixes=("", "_stored"))
    position[pairs["row"].to_numpy()] = pairs["row_stored"].to_numpy()
    return position


def _is_redacted(new: gpd.GeoDataFrame) -> NDArray[np.bool_]:
    names = {one.name for one in LAYER_SCHEMAS["services"].fields} - {*DISCLOSED, "public"}
    is_blank = new[sorted(names & set(new.columns))].isna().all(axis=1).to_numpy()
    is_placeless = shapely.is_missing(np.asarray(new.geometry.array, dtype=object))
    return np.asarray(new["confidential"].to_numpy(dtype=bool) & is_blank & is_placeless)


def _list_keys(services: gpd.GeoDataFrame, rows: NDArray[np.int64]) -> pd.DataFrame:
    """List type and gateway of some rows, numbered where several have the same."""
    cells = services[["type", "gateway"]].iloc[rows].fillna("").astype(str).reset_index(drop=True)
    return cells.assign(count=cells.groupby(["type", "gateway"]).cumcount(), row=rows)


def replace_rows(
    authorisation: WriteAuthorisation, new: gpd.GeoDataFrame, stored: gpd.GeoDataFrame
) -> FeatureCounts:
    """
    Replace a layer by the rows of a file within a transaction.

    A redacted row leaves the confidential service of the store as it is.
    """
    position = match_redacted_rows(new, stored)
    is_redacted = position != NO_MATCH
    rows = new[~is_redacted]
    if authorisation.sees_confidential and is_redacted.any():
        # They would be removed with the others.
        kept = stored.iloc[position[is_redacted]].drop(columns="id")
        both = pd.concat([pd.DataFrame(rows), pd.DataFrame(kept)[new.columns]], ignore_index=True)
        return replace_features(authorisation, gpd.GeoDataFrame(both, crs=new.crs))
    counts = replace_features(authorisation, rows)
    return FeatureCounts(counts.added, counts.unchanged + int(is_redacted.sum()), counts.removed)
